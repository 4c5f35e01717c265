"""Several processes that each keep what they have made, and do as they are told, all at once."""

from __future__ import annotations

import multiprocessing
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, Generic, Self, TypeVar

from statusbook.problems import StatusbookError

_W = TypeVar("_W")


class LostError(StatusbookError):
    """A process ended in the midst of its work."""


class Crew(Generic[_W]):
    """Workers, each in a process of its own; a single one is in this process.

    Processes are forked, so that what this one has loaded is theirs, and takes memory once.
    """

    def __init__(self, jobs: int, make: Callable[[int], _W]) -> None:
        """Start `jobs` processes; each makes its worker from its number."""
        self.size = jobs
        self._alone = make(0) if jobs == 1 else None
        self._answers: list[tuple[bool, Any]] = []
        self._pipes: list[Connection] = []
        self._processes = []
        fork = multiprocessing.get_context("fork")
        for number in range(jobs if jobs > 1 else 0):
            here, there = fork.Pipe()
            process = fork.Process(
                target=_work, args=(make, number, there, [here, *self._pipes]), daemon=True
            )
            process.start()
            there.close()
            self._pipes.append(here)
            self._processes.append(process)

    def ask(self, do: Callable[..., Any], each: Sequence[tuple[Any, ...]]) -> list[Any]:
        """What ``do(worker, *arguments)`` returns in each process, in their order; see `tell` and `hear`."""
        self.tell(do, each)
        return self.hear()

    def tell(self, do: Callable[..., Any], each: Sequence[tuple[Any, ...]]) -> None:
        """Has each process do something, while this one goes on.

        Args:
            do: a function of a module, such as a method of the workers' class.
            each: the arguments for each process.

        Raises:
            LostError: when a process is gone.
            Exception: what a worker in this process raises.
        """
        if self._alone is not None:
            self._answers = [(False, do(self._alone, *each[0]))]
            return
        with _lost():
            for pipe, arguments in zip(self._pipes, each, strict=True):
                pipe.send((do, arguments))

    def hear(self) -> list[Any]:
        """What came of it in each process, in their order.

        Raises:
            LostError: when a process is gone.
            Exception: what the first process that failed raised; the others have finished by then.
        """
        if self._alone is None:
            with _lost():
                self._answers = [pipe.recv() for pipe in self._pipes]
        for failed, found in self._answers:
            if failed:
                raise found
        return [found for _, found in self._answers]

    def __enter__(self) -> Self:
        """Nothing is left to do."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        """Ends the processes."""
        for pipe in self._pipes:
            pipe.close()
        for process in self._processes:
            process.join(timeout=1)
            process.kill()


@contextmanager
def _lost() -> Iterator[None]:
    try:
        yield
    except (EOFError, OSError):
        raise LostError("A process of the build has ended before its work was done. Build again.") from None


def _work(make: Callable[[int], Any], number: int, pipe: Connection, others: list[Connection]) -> None:
    """What a process does until the pipe closes, which it does when whoever tells it what to do is gone."""
    for other in others:
        other.close()  # or this process would keep them open
    worker = make(number)
    while True:
        try:
            do, arguments = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = (False, do(worker, *arguments))
        except Exception as error:  # whatever it is, it is for whoever asked
            error.add_note("".join(traceback.format_exception(error)))
            answer = (True, error)
        with suppress(OSError):  # nobody waits for it any more
            pipe.send(answer)
