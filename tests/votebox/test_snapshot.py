import asyncio
import gc
import threading
from collections.abc import Coroutine, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest

from tests.votebox.ledger import at, close, opened, read
from tests.votebox.sharing import make_submission, totals
from votebox import snapshot
from votebox.address import Place
from votebox.days import Day
from votebox.errors import StoreError
from votebox.snapshot import AGE, Snapshot, Snapshots, take
from votebox.store import Store
from votebox.totals import Totals

A, B = "192.0.2.1", "192.0.2.2"


def test_all_numbers_of_one_moment(place: Place) -> None:
    with opened(place) as store:
        store.save(
            [
                make_submission(A, at=at(0, 1)),
                make_submission(A, at=at(0, 2), helpful="no"),
                make_submission(B, at=at(0, 3), flagged=True),
                make_submission(B, at=at(0, 4), revision="00000001"),
                make_submission(A, at=at(5)),
                make_submission(A, at=at(1), page="en", flagged=True),
                make_submission(A, at=at(2), page="ru/order-status"),
            ]
        )
        begun = datetime.now(UTC)
        for closed in ((), (0, 1), (2, 5)):
            close(store, *closed)
            found = read(store, take)
            assert found.totals == totals(store)
            assert begun <= found.at <= datetime.now(UTC)
            english = [Day(day=date(2024, 10, 4), yes=1, no=1), Day(day=date(2024, 10, 9), yes=1, no=0)]
            russian = [Day(day=date(2024, 10, 6), yes=1, no=0)]
            assert told(found.days) == {"en/order-status": english, "ru/order-status": russian}
            assert told(found.languages) == {"en": english, "ru": russian}


def told(days: Mapping[str, Iterable[Day]]) -> dict[str, list[Day]]:
    return {key: list(found) for key, found in days.items()}


class Slow:
    """A store that is read when it is let, and can be made to fail."""

    def __init__(self) -> None:
        self.asked = 0
        self.error: Exception | None = None
        self.arrived = threading.Semaphore(0)
        self.through = [threading.Event() for _ in range(10)]

    @contextmanager
    def read(self) -> Iterator[Any]:
        self.asked += 1
        number = self.asked
        self.arrived.release()
        assert self.through[number].wait(timeout=30)
        if self.error:
            raise self.error
        yield number

    def let(self) -> None:
        """Let the latest one through."""
        self.through[self.asked].set()


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> Slow:
    def numbered(session: Any) -> Snapshot:
        return Snapshot(
            at=datetime.fromtimestamp(session, UTC), totals=Totals(pages=()), days={}, languages={}
        )

    monkeypatch.setattr(snapshot, "take", numbered)
    return Slow()


class Watch:
    """A clock that is set."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


def snapshots(slow: Slow, watch: Watch) -> Snapshots:
    store: Any = slow
    return Snapshots(store, clock=watch)


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, timeout=60))


async def number(taken: Snapshots) -> int:
    """Return which snapshot is given."""
    return int((await taken.get()).at.timestamp())


async def turns() -> None:
    """Let everything happen that can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def arrived(slow: Slow) -> None:
    assert await asyncio.to_thread(slow.arrived.acquire, timeout=30)


async def next_of(taken: Snapshots, slow: Slow, watch: Watch, took: float = 0.0) -> None:
    """Have the snapshot that is being taken end, so many seconds after it began."""
    await arrived(slow)
    watch.now += took
    slow.let()
    while taken._task is not None and not taken._task.done():
        await asyncio.sleep(0.001)
    await turns()


def test_who_comes_before_the_first_waits_for_it_together(slow: Slow) -> None:
    async def scenario() -> None:
        taken = snapshots(slow, Watch())
        waiting = [asyncio.create_task(number(taken)) for _ in range(5)]
        await arrived(slow)
        await turns()
        assert not any(task.done() for task in waiting)
        slow.let()
        assert await asyncio.gather(*waiting) == [1] * 5
        assert slow.asked == 1

    run(scenario())


def test_who_goes_away_takes_it_from_nobody(slow: Slow) -> None:
    async def scenario() -> None:
        taken = snapshots(slow, Watch())
        gone, stays = (asyncio.create_task(number(taken)) for _ in range(2))
        await arrived(slow)
        gone.cancel()
        slow.let()
        assert await stays == 1
        assert gone.cancelled()

    run(scenario())


def test_an_old_one_is_given_while_a_new_one_is_taken(slow: Slow) -> None:
    async def scenario() -> None:
        watch = Watch()
        taken = snapshots(slow, watch)
        first = asyncio.create_task(number(taken))
        await next_of(taken, slow, watch)
        assert await first == 1
        watch.now += AGE - 0.1
        assert await number(taken) == 1
        await turns()
        assert slow.asked == 1
        watch.now += 0.1
        assert [await number(taken) for _ in range(3)] == [1] * 3
        await next_of(taken, slow, watch)
        assert await number(taken) == 2
        assert slow.asked == 2

    run(scenario())


def test_one_that_takes_long_is_taken_seldom(slow: Slow) -> None:
    async def scenario() -> None:
        watch = Watch()
        taken = snapshots(slow, watch)
        first = asyncio.create_task(number(taken))
        await next_of(taken, slow, watch, took=3.0)
        await first
        for wait, asked in ((59.9, 1), (0.1, 2)):
            watch.now += wait
            await number(taken)
            await turns()
            assert taken._task is not None
            assert taken._task.done() is (asked == 1)
        await next_of(taken, slow, watch, took=0.1)
        watch.now += AGE
        await number(taken)
        await next_of(taken, slow, watch)
        assert await number(taken) == 3

    run(scenario())


def test_one_that_fails_leaves_the_one_before_and_is_tried_again(
    slow: Slow, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        watch = Watch()
        taken = snapshots(slow, watch)
        slow.error = StoreError("The database is away.")
        failing = asyncio.create_task(number(taken))
        await next_of(taken, slow, watch)
        with pytest.raises(StoreError, match="is away"):
            await failing
        slow.error = None
        first = asyncio.create_task(number(taken))
        await next_of(taken, slow, watch)
        assert await first == 2
        for error, words in ((StoreError("It is full."), "It is full."), (ValueError("?"), "not be counted")):
            caplog.clear()
            watch.now += AGE
            slow.error = error
            assert await number(taken) == 2
            await next_of(taken, slow, watch)
            assert words in caplog.text
            assert await number(taken) == 2
        slow.error = None
        watch.now += AGE
        assert await number(taken) == 2
        await next_of(taken, slow, watch)
        assert await number(taken) == 5
        gc.collect()

    run(scenario())
    assert "never retrieved" not in caplog.text


def test_what_is_forgotten_is_not_shown_from_one_that_was_begun_before(slow: Slow) -> None:
    async def scenario() -> None:
        watch = Watch()
        taken = snapshots(slow, watch)
        first = asyncio.create_task(number(taken))
        await next_of(taken, slow, watch)
        await first
        taken.forget()
        assert await number(taken) == 1
        await arrived(slow)  # the second is under way when something is forgotten again
        before = taken._task
        taken.forget()
        assert await number(taken) == 1
        await next_of(taken, slow, watch)
        assert await number(taken) == 3
        slow.through[2].set()
        assert before is not None
        await before
        assert await number(taken) == 3
        assert slow.asked == 3

    run(scenario())


def test_what_a_real_store_says(place: Place) -> None:
    async def scenario(store: Store) -> None:
        taken = Snapshots(store)
        assert (await taken.get()).totals == Totals(pages=())
        store.save([make_submission()])
        assert (await taken.get()).totals == Totals(pages=())
        taken.forget()
        await taken.get()
        assert taken._task is not None
        await taken._task
        assert (await taken.get()).totals == totals(store)

    with opened(place) as store:
        run(partial(scenario, store)())
