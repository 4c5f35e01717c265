"""What is deleted: what was kept for long enough, and what a reader wants forgotten."""

from typing import Final
from uuid import UUID

from msgspec import Struct

from votebox.session import DAY, Session
from votebox.tallies import close_day, count_day, next_day

SLICE: Final = 500
"""The most rows that are changed in one transaction, so that no vote waits long for it."""

_COMMENTS = """
    UPDATE votes SET comment = NULL, triage = NULL
    WHERE id IN (SELECT id FROM votes WHERE comment IS NOT NULL AND created_at < :end LIMIT :most)
"""
_VOTES = "DELETE FROM votes WHERE id IN (SELECT id FROM votes WHERE created_at < :end LIMIT :most)"


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
    """Delete votes of days before a day, at most SLICE, and none that is not counted yet; return how many.

    What they came to stays in the tallies of their days. `before` is as in `delete_comments`.
    """
    return session.change(_VOTES, end=min(before, next_day(session)) * DAY, most=SLICE)


def forget(session: Session, vote_id: UUID) -> bool:
    """Delete one vote with all that it holds, and count its day again; return whether it was there."""
    times = list(session.execute("SELECT created_at FROM votes WHERE id = :id", id=vote_id))
    session.execute("DELETE FROM votes WHERE id = :id", id=vote_id)
    for day in {int(at) // DAY for (at,) in times}:
        query = "SELECT counted_on FROM counted_days WHERE day = :day"
        for (counted_on,) in list(session.execute(query, day=day)):
            close_day(session, day, count_day(session, day), int(counted_on))
    return bool(times)
