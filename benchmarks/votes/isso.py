"""Isso, a comment server whose readers can vote on comments: what votebox's votes are measured against.

It is PyPI's package, in the versions that `isso.lock` names, in a virtual environment of its own. It is run
as its documentation says for production (reference/deployment): by uWSGI, "the author's choice", with the
configuration that is given there, but with one process, since it has one processor, and without a log of
requests. Its database is SQLite as it ships: each statement opens the file anew, and what it changes is
committed to a rollback journal, which is as durable as a commit of votebox.

One of its votes, `POST /id/ID/like`, reads a comment with its voters (a Bloom filter of 256 bytes), and
writes the voters and one vote more. A network votes once on a comment, and 142 vote on it at most. To have
every vote stored, each comes from another network, which X-Forwarded-For names and `trusted-proxies`
allows, and they go to 200 comments in turn: one is written as a reader would, the others are copies of its
row. It answers 200 to a vote that it does not store, too, and then says so; those are not counted, and the
votes in its database are.

So each vote of Isso has several syncs of its own, where a batch of votebox has one: how much faster votebox
is depends on what a sync takes, which is printed. Where it takes nothing, only the work of the processor is
left.

Misaka, one of its two renderers of Markdown, is left out: no vote needs it, and it has to be compiled.
"""

import json
import os
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.common import ROOT
from benchmarks.votes.cores import on
from benchmarks.votes.traffic import COMMENTS

LOCK = Path(__file__).with_name("isso.lock")
FOLDER = ROOT / ".cache" / "isso"
_PATIENCE = 60.0  # seconds that it has to start

_SETTINGS = """\
[general]
dbpath = {folder}/comments.db
host = http://127.0.0.1:{port}/
[guard]
enabled = false
[server]
trusted-proxies = 127.0.0.1
"""
_COPY = """
    INSERT INTO comments (tid, created, mode, remote_addr, text, likes, dislikes, voters, notification)
    SELECT tid, created, mode, remote_addr, text, likes, dislikes, voters, notification
    FROM comments WHERE id = 1
"""


@dataclass(frozen=True, kw_only=True)
class Isso:
    """An Isso that runs."""

    port: int
    process: int
    """The id of uWSGI's first process."""
    database: Path

    def votes(self) -> int:
        """Count the votes in its database."""
        with closing(sqlite3.connect(self.database)) as connection:
            return int(connection.execute("SELECT sum(likes + dislikes) FROM comments").fetchone()[0])


def version() -> str:
    """Return the versions of Isso and of its server, as they are installed."""
    pinned = dict(line.split(" ")[0].split("==") for line in LOCK.read_text().splitlines() if "==" in line)
    return f"Isso {pinned['isso']}, uWSGI {pinned['pyuwsgi']}"


def install() -> None:
    """Install it, unless that version is there.

    Raises:
        SystemExit: It cannot be installed; pip has said why.
    """
    installed = FOLDER / LOCK.name
    if installed.exists() and installed.read_bytes() == LOCK.read_bytes():
        return
    print(f"Installing {version()} into {FOLDER.relative_to(ROOT)}/ …", flush=True)
    pip = [str(FOLDER / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    try:
        subprocess.run([sys.executable, "-m", "venv", "--clear", FOLDER], check=True)
        subprocess.run([*pip, "--no-deps", "--require-hashes", "--requirement", LOCK], check=True)
    except subprocess.CalledProcessError:
        sys.exit("Isso cannot be installed. Measure without it: python -m benchmarks.votes --no-isso")
    installed.write_bytes(LOCK.read_bytes())


@contextmanager
def isso(core: int) -> Iterator[Isso]:
    """Run a new Isso with its comments on a processor; it has ended when this has."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings = folder / "isso.cfg"
        settings.write_text(_SETTINGS.format(folder=folder, port=port))
        with on(core), (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                _command(folder, port),
                env={**os.environ, "ISSO_SETTINGS": str(settings)},
                stdout=log,
                stderr=log,
            )
        with process:
            try:
                _comment(port)
                database = folder / "comments.db"
                with closing(sqlite3.connect(database)) as connection, connection:
                    connection.executemany(_COPY, [()] * (COMMENTS - 1))
                yield Isso(port=port, process=process.pid, database=database)
            finally:
                process.send_signal(signal.SIGINT)  # to uWSGI: end


def _command(folder: Path, port: int) -> list[str]:
    spool = folder / "mail"
    spool.mkdir()
    return [
        str(FOLDER / "bin" / "uwsgi"),
        *("--http", f"127.0.0.1:{port}", "--http-keepalive"),
        *("--master", "--processes", "1", "--disable-logging"),
        *("--cache2", "name=hash,items=1024,blocksize=32", "--spooler", str(spool)),
        *("--module", "isso.run", "--virtualenv", str(FOLDER)),
    ]


def _comment(port: int) -> None:
    """Write the first comment, as soon as that is possible."""
    body = json.dumps({"title": "How do I check my order status?", "text": "That helped."}).encode()
    headers = {"content-type": "application/json", "x-forwarded-for": "192.0.2.1"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}/new?uri=/order-status/", body, headers)
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            urllib.request.urlopen(request, timeout=_PATIENCE).close()
            return
        except OSError:
            if time.monotonic() > end:
                raise
            time.sleep(0.1)
