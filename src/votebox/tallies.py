"""What the votes of each day come to, and how a day that is over is counted for good.

Days that are counted are in the table `tallies`; what they came to stays when their votes are deleted. Every
other day is open: its votes are counted when somebody asks.
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

LATE: Final = 8
"""Days after which nothing comes to a vote any more: pages keep what they could not send for seven."""

_FOREVER: Final = 2**62

_RECEIVED = """
    SELECT text, created_at - created_at % 86400000, flagged, count(*) FROM votes
    WHERE created_at >= :start AND created_at < :end GROUP BY 1, 2, 3
"""
_COUNTED = (
    "SELECT text, created_at - created_at % 86400000, helpful, reason, status, count(*) FROM (",
    ") AS counted GROUP BY 1, 2, 3, 4, 5",
)
_ADD = """
    INSERT INTO tallies (text, day, what, votes) VALUES (:text, :day, :what, :votes)
    ON CONFLICT (day, text, what) DO UPDATE SET votes = tallies.votes + excluded.votes
"""


class Tally(Struct, frozen=True, kw_only=True):
    """How many votes on a text on one day say one thing."""

    text: Any
    """The id of the text, as the store has it."""
    day: int
    """Days since the Unix epoch, UTC."""
    what: str
    votes: int


def open_tallies(session: Session) -> Iterator[Tally]:
    """Yield what the votes of all days come to that are not counted for good."""
    for start, end in _open(session, _FOREVER):
        yield from _count(session, start, end)


def days_to_count(session: Session, today: int) -> list[int]:
    """Return the days that are over and have to be counted, or once more, the earliest first.

    A day is counted first when the one after it is over, and then once a day as long as something may come to
    its votes.
    """
    due = "SELECT day FROM counted_days WHERE counted_on < :today AND counted_on <= day + :late"
    days = {int(day) for (day,) in session.execute(due, today=today, late=LATE)}
    query = """
        SELECT DISTINCT created_at - created_at % 86400000 FROM votes
        WHERE created_at >= :start AND created_at < :end
    """
    for start, end in _open(session, (today - 1) * DAY):
        days |= {int(begin) // DAY for (begin,) in session.execute(query, start=start, end=end)}
    return sorted(days)


def count_day(session: Session, day: int) -> list[Tally]:
    """Return what those votes of a day come to that are there."""
    return list(_count(session, day * DAY, (day + 1) * DAY))


def close_day(session: Session, day: int, counted: Iterable[Tally], today: int) -> bool:
    """Write down what the votes of a day came to, and return True.

    Where votes of it came or went after they were counted nothing is written.
    """
    counted = list(counted)
    if votes_on(session, day) != sum(tally.votes for tally in counted if tally.what == RECEIVED):
        return False
    write_day(session, day, counted, today)
    return True


def write_day(session: Session, day: int, counted: Iterable[Tally], today: int) -> None:
    """Write down what a day came to, all in all, in place of what was written before."""
    # First, so that of two replicas the second waits here and then sees what the first wrote.
    session.execute(
        "INSERT INTO counted_days (day, counted_on) VALUES (:day, :today) "
        "ON CONFLICT (day) DO UPDATE SET counted_on = excluded.counted_on",
        day=day,
        today=today,
    )
    session.execute("DELETE FROM tallies WHERE day = :day", day=day)
    _add(session, day, _sums(counted))


def change_day(session: Session, day: int, before: Iterable[Tally], after: Iterable[Tally]) -> None:
    """Add to what a counted day came to by how much its votes come to more, or less."""
    difference = _sums(after)
    difference.subtract(_sums(before))
    _add(session, day, difference)
    session.execute("DELETE FROM tallies WHERE day = :day AND votes <= 0", day=day)


def reopen_day(session: Session, day: int) -> None:
    """Count a day by its votes again, all of which are there, until it is closed anew."""
    session.execute("DELETE FROM counted_days WHERE day = :day", day=day)
    session.execute("DELETE FROM tallies WHERE day = :day", day=day)


def has_lost_votes(session: Session, day: int) -> bool:
    """Return whether more votes of a day were counted than are there: the others were deleted."""
    query = "SELECT coalesce(sum(votes), 0) FROM tallies WHERE day = :day AND what = :what"
    [(received,)] = session.execute(query, day=day, what=RECEIVED)
    return int(received) > votes_on(session, day)


def votes_on(session: Session, day: int) -> int:
    """Return how many votes of a day are there."""
    query = "SELECT count(*) FROM votes WHERE created_at >= :start AND created_at < :end"
    [(votes,)] = session.execute(query, start=day * DAY, end=(day + 1) * DAY)
    return int(votes)


def _open(session: Session, end: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of time before an end that no counted day is in, in milliseconds since the epoch."""
    start = 0
    query = "SELECT day FROM counted_days WHERE day < :end ORDER BY day"
    for (day,) in session.execute(query, end=end // DAY):
        if start < day * DAY:
            yield start, day * DAY
        start = (day + 1) * DAY
    if start < end:
        yield start, end


def _count(session: Session, start: int, end: int) -> Iterator[Tally]:
    found: Counter[tuple[Any, int, str]] = Counter()
    for text, begin, flagged, votes in session.execute(_RECEIVED, start=start, end=end):
        found[text, begin // DAY, RECEIVED] += votes
        if flagged:
            found[text, begin // DAY, FLAGGED] += votes
    if not found:
        return
    query = _COUNTED[0] + session.counted + _COUNTED[1]
    for text, begin, helpful, reason, status, votes in session.execute(query, start=start, end=end):
        for what in _said(helpful, reason, status):
            found[text, begin // DAY, what] += votes
    for (text, day, what), votes in found.items():
        yield Tally(text=text, day=day, what=what, votes=votes)


def _said(helpful: bool, reason: Reason | None, status: str | None) -> Iterator[str]:
    yield YES if helpful else NO
    if reason:
        yield f"{REASON}{reason}"
    if status:
        yield f"{STATUS}{status}"


def _sums(tallies: Iterable[Tally]) -> Counter[tuple[Any, str]]:
    found: Counter[tuple[Any, str]] = Counter()
    for tally in tallies:
        found[tally.text, tally.what] += tally.votes
    return found


def _add(session: Session, day: int, sums: Counter[tuple[Any, str]]) -> None:
    session.many(
        _ADD,
        [
            {"text": text, "day": day, "what": what, "votes": votes}
            for (text, what), votes in sums.items()
            if votes
        ],
    )
