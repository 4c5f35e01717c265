import asyncio
import threading
from collections.abc import Coroutine, Sequence
from typing import Any

import pytest

from tests.votebox.sharing import make_submission
from votebox.errors import QueueFull, StoreError
from votebox.metrics import Metrics
from votebox.store import Outcome, Submission
from votebox.writer import Writer


class Gate:
    """A store that waits at every batch until it is let through, and can be made to fail."""

    def __init__(self) -> None:
        self.batches: list[list[Submission]] = []
        self.error: Exception | None = None
        self.arrived = threading.Semaphore(0)
        self.through = threading.Semaphore(0)

    def save(self, batch: Sequence[Submission]) -> list[Outcome]:
        self.batches.append(list(batch))
        self.arrived.release()
        assert self.through.acquire(timeout=5)
        if self.error:
            raise self.error
        return [Outcome.STORED if one is batch[0] else Outcome.STORED_AGAIN for one in batch]

    def refuse(self, *_: object) -> Any:
        raise AssertionError("The writer takes an open store, saves votes, and leaves the rest to others.")

    open = claim = close = read = write = scrub = destroy_salts = refuse

    async def let(self, batches: int = 1) -> None:
        """Let so many batches through, each when it has come."""
        for _ in range(batches):
            await asyncio.to_thread(self.arrived.acquire, timeout=5)
            self.through.release()


@pytest.fixture
def gate() -> Gate:
    return Gate()


def run(scenario: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(scenario, timeout=10))


def test_no_answer_before_the_commit(gate: Gate) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=10)
        writer.start()
        future = writer.submit(make_submission())
        await asyncio.to_thread(gate.arrived.acquire)
        await asyncio.sleep(0.05)
        assert not future.done()
        gate.through.release()
        assert await future is Outcome.STORED
        await writer.close()

    run(scenario())


def test_votes_that_arrive_while_a_commit_runs_share_the_next(gate: Gate) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=100)
        writer.start()
        first = writer.submit(make_submission())
        await asyncio.to_thread(gate.arrived.acquire)
        others = [make_submission() for _ in range(50)]
        futures = [writer.submit(other) for other in others]
        gate.through.release()
        assert await first is Outcome.STORED
        await gate.let()
        assert await asyncio.gather(*futures) == [Outcome.STORED] + [Outcome.STORED_AGAIN] * 49
        assert [len(batch) for batch in gate.batches] == [1, 50]
        assert gate.batches[1] == others
        await writer.close()

    run(scenario())


def test_where_many_vote_the_next_batch_waits_for_more_and_where_few_do_none_waits(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("votebox.writer._DELAY", 0.2)

    async def scenario() -> None:
        writer = Writer(gate, limit=100)
        writer.start()
        sizes = [5, 2, 1]
        futures = [writer.submit(make_submission()) for _ in range(5)]
        await gate.let()
        await asyncio.gather(*futures)
        first = writer.submit(make_submission())
        await asyncio.sleep(0.02)
        assert len(gate.batches) == 1
        second = writer.submit(make_submission())
        await gate.let()
        await asyncio.gather(first, second)
        alone = writer.submit(make_submission())
        await asyncio.sleep(0.02)
        assert [len(batch) for batch in gate.batches] == sizes
        await gate.let()
        await alone
        await writer.close()

    run(scenario())


def test_a_batch_has_an_end(gate: Gate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("votebox.writer.BATCH_LIMIT", 3)

    async def scenario() -> None:
        writer = Writer(gate, limit=100)
        writer.start()
        first = writer.submit(make_submission())
        await asyncio.to_thread(gate.arrived.acquire)
        futures = [writer.submit(make_submission()) for _ in range(7)]
        gate.through.release()
        await gate.let(3)
        await asyncio.gather(first, *futures)
        assert [len(batch) for batch in gate.batches] == [1, 3, 3, 1]
        await writer.close()

    run(scenario())


def test_a_full_queue_takes_no_more_until_there_is_room(gate: Gate) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=2)
        writer.start()
        futures = [writer.submit(make_submission()), writer.submit(make_submission())]
        with pytest.raises(QueueFull):
            writer.submit(make_submission())
        gate.through.release(2)
        await asyncio.gather(*futures)
        gate.through.release()
        assert await writer.submit(make_submission()) is Outcome.STORED
        await writer.close()

    run(scenario())


@pytest.mark.parametrize("error", [StoreError("The disk is full."), ValueError("a mistake")])
def test_a_batch_that_fails_fails_for_each_and_the_writer_goes_on(
    gate: Gate, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=10)
        writer.start()
        gate.error = error
        futures = [writer.submit(make_submission()) for _ in range(3)]
        gate.through.release(3)
        found = await asyncio.gather(*futures, return_exceptions=True)
        assert [type(one) for one in found] == [StoreError] * 3
        assert len({id(one) for one in found}) == 3
        gate.error = None
        gate.through = threading.Semaphore(1)
        assert await writer.submit(make_submission()) is Outcome.STORED
        await writer.close()

    run(scenario())
    assert str(error) in caplog.text


def test_at_the_end_every_vote_that_was_taken_is_stored_and_answered(gate: Gate) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=100)
        writer.start()
        assert writer.running
        first = writer.submit(make_submission())
        await asyncio.to_thread(gate.arrived.acquire)
        futures = [first, *(writer.submit(make_submission()) for _ in range(20))]
        end = asyncio.create_task(writer.close())
        await asyncio.sleep(0)
        with pytest.raises(QueueFull):
            writer.submit(make_submission())
        assert not end.done()
        gate.through.release(2)
        await end
        assert all(future.done() for future in futures)
        assert sum(map(len, gate.batches)) == 21
        assert not writer.running
        await writer.close()

    run(scenario())


def test_a_request_that_was_cancelled_harms_no_other(gate: Gate) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=10)
        writer.start()
        await asyncio.sleep(0)
        futures = [writer.submit(make_submission()), writer.submit(make_submission())]
        futures[0].cancel()
        gate.through.release(2)
        assert isinstance(await futures[1], Outcome)
        assert await asyncio.gather(*futures[:1], return_exceptions=True) != []
        await writer.close()

    run(scenario())


def test_what_is_measured(gate: Gate) -> None:
    metrics = Metrics()

    async def scenario() -> None:
        writer = Writer(gate, limit=10, metrics=metrics)
        writer.start()
        first = writer.submit(make_submission())
        await asyncio.to_thread(gate.arrived.acquire)
        others = [writer.submit(make_submission()) for _ in range(4)]
        assert writer.waiting == 5
        await asyncio.sleep(0.02)
        gate.through.release(2)
        await asyncio.gather(first, *others)
        assert writer.waiting == 0
        await writer.close()

    run(scenario())
    lines = metrics.text(waiting=0).splitlines()
    found = dict(line.rsplit(" ", 1) for line in lines)
    assert (found["votebox_batch_votes_count"], found["votebox_batch_votes_sum"]) == ("2", "5")
    assert found['votebox_batch_votes_bucket{le="1"}'] == "1"
    assert float(found["votebox_commit_seconds_sum"]) >= 0.02


def test_not_ready_after_a_commit_that_failed_until_it_is_long_ago_or_one_succeeds(
    gate: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=10)
        assert not writer.ready
        writer.start()
        assert writer.ready
        gate.through.release(3)
        for error, ready in ((StoreError("full"), False), (None, True), (StoreError("full"), False)):
            gate.error = error
            await asyncio.gather(writer.submit(make_submission()), return_exceptions=True)
            assert writer.ready is ready
        monkeypatch.setattr("votebox.writer._DOUBT", 0.0)
        assert writer.ready
        await writer.close()
        assert not writer.ready

    run(scenario())


def test_nothing_is_taken_before_the_start(gate: Gate) -> None:
    with pytest.raises(QueueFull):
        Writer(gate, limit=10).submit(make_submission())
    run(Writer(gate, limit=10).close())


def test_a_job_is_done_between_two_batches(gate: Gate) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=10)
        writer.start()
        first = writer.submit(make_submission())
        await asyncio.to_thread(gate.arrived.acquire)
        before = writer.submit(make_submission())
        job = writer.run(lambda store: (store is gate, len(gate.batches)))
        after = writer.submit(make_submission())
        gate.through.release(3)
        await asyncio.gather(first, before, after)
        assert await job == (True, 2)
        assert list(map(len, gate.batches)) == [1, 1, 1]
        assert writer.waiting == 0
        await writer.close()

    run(scenario())


def test_a_job_that_fails_harms_nobody_else(gate: Gate) -> None:
    async def scenario() -> None:
        writer = Writer(gate, limit=10)
        writer.start()
        gate.through.release()
        with pytest.raises(ZeroDivisionError):
            await writer.run(lambda _: 1 // 0)
        assert await writer.submit(make_submission()) is Outcome.STORED
        cancelled = writer.run(lambda _: None)
        cancelled.cancel()
        assert await writer.run(lambda _: "done") == "done"
        assert writer.ready
        await writer.close()
        with pytest.raises(QueueFull):
            writer.run(lambda _: None)

    run(scenario())
