"""The client: a process of its own, so that it takes no time from the server's.

    python -m benchmarks.votes.client

reads a job in each line of its input, and writes what came of it, as JSON. It stays for all jobs: one
follows upon another without a pause.
"""

import asyncio
import gc
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

import msgspec
import uvloop
from msgspec import Struct

from benchmarks.common import ROOT
from benchmarks.votes import closed_loop, open_loop
from benchmarks.votes.cores import on
from benchmarks.votes.run import Run
from benchmarks.votes.traffic import TRAFFICS, Traffic


class Job(Struct, frozen=True, kw_only=True):
    """What to load, and how."""

    traffic: str
    """A name in TRAFFICS."""
    port: int
    seconds: float
    connections: int = 64
    rate: float | None = None
    """Requests a second, whatever becomes of them; None sends each when the one before is answered."""


class Client:
    """What others have of the process."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        self._process = process

    def run(self, job: Job) -> Run:
        """Do a job."""
        self.begin(job)
        return self.end()

    def begin(self, job: Job) -> None:
        """Have a job done, and return at once."""
        assert self._process.stdin
        self._process.stdin.write(msgspec.json.encode(job) + b"\n")
        self._process.stdin.flush()

    def end(self) -> Run:
        """Wait for the job that was begun.

        Raises:
            SystemExit: The client has ended, and has said why.
        """
        assert self._process.stdout
        line = self._process.stdout.readline()
        if not line:
            sys.exit("The client has ended.")
        return msgspec.json.decode(line, type=Run)


@contextmanager
def client(core: int) -> Iterator[Client]:
    """Run a client on a processor."""
    command = [sys.executable, "-m", "benchmarks.votes.client"]
    with on(core):
        process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    with process:
        yield Client(process)


@cache
def _traffic(name: str, _port: int) -> Traffic:
    """One for each server: it must not get a request twice."""
    return TRAFFICS[name]()


async def _done(job: Job) -> Run:
    traffic = _traffic(job.traffic, job.port)
    if job.rate is None:
        return await closed_loop.load(job.port, traffic, job.connections, job.seconds)
    return await open_loop.load(job.port, traffic, job.connections, job.seconds, job.rate)


def main() -> None:
    """Do the jobs of the input."""
    gc.disable()  # a pause of the client would look like one of the server
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        for line in sys.stdin.buffer:
            run = runner.run(_done(msgspec.json.decode(line, type=Job)))
            print(msgspec.json.encode(run).decode(), flush=True)
            gc.collect()


if __name__ == "__main__":
    main()
