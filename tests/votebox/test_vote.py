import json
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_from_bytes, urlencode
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votebox.errors import Refused
from votebox.pages import Page
from votebox.problems import Problem
from votebox.vote import Helpful, Reason, Vote, form_fields, from_form, from_json

PAGES = {
    "en/order-status": Page(thanks="/thanks/", failed="/failed/", statuses=frozenset({"pending"})),
    "en": Page(thanks="/thanks/", failed="/failed/"),
}
ID = "0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e"
YES = {"id": ID, "page": "en/order-status", "revision": "5f2c9a1b03de", "helpful": "yes"}
NO = {**YES, "helpful": "no"}
REASONS = "one of not-found, hard-to-understand, out-of-date, wrong, translation"


def parsed(members: Any) -> Vote:
    return from_json(json.dumps(members).encode(), PAGES)


def sent(fields: Any) -> Vote:
    return from_form(form_fields(urlencode(fields).encode()), PAGES)


def refused(read: Callable[..., object], *arguments: object) -> Problem:
    with pytest.raises(Refused) as error:
        read(*arguments)
    return error.value.problem


def wrong(problem: Problem) -> list[tuple[str, str, str]]:
    assert problem.status == 422
    assert problem.errors
    return [(error.field, error.found, error.expected) for error in problem.errors]


def test_a_vote_for_yes() -> None:
    assert parsed(YES) == Vote(
        id=UUID(ID), page="en/order-status", revision="5f2c9a1b03de", helpful=Helpful.YES
    )


def test_a_vote_for_no_with_all_details() -> None:
    vote = parsed({**NO, "reason": "not-found", "status": "pending", "comment": "Where?"})
    assert (vote.helpful, vote.reason, vote.status, vote.comment) == (
        *(Helpful.NO, Reason.NOT_FOUND, "pending", "Where?"),
    )


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason(reason: Reason) -> None:
    assert parsed({**NO, "reason": reason}).reason is reason


def test_members_that_are_null_or_unknown_are_as_absent() -> None:
    assert parsed({**YES, "reason": None, "status": None, "comment": None, "language": "en"}) == parsed(YES)


@pytest.mark.parametrize("revision", ["0" * 8, "f" * 64, "abcdef012"])
def test_any_revision_of_the_right_shape(revision: str) -> None:
    assert parsed({**YES, "revision": revision}).revision == revision


def test_a_comment_is_redacted_and_an_empty_one_is_none() -> None:
    assert parsed({**NO, "comment": " My order 123456\u202e "}).comment == "My order [number]"
    assert parsed({**NO, "comment": " \x00 "}).comment is None
    assert parsed({**NO, "comment": ""}).comment is None


def test_a_comment_of_2000_characters_and_one_more() -> None:
    assert parsed({**NO, "comment": "щ" * 2_000}).comment == "щ" * 2_000
    assert wrong(refused(parsed, {**NO, "comment": "щ" * 2_001})) == [
        ("comment", "2,001 characters", "text of at most 2,000 characters")
    ]


WRONG = [
    ("id", None, "null", "a UUID"),
    ("id", "7", '"7"', "a UUID"),
    ("id", 7, "7", "a UUID"),
    ("id", ID + "\n", f'"{ID}\\n"', "a UUID"),
    ("page", "en/missing", '"en/missing"', "the key of a page of this site"),
    ("page", ["en"], '["en"]', "the key of a page of this site"),
    ("page", "x" * 100, '"' + "x" * 56 + "...", "the key of a page of this site"),
    ("revision", "5F2C9A1B03DE", '"5F2C9A1B03DE"', "8 to 64 of the digits 0-9 and a-f"),
    ("revision", "1234567", '"1234567"', "8 to 64 of the digits 0-9 and a-f"),
    ("revision", "0" * 65, '"' + "0" * 56 + "...", "8 to 64 of the digits 0-9 and a-f"),
    ("revision", "5f2c9a1b03de\n", '"5f2c9a1b03de\\n"', "8 to 64 of the digits 0-9 and a-f"),
    ("helpful", "maybe", '"maybe"', '"yes" or "no"'),
    ("helpful", True, "true", '"yes" or "no"'),
    ("reason", "spam", '"spam"', REASONS),
    ("reason", "", '""', REASONS),
    ("status", "shipped", '"shipped"', "the id of a status on this page"),
    ("status", 1.5, "1.5", "the id of a status on this page"),
    ("comment", {"a": 1}, '{"a":1}', "text of at most 2,000 characters"),
]


@pytest.mark.parametrize(("field", "value", "found", "expected"), WRONG)
def test_one_wrong_field(field: str, value: object, found: str, expected: str) -> None:
    problem = refused(parsed, {**NO, field: value})
    assert wrong(problem) == [(field, found, expected)]
    assert problem.detail == f"Wrong: {field}."


def test_a_wrong_field_of_as_many_levels_as_can_be_read() -> None:
    for levels in range(sys.getrecursionlimit(), 0, -1):
        body = b'{"helpful":' + b"[" * levels + b"]" * levels + b"}"
        problem = refused(from_json, body, PAGES)
        if problem.status == 422:
            break
    assert ("helpful", "too many levels", '"yes" or "no"') in wrong(problem)


@pytest.mark.parametrize("field", ["id", "page", "revision", "helpful"])
def test_a_missing_field(field: str) -> None:
    problem = refused(parsed, {name: value for name, value in YES.items() if name != field})
    assert [(name, found) for name, found, _ in wrong(problem)] == [(field, "nothing")]


def test_every_wrong_field_at_once() -> None:
    problem = refused(
        parsed,
        {"comment": 1, "status": 2, "reason": 3, "helpful": "?", "revision": "?", "page": "?", "id": "?"},
    )
    assert [field for field, _, _ in wrong(problem)] == [
        *("id", "page", "revision", "helpful", "reason", "status", "comment"),
    ]
    assert problem.detail == "Wrong: id, page, revision, helpful, reason, status, comment."
    assert [field for field, _, _ in wrong(refused(parsed, {}))] == ["id", "page", "revision", "helpful"]


def test_types_and_places_are_found_wrong_together() -> None:
    problem = refused(parsed, {**NO, "id": 1, "status": "shipped", "revision": 2})
    assert [field for field, _, _ in wrong(problem)] == ["id", "revision", "status"]


def test_details_go_with_no_alone() -> None:
    details = {"reason": "wrong", "status": "pending", "comment": "Why?"}
    nothing = 'nothing, since it goes with helpful "no" alone'
    assert wrong(refused(parsed, {**YES, **details})) == [
        ("reason", '"wrong"', nothing),
        ("status", '"pending"', nothing),
        ("comment", "4 characters", nothing),
    ]
    assert wrong(refused(parsed, {**YES, "reason": "spam", "id": 1})) == [
        ("id", "1", "a UUID"),
        ("reason", '"spam"', nothing),
    ]


def test_a_status_of_another_page() -> None:
    assert parsed({**NO, "status": "pending"}).status == "pending"
    assert wrong(refused(parsed, {**NO, "page": "en", "status": "pending"})) == [
        ("status", '"pending"', "the id of a status on this page")
    ]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "Input data was truncated"),
        (b"{", "Input data was truncated"),
        (b"[]", "Expected `object`, got `array`"),
        (b"null", "Expected `object`, got `null`"),
        (b'"yes"', "Expected `object`, got `str`"),
        (json.dumps(YES).encode() + b"x", "JSON is malformed: trailing characters (byte 120)"),
        (b'{"id": 7, "page": ', "Input data was truncated"),
        (b'{"page": "\xff"}', "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b'{"page": "\\ud800"}', "Input data was truncated"),
        (b'{"helpful": 1e999}', "Number out of range - at `$.helpful`"),
        (b'{"x":' + b"[" * 8_000, "maximum recursion depth exceeded while deserializing an object"),
    ],
)
def test_malformed_json(body: bytes, why: str) -> None:
    problem = refused(from_json, body, PAGES)
    assert (problem.status, problem.detail) == (400, f"The body could not be read: {why}.")


def test_a_form() -> None:
    fields = {**NO, "reason": "wrong", "status": "pending", "comment": "one\r\ntwo"}
    assert sent(fields) == parsed({**fields, "comment": "one\ntwo"})


def test_a_form_without_id_gets_a_new_one() -> None:
    fields = {**YES, "id": ""}
    assert sent(fields).id != sent(fields).id
    assert sent(fields).id.version == 4
    assert wrong(refused(sent, {**YES, "id": "7"})) == [("id", '"7"', "a UUID")]


def test_empty_fields_of_a_form_are_absent() -> None:
    assert sent({**NO, "reason": "", "status": "", "comment": ""}) == parsed(NO)
    assert wrong(refused(sent, {"page": "", "helpful": "no"}))[:2] == [
        ("page", "nothing", "the key of a page of this site"),
        ("revision", "nothing", "8 to 64 of the digits 0-9 and a-f"),
    ]


def test_details_of_a_form_are_ignored_with_yes() -> None:
    assert sent({**YES, "reason": "spam", "status": "?", "comment": "x" * 3_000}) == parsed(YES)


def test_of_a_field_twice_the_last_counts() -> None:
    assert sent([*NO.items(), ("helpful", "yes")]).helpful is Helpful.YES


def test_crlf_counts_as_one_character() -> None:
    assert sent({**NO, "comment": "a\r\n" * 999 + "aa"}).comment == "a\n" * 999 + "aa"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"page=%FF", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b"\xff=1", "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"),
        (b"a=1&" * 101, "Max number of fields exceeded"),
    ],
)
def test_a_malformed_form(body: bytes, why: str) -> None:
    problem = refused(form_fields, body)
    assert (problem.status, problem.detail) == (400, f"The body could not be read: {why}.")


def fits(vote: Vote) -> bool:
    """Whether a vote keeps every limit, said anew and not with the code under test."""
    details = (vote.reason, vote.status, vote.comment)
    return (
        vote.page in PAGES
        and 8 <= len(vote.revision) <= 64
        and set(vote.revision) <= set("0123456789abcdef")
        and (vote.helpful == "no" or details == (None, None, None))
        and (vote.status is None or vote.status in PAGES[vote.page].statuses)
        and (vote.comment is None or (0 < len(vote.comment) <= 3_200 and vote.comment.encode() != b""))
    )


def assert_fits(read: Callable[[], Vote]) -> None:
    try:
        vote = read()
    except Refused as error:
        status = error.problem.status
    else:
        status = 200 if fits(vote) else 500
    assert status in {200, 400, 422}


JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.lists(st.text(), max_size=2)
)
NEAR = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(st.uuids().map(str), JUNK),
        "page": st.one_of(st.sampled_from([*PAGES, "de"]), JUNK),
        "revision": st.one_of(st.text("0123456789abcdef", min_size=7, max_size=65), JUNK),
        "helpful": st.one_of(st.sampled_from(["yes", "no"]), JUNK),
        "reason": st.one_of(st.sampled_from([None, *Reason]), JUNK),
        "status": st.one_of(st.sampled_from([None, "pending", "shipped"]), JUNK),
        "comment": st.one_of(st.none(), st.text(), JUNK),
    },
)


@given(NEAR.map(lambda members: json.dumps(members).encode()))
def test_json_is_a_vote_that_fits_or_is_refused(body: bytes) -> None:
    assert_fits(lambda: from_json(body, PAGES))


@given(
    st.one_of(
        st.binary(max_size=200), NEAR.map(lambda members: urlencode(members, errors="replace").encode())
    )
)
def test_a_form_is_a_vote_that_fits_or_is_refused(body: bytes) -> None:
    assert_fits(lambda: from_form(form_fields(body), PAGES))


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=300))
def test_a_form_and_json_mean_the_same(comment: str) -> None:
    fields = {**NO, "comment": comment}
    form = "&".join(f"{name}={quote_from_bytes(value.encode())}" for name, value in fields.items())
    assert from_form(form_fields(form.encode()), PAGES) == parsed(fields)
