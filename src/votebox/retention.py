"""What is deleted: what was kept for long enough, and what a reader wants forgotten."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from votebox.session import DAY, Session
from votebox.tallies import LATE, change_day, count_day, has_lost_votes, reopen_day

SLICE: Final = 500
"""The most rows that are changed in one transaction, so that no vote waits long for it."""

_COMMENTS = """
    UPDATE votes SET comment = NULL, triage = NULL
    WHERE id IN (SELECT id FROM votes WHERE comment IS NOT NULL AND created_at < :end LIMIT :most)
"""
_VOTES = """
    DELETE FROM votes WHERE id IN (
        SELECT id FROM votes WHERE created_at < :end AND created_at - created_at % 86400000 IN (
            SELECT day * 86400000 FROM counted_days WHERE counted_on > day + :late
        ) LIMIT :most
    )
"""


class Retention(Struct, frozen=True, kw_only=True):
    """For how many days what is kept; None keeps it for ever."""

    comments: int | None = None
    votes: int | None = None
    """Afterwards only what the votes of each day came to is left."""


def delete_comments(session: Session, before: int) -> int:
    """Delete comments of days before a day, at most SLICE; return how many.

    Args:
        session: A transaction that may write.
        before: Days since the Unix epoch, UTC.
    """
    return session.change(_COMMENTS, end=before * DAY, most=SLICE)


def delete_votes(session: Session, before: int) -> int:
    """Delete votes of days before a day, at most SLICE; return how many.

    None is deleted of a day that has to be counted, or once more. What the votes came to stays in the tallies
    of their days. `before` is as in `delete_comments`.
    """
    return session.change(_VOTES, end=before * DAY, late=LATE, most=SLICE)


def forget(session: Session, vote_id: UUID) -> bool:
    """Delete one vote with all that it holds and added to any number; return whether it was there."""
    times = session.execute("SELECT created_at FROM votes WHERE id = :id", id=vote_id)
    days = [int(at) // DAY for (at,) in times]
    for day in days:
        if has_lost_votes(session, day):
            before = count_day(session, day)
            _delete(session, vote_id)
            change_day(session, day, before, count_day(session, day))
        else:
            # It is counted when somebody asks, and not here, where votes would wait for it.
            reopen_day(session, day)
            _delete(session, vote_id)
    return bool(days)


def _delete(session: Session, vote_id: UUID) -> None:
    session.execute("DELETE FROM votes WHERE id = :id", id=vote_id)
