"""What the votes of each day come to, and how a day that is over is counted for good.

Days that are over are in the table `tallies`; what they hold stays when their votes are deleted. The days
after them are counted when somebody asks.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, Final

from msgspec import Struct

from votebox.session import DAY, Session
from votebox.vote import Reason

YES: Final = "yes"
NO: Final = "no"
RECEIVED: Final = "received"
"""All votes, double and flagged ones too."""
FLAGGED: Final = "flagged"
REASON: Final = "reason:"
STATUS: Final = "status:"

_LATE: Final = 8
"""Days after which nothing comes to a vote any more: pages keep what they could not send for seven."""

_FOREVER: Final = 2**62

_RECEIVED = """
    SELECT text, created_at - created_at % 86400000, flagged, count(*), min(created_at) FROM votes
    WHERE created_at >= :start AND created_at < :end GROUP BY 1, 2, 3
"""

_COUNTED = (
    "SELECT text, created_at - created_at % 86400000, helpful, reason, status, count(*) FROM (",
    ") AS counted GROUP BY 1, 2, 3, 4, 5",
)


class Tally(Struct, frozen=True, kw_only=True):
    """How many votes on a text on one day say one thing."""

    text: Any
    """The id of the text, as the store has it."""
    day: int
    """Days since the Unix epoch, UTC."""
    what: str
    votes: int
    first: int
    """Milliseconds since the epoch: when the first of them came; of days that are over their beginning."""


def tallies(session: Session) -> Iterator[Tally]:
    """Yield what all votes come to, by text, day and what they say."""
    for text, day, what, votes in session.execute("SELECT text, day, what, votes FROM tallies"):
        yield Tally(text=text, day=day, what=what, votes=votes, first=day * DAY)
    yield from _count(session, next_day(session) * DAY, _FOREVER)


def next_day(session: Session) -> int:
    """Return the first day that is not counted for good."""
    [(last,)] = session.execute("SELECT max(day) FROM counted_days")
    return 0 if last is None else int(last) + 1


def days_to_count(session: Session, today: int) -> list[int]:
    """Return the days that are over and have to be counted, or once more, the earliest first.

    A day is counted first when the one after it is over, and then once a day as long as something may come to
    its votes.
    """
    due = "SELECT day FROM counted_days WHERE counted_on < :today AND counted_on <= day + :late"
    again = {int(day) for (day,) in session.execute(due, today=today, late=_LATE)}
    query = """
        SELECT DISTINCT created_at - created_at % 86400000 FROM votes
        WHERE created_at >= :start AND created_at < :end
    """
    found = session.execute(query, start=0, end=(today - 1) * DAY)
    known = {int(day) for (day,) in session.execute("SELECT day FROM counted_days")}
    return sorted(again | {int(begin) // DAY for (begin,) in found} - known)


def count_day(session: Session, day: int) -> list[Tally]:
    """Return what the votes of one day come to."""
    return list(_count(session, day * DAY, (day + 1) * DAY))


def close_day(session: Session, day: int, counted: Iterable[Tally], today: int) -> None:
    """Write down what a day came to, in place of what was written before."""
    # First, so that of two replicas the second waits here and then sees what the first wrote.
    session.execute(
        "INSERT INTO counted_days (day, counted_on) VALUES (:day, :today) "
        "ON CONFLICT (day) DO UPDATE SET counted_on = excluded.counted_on",
        day=day,
        today=today,
    )
    session.execute("DELETE FROM tallies WHERE day = :day", day=day)
    for tally in counted:
        session.execute(
            "INSERT INTO tallies (text, day, what, votes) VALUES (:text, :day, :what, :votes)",
            text=tally.text,
            day=day,
            what=tally.what,
            votes=tally.votes,
        )


def _count(session: Session, start: int, end: int) -> Iterator[Tally]:
    found: Counter[tuple[Any, int, str]] = Counter()
    firsts: dict[tuple[Any, int], int] = {}
    for text, begin, flagged, votes, first in session.execute(_RECEIVED, start=start, end=end):
        firsts[text, begin // DAY] = min(first, firsts.get((text, begin // DAY), first))
        found[text, begin // DAY, RECEIVED] += votes
        if flagged:
            found[text, begin // DAY, FLAGGED] += votes
    query = _COUNTED[0] + session.counted + _COUNTED[1]
    for text, begin, helpful, reason, status, votes in session.execute(query, start=start, end=end):
        for what in _said(helpful, reason, status):
            found[text, begin // DAY, what] += votes
    for (text, day, what), votes in found.items():
        yield Tally(text=text, day=day, what=what, votes=votes, first=firsts[text, day])


def _said(helpful: bool, reason: Reason | None, status: str | None) -> Iterator[str]:
    yield YES if helpful else NO
    if reason:
        yield f"{REASON}{reason}"
    if status:
        yield f"{STATUS}{status}"
