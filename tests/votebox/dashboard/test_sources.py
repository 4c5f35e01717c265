import asyncio
import json
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from tests.votebox.sharing import PAGES, make_submission
from votebox import comments, retention
from votebox.comments import Query, Triage
from votebox.dashboard.sources import Sources
from votebox.errors import QueueFull, StoreError
from votebox.pages import PageList
from votebox.settings import Settings
from votebox.sqlite import SqliteStore
from votebox.writer import Writer

ID = UUID(int=7)
VOTES = [make_submission(), make_submission("192.0.2.2", id=str(ID), helpful="no", comment="Where?")]


class Watched(SqliteStore):
    """A store that tells how often it was scrubbed."""

    scrubs = 0

    def scrub(self) -> bool:
        self.scrubs += 1
        return super().scrub()


@pytest.fixture
def store(database: Path) -> Watched:
    return Watched(database)


def run(store: Watched, settings: Settings, scenario: Callable[[Sources], Awaitable[None]]) -> None:
    """Run a coroutine with sources whose store holds two votes."""

    async def running() -> None:
        store.open()
        store.save(VOTES)
        writer = Writer(store, limit=10)
        writer.start()
        pages = PageList(settings.site / "pages.json", interval=0)
        try:
            await scenario(Sources(settings, pages, store, writer))
        finally:
            await writer.close()
            store.close()

    asyncio.run(running())


def test_a_moment_is_the_votes_the_site_and_its_history(store: Watched, settings: Settings) -> None:
    commit = {"commit": "c" * 40, "date": "2026-11-20T10:00:00Z", "subject": "Reword"}
    (settings.site / "changes.json").write_text(json.dumps({"version": 1, "commits": [commit]}))

    async def scenario(sources: Sources) -> None:
        found = await sources.moment()
        [totals] = found.snapshot.totals.pages
        assert (totals.yes, totals.no) == (1, 1)
        assert found.pages.keys() == PAGES.keys()
        assert [one.subject for one in found.history.step(None, "c" * 40, "en").commits] == ["Reword"]
        assert found.known.languages == {"en", "ru"}

    run(store, settings, scenario)


def test_what_is_changed_is_read_at_once(store: Watched, settings: Settings) -> None:
    async def scenario(sources: Sources) -> None:
        assert await sources.change(partial(comments.decide, vote_id=ID, state=Triage.DONE))
        [found] = await sources.read(partial(comments.find, query=Query(), limit=9))
        assert found.triage is Triage.DONE
        assert store.scrubs == 0

    run(store, settings, scenario)


def test_what_is_deleted_leaves_no_trace_and_is_not_counted_any_more(
    store: Watched, settings: Settings
) -> None:
    async def scenario(sources: Sources) -> None:
        assert (await sources.moment()).snapshot.totals.pages[0].no == 1
        assert await sources.delete(partial(retention.forget, vote_id=ID))
        assert not await sources.delete(partial(retention.forget, vote_id=ID))
        assert store.scrubs == 2
        await sources.moment()  # may be the one before, while the next is taken
        for _ in range(3_000):
            if (await sources.moment()).snapshot.totals.pages[0].no == 0:
                break
            await asyncio.sleep(0.01)
        assert (await sources.moment()).snapshot.totals.pages[0].no == 0

    run(store, settings, scenario)


def test_a_store_that_cannot_be_read(store: Watched, settings: Settings, database: Path) -> None:
    async def scenario(sources: Sources) -> None:
        database.rename(database.with_suffix(".gone"))
        with pytest.raises(StoreError):
            await sources.moment()
        with pytest.raises(StoreError):
            await sources.read(comments.counts)

    run(store, settings, scenario)


def test_at_the_end_nothing_is_changed(store: Watched, settings: Settings) -> None:
    async def running() -> None:
        pages = PageList(settings.site / "pages.json")
        sources = Sources(settings, pages, store, Writer(store, limit=10))
        with pytest.raises(QueueFull):
            await sources.change(comments.counts)

    asyncio.run(running())
