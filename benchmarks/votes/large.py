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
from pathlib import Path

from benchmarks.common import table
from benchmarks.votes import cores, machine, processes
from benchmarks.votes.client import client
from benchmarks.votes.comparison import count
from benchmarks.votes.rounds import spread
from benchmarks.votes.server import Server, votebox
from benchmarks.votes.stretches import Stretch, stretches
from benchmarks.votes.visitor import Visit, open_dashboard, wait_until_served

_TOKEN = "a-benchmark-needs-one"
_SETTINGS = {"VOTEBOX_PROXIES": "127.0.0.1", "VOTEBOX_DASHBOARD_TOKEN": _TOKEN}
_VISITS = 10


def main(votes: int, seconds: float | None) -> int:
    """Measure and print; return 1 when a vote was lost, doubled or not stored."""
    placed = cores.choose()
    print(f"{machine.described(placed)}\n", flush=True)
    with client(placed.client) as loading, tempfile.TemporaryDirectory() as name:
        file = Path(name, "votes.db")
        with votebox(placed.server, _SETTINGS, str(file)) as server:
            wait_until_served(server.port)
            memory = [processes.memory(server.process)]
            found = list(_told(stretches(loading, server, _TOKEN, votes, seconds and votes / seconds)))
            memory += [one for stretch in found for one in stretch.memory]
            size = _size(file)
            after = _visits(server)
            counted = count("readers", (stretch.run for stretch in found), server.votes())
        with votebox(placed.server, _SETTINGS, str(file)) as server:
            wait_until_served(server.port)
            anew = _visits(server)
    during = [stretch.visit for stretch in found]
    rows = [["", "measured", "wanted"]]
    rows.append(["memory, MB", _memory(memory), "flat, under 150"])
    rows.append(["file with its log, B a vote", f"{size / counted.rows:.1f}", "under 250"])
    rows.append(["dashboard under load, ms", spread((visit.wait for visit in during), ".0f"), "under 300"])
    rows.append(["  its numbers are old by, s", spread((visit.age for visit in during), ".0f"), ""])
    rows += [
        ["dashboard after it, ms", _waits(after), ""],
        ["dashboard after a new start, ms", _waits(anew), ""],
    ]
    print(f"\n{table(rows)}\n\n{counted}\n{machine.load()}")
    return int(not counted.honest)


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
