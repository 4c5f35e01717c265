"""How many votes a second are durably stored, beside what the same server does with requests that do nothing.

    python benchmarks/votes.py --seconds 3 --rounds 3 --postgres

On SQLite, and with `--postgres` on a private PostgreSQL on this machine, too, or with `--database` on
another; that has to be empty. A server in a process of its own (the product's, with a new database) has one
more route, `POST /noop`, that reads the body and answers 204. A client in another process loads both in
turn over the same number of keep-alive connections, one request at a time on each. At the end the rows of
the database are compared with the votes that were answered 201.
"""

import argparse
import asyncio
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import uvloop
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script sees only its own folder

from benchmarks.common import machine
from tests.votebox.postgres_server import PostgresServer
from votebox import server
from votebox.address import Place, place
from votebox.app import make_app
from votebox.settings import read
from votebox.stores import store_at
from votebox.totals import read_totals

_PAGES = {"version": 1, "pages": {"en/order-status": {"thanks": "/thanks/", "failed": "/vote-not-sent/"}}}
_VOTE = '{"id":"%s","page":"en/order-status","revision":"5f2c9a1b03de","helpful":"yes"}'
_ID = "00000000-0000-4000-8000-000000000000"
_WARM_UP = 1.0  # seconds

_Run = dict[str, Any]


class _NoOp:
    """An endpoint of the same kind as the one for votes: reads the body, stores nothing."""

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body", False):
            pass
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def serve(folder: Path, descriptor: int) -> None:
    """Serve votes and the no-op on a listening socket that the parent process opened."""
    # The address of a database is in the environment: everybody sees the arguments of a process.
    settings = read({"site": str(folder / "site"), "rate": "off"}, os.environ)
    store = store_at(settings.database)
    store.open()
    app = make_app(settings, store)
    app.router.routes.insert(1, Route("/noop", _NoOp()))
    server.run(app, socket.socket(fileno=descriptor), "The server is ready.")


class _Connection(asyncio.Protocol):
    """One keep-alive connection that sends a request, waits for its answer, and sends the next."""

    def __init__(self, next_request: Callable[[], bytes | None], taken: list[tuple[int, float]]) -> None:
        self._next_request = next_request
        self._taken = taken
        self._buffer = b""
        self._transport: asyncio.Transport
        self._sent = 0.0
        self.done = asyncio.get_running_loop().create_future()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Send the first request."""
        self._transport = cast("asyncio.Transport", transport)
        self._send()

    def data_received(self, data: bytes) -> None:
        """Note the answer when it is complete, and go on."""
        self._buffer += data
        head, blank, body = self._buffer.partition(b"\r\n\r\n")
        if not blank:
            return
        _, named, rest = head.lower().partition(b"content-length: ")
        if named and len(body) < int(rest.partition(b"\r\n")[0]):
            return
        self._taken.append((int(head[9:12]), time.perf_counter() - self._sent))
        self._buffer = b""
        self._send()

    def connection_lost(self, exc: Exception | None) -> None:
        """End; an answer that never came is an error."""
        if not self.done.done():
            self.done.set_exception(exc or ConnectionError("The server closed the connection."))

    def _send(self) -> None:
        request = self._next_request()
        if request is None:
            self.done.set_result(None)
            self._transport.close()
        else:
            self._sent = time.perf_counter()
            self._transport.write(request)


async def load(port: int, path: str, connections: int, seconds: float) -> _Run:
    """Load a path for some seconds; return the rate of answers, latencies and how often each status came."""
    loop = asyncio.get_running_loop()
    head = (
        f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1:{port}\r\ncontent-type: application/json\r\n"
        f"user-agent: benchmark\r\ncontent-length: {len(_VOTE % _ID)}\r\n\r\n"
    )
    first, last = (head + _VOTE).split("%s")
    end = time.perf_counter() + seconds

    def next_request() -> bytes | None:
        if time.perf_counter() >= end:
            return None
        key = os.urandom(16).hex()
        return f"{first}{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}{last}".encode()

    taken: list[tuple[int, float]] = []
    start = time.perf_counter()
    made = [
        await loop.create_connection(lambda: _Connection(next_request, taken), "127.0.0.1", port)
        for _ in range(connections)
    ]
    await asyncio.gather(*(connection.done for _, connection in made))
    elapsed = time.perf_counter() - start
    milliseconds = sorted(latency * 1000 for _, latency in taken)
    statuses = [status for status, _ in taken]
    return {
        "rate": len(taken) / elapsed,
        "p50": milliseconds[len(milliseconds) // 2],
        "p99": milliseconds[len(milliseconds) * 99 // 100],
        "statuses": {str(status): statuses.count(status) for status in set(statuses)},
    }


def _measure(port: int, path: str, connections: int, seconds: float) -> _Run:
    """Load a path from a process of its own, so that the client takes no time from the server's."""
    command = [sys.executable, __file__, "--load", path, "--port", str(port)]
    command += ["--connections", str(connections), "--seconds", str(seconds)]
    return cast("_Run", json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout))


def _rows(database: Place) -> int:
    with store_at(database).read() as session:
        return sum(page.received for page in read_totals(session).pages)


@contextmanager
def _server(database: str | None) -> Iterator[tuple[int, Place]]:
    """Run a server on a free port, and on a new SQLite file unless a database is given; yield port and place.

    It has ended when this has.
    """
    with (
        tempfile.TemporaryDirectory() as name,
        socket.create_server(("127.0.0.1", 0), backlog=2048) as listener,
    ):
        site = Path(name, "site")
        site.mkdir()
        (site / "pages.json").write_text(json.dumps(_PAGES))
        command = [sys.executable, __file__, "--serve", name, "--descriptor", str(listener.fileno())]
        used = database or str(Path(name, "votes.db"))
        with subprocess.Popen(
            command,
            pass_fds=[listener.fileno()],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "VOTEBOX_DATABASE": used},
        ) as process:
            try:
                yield listener.getsockname()[1], place(used)
            finally:
                process.terminate()


def _compare(
    connections: int, seconds: float, rounds: int, database: str | None
) -> tuple[list[_Run], list[_Run], int]:
    """Load votes and no-ops in turn; return the runs of both, the first of each to warm up, and the rows."""
    votes: list[_Run] = []
    noops: list[_Run] = []
    with _server(database) as (port, used):
        for number in range(rounds + 1):
            votes.append(_measure(port, "/votes", connections, seconds if number else _WARM_UP))
            noops.append(_measure(port, "/noop", connections, seconds if number else _WARM_UP))
            name = f"round {number}" if number else "warm-up"
            print(f"{name}: {votes[-1]['rate']:,.0f} votes/s, {noops[-1]['rate']:,.0f} no-ops/s", flush=True)
        return votes, noops, _rows(used)


def _spread(values: Iterable[float], form: str) -> str:
    found = sorted(values)
    return f"{statistics.median(found):{form}} (min {found[0]:{form}}, max {found[-1]:{form}})"


def measure(connections: int, seconds: float, rounds: int, database: str | None) -> int:
    """Measure, print, and return 1 when rows and answers disagree, or a vote was not answered 201."""
    print(f"\n{place(database) if database else 'a new SQLite file'}", flush=True)
    votes, noops, rows = _compare(connections, seconds, rounds, database)
    stored = sum(run["statuses"].pop("201", 0) for run in votes)
    others = [run["statuses"] for run in votes if run["statuses"]]
    print(f"{connections} connections, {rounds} rounds of {seconds:g} s; median (min, max) of the rounds:")
    print(f"votes/s   {_spread((run['rate'] for run in votes[1:]), ',.0f')}")
    print(f"no-ops/s  {_spread((run['rate'] for run in noops[1:]), ',.0f')}")
    pairs = zip(votes[1:], noops[1:], strict=True)
    print(f"ratio     {_spread((vote['rate'] / noop['rate'] for vote, noop in pairs), '.1%')}")
    for title, runs in (("votes", votes), ("no-ops", noops)):
        for rank in ("p50", "p99"):
            print(f"{title} {rank}: {_spread((run[rank] for run in runs[1:]), '.2f')} ms")
    print(
        f"rows in the database: {rows:,}; votes answered 201: {stored:,}; other answers: {others or 'none'}"
    )
    return int(rows != stored or bool(others))


def main(connections: int, seconds: float, rounds: int, databases: Sequence[str | None]) -> int:
    """Measure each database, SQLite where it is None; return 1 when anything is wrong with one."""
    print(machine())
    return max([measure(connections, seconds, rounds, database) for database in databases])


@contextmanager
def _private(wanted: bool) -> Iterator[list[str]]:
    """Run a private PostgreSQL, where it is wanted; yield its address in a list."""
    if not wanted:
        yield []
        return
    postgres = PostgresServer()
    try:
        postgres.start()
        yield [postgres.new_place().url]
    finally:
        postgres.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--postgres", action="store_true", help="measure a private PostgreSQL, too")
    parser.add_argument("--database", help="measure this database instead of SQLite")
    for hidden in ("--serve", "--load"):
        parser.add_argument(hidden, help=argparse.SUPPRESS)
    for hidden in ("--descriptor", "--port"):
        parser.add_argument(hidden, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve(Path(given.serve), given.descriptor)
    elif given.load:
        print(json.dumps(uvloop.run(load(given.port, given.load, given.connections, given.seconds))))
    else:
        with _private(given.postgres) as private:
            sys.exit(main(given.connections, given.seconds, given.rounds, [given.database, *private]))
