"""What the figures are of: the machine, what else it does, its disk, and the versions."""

import os
import sqlite3
import statistics
import tempfile
import time

from benchmarks import common
from benchmarks.votes.cores import Cores

_SYNCS = 50


def described(cores: Cores, *others: str) -> str:
    """Return it in a few lines; `others` are versions besides that of SQLite."""
    return "\n".join(
        (
            common.machine(),
            ", ".join((f"SQLite {sqlite3.sqlite_version}", *others)),
            str(cores),
            f"a sync of 4 KiB in {tempfile.gettempdir()}: {1000 * _sync():.2f} ms (median of {_SYNCS})",
            load(),
        )
    )


def load() -> str:
    """Return how many processes have wanted a processor, on average of the last minute."""
    return f"load of the last minute: {os.getloadavg()[0]:.1f}"


def _sync() -> float:
    """Return the seconds that it takes to have a page on the disk where the databases are."""
    taken = []
    with tempfile.TemporaryFile() as file:
        for _ in range(_SYNCS):
            file.write(bytes(4096))
            file.flush()
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            taken.append(time.perf_counter() - begun)
    return statistics.median(taken)
