"""All votes from one store to another: to move, and to keep a copy."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final
from uuid import UUID

from msgspec import Struct

from votebox.session import DAY, Session, uuid_of
from votebox.store import Store
from votebox.tallies import close_day, count_day, days_to_count

SLICE: Final = 1_000
"""The votes that are copied in one transaction."""

_READ = """
    SELECT votes.id, page, revision, helpful, reason, status, comment, reader, created_at, flagged, triage
    FROM votes JOIN texts ON texts.id = text
    WHERE created_at > :at OR created_at = :at AND votes.id > :id
    ORDER BY created_at, votes.id LIMIT :most
"""
_WRITE = """
    INSERT INTO votes (id, text, helpful, reason, status, comment, reader, created_at, flagged, triage)
    VALUES (:id, :text, :helpful, :reason, :status, :comment, :reader, :at, :flagged, :triage)
    ON CONFLICT (id) DO UPDATE SET
        reason = excluded.reason, status = excluded.status, comment = excluded.comment,
        flagged = excluded.flagged, triage = excluded.triage
"""
_REACH = """
    INSERT INTO copies (source, created_at, id) VALUES (:source, :at, :id)
    ON CONFLICT (source) DO UPDATE SET created_at = excluded.created_at, id = excluded.id
"""
_REVISIONS = "SELECT page, revision, made_by, published_at FROM revisions"
_PUBLISHED = """
    INSERT INTO revisions (page, revision, made_by, published_at) VALUES (:page, :revision, :commit, :at)
    ON CONFLICT DO NOTHING
"""
_TALLIES = "SELECT page, revision, what, votes FROM tallies JOIN texts ON texts.id = text WHERE day = :day"
_TALLIED = """
    INSERT INTO tallies (text, day, what, votes) VALUES (:text, :day, :what, :votes) ON CONFLICT DO NOTHING
"""
_COUNTED = """
    INSERT INTO counted_days (day, counted_on) VALUES (:day, :today) ON CONFLICT DO NOTHING
"""


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
    progress: Callable[[int, int], None] = lambda *_: None,
) -> int:
    """Copy the votes of one moment, and what is known of days and revisions; return how many votes there are.

    Votes that are in the target already get the details that they have in the source; no other vote there is
    changed. A copy that was interrupted goes on after the last slice that was stored.

    Args:
        source: The store that is read.
        target: An open store; nobody else writes to it as long as that is a SQLite file.
        name: What the target calls the source, so that it knows an interrupted copy again.
        now: Milliseconds since the Unix epoch, UTC.
        progress: Is told how many votes are copied, and how many there are, after each slice.

    Raises:
        StoreError: One of the two failed; what was copied stays.
    """
    with source.read() as reading:
        [(total,)] = reading.execute("SELECT count(*) FROM votes")
        reached = target.write(partial(_reached, name=name))
        done = int(total) - _left(reading, reached)
        progress(done, int(total))
        for rows, last in _slices(reading, reached):
            target.write(partial(_write, rows=rows, name=name, reached=last))
            done += len(rows)
            progress(done, int(total))
        _copy_days(reading, target)
        target.write(partial(_finish, name=name, revisions=list(reading.execute(_REVISIONS))))
    _count_days(target, now // DAY)
    return int(total)


def _reached(session: Session, name: str) -> _Reached:
    for at, vote_id in session.execute("SELECT created_at, id FROM copies WHERE source = :name", name=name):
        return _Reached(int(at), uuid_of(vote_id))
    return _Reached()


def _left(session: Session, reached: _Reached) -> int:
    query = "SELECT count(*) FROM votes WHERE created_at > :at OR created_at = :at AND id > :id"
    [(left,)] = session.execute(query, at=reached.at, id=reached.id)
    return int(left)


def _slices(session: Session, reached: _Reached) -> Iterator[tuple[list[tuple[Any, ...]], _Reached]]:
    while rows := list(session.execute(_READ, at=reached.at, id=reached.id, most=SLICE)):
        reached = _Reached(int(rows[-1][8]), uuid_of(rows[-1][0]))
        yield rows, reached


def _write(session: Session, rows: list[tuple[Any, ...]], name: str, reached: _Reached) -> None:
    texts = {
        text: session.text(*text) for text in sorted({(page, revision) for _, page, revision, *_ in rows})
    }
    session.many(
        _WRITE,
        [
            {
                "id": uuid_of(vote_id),
                "text": texts[page, revision],
                "helpful": bool(helpful),
                "reason": reason,
                "status": status,
                "comment": comment,
                "reader": bytes(reader),
                "at": at,
                "flagged": bool(flagged),
                "triage": triage,
            }
            for vote_id, page, revision, helpful, reason, status, comment, reader, at, flagged, triage in rows
        ],
    )
    session.execute(_REACH, source=name, at=reached.at, id=reached.id)


def _copy_days(reading: Session, target: Store) -> None:
    """Copy what days came to whose votes are deleted; the others are counted in the target."""
    for day, counted_on in list(reading.execute("SELECT day, counted_on FROM counted_days ORDER BY day")):
        tallies = list(reading.execute(_TALLIES, day=day))
        target.write(partial(_write_day, day=int(day), counted_on=int(counted_on), tallies=tallies))


def _write_day(session: Session, day: int, counted_on: int, tallies: list[tuple[Any, ...]]) -> None:
    query = "SELECT count(*) FROM votes WHERE created_at >= :start AND created_at < :end"
    [(votes,)] = session.execute(query, start=day * DAY, end=(day + 1) * DAY)
    if votes:
        close_day(session, day, count_day(session, day), counted_on)
        return
    for page, revision, what, count in tallies:
        text = session.text(page, revision)
        session.execute(_TALLIED, text=text, day=day, what=what, votes=count)
    session.execute(_COUNTED, day=day, today=counted_on)


def _finish(session: Session, name: str, revisions: list[tuple[Any, ...]]) -> None:
    for page, revision, commit, at in revisions:
        session.execute(_PUBLISHED, page=page, revision=revision, commit=commit, at=at)
    session.execute("DELETE FROM copies WHERE source = :name", name=name)


def _count_days(target: Store, today: int) -> None:
    """Count the target's own days that are over: one before a day that was copied is no open day now."""
    with target.read() as session:
        counted = {day: count_day(session, day) for day in days_to_count(session, today)}
    for day, tallies in counted.items():
        target.write(partial(close_day, day=day, counted=tallies, today=today))
