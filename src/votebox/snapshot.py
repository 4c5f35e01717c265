"""What the votes say, as it was a moment ago: whoever looks does not wait while votes are counted."""

import asyncio
import logging
import math
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Final

from msgspec import Struct

from votebox.days import Day, read_days
from votebox.errors import StoreError
from votebox.logs import event
from votebox.session import Session
from votebox.store import Store
from votebox.tallies import open_tallies
from votebox.totals import Totals, totals_of

AGE: Final = 10.0
"""Seconds that a snapshot is shown before it is taken anew."""

_REST: Final = 20
"""Between two snapshots there is so many times the time that it takes: a twentieth of one processor."""

_LOG = logging.getLogger("votebox")


class Snapshot(Struct, frozen=True, kw_only=True):
    """All numbers of one moment."""

    at: datetime
    totals: Totals
    days: Mapping[str, Iterable[Day]]
    """By page key, the earliest day first; days without votes are left out."""
    languages: Mapping[str, Iterable[Day]]
    """The same, of all pages of a language."""


def take(session: Session) -> Snapshot:
    """Count everything; on a large day of votes that takes seconds."""
    at = datetime.now(UTC)
    still_open = list(open_tallies(session))
    days, languages = read_days(session, still_open)
    return Snapshot(at=at, totals=totals_of(session, still_open), days=days, languages=languages)


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
