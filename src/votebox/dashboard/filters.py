"""What somebody asks of the dashboard, in the query of an address, and the way back."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit
from uuid import UUID

from msgspec import Struct

from votebox.comments import Query, Triage
from votebox.dashboard import problems
from votebox.dashboard.names import language_of
from votebox.errors import Refused
from votebox.pages import Page
from votebox.totals import Totals
from votebox.vote import Reason

WORDS_LIMIT: Final = 200
"""The most characters of a search that are looked for."""

_BACK: Final = ("/dashboard/comments", "/dashboard/page")


class Known(Struct, frozen=True, kw_only=True):
    """What can be asked for; whatever else is in an address never comes near the store."""

    pages: frozenset[str]
    """The keys of the pages of this site, and of all that ever got a vote."""
    languages: frozenset[str]
    statuses: frozenset[str]


def known(totals: Totals, pages: Mapping[str, Page]) -> Known:
    """Return what can be asked for."""
    keys = pages.keys() | {page.page for page in totals.pages}
    statuses = {status for page in pages.values() for status in page.statuses}
    statuses.update(status for page in totals.pages for status in page.statuses)
    return Known(
        pages=frozenset(keys), languages=frozenset(map(language_of, keys)), statuses=frozenset(statuses)
    )


def language_in(asked: Mapping[str, str], known: Known) -> str | None:
    """Return the language that is asked for; None for all of them.

    Raises:
        Refused: With 422 where it is none that there is.
    """
    return _one_of("language", asked, known.languages)


def query_in(asked: Mapping[str, str], known: Known) -> Query:
    """Return which comments are asked for.

    Raises:
        Refused: With 422 where something is asked for that there is not.
    """
    state = _one_of("state", asked, frozenset(Triage))
    return Query(
        words=asked.get("words", "").strip()[:WORDS_LIMIT],
        page=_one_of("page", asked, known.pages),
        language=language_in(asked, known),
        triage=Triage(state) if state else None,
        reason=_one_of("reason", asked, frozenset(Reason)),
        status=_one_of("status", asked, known.statuses),
        after=receipt_in(asked, "after") if asked.get("after") else None,
    )


def receipt_in(asked: Mapping[str, str], field: str) -> UUID:
    """Return the id of a vote.

    Raises:
        Refused: With 422 where it is no UUID.
    """
    try:
        return UUID(asked[field].strip())
    except (KeyError, ValueError) as error:
        raise Refused(problems.no_receipt(field, asked.get(field))) from error


def state_in(form: Mapping[str, str]) -> Triage:
    """Return what a form decides of a comment.

    Raises:
        Refused: With 422 where it is no state.
    """
    state = form.get("state")
    if state not in set(Triage):
        raise Refused(problems.no_such("state", state, Triage))
    return Triage(state)


def back_in(form: Mapping[str, str]) -> str:
    """Return the address that a form came from, written anew: it leads to the dashboard, and only there."""
    try:
        back = urlsplit(form.get("back", ""))
    except ValueError:  # "//[" is half an IPv6 address
        return _BACK[0]
    if back.scheme or back.netloc or back.path not in _BACK:
        return _BACK[0]
    query = urlencode(parse_qsl(back.query))
    return f"{back.path}{'?' if query else ''}{query}#{quote(back.fragment, safe='')}"


def address_of(query: Query) -> str:
    """Return the address of the comments that a query asks for."""
    asked = {
        "words": query.words,
        "language": query.language,
        "page": query.page,
        "state": query.triage,
        "reason": query.reason,
        "status": query.status,
        "after": query.after,
    }
    return address("/dashboard/comments", **asked)


def address(path: str, **asked: object) -> str:
    """Return a path with a query; what is empty is left out."""
    query = urlencode({name: str(value) for name, value in asked.items() if value})
    return f"{path}?{query}" if query else path


def _one_of(field: str, asked: Mapping[str, str], known: frozenset[str]) -> str | None:
    value = asked.get(field)
    if not value:
        return None
    if value not in known:
        raise Refused(problems.no_such(field, value, sorted(known)))
    return value
