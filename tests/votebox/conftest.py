"""Fixtures of the tests of votebox; `sharing` says what they are made of."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.votebox import syscalls
from tests.votebox.postgres_server import MISSING, PostgresServer, find
from tests.votebox.sharing import (
    FILES,
    PAGES,
    ReadRows,
    Server,
    Serving,
    Start,
    read_rows,
)
from votebox.address import Address, Place
from votebox.app import make_app
from votebox.settings import Settings
from votebox.sqlite import SqliteStore
from votebox.store import Store
from votebox.stores import store_at


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name, text in FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    (folder / "pages.json").write_text(json.dumps({"version": 1, "pages": PAGES}), encoding="utf-8")
    return folder


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "votes.db"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start a server for all tests of a run; one that a test kills it starts again."""
    if find() is None:
        pytest.skip(MISSING)
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture
def postgres(postgres_server: PostgresServer) -> Address:
    """An empty place in a real PostgreSQL."""
    return postgres_server.new_place()


@pytest.fixture
def private_server() -> Iterator[PostgresServer]:
    """A PostgreSQL for one test, which may kill it or set it up otherwise."""
    if find() is None:
        pytest.skip(MISSING)
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def tracing() -> None:
    """Skip a test that traces processes where that is not possible."""
    if why := syscalls.unusable():
        pytest.skip(why)


@pytest.fixture
def settings(site: Path, database: Path) -> Settings:
    return Settings(
        site=site,
        database=database,
        host="127.0.0.1",
        port=0,
        origins=frozenset({"https://help.example"}),
        queue=100,
    )


@pytest.fixture
def store(database: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore(database)
    opened.open()
    yield opened
    opened.close()


@pytest.fixture
def serving(settings: Settings) -> Iterator[Serving]:
    clients: list[TestClient] = []

    def serve(store: Store | None = None, **client: Any) -> TestClient:
        store = store or store_at(settings.database)
        store.open()
        clients.append(TestClient(make_app(settings, store), follow_redirects=False, **client))
        clients[-1].__enter__()
        return clients[-1]

    yield serve
    for client in clients:
        client.__exit__(None, None, None)


@pytest.fixture
def client(serving: Serving) -> TestClient:
    return serving()


@pytest.fixture
def rows(database: Path) -> ReadRows:
    return lambda: read_rows(database)


@pytest.fixture(params=["database", "postgres"], ids=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest) -> Place:
    """A place for votes of each kind; what asks for it is tested with all kinds."""
    found: Place = request.getfixturevalue(request.param)
    return found


@pytest.fixture
def start(site: Path) -> Iterator[Start]:
    """Start servers on free ports; what a test leaves running is killed."""
    started: list[Server] = []

    def run(*arguments: str, **environment: str) -> Server:
        started.append(Server(["--port", "0", *arguments], site.parent, environment))
        return started[-1]

    yield run
    for server in started:
        if server.process.poll() is None:
            server.process.kill()
        server.process.communicate()
