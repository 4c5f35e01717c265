"""A vote: what it holds, its limits, and how it is read from JSON or from an HTML form."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl
from uuid import UUID, uuid4

import msgspec
from msgspec import UNSET, DecodeError, Meta, Struct, UnsetType, ValidationError

from votebox import problems
from votebox.errors import Refused
from votebox.pages import Page
from votebox.problems import FieldError
from votebox.redact import redact

COMMENT_LIMIT: Final = 2_000
"""The most characters that a comment may have."""

DETAILS: Final = ("reason", "status", "comment")
"""The fields that come with `no` alone."""


class Helpful(StrEnum):
    """The answer to the question whether the page was helpful."""

    YES = "yes"
    NO = "no"


class Reason(StrEnum):
    """Why a page did not help."""

    NOT_FOUND = "not-found"
    HARD_TO_UNDERSTAND = "hard-to-understand"
    OUT_OF_DATE = "out-of-date"
    WRONG = "wrong"
    TRANSLATION = "translation"


class Vote(Struct, frozen=True, kw_only=True, gc=False):
    """One reader's answer; its comment is redacted. Reason, status and comment come with `no` alone."""

    id: UUID
    """Made by the page, so that a vote that is sent twice is counted once (an idempotency key)."""
    page: str
    """A key of `pages.json`, such as `ru/order-status`."""
    # \Z, since $ lets a line feed follow.
    revision: Annotated[str, Meta(pattern=r"^[0-9a-f]{8,64}\Z")]
    """The hash of the text that the vote judges; not always the current one."""
    helpful: Helpful
    reason: Reason | None = None
    status: str | None = None
    """The id of the status that the reader was looking for."""
    comment: Annotated[str, Meta(max_length=COMMENT_LIMIT)] | None = None


class _Loose(Struct, kw_only=True):
    """The members of a vote before anything is known of their types."""

    id: Any = UNSET
    page: Any = UNSET
    revision: Any = UNSET
    helpful: Any = UNSET
    reason: Any = None
    status: Any = None
    comment: Any = None


_FIELDS = msgspec.structs.fields(Vote)
_STRICT = msgspec.json.Decoder(Vote)
_LOOSE = msgspec.json.Decoder(_Loose)

EXPECTED: Final = {
    "id": "a UUID",
    "page": "the key of a page of this site",
    "revision": "8 to 64 of the digits 0-9 and a-f",
    "helpful": '"yes" or "no"',
    "reason": "one of " + ", ".join(Reason),
    "status": "the id of a status on this page",
    "comment": f"text of at most {COMMENT_LIMIT:,} characters",
}
"""What each field of a vote has to be, in words."""
_NO_DETAILS = 'nothing, since it goes with helpful "no" alone'


def from_json(body: bytes, pages: Mapping[str, Page]) -> Vote:
    """Read a vote from the body of an `application/json` request; members it does not know are ignored.

    Raises:
        Refused: With 400 when the body is no JSON object, with 422 when fields are wrong: every one is named.
    """
    try:
        vote = _STRICT.decode(body)
    except ValidationError:
        # Only the first wrong field is known here.
        return _checked(_loose(body), pages)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(problems.malformed(str(error))) from error
    if (
        vote.helpful is Helpful.YES
        and vote.reason is vote.status is vote.comment is None
        and vote.page in pages
    ):
        return vote  # as most are
    if errors := list(_misplaced(vote, pages)):
        raise Refused(problems.wrong(errors))
    return vote if vote.comment is None else _redacted(vote)


def form_fields(body: bytes) -> dict[str, str]:
    """Read the fields of an `application/x-www-form-urlencoded` body, without the empty ones.

    Of a field that is sent twice the last counts. Lines end with a line feed, though forms send CRLF.

    Raises:
        Refused: With 400 when the body is no UTF-8, or has more than 100 fields.
    """
    try:
        pairs = parse_qsl(body.decode(), errors="strict", max_num_fields=100)
    except ValueError as error:
        raise Refused(problems.malformed(str(error))) from error
    return {name: value.replace("\r\n", "\n") for name, value in pairs}


def from_form(form: Mapping[str, str], pages: Mapping[str, Page]) -> Vote:
    """Read a vote from the fields of a form.

    A page without script cannot make an id, so one is made for it; nor can it hide the details that go
    with `no` alone, so they are ignored with `yes`.

    Raises:
        Refused: With 422 when fields are wrong: every one is named.
    """
    ignored = DETAILS if form.get("helpful") == Helpful.YES else ()
    members = {name: form[name] for name in EXPECTED if name in form and name not in ignored}
    return _checked(_Loose(**{"id": str(uuid4())} | members), pages)


def _loose(body: bytes) -> _Loose:
    try:
        return _LOOSE.decode(body)
    except (DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Refused(problems.malformed(str(error))) from error


def _checked(loose: _Loose, pages: Mapping[str, Page]) -> Vote:
    errors = {error.field: error for error in (*_mistyped(loose), *_misplaced(loose, pages))}
    if errors:
        raise Refused(problems.wrong([errors[name] for name in EXPECTED if name in errors]))
    return _redacted(msgspec.convert(loose, Vote, from_attributes=True))


def _mistyped(loose: _Loose) -> Iterator[FieldError]:
    for field in _FIELDS:
        value = getattr(loose, field.name)
        try:
            if value is UNSET:
                raise ValidationError
            msgspec.convert(value, field.type)
        except ValidationError:
            yield _error(field.name, value)


def _misplaced(vote: Vote | _Loose, pages: Mapping[str, Page]) -> Iterator[FieldError]:
    """Find the fields that have the right type and do not suit this site or each other."""
    page = pages.get(vote.page) if isinstance(vote.page, str) else None
    if page is None and isinstance(vote.page, str):
        yield _error("page", vote.page)
    if vote.helpful == Helpful.YES:
        for name in DETAILS:
            if (value := getattr(vote, name)) is not None:
                yield _error(name, value, _NO_DETAILS)
    elif page is not None and isinstance(vote.status, str) and vote.status not in page.statuses:
        yield _error("status", vote.status)


def _error(field: str, value: object, expected: str | None = None) -> FieldError:
    return FieldError(field=field, found=_found(field, value), expected=expected or EXPECTED[field])


def _found(field: str, value: object | UnsetType) -> str:
    if value is UNSET:
        return "nothing"
    if field == "comment" and isinstance(value, str):
        return f"{len(value):,} characters"  # what a reader wrote is not sent around
    try:
        text = msgspec.json.encode(value).decode()
    except RecursionError:  # to write it takes more of the stack than it took to read it
        return "too many levels"
    return text if len(text) <= 60 else f"{text[:57]}..."


def _redacted(vote: Vote) -> Vote:
    comment = redact(vote.comment) if vote.comment else ""
    return msgspec.structs.replace(vote, comment=comment or None)
