"""What readers wrote: found by words, and what the help team has decided of it."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from itertools import islice
from typing import Any, Final, LiteralString
from uuid import UUID

from msgspec import Struct

from votebox.session import Session, uuid_of

SEARCHED: Final = 200_000
"""The most comments that a search looks at, the newest first."""

_PART = 1_000  # comments that are read at once
_SELECT: Final = """
    SELECT votes.id, created_at, page, revision, reason, status, comment, triage, flagged
    FROM votes JOIN texts ON texts.id = text
    WHERE comment IS NOT NULL AND created_at <= :before AND (created_at < :before OR votes.id < :id)
"""
_TEXT: Final = 6
"""Which column is what the reader wrote."""
_FILTERS: Final[dict[str, LiteralString]] = {
    "page": " AND page = :page",
    "language": " AND substr(page || '/', 1, length(:language) + 1) = :language || '/'",
    "triage": " AND coalesce(triage, 'new') = :triage",
    "reason": " AND reason = :reason",
    "status": " AND status = :status",
    "since": " AND created_at >= :since",
}
_ORDER: Final = " ORDER BY created_at DESC, votes.id DESC LIMIT :part"
_LAST = UUID(int=2**128 - 1)


class Triage(StrEnum):
    """What the help team has decided of a comment."""

    NEW = "new"
    """Nothing yet."""
    PLANNED = "planned"
    DONE = "done"
    DISMISSED = "dismissed"


class Comment(Struct, frozen=True, kw_only=True):
    """What a reader wrote whom a page did not help."""

    id: UUID
    """The id of the vote: the reader's receipt."""
    at: datetime
    page: str
    revision: str
    reason: str | None
    status: str | None
    text: str
    triage: Triage = Triage.NEW
    flagged: bool = False
    """Whether it came in a burst."""


class Query(Struct, frozen=True, kw_only=True):
    """Which comments are wanted; what is None is of no account."""

    words: str = ""
    """Words, each of which is in the comment, wherever in it; case, width and the dots of i do not matter."""
    page: str | None = None
    language: str | None = None
    triage: Triage | None = None
    reason: str | None = None
    status: str | None = None
    since: datetime | None = None
    after: UUID | None = None
    """The id of the last comment that was seen: only older ones are wanted; all of them where it is gone."""


def find(session: Session, query: Query, limit: int) -> list[Comment]:
    """Return at most so many comments, the newest first.

    There is no index of words: one would keep the words of comments that were deleted, and it would have to
    know where words end in 24 languages. What is read is each comment itself.
    """
    words = _plain(query.words).split()
    rows = (row for row in _newest_first(session, query) if _has(row[_TEXT], words))
    return [_comment(row) for row in islice(rows, limit)]


def counts(session: Session) -> dict[Triage, int]:
    """Return how many comments there are in each state."""
    query = "SELECT triage, count(*) FROM votes WHERE comment IS NOT NULL GROUP BY triage"
    found = {Triage(state or Triage.NEW): int(count) for state, count in session.execute(query)}
    return {state: found.get(state, 0) for state in Triage}


def decide(session: Session, vote_id: UUID, state: Triage) -> bool:
    """Note what was decided of a comment; return whether there is one."""
    value = None if state is Triage.NEW else str(state)
    query = "UPDATE votes SET triage = :state WHERE id = :id AND comment IS NOT NULL"
    return session.change(query, state=value, id=vote_id) > 0


def _newest_first(session: Session, query: Query) -> Iterator[tuple[Any, ...]]:
    before, last = _start(session, query)
    values = _filters(query)
    select = _SELECT
    for name in values:
        select += _FILTERS[name]
    select += _ORDER
    for _ in range(SEARCHED // _PART):
        rows = list(session.execute(select, before=before, id=last, part=_PART, **values))
        yield from rows
        if len(rows) < _PART:
            return
        before, last = int(rows[-1][1]), uuid_of(rows[-1][0])


def _start(session: Session, query: Query) -> tuple[int, UUID]:
    if query.after is not None:
        for (at,) in session.execute("SELECT created_at FROM votes WHERE id = :id", id=query.after):
            return int(at), query.after
    return 2**62, _LAST


def _filters(query: Query) -> dict[str, object]:
    """Return the values of the filters that are asked for, by their names."""
    given: dict[str, object] = {
        "page": query.page,
        "language": query.language,
        "triage": None if query.triage is None else str(query.triage),
        "reason": query.reason,
        "status": query.status,
        "since": None if query.since is None else int(query.since.timestamp() * 1000),
    }
    return {name: value for name, value in given.items() if value is not None}


def _comment(row: tuple[Any, ...]) -> Comment:
    vote_id, at, page, revision, reason, status, text, triage, flagged = row
    return Comment(
        id=uuid_of(vote_id),
        at=datetime.fromtimestamp(at / 1000, UTC),
        page=page,
        revision=revision,
        reason=reason,
        status=status,
        text=text,
        triage=Triage(triage or Triage.NEW),
        flagged=bool(flagged),
    )


def _has(text: str, words: list[str]) -> bool:
    plain = _plain(text) if words else ""
    return all(word in plain for word in words)


def _plain(text: str) -> str:
    """A text as it is compared: without case, and without the width of East Asian letters.

    Of Turkish capitals it cannot be told which small letter they stand for, so i is the same with a dot and
    without. (Unicode's caseless matching is normalized twice: section 3.13 of the standard.)
    """
    if text.isascii():
        return text.lower()  # the same, in a tenth of the time
    folded = unicodedata.normalize("NFKC", text).casefold()
    return unicodedata.normalize("NFKC", folded.replace("\u0307", "").replace("ı", "i"))
