"""Which processor does what: the server has one for itself, so that its votes are those of one core."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cores:
    """The numbers of processors of this machine."""

    server: int
    """That of the server that is measured, with all of its threads and processes."""
    client: int
    database: int
    """That of PostgreSQL, which would be on another machine: the third, or else the client's."""

    def __str__(self) -> str:
        if self.server == self.client:
            return "There is one CPU only: the server shares it with the client, which makes it slower."
        return f"server on CPU {self.server}, client on CPU {self.client}"


def choose() -> Cores:
    """Choose among the processors that this process may use."""
    free = sorted(os.sched_getaffinity(0))
    return Cores(server=free[0], client=free[min(1, len(free) - 1)], database=free[min(2, len(free) - 1)])


@contextmanager
def on(core: int) -> Iterator[None]:
    """Start processes on one processor: those that are started within stay there."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)
