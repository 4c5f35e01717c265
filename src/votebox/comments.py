"""What readers wrote: found by words, and what the help team has decided of it."""

import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
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
    WHERE comment IS NOT NULL AND (created_at < :before OR created_at = :before AND votes.id < :id)
"""
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
    """Words, each of which is in the comment, wherever in it; case and width do not matter."""
    page: str | None = None
    language: str | None = None
    triage: Triage | None = None
    reason: str | None = None
    status: str | None = None
    since: datetime | None = None
    after: UUID | None = None
    """The id of the last comment that was seen: only older ones are wanted."""


def find(session: Session, query: Query, limit: int) -> list[Comment]:
    """Return at most so many comments, the newest first.

    There is no index of words: one would keep the words of comments that were deleted, and it would have to
    know where words end in 24 languages. What is read is each comment itself.
    """
    found: list[Comment] = []
    words = [_plain(word) for word in query.words.split()]
    for comment in _newest_first(session, query):
        if words:
            text = _plain(comment.text)
            if not all(word in text for word in words):
                continue
        found.append(comment)
        if len(found) == limit:
            break
    return found


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


def _newest_first(session: Session, query: Query) -> Iterator[Comment]:
    before, last = _start(session, query)
    conditions, values = _conditions(query)
    select = f"{_SELECT}{conditions} ORDER BY created_at DESC, votes.id DESC LIMIT :part"
    for _ in range(SEARCHED // _PART):
        rows = list(session.execute(select, before=before, id=last, part=_PART, **values))
        yield from map(_comment, rows)
        if len(rows) < _PART:
            return
        before, last = int(rows[-1][1]), uuid_of(rows[-1][0])


def _start(session: Session, query: Query) -> tuple[int, UUID]:
    if query.after is not None:
        for (at,) in session.execute("SELECT created_at FROM votes WHERE id = :id", id=query.after):
            return int(at), query.after
    return 2**62, _LAST


def _conditions(query: Query) -> tuple[LiteralString, dict[str, object]]:
    given: list[tuple[LiteralString, str, object]] = []
    if query.page is not None:
        given.append((" AND page = :page", "page", query.page))
    if query.language is not None:
        given.append((" AND (page = :language OR page LIKE :inside)", "language", query.language))
    if query.triage is Triage.NEW:
        given.append((" AND triage IS NULL", "", None))
    elif query.triage is not None:
        given.append((" AND triage = :triage", "triage", str(query.triage)))
    if query.reason is not None:
        given.append((" AND reason = :reason", "reason", query.reason))
    if query.status is not None:
        given.append((" AND status = :status", "status", query.status))
    if query.since is not None:
        given.append((" AND created_at >= :since", "since", int(query.since.timestamp() * 1000)))
    conditions: LiteralString = ""
    for condition, _, _ in given:
        conditions += condition
    values = {name: value for _, name, value in given if name}
    if query.language is not None:
        values["inside"] = f"{query.language}/%"
    return conditions, values


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


def _plain(text: str) -> str:
    """A text as it is compared: without case, and without the width of East Asian letters."""
    return unicodedata.normalize("NFKC", text).casefold()
