import asyncio
import json
import logging
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from tests.votebox.ledger import FIRST, at, by_hand, cast, new_place, opened, rows, submissions
from tests.votebox.sharing import PAGES, Start, comments, make_submission, totals
from votebox import retention, upkeep
from votebox.address import Address, Place
from votebox.clock import Moment
from votebox.errors import StoreError
from votebox.pages import PageList
from votebox.retention import Retention
from votebox.session import DAY, Session
from votebox.store import Store
from votebox.upkeep import Upkeep
from votebox.writer import Writer

_Result = TypeVar("_Result")
Running = Callable[[Callable[[Moment], None]], None]

NO: dict[str, Any] = {"helpful": "no", "reason": "wrong"}


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, timeout=120))


@pytest.fixture
def pages(site: Path) -> PageList:
    return PageList(site / "pages.json", interval=0)


def publish(site: Path, revision: str) -> None:
    """Build the site anew, with another revision of each page."""
    built = {key: {**page, "revision": revision} for key, page in PAGES.items()}
    new = site / "new.json"
    new.write_text(json.dumps({"version": 1, "commit": f"of-{revision}", "pages": built}), encoding="utf-8")
    new.replace(site / "pages.json")


@asynccontextmanager
async def kept_up(store: Store, pages: PageList, keep: Retention | None = None) -> AsyncIterator[Upkeep]:
    """Have an upkeep and its writer for a while."""
    writer = Writer(store, limit=10)
    writer.start()
    yield Upkeep(store, writer, pages, keep or Retention())
    await writer.close()


async def look(kept: Upkeep, moment: int) -> None:
    """Look at a moment, in milliseconds, of a clock that nobody has set."""
    await kept.look(Moment(earliest=moment, latest=moment))


def salts(store: Store) -> list[int]:
    """Return the days whose keys are there, counted from FIRST."""
    return [day - FIRST for (day,) in rows(store, "SELECT day FROM salts ORDER BY day")]


def counted(store: Store) -> dict[int, int]:
    """Return on which day each day was counted, both counted from FIRST."""
    return {day - FIRST: on - FIRST for day, on in rows(store, "SELECT day, counted_on FROM counted_days")}


def revisions(store: Store) -> set[str]:
    return {revision for (revision,) in rows(store, "SELECT revision FROM revisions")}


def test_at_the_start_everything_that_is_due_is_done(store: Store, pages: PageList) -> None:
    async def scenario() -> None:
        store.save([make_submission(at=at(day), **NO, comment="Why?") for day in (0, 60, 99, 100)])
        before = totals(store)
        async with kept_up(store, pages, Retention(comments=30, votes=90)) as kept:
            await look(kept, at(100, 5))
        assert salts(store) == [100]
        assert counted(store) == {0: 100, 60: 100}
        assert [comment.at.timestamp() * 1_000 for comment in comments(store)] == [at(100), at(99)]
        assert rows(store, "SELECT created_at FROM votes ORDER BY created_at") == [
            (at(day),) for day in (60, 99, 100)
        ]
        found = rows(store, "SELECT revision, published_at FROM revisions")
        assert found == [("5f2c9a1b03de", at(100, 5))] * 3
        # The first look published what the votes judge.
        assert [page.votes for page in totals(store).pages] == [page.votes for page in before.pages] == [4]

    run(scenario())


def test_each_minute_keys_and_revisions_and_each_day_the_rest(
    store: Store, pages: PageList, site: Path
) -> None:
    async def scenario() -> None:
        async with kept_up(store, pages) as kept:
            await look(kept, at(10))
            store.save([make_submission(at=at(day)) for day in (5, 9, 10)])
            publish(site, "00000001")
            await look(kept, at(10, 60_000))
            assert revisions(store) == {"5f2c9a1b03de", "00000001"}
            assert salts(store) == [10]
            assert counted(store) == {}
            await look(kept, at(11, -1))
            assert counted(store) == {}
            await look(kept, at(11))
            assert counted(store) == {5: 11, 9: 11}
            assert salts(store) == []
            await look(kept, at(12, 3))
            assert counted(store) == {5: 12, 9: 12, 10: 12}

    run(scenario())


def test_a_day_is_counted_for_the_last_time_when_nothing_can_come_any_more(
    store: Store, pages: PageList
) -> None:
    async def scenario() -> None:
        vote = make_submission(at=at(0), **NO)
        store.save([vote])
        async with kept_up(store, pages) as kept:
            for day in range(14):
                await look(kept, at(day))
                # Details that a page could not send for so many days.
                details: dict[str, Any] = {**NO, "reason": "translation", "status": "pending"}
                if day == 7:
                    store.save([make_submission(id=str(vote.vote.id), at=at(day), **details)])
        assert counted(store) == {0: 9}
        [page] = totals(store).pages
        assert (page.reasons, page.statuses) == ({"translation": 1}, {"pending": 1})

    run(scenario())


def test_to_the_day(store: Store, pages: PageList) -> None:
    """As the guide says: with 365 days, a comment of 1 March 2026 is deleted on 2 March 2027."""

    async def scenario() -> None:
        store.save([make_submission(at=at(0, DAY - 1), **NO, comment="Why?")])
        async with kept_up(store, pages, Retention(comments=365, votes=730)) as kept:
            await look(kept, at(366, -1))
            assert len(comments(store)) == 1
            await look(kept, at(366))
            assert comments(store) == []
            await look(kept, at(731, -1))
            assert len(rows(store, "SELECT id FROM votes")) == 1
            await look(kept, at(731))
            assert rows(store, "SELECT id FROM votes") == []
        assert totals(store).pages[0].no == 1

    run(scenario())


def test_traces_are_removed_once_where_something_was_deleted(
    store: Store, pages: PageList, monkeypatch: pytest.MonkeyPatch
) -> None:
    scrubs: list[int] = []
    monkeypatch.setattr(store, "scrub", lambda: scrubs.append(1))

    async def scenario() -> None:
        store.save([make_submission(at=at(day), **NO, comment="Why?") for day in (0, 2)])
        async with kept_up(store, pages, Retention(comments=30)) as kept:
            for day, scrubbed in ((30, 0), (31, 1), (32, 1), (33, 2), (34, 2)):
                await look(kept, at(day))
                assert len(scrubs) == scrubbed

    run(scenario())


def test_what_is_kept_for_ever(store: Store, pages: PageList) -> None:
    async def scenario() -> None:
        store.save([make_submission(at=at(0), **NO, comment="Why?")])
        async with kept_up(store, pages) as kept:
            await look(kept, at(20_000))
        assert len(comments(store)) == 1

    run(scenario())


class Weak:
    """A store that fails at its nth write, and then works again."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.left = -1

    def _tire(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise StoreError("The disk is full.")

    def write(self, work: Callable[[Session], _Result]) -> _Result:
        self._tire()
        return self.store.write(work)

    def scrub(self) -> bool:
        self._tire()
        return self.store.scrub()

    def destroy_salts(self, now: int, latest: int | None = None) -> None:
        self._tire()
        self.store.destroy_salts(now, latest)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.store, name)


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_what_fails_is_done_at_the_next_look(
    request: pytest.FixtureRequest, pages: PageList, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "SLICE", 3)

    async def failing_at(number: int) -> bool:
        with opened(new_place(request, kind)) as store:
            store.save([one for day in (0, 1, 2, 200) for one in submissions(4, day=day, **NO, comment="?")])
            weak: Any = Weak(store)
            scrubbed: list[bool] = []
            scrub = store.scrub
            monkeypatch.setattr(store, "scrub", lambda: scrubbed.append(scrub()))
            failed = False
            async with kept_up(weak, pages, Retention(comments=30, votes=90)) as kept:
                weak.left = number
                try:
                    await look(kept, at(200))
                except StoreError:
                    failed = True
                weak.left = -1
                await look(kept, at(200, 60_000))
            assert counted(store) == {0: 200, 1: 200, 2: 200}
            assert len(comments(store)) == len(rows(store, "SELECT id FROM votes")) == 4
            assert totals(store).pages[0].received == 16
            assert revisions(store) == {"5f2c9a1b03de"}
            assert salts(store) == [200]
            assert scrubbed == [True]
            return failed

    async def scenario() -> None:
        number = 1
        while await failing_at(number):
            number += 1
        # Keys, revisions, three days, comments and votes in five slices each, traces.
        assert number == 17

    run(scenario())


@pytest.fixture
def running(database: Path, pages: PageList, monkeypatch: pytest.MonkeyPatch) -> Running:
    """Have an upkeep run, with another look, until it has looked three times."""
    monkeypatch.setattr(upkeep, "LOOK", 0.001)

    async def scenario(work: Callable[[Moment], None]) -> None:
        seen: list[Moment] = []

        async def looking(moment: Moment) -> None:
            seen.append(moment)
            work(moment)

        with opened(database) as store:
            async with kept_up(store, pages) as kept:
                monkeypatch.setattr(kept, "look", looking)
                task = asyncio.create_task(kept.run())
                while len(seen) < 3:
                    await asyncio.sleep(0.001)
                task.cancel()
                with pytest.raises(asyncio.CancelledError):
                    await task

    return lambda work: run(scenario(work))


@pytest.mark.parametrize(
    ("error", "sentence"),
    [(StoreError("The disk is full."), "The disk is full."), (ValueError("?"), "The upkeep failed.")],
)
def test_a_look_that_fails_is_logged_and_the_next_one_comes(
    running: Running, caplog: pytest.LogCaptureFixture, error: Exception, sentence: str
) -> None:
    def failing(_moment: Moment) -> None:
        raise error

    running(failing)
    found = [(record.levelno, record.getMessage()) for record in caplog.records]
    assert len(found) >= 3
    assert set(found) == {(logging.ERROR, sentence)}


def test_the_clock_is_asked_at_each_look(running: Running) -> None:
    seen: list[Moment] = []
    running(seen.append)
    assert len({moment.latest for moment in seen}) > 1


def test_at_the_end_what_was_begun_is_finished_and_nothing_else_begun(store: Store, pages: PageList) -> None:
    async def scenario() -> None:
        store.save([one for day in range(30) for one in submissions(3, day=day)])
        before = totals(store)
        async with kept_up(store, pages) as kept:
            task = asyncio.create_task(look(kept, at(60)))
            while not counted(store):
                await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert 0 < len(counted(store)) < 30
        assert [page.received for page in totals(store).pages] == [page.received for page in before.pages]
        async with kept_up(store, pages) as kept:
            await look(kept, at(60))
        assert len(counted(store)) == 30

    run(scenario())


def test_a_server_does_it_from_its_start_on(start: Start, place: Place) -> None:
    with opened(place) as store:
        store.save([one for day in range(3) for one in submissions(3, day=day, **NO, comment="?")])
        start(VOTEBOX_DATABASE=str(getattr(place, "url", place)), VOTEBOX_KEEP_VOTES="forever")
        while len(counted(store)) < 3 or comments(store):
            time.sleep(0.05)
        assert len(rows(store, "SELECT id FROM votes")) == 9


# Looks at the moments that it is told.
LOOKER = """
import asyncio, sys
from pathlib import Path
from votebox.address import place
from votebox.clock import Moment
from votebox.pages import PageList
from votebox.retention import Retention
from votebox.stores import store_at
from votebox.upkeep import Upkeep
from votebox.writer import Writer

async def main():
    store = store_at(place(sys.argv[1]))
    store.open()
    writer = Writer(store, limit=10)
    writer.start()
    kept = Upkeep(store, writer, PageList(Path(sys.argv[2])), Retention(comments=30, votes=30))
    print("ready", flush=True)
    for line in sys.stdin:
        await kept.look(Moment(earliest=int(line), latest=int(line)))
        print("done", flush=True)
    await writer.close()

asyncio.run(main())
"""


def test_two_replicas_that_do_it_at_the_same_moment(postgres: Address, site: Path) -> None:
    command = [sys.executable, "-c", LOOKER, postgres.url, str(site / "pages.json")]
    with opened(postgres) as store:
        replicas = [
            subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            for _ in range(2)
        ]
        try:
            assert said(replicas) == ["ready\n"] * 2
            votes = []
            for day in range(0, 60, 5):
                for number in range(12):
                    address = f"192.0.2.{number % 5}"
                    helpful = ("yes", "no")[number % 2]
                    moment = at(day + number % 2, number)
                    votes.append(make_submission(address, at=moment, helpful=helpful, flagged=number == 7))
                store.save(votes[-12:])
                for replica in replicas:
                    assert replica.stdin
                    replica.stdin.write(f"{at(day + 3)}\n")
                    replica.stdin.flush()
                assert said(replicas) == ["done\n"] * 2
                [page] = totals(store).pages
                [expected] = by_hand(map(cast, votes)).pages
                assert (page.yes, page.no, page.received, page.flagged) == (
                    expected.yes,
                    expected.no,
                    expected.received,
                    expected.flagged,
                )
            assert set(counted(store)) == {first + more for first in range(0, 60, 5) for more in (0, 1)}
            assert len(rows(store, "SELECT id FROM votes")) < len(votes) * 2 / 3
            assert len(rows(store, "SELECT revision FROM revisions")) == 3
        finally:
            for replica in replicas:
                replica.communicate(timeout=60)


def said(processes: list[subprocess.Popen[str]]) -> list[str]:
    return [process.stdout.readline() for process in processes if process.stdout]
