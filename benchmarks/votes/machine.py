"""What the figures are of: the machine, what else it does, its disk, and the versions."""

import os
import re
import sqlite3
import statistics
import subprocess
import tempfile
import time

from benchmarks import common
from benchmarks.votes import isso
from benchmarks.votes.cores import Cores
from tests.votebox import postgres_server

_SYNCS = 50


def described(cores: Cores) -> str:
    """Return it in a few lines."""
    return "\n".join(
        (
            common.machine(),
            f"SQLite {sqlite3.sqlite_version}, PostgreSQL {_postgres()}, {isso.version()}",
            str(cores),
            f"a sync of 4 KiB in {tempfile.gettempdir()}: {1000 * _sync():.2f} ms (median of {_SYNCS})",
            load(),
        )
    )


def load() -> str:
    """Return how many processes have wanted a processor, on average of the last minute."""
    return f"load of the last minute: {os.getloadavg()[0]:.1f}"


def _postgres() -> str:
    programs = postgres_server.find()
    if programs is None:
        return "none"
    said = subprocess.run([programs / "postgres", "--version"], check=True, capture_output=True, text=True)
    found = re.search(r"[0-9][0-9.]*", said.stdout)
    return found[0] if found else said.stdout.strip()


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
