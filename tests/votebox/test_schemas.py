from typing import Any

import pytest
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from tests.votebox.sharing import Member, make_vote
from tests.votebox.test_app import FORM, post
from votebox import schemas
from votebox.vote import Vote


def validator(name: str) -> Draft202012Validator:
    document = {**schemas.reference(name), "components": {"schemas": schemas.components()}}
    return Draft202012Validator(document, format_checker=Draft202012Validator.FORMAT_CHECKER)


VOTES: list[tuple[dict[str, Member], bool]] = [
    ({}, True),
    ({"helpful": "no", "reason": "wrong", "status": "pending", "comment": "Why?"}, True),
    ({"reason": None, "status": None, "comment": None}, True),
    ({"another": "member"}, True),
    ({"id": 7}, False),
    ({"page": None}, False),
    ({"revision": "5f2c9a1"}, False),
    ({"revision": "5f2c9a1b03deZ"}, False),
    ({"helpful": "maybe"}, False),
    ({"reason": "wrong"}, False),
    ({"comment": "Thanks"}, False),
    ({"helpful": "no", "reason": "spam"}, False),
    ({"helpful": "no", "comment": "x" * 2_001}, False),
]


@pytest.mark.parametrize(("members", "valid"), VOTES, ids=lambda case: str(case)[:40])
def test_votebox_takes_what_the_schema_of_a_vote_takes(
    client: TestClient, members: dict[str, Member], valid: bool
) -> None:
    vote = make_vote(**members)
    assert validator("Vote").is_valid(vote) is valid
    assert (post(client, vote).status_code == 201) is valid


FORMS: list[tuple[dict[str, Member], bool]] = [
    ({}, True),
    ({"id": ""}, True),
    ({"reason": "spam", "status": "x"}, True),
    ({"helpful": "no", "reason": "wrong", "status": "", "comment": ""}, True),
    ({"id": "7"}, False),
    ({"helpful": "maybe"}, False),
    ({"helpful": ""}, False),
    ({"revision": "Z"}, False),
    ({"helpful": "no", "reason": "spam"}, False),
    ({"helpful": "no", "comment": "x" * 2_001}, False),
]


@pytest.mark.parametrize(("members", "valid"), FORMS, ids=lambda case: str(case)[:40])
def test_votebox_takes_what_the_schema_of_a_form_takes(
    client: TestClient, members: dict[str, Member], valid: bool
) -> None:
    form = {**make_vote(), **members}
    if "id" not in members:
        del form["id"]
    assert validator("Form").is_valid(form) is valid
    assert (post(client, form, FORM).status_code == 303) is valid


def test_a_form_cannot_send_null() -> None:
    assert not validator("Form").is_valid(make_vote(reason=None))


@pytest.mark.parametrize("members", [{}, {"helpful": "maybe"}])
def test_answers_are_of_their_schemas(client: TestClient, members: dict[str, Any]) -> None:
    response = post(client, make_vote(**members))
    validator("Stored" if response.status_code == 201 else "Details").validate(response.json())


def test_every_field_says_what_it_has_to_be() -> None:
    found = schemas.components()
    assert set(found["Vote"]["properties"]) == set(Vote.__struct_fields__) == set(found["Form"]["properties"])
    for name in ("Vote", "Form"):
        assert all(schema["description"] for schema in found[name]["properties"].values())
