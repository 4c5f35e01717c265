"""What the dashboard says no with; the words are for whoever runs votebox or looks at it."""

from collections.abc import Iterable

from msgspec.json import encode

from votebox.problems import RETRY_AFTER, FieldError, Kind, Problem, wrong


def closed() -> Problem:
    """Return the 403 for a dashboard that nobody has opened."""
    return Problem(
        kind=Kind.CLOSED,
        detail="The dashboard is closed. To open it, start votebox with VOTEBOX_DASHBOARD_TOKEN, the "
        "password that people give, or with --dashboard-header, in which a login proxy says who came.",
    )


def without_password() -> Problem:
    """Return the 401 for a request without a password, or with a wrong one."""
    return Problem(
        kind=Kind.UNAUTHORIZED,
        detail="The dashboard needs its password, with any user name, or as a bearer token. "
        "Whoever runs votebox knows it: it is VOTEBOX_DASHBOARD_TOKEN.",
    )


def without_login() -> Problem:
    """Return the 403 for a request for which the login proxy vouches not."""
    return Problem(
        kind=Kind.CLOSED,
        detail="The dashboard is for whoever has logged in. Come through the login proxy of the help team.",
    )


def guessed(seconds: int) -> Problem:
    """Return the 429 for a network that gave too many wrong passwords."""
    return Problem(
        kind=Kind.LIMITED,
        detail=f"Too many wrong passwords came from your network. Try again in {seconds} s.",
        retry_after=seconds,
    )


def foreign() -> Problem:
    """Return the 403 for a form that another site sent, or a program that does not say where it is."""
    return Problem(
        kind=Kind.FOREIGN,
        detail="Changes are taken from the dashboard's own pages alone. Programs send its Origin.",
    )


def not_found(path: str) -> Problem:
    """Return the 404 for a path."""
    detail = f"There is nothing at {path}. The dashboard is at /dashboard/."
    return Problem(kind=Kind.NOT_FOUND, detail=detail)


def no_page(key: str) -> Problem:
    """Return the 404 for a page that this site has not, and that got no votes."""
    detail = f'There is no page "{key}", and no vote on it. Look for it at /dashboard/.'
    return Problem(kind=Kind.NOT_FOUND, detail=detail)


def no_comment() -> Problem:
    """Return the 404 for a comment that was deleted meanwhile."""
    detail = "There is no such comment any more: it was forgotten, or its time was over."
    return Problem(kind=Kind.NOT_FOUND, detail=detail)


def not_allowed(method: str, path: str) -> Problem:
    """Return the 405."""
    return Problem(kind=Kind.METHOD_NOT_ALLOWED, detail=f"{path} does not take {method}.")


def no_form(media_type: str) -> Problem:
    """Return the 415 for what is no form; `media_type` is empty when there is none."""
    found = f'The content type "{media_type}" is not taken.' if media_type else "The content type is missing."
    return Problem(kind=Kind.UNSUPPORTED, detail=f"{found} Send application/x-www-form-urlencoded.")


def no_such(field: str, found: str | None, expected: Iterable[str]) -> Problem:
    """Return the 422 for a field of a form or of an address that is none of what it can be."""
    text = "nothing" if found is None else encode(found[:60]).decode()
    return wrong([FieldError(field=field, found=text, expected=f"one of {', '.join(expected)}")])


def no_receipt(field: str, found: str | None) -> Problem:
    """Return the 422 for what is no id of a vote."""
    text = "nothing" if found is None else encode(found[:60]).decode()
    return wrong([FieldError(field=field, found=text, expected="the id of a vote, which is a UUID")])


def unreadable() -> Problem:
    """Return the 503 for a store that cannot be read or written now; the log says why."""
    return Problem(
        kind=Kind.STORE_FAILED,
        detail=f"The votes cannot be read or changed now. Try again in {RETRY_AFTER} seconds.",
        retry_after=RETRY_AFTER,
    )
