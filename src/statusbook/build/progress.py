"""How far a build is, for who watches it; in CI nobody does, and nothing is said."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Count:
    """How many steps some processes have taken; each counts its own, so that none waits for another."""

    def __init__(self, processes: int) -> None:
        """Begin, before they are started: they share it."""
        self._steps = multiprocessing.RawArray("Q", processes)

    def step(self, process: int) -> None:
        """A process, by its number, has taken one."""
        self._steps[process] += 1

    def __int__(self) -> int:
        """The steps of all."""
        return sum(self._steps)


@contextmanager
def shown(what: str, count: Count, total: int) -> Iterator[None]:
    """Draws how much of `total` is done while the block runs, where standard error is a terminal."""
    if not sys.stderr.isatty():
        yield
        return
    # Only then: it takes a while to load.
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TimeRemainingColumn())
    ended = threading.Event()
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)

        def follow() -> None:
            while not ended.wait(0.1):
                bar.update(task, completed=int(count))

        follower = threading.Thread(target=follow, daemon=True)
        follower.start()
        try:
            yield
        finally:
            ended.set()
            follower.join()
