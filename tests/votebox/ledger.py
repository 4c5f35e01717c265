"""What tests of kept votes share: a store for a while, days that are counted, and totals counted by hand."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import UUID, uuid4

import pytest

from tests.votebox.postgres_server import PostgresServer
from tests.votebox.sharing import make_submission
from votebox.address import Place
from votebox.session import DAY, Session
from votebox.store import Store, Submission
from votebox.stores import store_at
from votebox.tallies import close_day, count_day
from votebox.totals import PageTotals, Totals
from votebox.vote import Helpful

_Result = TypeVar("_Result")

FIRST = 20_000
"""The first day of tests, in days since the Unix epoch; nothing of it may come to be today."""

LATER = FIRST + 100
"""A day on which every day of a test is over for good."""


@contextmanager
def opened(place: Place) -> Iterator[Store]:
    """Have an open store for a while."""
    with closing(store_at(place)) as store:
        store.open()
        yield store


def at(day: int, milliseconds: int = 0) -> int:
    """Return a moment of a day, counted from FIRST."""
    return (FIRST + day) * DAY + milliseconds


def new_place(request: pytest.FixtureRequest, kind: str) -> Place:
    """Return an empty place of a kind, `sqlite` or `postgres`; another one each time."""
    if kind == "sqlite":
        folder: Path = request.getfixturevalue("tmp_path")
        return folder / f"{uuid4()}.db"
    server: PostgresServer = request.getfixturevalue("postgres_server")
    return server.new_place()


def read(store: Store, work: Callable[[Session], _Result]) -> _Result:
    """Do a piece of work in a transaction that reads."""
    with store.read() as session:
        return work(session)


def close(store: Store, *days: int, today: int = LATER) -> None:
    """Count days, which are counted from FIRST, for good."""
    for day in days:
        counted = read(store, partial(count_day, day=FIRST + day))
        assert store.write(partial(close_day, day=FIRST + day, counted=counted, today=today))


def rows(store: Store, query: Any, **values: object) -> list[tuple[Any, ...]]:
    """Return the rows of a query."""
    return read(store, lambda session: [tuple(row) for row in session.execute(query, **values)])


def submissions(count: int, day: int = 0, **fields: Any) -> list[Submission]:
    """Make votes of one day, each of another reader."""
    return [
        make_submission(f"10.0.{number // 250}.{number % 250}", at=at(day, number), **fields)
        for number in range(count)
    ]


@dataclass(frozen=True, kw_only=True)
class Cast:
    """A vote as a test remembers it."""

    id: UUID
    at: int
    page: str
    revision: str
    reader: str
    helpful: bool
    flagged: bool
    reason: str | None = None
    status: str | None = None

    @property
    def text(self) -> tuple[str, str]:
        """What the vote judges."""
        return self.page, self.revision


def cast(submission: Submission) -> Cast:
    """Return a vote as a test remembers it."""
    vote = submission.vote
    return Cast(
        id=vote.id,
        at=submission.received_at,
        page=vote.page,
        revision=vote.revision,
        reader=submission.address,
        helpful=vote.helpful is Helpful.YES,
        flagged=submission.flagged,
        reason=vote.reason,
        status=vote.status,
    )


def by_hand(votes: Iterable[Cast]) -> Totals:
    """Return the totals of votes on revisions that were never published."""
    texts: dict[tuple[str, str], list[Cast]] = {}
    for vote in votes:
        texts.setdefault(vote.text, []).append(vote)
    pages = [_page(*text, group) for text, group in texts.items()]
    first = {text: min(vote.at for vote in group) // DAY for text, group in texts.items()}
    pages.sort(key=lambda page: (page.page, -first[page.page, page.revision], page.revision))
    return Totals(pages=tuple(pages))


def _page(page: str, revision: str, votes: list[Cast]) -> PageTotals:
    latest: dict[tuple[str, int], Cast] = {}
    for vote in sorted(votes, key=lambda vote: vote.at):
        if not vote.flagged:
            latest[vote.reader, vote.at // DAY] = vote
    yes = sum(vote.helpful for vote in latest.values())
    return PageTotals(
        page=page,
        language=page.split("/", maxsplit=1)[0],
        revision=revision,
        votes=len(latest),
        yes=yes,
        no=len(latest) - yes,
        share_of_yes=yes / len(latest) if latest else 0.0,
        received=len(votes),
        flagged=sum(vote.flagged for vote in votes),
        reasons=_frequent(vote.reason for vote in latest.values()),
        statuses=_frequent(vote.status for vote in latest.values()),
    )


def _frequent(words: Iterable[str | None]) -> dict[str, int]:
    counts = Counter(word for word in words if word)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
