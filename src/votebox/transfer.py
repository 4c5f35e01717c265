"""All votes from one store to another: to move, and to keep a copy."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, NamedTuple
from uuid import UUID

from msgspec import Struct

from votebox.session import DAY, Session, uuid_of
from votebox.store import Store
from votebox.tallies import (
    Tally,
    close_day,
    count_day,
    days_to_count,
    has_lost_votes,
    reopen_day,
    votes_on,
    write_day,
)

SLICE: Final = 1_000
"""The votes that are copied in one transaction."""

_READ = """
    SELECT votes.id, page, revision, helpful, reason, status, comment, reader, created_at, flagged, triage
    FROM votes JOIN texts ON texts.id = text
    WHERE created_at >= :at AND (created_at > :at OR votes.id > :id)
    ORDER BY created_at, votes.id LIMIT :most
"""
_LEFT = "SELECT count(*) FROM votes WHERE created_at >= :at AND (created_at > :at OR id > :id)"
_WRITE = """
    INSERT INTO votes (id, text, helpful, reason, status, comment, reader, created_at, flagged, triage)
    VALUES (:id, :text, :helpful, :reason, :status, :comment, :reader, :at, :flagged, :triage)
    ON CONFLICT (id) DO UPDATE SET
        reason = excluded.reason, status = excluded.status, comment = excluded.comment,
        flagged = excluded.flagged, triage = excluded.triage
    WHERE votes.text = excluded.text AND votes.helpful = excluded.helpful
"""
_REACH = """
    INSERT INTO copies (source, created_at, id) VALUES (:source, :at, :id)
    ON CONFLICT (source) DO UPDATE SET created_at = excluded.created_at, id = excluded.id
"""
_REVISIONS = "SELECT page, revision, made_by, published_at FROM revisions"
_PUBLISHED = """
    INSERT INTO revisions (page, revision, made_by, published_at) VALUES (:page, :revision, :commit, :at)
    ON CONFLICT (page, revision)
    DO UPDATE SET made_by = excluded.made_by, published_at = excluded.published_at
    WHERE revisions.published_at < excluded.published_at
"""
_TALLIES = "SELECT page, revision, what, votes FROM tallies JOIN texts ON texts.id = text WHERE day = :day"


Progress = Callable[[int, int], None]
"""Is told how many votes are copied, and how many there are, after each slice."""


class Copied(Struct, frozen=True, kw_only=True):
    """What was copied."""

    votes: int
    """How many votes the source had."""
    left_out: int
    """How many of them were not copied, as they are of days whose votes the target has deleted."""


class _Vote(NamedTuple):
    """A row of _READ."""

    id: bytes | UUID
    page: str
    revision: str
    helpful: bool
    reason: str | None
    status: str | None
    comment: str | None
    reader: bytes
    at: int
    flagged: bool
    triage: str | None


class _Reached(Struct, frozen=True):
    """The vote that was copied last."""

    at: int = -1
    id: UUID = UUID(int=0)


def copy(
    source: Store,
    target: Store,
    *,
    name: str,
    now: int,
    progress: Progress = lambda *_: None,
) -> Copied:
    """Copy the votes of one moment, and what is known of days and revisions.

    Votes that are in the target already get the details that they have in the source; no other vote there is
    changed. Of a day whose votes the source has deleted the counts are copied, if the target knows nothing of
    the day. A day of which the target has deleted votes stays as it is there, so that nothing comes back and
    nothing is counted twice. A copy that was interrupted goes on after the last slice that was stored.

    Args:
        source: The store that is read.
        target: A store that is not open; where the source cannot be read it is not made.
        name: What the target calls the source, so that it knows an interrupted copy again.
        now: Milliseconds since the Unix epoch, UTC.
        progress: Is told how far it is.

    Raises:
        StoreError: One of the two failed; what was copied stays.
    """
    left_out = 0
    with source.read() as reading:
        target.claim()
        target.open()
        [(total,)] = reading.execute("SELECT count(*) FROM votes")
        reached = target.write(partial(_reached, name=name))
        same = _copy_counts(reading, target)
        [(left,)] = reading.execute(_LEFT, at=reached.at, id=reached.id)
        done = int(total) - int(left)
        progress(done, int(total))
        for votes in _slices(reading, reached):
            left_out += target.write(partial(_write, votes=votes, same=same, name=name))
            done += len(votes)
            progress(done, int(total))
        target.write(partial(_finish, name=name, revisions=list(reading.execute(_REVISIONS))))
    _close_days(target, now // DAY)
    return Copied(votes=int(total), left_out=left_out)


def _reached(session: Session, name: str) -> _Reached:
    for at, vote_id in session.execute("SELECT created_at, id FROM copies WHERE source = :name", name=name):
        return _Reached(int(at), uuid_of(vote_id))
    return _Reached()


def _copy_counts(reading: Session, target: Store) -> set[int]:
    """Copy what those days came to of which votes are deleted; return the days that are the same in both."""
    same: set[int] = set()
    for day, counted_on in list(reading.execute("SELECT day, counted_on FROM counted_days ORDER BY day")):
        if has_lost_votes(reading, day):
            given = list(reading.execute(_TALLIES, day=day))
            if target.write(partial(_adopt, day=day, counted_on=counted_on, given=given)):
                same.add(day)
    return same


def _adopt(session: Session, day: int, counted_on: int, given: list[tuple[Any, ...]]) -> bool:
    """Take over what a day came to, unless it is known here: what is known may be of the same votes."""
    if not votes_on(session, day) and not list(session.execute(_TALLIES, day=day)):
        tallies = [
            Tally(text=session.text(page, revision), day=day, what=what, votes=votes)
            for page, revision, what, votes in given
        ]
        write_day(session, day, tallies, counted_on)
    return has_lost_votes(session, day) and set(session.execute(_TALLIES, day=day)) == set(given)


def _slices(session: Session, reached: _Reached) -> Iterator[list[_Vote]]:
    while rows := list(session.execute(_READ, at=reached.at, id=reached.id, most=SLICE)):
        votes = [_Vote(*row) for row in rows]
        reached = _Reached(votes[-1].at, uuid_of(votes[-1].id))
        yield votes


def _write(session: Session, votes: list[_Vote], same: set[int], name: str) -> int:
    """Store a slice; return how many of it were left out."""
    deleted: set[int] = set()
    for day in sorted({vote.at // DAY for vote in votes} - same):
        if has_lost_votes(session, day):
            deleted.add(day)
        else:
            reopen_day(session, day)
    taken = [vote for vote in votes if vote.at // DAY not in deleted]
    texts = {text: session.text(*text) for text in sorted({(vote.page, vote.revision) for vote in taken})}
    session.many(_WRITE, [_values(vote, texts[vote.page, vote.revision]) for vote in taken])
    session.execute(_REACH, source=name, at=votes[-1].at, id=uuid_of(votes[-1].id))
    return len(votes) - len(taken)


def _values(vote: _Vote, text: object) -> dict[str, object]:
    return {
        **vote._asdict(),
        "id": uuid_of(vote.id),
        "text": text,
        "helpful": bool(vote.helpful),
        "reader": bytes(vote.reader),
        "flagged": bool(vote.flagged),
    }


def _finish(session: Session, name: str, revisions: list[tuple[Any, ...]]) -> None:
    for page, revision, commit, at in revisions:
        session.execute(_PUBLISHED, page=page, revision=revision, commit=commit, at=at)
    session.execute("DELETE FROM copies WHERE source = :name", name=name)


def _close_days(target: Store, today: int) -> None:
    with target.read() as session:
        days = days_to_count(session, today)
    for day in days:
        with target.read() as session:
            counted = count_day(session, day)
        target.write(partial(close_day, day=day, counted=counted, today=today))
