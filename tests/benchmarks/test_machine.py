import re

from benchmarks.votes import machine
from benchmarks.votes.cores import Cores


def test_what_figures_are_of() -> None:
    text = machine.described(Cores(server=0, client=1, database=1), "PostgreSQL 15", "Isso 0")
    lines = [
        r".+, \d+ CPUs, Python 3\.\d+\.\d+",
        r"SQLite 3\.[0-9.]+, PostgreSQL 15, Isso 0",
        r"server on CPU 0, client on CPU 1",
        r"a sync of 4 KiB in /\S+: \d+\.\d\d ms \(median of 50\)(\nThat is no disk.+)?",
        r"load of the last minute: \d+\.\d",
    ]
    assert re.fullmatch("\n".join(lines), text)


def test_memory_is_not_taken_for_a_disk() -> None:
    assert machine.disk(0.0004).endswith(": 0.40 ms (median of 50)")
    assert machine.disk(0.000_002).splitlines()[1] == (
        "That is no disk, so nothing is durable: give a folder on one, such as TMPDIR=/var/tmp"
    )
