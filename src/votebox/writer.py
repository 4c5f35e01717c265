"""Group commit: votes that arrive while a commit runs share the next one."""

import asyncio
import logging
import math
import time
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar

from msgspec import Struct

from votebox.errors import QueueFull, StoreError
from votebox.logs import event
from votebox.metrics import Metrics
from votebox.store import BATCH_LIMIT, Outcome, Store, Submission

_LOG = logging.getLogger("votebox")

_Waiting = tuple[Submission, "asyncio.Future[Outcome]"]
_Result = TypeVar("_Result")


class _Job(Struct):
    """Something else that is to be done with the store."""

    work: Callable[[Store], Any]
    future: "asyncio.Future[Any]"


_SIBLINGS = 5
"""After a batch of so many votes the next one waits for more; where they come one by one, none waits."""

_DELAY = 0.001
"""Seconds for which it waits: to commit fifty votes takes little longer than to commit five.

PostgreSQL does so, too: https://www.postgresql.org/docs/current/runtime-config-wal.html#GUC-COMMIT-DELAY
"""

_DOUBT = 10.0
"""Seconds after a commit that failed until votes are asked for again, to see whether the next succeeds."""


class Writer:
    """One thread that alone writes to the store; coroutines of one event loop hand it votes and wait."""

    def __init__(self, store: Store, *, limit: int, metrics: Metrics | None = None) -> None:
        """Take an open store; `limit` is the most votes that may wait for their commit."""
        self._store = store
        self._limit = limit
        self._metrics = metrics or Metrics()
        self._failed = -math.inf
        self._waiting = 0  # touched on the event loop alone
        self._turn: list[_Waiting] = []  # what has come since the last batch was handed over
        self._latest = 0  # how many votes the last batch had
        self._queue: SimpleQueue[list[_Waiting] | _Job | None] = SimpleQueue()
        self._left: list[_Waiting] = []  # what the last batch had no room for; touched by the thread alone
        self._thread: Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    def start(self) -> None:
        """Start the thread; must be called on the event loop that will submit votes."""
        self._loop = asyncio.get_running_loop()
        self._thread = Thread(target=self._run, args=(self._loop,), name="votebox-writer", daemon=True)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether votes are taken."""
        return self._loop is not None and self._thread is not None and self._thread.is_alive()

    @property
    def ready(self) -> bool:
        """Whether the next commit can be expected to succeed: the last did, or is too long ago to tell."""
        return self.running and time.monotonic() - self._failed >= _DOUBT

    @property
    def waiting(self) -> int:
        """How many votes wait for their commit."""
        return self._waiting

    def submit(self, submission: Submission) -> "asyncio.Future[Outcome]":
        """Hand a vote over; the future is done when the vote is durable.

        It raises StoreError when the vote is not stored.

        Raises:
            QueueFull: The vote was not taken.
        """
        if self._loop is None or self._waiting >= self._limit:
            raise QueueFull("As many votes are waiting as may wait.")
        self._waiting += 1
        future: asyncio.Future[Outcome] = self._loop.create_future()
        if not self._turn:
            # Not at once: the thread would be woken by the first of many votes that came together.
            if self._latest < _SIBLINGS:
                self._loop.call_soon(self._hand_over)
            else:
                self._loop.call_later(_DELAY, self._hand_over)
        self._turn.append((submission, future))
        return future

    def run(self, work: Callable[[Store], _Result]) -> "asyncio.Future[_Result]":
        """Have something done with the store between two batches; votes wait for it, so it should be short.

        The future has what `work` returns or raises.

        Raises:
            QueueFull: The writer is closing.
        """
        if self._loop is None:
            raise QueueFull("The writer is closing.")
        future: asyncio.Future[_Result] = self._loop.create_future()
        self._hand_over()
        self._queue.put(_Job(work, future))
        return future

    async def close(self) -> None:
        """Take no more votes, and return when every vote that was taken is stored and answered."""
        loop, self._loop = self._loop, None
        if loop is None or self._thread is None:
            return
        self._hand_over()
        self._queue.put(None)
        # The thread has the last answers called soon before it ends, hence before this goes on.
        await loop.run_in_executor(None, self._thread.join)

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        more = True
        while more:
            batch, job, more = self._gather()
            if batch:
                begun = time.perf_counter()
                outcomes = self._commit(batch)
                seconds = time.perf_counter() - begun
                loop.call_soon_threadsafe(self._answer, batch, outcomes, seconds)
            if job:
                loop.call_soon_threadsafe(_settle, job.future, *self._done(job))

    def _gather(self) -> tuple[list[_Waiting], _Job | None, bool]:
        """Wait; return the votes that came until the first job, that job, and whether more may come."""
        batch, self._left = self._left, []
        try:
            while len(batch) < BATCH_LIMIT:
                found = self._queue.get(block=not batch)
                if found is None or isinstance(found, _Job):
                    return batch, found, found is not None
                batch += found
        except Empty:
            return batch, None, True
        self._left = batch[BATCH_LIMIT:]
        return batch[:BATCH_LIMIT], None, True

    def _hand_over(self) -> None:
        if self._turn:
            self._queue.put(self._turn)
            self._turn = []

    def _done(self, job: _Job) -> tuple[Any, Exception | None]:
        try:
            return job.work(self._store), None
        except Exception as error:  # whoever waits for the job is told
            return None, error

    def _commit(self, batch: list[_Waiting]) -> list[Outcome] | None:
        try:
            return self._store.save([submission for submission, _ in batch])
        except StoreError as error:
            _LOG.error("%s", error, extra=event("commit-failed", votes=len(batch)))
        except Exception:
            # A mistake of a store must not end the one thread that can store the next vote.
            extra = event("commit-broken", votes=len(batch))
            _LOG.exception("The store did not take %d votes.", len(batch), extra=extra)
        return None

    def _answer(self, batch: list[_Waiting], outcomes: list[Outcome] | None, seconds: float) -> None:
        self._waiting -= len(batch)
        self._latest = len(batch)
        self._failed = time.monotonic() if outcomes is None else -math.inf
        self._metrics.committed(len(batch), seconds, stored=outcomes is not None)
        for place, (_, future) in enumerate(batch):
            if future.done():
                continue  # cancelled: the server gave up waiting at its end
            if outcomes is None:
                future.set_exception(StoreError("The vote was not stored."))
            else:
                future.set_result(outcomes[place])


def _settle(future: "asyncio.Future[Any]", result: object, error: Exception | None) -> None:
    if future.done():
        return  # whoever waited has gone
    if error is None:
        future.set_result(result)
    else:
        future.set_exception(error)
