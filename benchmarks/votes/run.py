"""What comes of a load."""

import math
import time
from collections import Counter
from collections.abc import Sequence

from msgspec import Struct

from benchmarks.votes.connection import LOST, Connection
from benchmarks.votes.traffic import Traffic


class Run(Struct, frozen=True, kw_only=True):
    """What came of a load."""

    seconds: float
    """From the first request to the last answer."""
    outcomes: dict[str, int]
    """How often each answer came."""
    p50: float
    """Milliseconds within which half of the answers came."""
    p99: float
    worst: float
    busy: float
    """The share of the time in which the client itself used its processor, from 0 to 1."""
    late: float = 0
    """Milliseconds after their moments within which 99 % of the requests were sent; they are in the waits."""

    @property
    def answers(self) -> int:
        """How many answers came, of whatever kind."""
        return sum(self.outcomes.values())


class Tally:
    """Counts answers while they come."""

    def __init__(self, traffic: Traffic) -> None:
        """Begin."""
        self._outcome = traffic.outcome
        self._outcomes: Counter[str] = Counter()
        self._waits: list[float] = []
        self._begun = self._last = time.perf_counter()
        self._cpu = time.process_time()

    def answered(self, connection: Connection, status: int, body: bytes) -> None:
        """Count an answer."""
        self._last = time.perf_counter()
        self._waits.append(self._last - connection.since)
        self._outcomes["lost" if status == LOST else self._outcome(status, body)] += 1

    def run(self, late: Sequence[float] = ()) -> Run:
        """Return what came; `late` are the seconds that each request was sent after its moment."""
        seconds = self._last - self._begun
        waits = sorted(self._waits)
        return Run(
            seconds=seconds,
            outcomes=dict(self._outcomes),
            p50=1000 * quantile(waits, 0.5),
            p99=1000 * quantile(waits, 0.99),
            worst=1000 * waits[-1],
            busy=(time.process_time() - self._cpu) / seconds,
            late=1000 * quantile(sorted(late), 0.99) if late else 0,
        )


def quantile(ordered: Sequence[float], share: float) -> float:
    """Return the least of some ordered values that so large a share of them do not exceed (nearest rank)."""
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
