"""The server that is measured: votebox as it is served, and one more route that does nothing.

    python -m benchmarks.votes.server FOLDER DESCRIPTOR

serves on a listening socket that was opened before. `POST /noop` reads the body as the route for votes
does, and answers 204.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from benchmarks.common import ROOT
from benchmarks.votes.cores import on
from benchmarks.votes.traffic import PAGES, REVISIONS, STATUSES
from votebox import server
from votebox.address import Place, place
from votebox.app import make_app
from votebox.settings import read
from votebox.stores import store_at

UNLIMITED = {"VOTEBOX_RATE": "off", "VOTEBOX_BURST": "off"}
"""The client is one network, which may not send so much otherwise."""


@dataclass(frozen=True, kw_only=True)
class Server:
    """A votebox that runs."""

    port: int
    process: int
    """The id of its process."""
    database: Place

    def votes(self) -> int:
        """Count the votes in its database."""
        with store_at(self.database).read() as session:
            return int(next(iter(session.execute("SELECT count(*) FROM votes")))[0])


@contextmanager
def votebox(core: int, settings: Mapping[str, str], database: str | None = None) -> Iterator[Server]:
    """Run a votebox on a processor and a free port, with a new SQLite file unless a database is given.

    Settings are by their variables in the environment. The server has ended when this has.
    """
    with (
        tempfile.TemporaryDirectory() as name,
        socket.create_server(("127.0.0.1", 0), backlog=2048) as listener,
    ):
        folder = Path(name)
        _write_site(folder / "site")
        used = database or str(folder / "votes.db")
        command = [sys.executable, "-m", "benchmarks.votes.server", name, str(listener.fileno())]
        with on(core):
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                pass_fds=[listener.fileno()],
                stdout=subprocess.DEVNULL,
                # The address of a database is in the environment: everybody sees the arguments of a process.
                env={**os.environ, **settings, "VOTEBOX_DATABASE": used},
            )
        with process:
            try:
                yield Server(port=listener.getsockname()[1], process=process.pid, database=place(used))
            finally:
                process.terminate()


def serve(folder: Path, descriptor: int) -> None:
    """Serve votes and the no-op until this process is told to end."""
    settings = read({"site": str(folder / "site")}, os.environ)
    store = store_at(settings.database)
    store.claim()
    store.open()
    app = make_app(settings, store)
    app.router.routes.insert(1, Route("/noop", _NoOp()))
    server.run(app, socket.socket(fileno=descriptor), "The server is ready.")


class _NoOp:
    """An endpoint of the same kind as the one for votes: reads the body, stores nothing."""

    async def __call__(self, _scope: Scope, receive: Receive, send: Send) -> None:
        while (await receive()).get("more_body", False):
            pass
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})


def _write_site(site: Path) -> None:
    site.mkdir()
    page = {
        "thanks": "/thanks/",
        "failed": "/vote-not-sent/",
        "statuses": STATUSES,
        "revision": REVISIONS[-1],
    }
    pages = {key: {**page, "title": key, "url": f"/{key}/"} for key in PAGES}
    (site / "pages.json").write_text(json.dumps({"version": 1, "pages": pages}))


if __name__ == "__main__":
    serve(Path(sys.argv[1]), int(sys.argv[2]))
