"""What the votes say of each page: the shape of the totals, and how they are read."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain
from operator import itemgetter
from typing import Any, Literal

from msgspec import Struct

from votebox.session import Session
from votebox.tallies import FLAGGED, NO, REASON, RECEIVED, STATUS, YES, Tally, open_tallies

# Added up by the database: days times pages are many, and what is said of a page is little.
_CLOSED = "SELECT text, what, CAST(sum(votes) AS bigint), min(day) FROM tallies GROUP BY text, what"
_REVISIONS = "SELECT page, revision, made_by, published_at FROM revisions"


class PageTotals(Struct, frozen=True, kw_only=True):
    """What the votes say of one page at one revision."""

    page: str
    language: str
    revision: str
    votes: int
    """Votes that count: of one reader's on one day the latest, and none that is flagged."""
    yes: int
    no: int
    share_of_yes: float
    """Between 0 and 1, of the votes that count; 0 where there are none."""
    received: int
    """All votes, double and flagged ones too."""
    flagged: int = 0
    """Votes that are part of a burst."""
    reasons: dict[str, int]
    """How many of the votes that count name each reason, the most frequent first."""
    statuses: dict[str, int]
    """How many of them looked for each status, by its id, the most frequent first."""
    commit: str | None = None
    """The commit that the words are of, where the build knew it."""
    published_at: datetime | None = None
    """When the page was first seen with this revision, or with it again; None where votebox never saw it."""


class Totals(Struct, frozen=True, kw_only=True):
    """What all votes say, by page and then by revision, that published last first."""

    version: Literal[1] = 1
    pages: tuple[PageTotals, ...]


def read_totals(session: Session) -> Totals:
    """Return the totals of one moment."""
    return totals_of(session, open_tallies(session))


def totals_of(session: Session, still_open: Iterable[Tally]) -> Totals:
    """Return the totals; `still_open` is what the votes of all days come to that are not counted for good."""
    found = _by_text(session, still_open)
    published = {(page, revision): rest for page, revision, *rest in session.execute(_REVISIONS)}
    pages: list[tuple[tuple[Any, ...], PageTotals]] = []
    for text, page, revision in session.execute("SELECT id, page, revision FROM texts"):
        if said := found.get(text):
            known = published.get((page, revision))
            order = _order(said.first_day, known)
            pages.append(((page, *order, revision), _page(page, revision, said.counts, known)))
    # Sorted here: databases do not agree on the order of names.
    return Totals(pages=tuple(totals for _, totals in sorted(pages, key=itemgetter(0))))


class _Said(Struct):
    """What the votes say of one text."""

    first_day: int
    """On which it got its first vote."""
    counts: Counter[str]


def _by_text(session: Session, still_open: Iterable[Tally]) -> dict[Any, _Said]:
    found: dict[Any, _Said] = {}
    rows = ((tally.text, tally.what, tally.votes, tally.day) for tally in still_open)
    for text, what, votes, day in chain(session.execute(_CLOSED), rows):
        said = found.setdefault(text, _Said(first_day=day, counts=Counter()))
        said.first_day = min(said.first_day, day)
        said.counts[what] += votes
    return found


def _order(first_day: int, published: list[Any] | None) -> tuple[bool, int, int]:
    """A revision that never was published can be anybody's invention, and is no newest one.

    Of two of these the one comes first that got its first vote on a later day: of days alone it is known when
    their votes are deleted.
    """
    return (published is None, -published[1] if published else 0, -first_day)


def _page(page: str, revision: str, counts: Mapping[str, int], published: list[Any] | None) -> PageTotals:
    yes, no = counts.get(YES, 0), counts.get(NO, 0)
    commit, at = published or (None, None)
    return PageTotals(
        page=page,
        language=page.partition("/")[0],
        revision=revision,
        votes=yes + no,
        yes=yes,
        no=no,
        share_of_yes=yes / (yes + no) if yes + no else 0.0,
        received=counts.get(RECEIVED, 0),
        flagged=counts.get(FLAGGED, 0),
        reasons=_named(counts, REASON),
        statuses=_named(counts, STATUS),
        commit=commit,
        published_at=None if at is None else datetime.fromtimestamp(at / 1000, UTC),
    )


def _named(counts: Mapping[str, int], prefix: str) -> dict[str, int]:
    found = {what.removeprefix(prefix): votes for what, votes in counts.items() if what.startswith(prefix)}
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
