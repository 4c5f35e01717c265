"""What the tests of votebox share: a small site, votes, and a real server."""

import os
import re
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from threading import Timer
from typing import Any, Protocol

import psycopg
from psycopg.rows import dict_row
from starlette.testclient import TestClient

from votebox.address import Address, Place
from votebox.comments import Comment, Query, find
from votebox.pages import Page
from votebox.store import Store, Submission
from votebox.totals import Totals, read_totals
from votebox.vote import from_form

Member = str | int | bool | float | list[str] | dict[str, int] | None
ReadRows = Callable[[], list[dict[str, Any]]]


class Serving(Protocol):
    """Starts an application on a store, by default a SqliteStore, and returns a client for it."""

    def __call__(self, store: Store | None = None, **client: Any) -> TestClient: ...


class Start(Protocol):
    """Starts a real server with these arguments and environment variables."""

    def __call__(self, *arguments: str, **environment: str) -> "Server": ...


ORDER_STATUS = {
    "title": "How do I check my order status?",
    "revision": "5f2c9a1b03de",
    "url": "/order-status/",
    "thanks": "/thanks/",
    "failed": "/vote-not-sent/",
    "statuses": ["pending", "processing", "payment-received"],
}
PAGES: dict[str, dict[str, Any]] = {
    "en/order-status": ORDER_STATUS,
    "ru/order-status": {
        **ORDER_STATUS,
        "url": "/ru/order-status/",
        "thanks": "/ru/thanks/",
        "failed": "/ru/vote-not-sent/",
        "statuses": ["pending"],
    },
    "en": {**ORDER_STATUS, "title": "Help", "url": "/", "statuses": []},
}
FILES = {
    "index.html": "<!doctype html><html><head><title>Help</title></head><body>Help</body></html>",
    "404.html": "<h1>Not found</h1>",
    "ru/404.html": "<h1>Не найдено</h1>",
    "order-status/index.html": "<h1>Order status</h1>",
    "ru/vote-not-sent/index.html": (
        "<!doctype html><html><head><title>Голос не отправлен</title></head></html>"
    ),
    "assets/main.7e37652d.min.css": "body {}",
    "assets/plain.css": "body {}",
    "service-worker.js": "//",
    "statuses.json": "{}",
    "ru/statuses.json": "{}",
    "schemas/statuses-1.json": "{}",
    "order-status/index.md": "# Order status",
}


def make_vote(**members: Member) -> dict[str, Any]:
    """Make the members of a vote for Yes with an id of its own; those given are added or replaced."""
    vote = {
        "id": str(uuid.uuid4()),
        "page": "en/order-status",
        "revision": "5f2c9a1b03de",
        "helpful": "yes",
    }
    return {**vote, **members}


def make_submission(
    address: str = "192.0.2.1", agent: bytes = b"agent", at: int = 0, *, flagged: bool = False, **fields: Any
) -> Submission:
    """Make a submission; fields of its vote are given by name, too."""
    form = make_vote(**fields)
    page = Page(thanks="/", failed="/", statuses=frozenset({"pending", "processing"}))
    vote = from_form(form, {form["page"]: page})
    at = at or time.time_ns() // 1_000_000
    return Submission(vote=vote, address=address, agent=agent, received_at=at, flagged=flagged)


VOTES = "SELECT votes.*, page, revision FROM votes JOIN texts ON texts.id = text ORDER BY created_at"


def totals(store: Store) -> Totals:
    """Read what all votes of a store say."""
    with store.read() as session:
        return read_totals(session)


def comments(store: Store, **query: Any) -> list[Comment]:
    """Read comments of a store, the newest first."""
    with store.read() as session:
        return find(session, Query(**query), 1_000)


def read_rows(place: Place) -> list[dict[str, Any]]:
    """Read what is in the database, as somebody who is not votebox; the oldest vote first."""
    if isinstance(place, Address):
        with psycopg.connect(place.url, row_factory=dict_row) as server:
            return [{**row, "id": str(row["id"])} for row in server.execute(VOTES)]
    with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as connection:
        connection.row_factory = sqlite3.Row
        return [{**row, "id": str(uuid.UUID(bytes=row["id"]))} for row in connection.execute(VOTES)]


VOTEBOX = "from votebox.cli import main; main()"


class Server:
    """A real `votebox serve` in a process of its own, on a free port."""

    def __init__(
        self,
        arguments: Sequence[str],
        folder: Path,
        environment: Mapping[str, str],
        program: str = VOTEBOX,
    ) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", program, "serve", *arguments],
            cwd=folder,
            env={**os.environ, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        # A log for programs has the line that a person would read on stdout.
        stream = self.process.stderr if environment.get("VOTEBOX_LOG") == "json" else self.process.stdout
        assert stream
        late = Timer(20, self.process.kill)
        late.start()
        self.ready = stream.readline()
        late.cancel()
        address = re.search(r"http://([\d.]+):(\d+)", self.ready)
        assert address, self.process.communicate()[1]
        self.host, self.port = address.group(1), int(address.group(2))

    def connect(self) -> socket.socket:
        return socket.create_connection((self.host, self.port), timeout=10)

    def stop(self, number: int) -> tuple[int, str]:
        """Send a signal, wait for the end; return the exit code and what was written to stderr."""
        self.process.send_signal(number)
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors
