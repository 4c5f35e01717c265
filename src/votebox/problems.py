"""The answers that say no, as problem details (RFC 9457).

Each problem is of the type `about:blank`: the status code says which one it is, and the title is the phrase
that RFC 9110 gives to that code (RFC 9457, section 4.2.1).
"""

from collections.abc import Sequence
from uuid import UUID

from msgspec import UNSET, Struct, UnsetType
from msgspec.json import encode

MEDIA_TYPE = b"application/problem+json"

BODY_LIMIT = 8 * 1024
"""The most bytes that a request to /votes may have in its body."""

RETRY_AFTER = 2
"""Seconds after which a vote that met a full queue or a failing store is worth sending again."""

_TITLES = {
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class FieldError(Struct, frozen=True, kw_only=True):
    """One wrong field of a vote."""

    field: str
    found: str
    """What the request has there as JSON, shortened; or `nothing`."""
    expected: str


class Problem(Struct, frozen=True, kw_only=True):
    """A refusal, in the members of RFC 9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    """One or two sentences for a person: what was found, and how to mend it."""
    errors: tuple[FieldError, ...] | UnsetType = UNSET
    """Every wrong field, in the order in which a vote has them; an extension member of 422."""

    def json(self) -> bytes:
        """Return the problem as the body of an `application/problem+json` answer."""
        return encode(self)


def malformed(why: str) -> Problem:
    """Return the 400 for a body that cannot be read at all."""
    return _problem(400, f"The body could not be read: {why.rstrip('.')}.")


def wrong(errors: Sequence[FieldError]) -> Problem:
    """Return the 422 that names every wrong field."""
    names = ", ".join(error.field for error in errors)
    return Problem(
        title=_TITLES[422],
        status=422,
        detail=f"Wrong: {names}.",
        errors=tuple(errors),
    )


def foreign(origin: str) -> Problem:
    """Return the 403 for a vote from a page of another origin; `origin` is empty where no header names it."""
    where = f'the origin "{origin}"' if origin else "another site"
    return _problem(403, f"Votes are not taken from {where}.")


def too_large() -> Problem:
    """Return the 413 for a body over the limit."""
    return _problem(413, f"The body is larger than {BODY_LIMIT:,} bytes. Shorten the comment.")


def unsupported(media_type: str) -> Problem:
    """Return the 415; `media_type` is the header's value, empty when there is none."""
    accepted = "Send application/json or application/x-www-form-urlencoded."
    found = f'The content type "{media_type}" is not taken.' if media_type else "The content type is missing."
    return _problem(415, f"{found} {accepted}")


def conflict(vote_id: UUID) -> Problem:
    """Return the 409 for an id that is known for another page, revision or answer."""
    return _problem(
        409,
        f"The id {vote_id} belongs to a vote on another page or revision, or with another answer. "
        "Send this vote with a new id.",
    )


def busy() -> Problem:
    """Return the 503 for a full queue."""
    return _problem(
        503, f"Too many votes are waiting. This one is not stored; send it again in {RETRY_AFTER} seconds."
    )


def store_failed() -> Problem:
    """Return the 503 for a store that did not keep the vote; the log says why, the answer does not."""
    return _problem(503, f"The vote could not be stored. Send it again in {RETRY_AFTER} seconds.")


def not_found(path: str) -> Problem:
    """Return the 404 for a path below /votes."""
    return _problem(404, f"There is nothing at {path}. Votes go to POST /votes.")


def method_not_allowed(method: str) -> Problem:
    """Return the 405 for any method but POST on /votes."""
    return _problem(405, f"/votes takes POST, not {method}.")


def internal() -> Problem:
    """Return the 500 for a mistake in votebox itself."""
    return _problem(500, "votebox made a mistake; its log says which.")


def _problem(status: int, detail: str) -> Problem:
    return Problem(title=_TITLES[status], status=status, detail=detail)
