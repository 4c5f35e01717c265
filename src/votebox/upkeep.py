"""What has to be done from time to time while the server runs.

Each minute, revisions that are published are noted, and keys of past days destroyed. Once a day, days that
are over are counted, and what was kept for long enough is deleted. What is long is read beside the writer,
and what is written is short, so that votes do not wait.
"""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from votebox.clock import Clock, Moment
from votebox.errors import QueueFull, StoreError
from votebox.logs import event
from votebox.pages import PageList
from votebox.retention import Retention, delete_comments, delete_votes
from votebox.revisions import publish
from votebox.session import DAY, Session
from votebox.store import Store
from votebox.tallies import close_day, count_day, days_to_count
from votebox.writer import Writer

_LOG = logging.getLogger("votebox")

LOOK = 60.0
"""Seconds between two looks."""

_Result = TypeVar("_Result")


class Upkeep:
    """Looks each minute what has to be done, and has it done."""

    def __init__(self, store: Store, writer: Writer, pages: PageList, keep: Retention) -> None:
        self._store = store
        self._writer = writer
        self._pages = pages
        self._keep = keep
        self._clock = Clock()
        self.published = asyncio.Event()
        """Set when the store knows which revisions the site has."""
        self._day = -1
        self._traces = False
        """Whether something was deleted that may have left traces."""

    async def run(self) -> None:
        """Look until cancelled; what fails is logged, and tried again at the next look."""
        while True:
            try:
                await self.look(self._clock.now())
            except (StoreError, QueueFull) as error:
                _LOG.error("%s", error, extra=event("upkeep-failed"))
            except Exception:
                # A mistake here must not end the work of all other days.
                _LOG.exception("The upkeep failed.", extra=event("upkeep-broken"))
            await asyncio.sleep(LOOK)

    async def look(self, moment: Moment) -> None:
        """Do what has to be done at a moment.

        Raises:
            StoreError: The store did not take it; what is left is done by the next look.
        """
        now = moment.earliest
        await self._writer.run(lambda store: store.destroy_salts(now, moment.latest))
        await self._written(partial(publish, edition=self._pages.edition(), now=now))
        self.published.set()
        if now // DAY != self._day:
            await self._count_days(now // DAY)
            await self._delete(now // DAY)
            self._day = now // DAY

    async def _count_days(self, today: int) -> None:
        for day in await asyncio.to_thread(self._read, partial(days_to_count, today=today)):
            counted = await asyncio.to_thread(self._read, partial(count_day, day=day))
            await self._written(partial(close_day, day=day, counted=counted, today=today))

    async def _delete(self, today: int) -> None:
        if self._keep.comments is not None:
            await self._all(partial(delete_comments, before=today - self._keep.comments))
        if self._keep.votes is not None:
            await self._all(partial(delete_votes, before=today - self._keep.votes))
        if self._traces:
            await self._writer.run(lambda store: store.scrub())
            self._traces = False

    async def _all(self, delete: Callable[[Session], int]) -> None:
        while await self._written(delete):
            self._traces = True

    def _written(self, work: Callable[[Session], _Result]) -> "asyncio.Future[_Result]":
        return self._writer.run(lambda store: store.write(work))

    def _read(self, work: Callable[[Session], _Result]) -> _Result:
        with self._store.read() as session:
            return work(session)
