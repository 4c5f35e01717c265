"""How many votes a second are durably stored, and how long readers wait for it.

    python -m benchmarks.votes

On a new SQLite file and on a private PostgreSQL, or with `--database` on another one, which has to be
empty. Each has a votebox of its own, the product's with one more route: `POST /noop` reads the body and
answers 204. The votebox has one processor for itself, and the client another; PostgreSQL has a third, or
else the client's.

In rounds, votes, no-ops and Isso's votes (see `isso`) are loaded in turn, after one to warm up: by one
client, over the same number of keep-alive connections, with one request at a time on each. A ratio is that
of the rates of one round; of the rounds the median and the extremes are shown. CPU is the time of a
processor that the server takes for one. Then 500 votes come each second, whatever becomes of them (see
`open_loop`). At the end the rows of each database are compared with what was answered.

Measure while the machine does nothing else. On a busy one a server with two threads is given more of its
processor than one with a single thread, and votes look better beside no-ops than they are.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from benchmarks.votes import cores, isso, machine, report
from benchmarks.votes.client import client
from benchmarks.votes.comparison import Plan, compare
from tests.votebox.postgres_server import PostgresServer


def main(plan: Plan, database: str | None, *, with_isso: bool) -> int:
    """Measure and print; return 1 when a vote was lost, doubled or not stored."""
    placed = cores.choose()
    if with_isso:
        isso.install()
    honest = []
    with client(placed.client) as loading, _postgres(database, placed.database) as address:
        where = "" if database else f" on CPU {placed.database}"
        versions = [f"{_version(address)}{where}", *([isso.version()] if with_isso else [])]
        print(machine.described(placed, *versions), flush=True)
        for store in (None, address):
            found = compare(loading, placed, plan, store, with_isso=with_isso and store is None)
            print(f"\n{'PostgreSQL' if store else 'a new SQLite file'}: {plan}\n")
            print(report.text(found, 0.30 if store else 0.45), flush=True)
            honest += [count.honest for count in found.counts.values()]
    print(f"\n{machine.load()}")
    return int(not all(honest))


@contextmanager
def _postgres(database: str | None, core: int) -> Iterator[str]:
    """Run a private PostgreSQL on a processor, unless there is another database; yield its address.

    Raises:
        SystemExit: There is no PostgreSQL here.
    """
    if database:
        yield database
        return
    try:
        postgres = PostgresServer()
    except FileNotFoundError as error:
        sys.exit(str(error))
    try:
        with cores.on(core):
            postgres.start()
        yield postgres.new_place().url
    finally:
        postgres.stop()


def _version(address: str) -> str:
    with psycopg.connect(address) as connection:
        version = connection.info.parameter_status("server_version") or ""
        return f"PostgreSQL {version.partition(' ')[0]}"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=1, help="the length of a round")
    parser.add_argument("--open-loop", type=float, default=20, help="seconds of 500 votes each")
    parser.add_argument("--database", help="postgresql://…, an empty database, instead of a private one")
    parser.add_argument("--no-isso", action="store_true", help="leave Isso out")
    given = parser.parse_args()
    plan = Plan(
        connections=given.connections,
        rounds=given.rounds,
        seconds=given.seconds,
        open_loop=given.open_loop,
    )
    sys.exit(main(plan, given.database, with_isso=not given.no_isso))
