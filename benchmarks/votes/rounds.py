"""Servers that are loaded in turn, again and again: what else the machine does meets all of them alike."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.votes import processes
from benchmarks.votes.client import Client, Job
from benchmarks.votes.run import Run
from benchmarks.votes.traffic import GOOD


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is loaded in each round."""

    job: Job
    process: int
    """The server's."""


@dataclass(frozen=True, kw_only=True)
class Round:
    """What came of one round."""

    run: Run
    good: int
    """How many of its answers were those that were wanted."""
    cpu: float
    """Seconds of processor time that the server took for it."""

    @property
    def rate(self) -> float:
        """Good answers a second."""
        return self.good / self.run.seconds

    @property
    def cost(self) -> float:
        """Microseconds of the server's processor time for each good answer."""
        return 1e6 * self.cpu / self.good


def in_turn(client: Client, targets: Sequence[Target], rounds: int) -> dict[str, list[Round]]:
    """Load each target so many times in turn; return the rounds by the names of their traffics."""
    found: dict[str, list[Round]] = {target.job.traffic: [] for target in targets}
    for _ in range(rounds):
        for target in targets:
            found[target.job.traffic].append(_load(client, target))
    return found


def spread(values: Iterable[float], form: str) -> str:
    """Return the median and the extremes of values, each in a form."""
    found = sorted(values)
    return f"{statistics.median(found):{form}} ({found[0]:{form}}–{found[-1]:{form}})"


def _load(client: Client, target: Target) -> Round:
    begun = processes.cpu(target.process)
    run = client.run(target.job)
    good = run.outcomes.get(GOOD[target.job.traffic], 0)
    return Round(run=run, good=good, cpu=processes.cpu(target.process) - begun)
