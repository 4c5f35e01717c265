"""A long load in stretches, and what is seen of the server meanwhile."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from benchmarks.votes import processes
from benchmarks.votes.client import Client, Job
from benchmarks.votes.run import Run
from benchmarks.votes.server import Server
from benchmarks.votes.traffic import GOOD
from benchmarks.votes.visitor import Visit, open_dashboard

LENGTH = 10
"""Seconds of a stretch."""

_TRAFFIC = "readers"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """What was seen in one stretch."""

    run: Run
    memory: list[float]
    """Megabytes (10⁶) that the server held, each second."""
    visit: Visit
    """What an editor saw who opened the dashboard in the middle of it."""

    @property
    def stored(self) -> int:
        """The votes that were answered as stored."""
        return self.run.outcomes.get(GOOD[_TRAFFIC], 0)


def stretches(
    client: Client, server: Server, token: str, votes: int, rate: float | None
) -> Iterator[Stretch]:
    """Load a server with votes of readers, until so many are stored; yield each stretch when it has ended.

    Args:
        client: Who sends them.
        server: Where the dashboard's password is `token`.
        token: See server.
        votes: How many shall be stored; there may be a few more.
        rate: How many come each second, whatever becomes of them; None for as many as the server takes.
    """
    stored = 0
    while stored < votes:
        job = Job(
            traffic=_TRAFFIC,
            port=server.port,
            seconds=LENGTH,
            connections=64 if rate is None else 500,
            rate=rate,
        )
        stretch = _stretch(client, job, server, token)
        stored += stretch.stored
        yield stretch


def _stretch(client: Client, job: Job, server: Server, token: str) -> Stretch:
    client.begin(job)
    memory = list(_watched(server, LENGTH / 2))
    visit = open_dashboard(server.port, token)
    memory += _watched(server, LENGTH / 2)
    return Stretch(run=client.end(), memory=memory, visit=visit)


def _watched(server: Server, seconds: float) -> Iterator[float]:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(1)
        yield processes.memory(server.process)
