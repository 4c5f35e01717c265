"""A load that does not wait for answers: readers come when they come.

The moments are independent of each other (Poisson) and of the server, and the wait for an answer is counted
from its moment, whenever the request could be sent. So a server that stops for a second is charged with
everybody who came in that second, not with those alone whom it was answering (no coordinated omission).
"""

import asyncio
import random
import time
from collections import deque

from benchmarks.votes.closed_loop import close, wait_for
from benchmarks.votes.connection import Connection
from benchmarks.votes.run import Run, Tally
from benchmarks.votes.traffic import Traffic


async def load(port: int, traffic: Traffic, connections: int, seconds: float, rate: float) -> Run:
    """Send so many requests a second on average; one waits for a connection only where none is free."""
    readers = _Readers(traffic, seconds, rate)
    made = [Connection(port, readers.answered) for _ in range(connections)]
    await asyncio.gather(*(connection.open() for connection in made))
    readers.come(made)
    await wait_for(readers.finished, seconds)
    close(made)
    return readers.run()


class _Readers:
    def __init__(self, traffic: Traffic, seconds: float, rate: float) -> None:
        self.finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._traffic = traffic
        self._seconds = seconds
        self._rate = rate
        self._choose = random.Random(1)
        self._free: deque[Connection] = deque()
        self._queue: deque[float] = deque()
        self._unanswered = 0
        self._late: list[float] = []

    def come(self, connections: list[Connection]) -> None:
        self._free.extend(connections)
        self._tally = Tally(self._traffic)
        self._next = time.perf_counter()
        self._end = self._next + self._seconds
        self._look()

    def answered(self, connection: Connection, status: int, body: bytes) -> None:
        self._tally.answered(connection, status, body)
        self._unanswered -= 1
        self._free.append(connection)
        self._send()

    def run(self) -> Run:
        return self._tally.run(self._late)

    def _look(self) -> None:
        """Let those come whose moment has come, and look again at the next moment."""
        now = time.perf_counter()
        while self._next <= min(now, self._end):
            self._queue.append(self._next)
            self._unanswered += 1
            self._next += self._choose.expovariate(self._rate)
        if self._next <= self._end:
            asyncio.get_running_loop().call_later(self._next - now, self._look)
        self._send()

    def _send(self) -> None:
        while self._queue and self._free:
            moment = self._queue.popleft()
            self._late.append(time.perf_counter() - moment)
            # The one that was free for the longest time: a server closes those that are never used.
            self._free.popleft().send(next(self._traffic.requests), moment)
        if not self._unanswered and self._next > self._end and not self.finished.done():
            self.finished.set_result(None)
