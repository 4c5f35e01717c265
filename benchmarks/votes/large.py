"""Ten minutes of a thousand readers a second, on SQLite: what their votes take in memory and on the disk.

    python -m benchmarks.votes.large
    python -m benchmarks.votes.large --seconds 600

600,000 votes as readers give them (see `traffic.readers`) come as fast as the server takes them or, with
`--seconds`, in so many seconds, whatever becomes of them (see `open_loop`). All are of one day, which is the
hardest for whoever counts them: a day that is over is counted once. The server has its usual limits, and
believes the client as a proxy that each reader is another; it has one processor for itself.

Each second its memory is looked at, and in each stretch of ten seconds the dashboard is opened once; at the
end it is opened several times, and so it is after a new start.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import table
from benchmarks.votes import cores, machine, processes
from benchmarks.votes.client import client
from benchmarks.votes.comparison import Count, count
from benchmarks.votes.cores import Cores
from benchmarks.votes.rounds import spread
from benchmarks.votes.server import Server, votebox
from benchmarks.votes.stretches import Stretch, stretches
from benchmarks.votes.visitor import Visit, open_dashboard, wait_until_served

_TOKEN = "a-benchmark-needs-one"
_SETTINGS = {"VOTEBOX_PROXIES": "127.0.0.1", "VOTEBOX_DASHBOARD_TOKEN": _TOKEN}
_VISITS = 10


@dataclass(frozen=True, kw_only=True)
class Large:
    """What was measured."""

    memory: Sequence[float]
    """Megabytes (10⁶) that the server held: before the first vote, and then each second."""
    size: int
    """Bytes of the database with its log, when the last vote had come."""
    count: Count
    during: Sequence[Visit]
    after: Sequence[Visit]
    anew: Sequence[Visit]
    """After a new start of the server."""


def measure(placed: Cores, votes: int, rate: float | None, file: Path) -> Large:
    """Load a new SQLite file with votes, and tell of each stretch; see `stretches` for `rate`."""
    with client(placed.client) as loading, votebox(placed.server, _SETTINGS, str(file)) as server:
        wait_until_served(server.port)
        before = processes.memory(server.process)
        found = list(_told(stretches(loading, server, _TOKEN, votes, rate)))
        size = _size(file)
        after = _visits(server)
        counted = count("readers", (stretch.run for stretch in found), server.votes())
    with votebox(placed.server, _SETTINGS, str(file)) as server:
        wait_until_served(server.port)
        anew = _visits(server)
    return Large(
        memory=[before, *(megabytes for stretch in found for megabytes in stretch.memory)],
        size=size,
        count=counted,
        during=[stretch.visit for stretch in found],
        after=after,
        anew=anew,
    )


def main(votes: int, seconds: float | None) -> int:
    """Measure and print; return 1 when a vote was lost, doubled or not stored."""
    placed = cores.choose()
    print(f"{machine.described(placed)}\n", flush=True)
    with tempfile.TemporaryDirectory() as name:
        found = measure(placed, votes, votes / seconds if seconds else None, Path(name, "votes.db"))
    print(f"\n{_figures(found)}\n\n{found.count}\n{machine.load()}")
    return int(not found.count.honest)


def _figures(found: Large) -> str:
    during = found.during
    return table(
        [
            ["", "measured", "wanted"],
            ["memory, MB", _memory(found.memory), "flat, under 150"],
            ["file with its log, B a vote", f"{found.size / found.count.rows:.1f}", "under 250"],
            ["dashboard under load, ms", spread((visit.wait for visit in during), ".0f"), "under 300"],
            ["age of its numbers, s", spread((visit.age for visit in during), ".0f"), ""],
            ["dashboard after it, ms", _waits(found.after), "under 300"],
            ["dashboard after a new start, ms", _waits(found.anew), ""],
        ]
    )


def _told(found: Iterator[Stretch]) -> Iterator[Stretch]:
    """Print each stretch when it has ended."""
    print("  votes   a second   p50, ms   p99, ms   max, ms   memory, MB   dashboard, ms")
    votes = 0
    for stretch in found:
        run = stretch.run
        votes += stretch.stored
        waits = f"{run.p50:9.1f} {run.p99:9.1f} {run.worst:9.1f}"
        seen = f"{stretch.memory[-1]:12.1f} {stretch.visit.wait:15.0f}"
        print(f"{votes:7,} {stretch.stored / run.seconds:10,.0f} {waits} {seen}", flush=True)
        yield stretch


def _memory(memory: Sequence[float]) -> str:
    tenth, end, most = memory[len(memory) // 10], memory[-1], max(memory)
    return f"{memory[0]:.0f} before, {tenth:.0f} after a tenth, {end:.0f} at the end, {most:.0f} at most"


def _visits(server: Server) -> list[Visit]:
    return [open_dashboard(server.port, _TOKEN) for _ in range(_VISITS)]


def _waits(visits: Sequence[Visit]) -> str:
    others = spread((visit.wait for visit in visits[1:]), ".0f")
    return f"the first {visits[0].wait:.0f}, others {others}"


def _size(file: Path) -> int:
    """Return the bytes of a SQLite file and of what lies beside it."""
    return sum(one.stat().st_size for one in file.parent.glob(f"{file.name}*"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--votes", type=int, default=600_000)
    parser.add_argument("--seconds", type=float, help="let them come in so many seconds")
    given = parser.parse_args()
    sys.exit(main(given.votes, given.seconds))
