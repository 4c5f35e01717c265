"""What a command takes: time, processor, memory.

Linux counts to a process's peak what its parent held when it was started. So this file, run as a script, is
the parent: a Python that has imported next to nothing.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one command took."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of all processors, in user and system mode, with the processes that the command starts."""
    memory: float
    """Megabytes (10⁶) at the peak of the largest process."""


def measure(command: Sequence[str]) -> Cost:
    """Run a command.

    Raises:
        SystemExit: with what the command wrote, when it fails.
    """
    done = subprocess.run([sys.executable, __file__, *command], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    return Cost(**json.loads(done.stdout))


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
