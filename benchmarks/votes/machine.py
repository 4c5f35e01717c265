"""What the figures are of: the machine, what else it does, its disk, and the versions."""

import os
import sqlite3
import statistics
import tempfile
import time

from benchmarks import common
from benchmarks.votes.cores import Cores

_SYNCS = 50
_NO_DISK = 20e-6  # seconds: memory takes a tenth of it, and the fastest disks take as long


def described(cores: Cores, *others: str) -> str:
    """Return it in a few lines; `others` are versions besides that of SQLite."""
    return "\n".join(
        (
            common.machine(),
            ", ".join((f"SQLite {sqlite3.sqlite_version}", *others)),
            str(cores),
            disk(_sync()),
            load(),
        )
    )


def disk(sync: float) -> str:
    """Return in words how many seconds a sync takes where the databases are."""
    folder = tempfile.gettempdir()
    words = f"a sync of 4 KiB in {folder}: {1000 * sync:.2f} ms (median of {_SYNCS})"
    if sync >= _NO_DISK:
        return words
    return f"{words}\nThat is no disk, so nothing is durable: give a folder on one, such as TMPDIR=/var/tmp"


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
