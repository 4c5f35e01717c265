"""Where the dashboard has what it shows, and what it may change."""

import asyncio
from collections.abc import Callable, Mapping
from typing import TypeVar

from msgspec import Struct

from votebox.dashboard.filters import Known, known
from votebox.dashboard.history import History, HistoryFile
from votebox.pages import Page, PageList
from votebox.session import Session
from votebox.settings import Settings
from votebox.snapshot import Snapshot, Snapshots
from votebox.store import Store
from votebox.writer import Writer

_Result = TypeVar("_Result")


class Moment(Struct, frozen=True, kw_only=True):
    """All that pages are made of, besides comments."""

    snapshot: Snapshot
    pages: Mapping[str, Page]
    """The pages of the site as it is now."""
    history: History

    @property
    def known(self) -> Known:
        """What can be asked for."""
        return known(self.snapshot.totals, self.pages)


class Sources:
    """The store, its writer and the folder of the site. No method blocks the event loop."""

    def __init__(self, settings: Settings, pages: PageList, store: Store, writer: Writer) -> None:
        self._pages = pages
        self._store = store
        self._writer = writer
        self._snapshots = Snapshots(store)
        self._history = HistoryFile(settings.site / "changes.json")

    async def moment(self) -> Moment:
        """Return the latest moment.

        Raises:
            StoreError: There is none, and the store cannot be read.
        """
        snapshot = await self._snapshots.get()
        return Moment(snapshot=snapshot, pages=self._pages.current(), history=self._history.current())

    async def read(self, work: Callable[[Session], _Result]) -> _Result:
        """Return what a piece of work reads.

        Raises:
            StoreError: The store cannot be read.
        """
        return await asyncio.to_thread(self._read, work)

    async def change(self, work: Callable[[Session], _Result]) -> _Result:
        """Have a piece of work written between two batches of votes, and return what it returns.

        Raises:
            QueueFull: The server is about to end.
            StoreError: Nothing of it is stored.
        """
        return await self._writer.run(lambda store: store.write(work))

    async def delete(self, work: Callable[[Session], _Result]) -> _Result:
        """Do as `change` does, leave no trace of what was deleted, and have the numbers counted again."""

        def scrubbed(store: Store) -> _Result:
            result = store.write(work)
            store.scrub()
            return result

        result = await self._writer.run(scrubbed)
        self._snapshots.forget()
        return result

    def _read(self, work: Callable[[Session], _Result]) -> _Result:
        with self._store.read() as session:
            return work(session)
