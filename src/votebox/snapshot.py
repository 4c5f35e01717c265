"""What the votes say, as it was a moment ago: whoever looks does not wait while votes are counted."""

import asyncio
import logging
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final

from msgspec import Struct

from votebox.errors import StoreError
from votebox.logs import event
from votebox.session import Session
from votebox.store import Store
from votebox.tallies import NO, YES, Tally, tallies
from votebox.totals import Totals, totals_of

AGE: Final = 10.0
"""Seconds that a snapshot is shown before it is taken anew."""

_REST: Final = 20
"""Between two snapshots there is so many times the time that it takes: a twentieth of one processor."""

_EPOCH = date(1970, 1, 1)

_LOG = logging.getLogger("votebox")


class Day(Struct, frozen=True, kw_only=True):
    """The votes that count of one page on one day, UTC."""

    day: date
    yes: int
    no: int


class Snapshot(Struct, frozen=True, kw_only=True):
    """All numbers of one moment."""

    at: datetime
    totals: Totals
    days: dict[str, tuple[Day, ...]]
    """By page key, the earliest day first; days without votes are left out."""


def take(session: Session) -> Snapshot:
    """Count everything; on a large day of votes that takes seconds."""
    at = datetime.now(UTC)
    counted = list(tallies(session))
    return Snapshot(at=at, totals=totals_of(session, counted), days=_days(session, counted))


class Snapshots:
    """The latest snapshot of a store, taken in a thread of its own when somebody asks and it is too old."""

    def __init__(self, store: Store, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        self._latest: Snapshot | None = None
        self._next = -math.inf
        self._task: asyncio.Task[Snapshot] | None = None

    async def get(self) -> Snapshot:
        """Return the latest snapshot; only who comes before the first one waits.

        Raises:
            StoreError: There is none yet, and none can be taken now.
        """
        if self._latest is None:
            return await asyncio.shield(self._begin())
        if self._clock() >= self._next:
            self._begin()
        return self._latest

    def forget(self) -> None:
        """Take the next one as soon as somebody asks, also where one is just being taken."""
        self._next = -math.inf
        self._task = None

    def _begin(self) -> asyncio.Task[Snapshot]:
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._take())
            self._task.add_done_callback(_told)
        return self._task

    async def _take(self) -> Snapshot:
        begun, task = self._clock(), asyncio.current_task()
        try:
            snapshot = await asyncio.to_thread(self._read)
        finally:
            if task is self._task:
                ended = self._clock()
                self._next = ended + max(AGE, _REST * (ended - begun))
        if self._latest is None or self._latest.at <= snapshot.at:
            self._latest = snapshot
        return snapshot

    def _read(self) -> Snapshot:
        with self._store.read() as session:
            return take(session)


def _told(task: asyncio.Task[Snapshot]) -> None:
    """Log why none was taken: whoever asked may have got the one before, and nobody else waits for it."""
    if task.cancelled() or (error := task.exception()) is None:
        return
    if isinstance(error, StoreError):
        _LOG.error("%s", error, extra=event("snapshot-failed"))
    else:
        _LOG.error("The votes could not be counted.", exc_info=error, extra=event("snapshot-broken"))


def _days(session: Session, counted: Iterable[Tally]) -> dict[str, tuple[Day, ...]]:
    pages = dict(session.execute("SELECT id, page FROM texts"))
    found: dict[str, dict[int, dict[str, int]]] = defaultdict(lambda: defaultdict(lambda: {YES: 0, NO: 0}))
    for tally in counted:
        if tally.what in (YES, NO):
            found[pages[tally.text]][tally.day][tally.what] += tally.votes
    return {
        page: tuple(
            Day(day=_EPOCH + timedelta(days=day), yes=counts[YES], no=counts[NO])
            for day, counts in sorted(days.items())
        )
        for page, days in sorted(found.items())
    }
