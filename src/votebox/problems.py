"""The answers that say no, as problem details (RFC 9457).

Each problem is of the type `about:blank`: the status code says which one it is, and the title is the phrase
that RFC 9110 (RFC 6585 for 429 and 431) gives to that code (RFC 9457, section 4.2.1).
"""

from collections.abc import Sequence
from enum import StrEnum
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
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    413: "Content Too Large",
    415: "Unsupported Media Type",
    422: "Unprocessable Content",
    429: "Too Many Requests",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Kind(StrEnum):
    """Why a request is refused; the name that metrics count it under."""

    MALFORMED = "malformed"
    UNAUTHORIZED = "unauthorized"
    FOREIGN = "foreign"
    CLOSED = "closed"
    NOT_FOUND = "not-found"
    METHOD_NOT_ALLOWED = "method-not-allowed"
    SLOW = "slow"
    CONFLICT = "conflict"
    TOO_LARGE = "too-large"
    UNSUPPORTED = "unsupported"
    WRONG = "wrong"
    LIMITED = "limited"
    LONG_HEAD = "long-head"
    INTERNAL = "internal"
    CROWDED = "crowded"
    BUSY = "busy"
    STORE_FAILED = "store-failed"

    @property
    def status(self) -> int:
        """The status code."""
        return _STATUSES[self]


_STATUSES = {
    Kind.MALFORMED: 400,
    Kind.UNAUTHORIZED: 401,
    Kind.FOREIGN: 403,
    Kind.CLOSED: 403,
    Kind.NOT_FOUND: 404,
    Kind.METHOD_NOT_ALLOWED: 405,
    Kind.SLOW: 408,
    Kind.CONFLICT: 409,
    Kind.TOO_LARGE: 413,
    Kind.UNSUPPORTED: 415,
    Kind.WRONG: 422,
    Kind.LIMITED: 429,
    Kind.LONG_HEAD: 431,
    Kind.INTERNAL: 500,
    Kind.CROWDED: 503,
    Kind.BUSY: 503,
    Kind.STORE_FAILED: 503,
}


class FieldError(Struct, frozen=True, kw_only=True):
    """One wrong field of a vote."""

    field: str
    found: str
    """What the request has there as JSON, shortened; or `nothing`."""
    expected: str


class Details(Struct, frozen=True, kw_only=True):
    """The members of RFC 9457; `errors` is an extension member of 422."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: tuple[FieldError, ...] | UnsetType = UNSET


class Problem(Struct, frozen=True, kw_only=True):
    """A refusal."""

    kind: Kind
    detail: str
    """One or two sentences for a person: what was found, and how to mend it."""
    errors: tuple[FieldError, ...] | UnsetType = UNSET
    """Every wrong field, in the order in which a vote has them."""
    retry_after: int | None = None
    """Seconds after which the same request is worth sending again."""

    @property
    def status(self) -> int:
        """The status code."""
        return self.kind.status

    @property
    def title(self) -> str:
        """The phrase of the status code."""
        return _TITLES[self.status]

    def json(self) -> bytes:
        """Return the problem as the body of an `application/problem+json` answer."""
        return encode(Details(title=self.title, status=self.status, detail=self.detail, errors=self.errors))


def malformed(why: str) -> Problem:
    """Return the 400 for a body that cannot be read at all."""
    return Problem(kind=Kind.MALFORMED, detail=f"The body could not be read: {why.rstrip('.')}.")


def unreadable() -> Problem:
    """Return the 400 for what is no HTTP."""
    return Problem(kind=Kind.MALFORMED, detail="The request could not be read: it is no HTTP/1.1.")


def wrong(errors: Sequence[FieldError]) -> Problem:
    """Return the 422 that names every wrong field."""
    names = ", ".join(error.field for error in errors)
    return Problem(kind=Kind.WRONG, detail=f"Wrong: {names}.", errors=tuple(errors))


def foreign(origin: str) -> Problem:
    """Return the 403 for a vote from a page of another origin; `origin` is empty where no header names it."""
    where = f'the origin "{origin}"' if origin else "another site"
    return Problem(kind=Kind.FOREIGN, detail=f"Votes are not taken from {where}.")


def too_large() -> Problem:
    """Return the 413 for a body over the limit."""
    return Problem(
        kind=Kind.TOO_LARGE, detail=f"The body is larger than {BODY_LIMIT:,} bytes. Shorten the comment."
    )


def unsupported(media_type: str) -> Problem:
    """Return the 415; `media_type` is the header's value, empty when there is none."""
    accepted = "Send application/json or application/x-www-form-urlencoded."
    found = f'The content type "{media_type}" is not taken.' if media_type else "The content type is missing."
    return Problem(kind=Kind.UNSUPPORTED, detail=f"{found} {accepted}")


def conflict(vote_id: UUID) -> Problem:
    """Return the 409 for an id that is known for another page, revision or answer."""
    return Problem(
        kind=Kind.CONFLICT,
        detail=f"The id {vote_id} belongs to a vote on another page or revision, or with another answer. "
        "Send this vote with a new id.",
    )


def slow(seconds: float) -> Problem:
    """Return the 408 for a request that did not arrive within so many seconds."""
    return Problem(kind=Kind.SLOW, detail=f"The request did not arrive within {seconds:g} seconds.")


def long_head(limit: int) -> Problem:
    """Return the 431 for a request line and headers of more than `limit` bytes."""
    return Problem(
        kind=Kind.LONG_HEAD, detail=f"The address and the headers are larger than {limit:,} bytes."
    )


def limited(seconds: int) -> Problem:
    """Return the 429 for a network that sends more votes than the setting allows."""
    return Problem(
        kind=Kind.LIMITED,
        detail=f"Too many votes come from your network. Send this one again in {_seconds(seconds)}.",
        retry_after=seconds,
    )


def closed() -> Problem:
    """Return the 403 for metrics that are not for this client."""
    return Problem(
        kind=Kind.CLOSED,
        detail="Metrics are given to the machine itself, or with the token of VOTEBOX_METRICS_TOKEN.",
    )


def crowded() -> Problem:
    """Return the 503 for one connection more than there may be."""
    return _later(Kind.CROWDED, "Too many connections are open. Connect again")


def busy() -> Problem:
    """Return the 503 for a full queue."""
    return _later(Kind.BUSY, "Too many votes are waiting. This one is not stored; send it again")


def store_failed() -> Problem:
    """Return the 503 for a store that did not keep the vote; the log says why, the answer does not."""
    return _later(Kind.STORE_FAILED, "The vote could not be stored. Send it again")


def not_found(path: str) -> Problem:
    """Return the 404 for a path below /votes."""
    return Problem(kind=Kind.NOT_FOUND, detail=f"There is nothing at {path}. Votes go to POST /votes.")


def method_not_allowed(method: str) -> Problem:
    """Return the 405 for any method but POST on /votes."""
    return Problem(kind=Kind.METHOD_NOT_ALLOWED, detail=f"/votes takes POST, not {method}.")


def internal() -> Problem:
    """Return the 500 for a mistake in votebox itself."""
    return Problem(kind=Kind.INTERNAL, detail="votebox made a mistake; its log says which.")


def _later(kind: Kind, detail: str) -> Problem:
    return Problem(kind=kind, detail=f"{detail} in {_seconds(RETRY_AFTER)}.", retry_after=RETRY_AFTER)


def _seconds(count: int) -> str:
    return "1 second" if count == 1 else f"{count} seconds"
