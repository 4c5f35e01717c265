"""What a command takes: time, processor, memory.

Linux counts to a process's peak what its parent held when it was started. So this file, run as a script, is
the parent: a Python that has imported next to nothing.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one command took, or one as a share of another."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of all processors, in user and system mode, with the processes that the command starts."""
    memory: float
    """Megabytes (10⁶) at the peak of the largest process."""


def measure(command: Sequence[str], environment: Mapping[str, str] | None = None) -> Cost:
    """Run a command, in our own environment if no other is given.

    Raises:
        SystemExit: with what the command wrote, when it fails.
    """
    done = subprocess.run(
        [sys.executable, __file__, *command], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stderr)
    return Cost(**json.loads(done.stdout))


def row(name: str, costs: Sequence[Cost], forms: Sequence[str]) -> list[str]:
    """A row of a table: the medians and the extremes of seconds, processor and memory, each in its form."""
    columns = zip(*map(astuple, costs), strict=True)
    return [name, *(_spread(column, form) for column, form in zip(columns, forms, strict=True))]


def _spread(values: Sequence[float], form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def _run(command: Sequence[str]) -> Cost:
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen(command, stdout=log, stderr=log)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)  # Popen did not see the end of the process
        if process.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{log.read().decode()}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss * unit / 1e6)


if __name__ == "__main__":
    print(json.dumps(_run(sys.argv[1:]).__dict__))
