"""What the votes say: the shape of the totals, and how they are read from the database."""

import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any, Literal, LiteralString, Protocol

from msgspec import Struct

# What counted_votes counts is said where it is made: in 0001_votes.sql. Where names decide an order they are
# sorted here, since databases do not agree on what comes first.
_PAGES = """
    SELECT texts.id, page, revision,
        count(*) FILTER (WHERE counts), count(*) FILTER (WHERE counts AND helpful), count(*)
    FROM counted_votes JOIN texts ON texts.id = text
    GROUP BY texts.id, page, revision ORDER BY min(created_at) DESC, revision
"""
_REASONS = """
    SELECT text, reason, count(*) FROM counted_votes WHERE counts AND reason IS NOT NULL GROUP BY text, reason
"""
_STATUSES = """
    SELECT text, status, count(*) FROM counted_votes WHERE counts AND status IS NOT NULL GROUP BY text, status
"""
_COMMENTS = """
    SELECT text, created_at, reason, status, comment FROM votes
    WHERE NOT helpful AND comment IS NOT NULL ORDER BY created_at DESC, id
"""


class Comment(Struct, frozen=True, kw_only=True):
    """What a reader wrote whom a page did not help."""

    at: datetime
    reason: str | None
    status: str | None
    text: str


class PageTotals(Struct, frozen=True, kw_only=True):
    """What the votes say of one page at one revision."""

    page: str
    language: str
    revision: str
    votes: int
    """Votes that count: of one reader's on one day, the latest."""
    yes: int
    no: int
    share_of_yes: float
    """Between 0 and 1, of the votes that count."""
    received: int
    """All votes, double ones too."""
    reasons: dict[str, int]
    """How many of the votes that count name each reason, the most frequent first."""
    statuses: dict[str, int]
    """How many of them looked for each status, by its id, the most frequent first."""
    comments: tuple[Comment, ...]
    """Of all No votes, double ones too, the newest first."""


class Totals(Struct, frozen=True, kw_only=True):
    """What all votes say, by page and then by revision, that with the latest vote first."""

    version: Literal[1] = 1
    pages: tuple[PageTotals, ...]


class Rows(Protocol):
    """What is asked of a connection, whichever library it is of."""

    def execute(self, query: LiteralString, /) -> Iterable[tuple[Any, ...]]:
        """Run a query and return its rows."""


def read_totals(connection: sqlite3.Connection) -> Totals:
    """Return the totals of one moment; raises sqlite3.Error when this is no database of votes."""
    connection.execute("BEGIN")
    if connection.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,):
        return Totals(pages=())  # a new file, in which no server has made its tables yet
    return totals_of(connection)


def totals_of(rows: Rows) -> Totals:
    """Return the totals; they are of one moment where a transaction sees to it."""
    reasons = _by_text(rows, _REASONS)
    statuses = _by_text(rows, _STATUSES)
    comments = _comments(rows)
    pages = [
        PageTotals(
            page=page,
            language=page.partition("/")[0],
            revision=revision,
            votes=votes,
            yes=yes,
            no=votes - yes,
            share_of_yes=yes / votes,
            received=received,
            reasons=reasons[text],
            statuses=statuses[text],
            comments=tuple(comments[text]),
        )
        for text, page, revision, votes, yes, received in rows.execute(_PAGES)
    ]
    return Totals(pages=tuple(sorted(pages, key=lambda found: found.page)))


def _by_text(rows: Rows, query: LiteralString) -> dict[Any, dict[str, int]]:
    found: dict[Any, dict[str, int]] = defaultdict(dict)
    for text, name, count in sorted(rows.execute(query), key=lambda row: (-row[2], row[1])):
        found[text][name] = count
    return found


def _comments(rows: Rows) -> dict[Any, list[Comment]]:
    found: dict[Any, list[Comment]] = defaultdict(list)
    for text, milliseconds, reason, status, comment in rows.execute(_COMMENTS):
        at = datetime.fromtimestamp(milliseconds / 1000, UTC)
        found[text].append(Comment(at=at, reason=reason, status=status, text=comment))
    return found
