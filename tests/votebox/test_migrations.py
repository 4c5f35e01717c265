import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import psycopg
import pytest

from tests.votebox.postgres_server import PostgresServer
from votebox import migrations
from votebox.address import Address
from votebox.cluster import Connection, connect
from votebox.errors import StoreError
from votebox.migrations import Kind, migrate, migrate_cluster, steps
from votebox.postgres import PostgresStore
from votebox.sqlite import SqliteStore

KINDS: tuple[Kind, ...] = ("sqlite", "postgres")


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database, isolation_level=None)) as opened:
        yield opened


def schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(migrations, "_FOLDER", tmp_path / "steps")
    for kind in KINDS:
        (tmp_path / "steps" / kind).mkdir(parents=True)
    return tmp_path / "steps"


@pytest.fixture
def cluster(postgres: Address) -> Iterator[Connection]:
    with closing(connect(postgres)) as opened:
        yield opened


TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema"


def tables(cluster: Connection) -> set[str]:
    found = cluster.execute(TABLES)
    return {name for (name,) in found}


@pytest.mark.parametrize("kind", KINDS)
def test_steps_are_numbered_without_a_gap(kind: Kind) -> None:
    assert [int(step.name[:4]) for step in steps(kind)] == list(range(1, len(steps(kind)) + 1))


def test_steps_are_the_same_for_every_kind() -> None:
    assert [step.name for step in steps("sqlite")] == [step.name for step in steps("postgres")]


def test_twice_is_as_once(connection: sqlite3.Connection) -> None:
    migrate(connection)
    once = schema(connection)
    migrate(connection)
    assert schema(connection) == once
    assert {name for name, _ in once} >= {"votes", "texts", "salts"}
    assert version(connection) == len(steps("sqlite"))


def test_a_new_step_is_taken_and_the_old_ones_are_not(connection: sqlite3.Connection, folder: Path) -> None:
    (folder / "sqlite" / "0001_a.sql").write_text("CREATE TABLE a (x); -- a; comment\n")
    migrate(connection)
    (folder / "sqlite" / "0002_b.sql").write_text("CREATE TABLE b (x);\nINSERT INTO b VALUES ('a;\nb');\n")
    migrate(connection)
    assert [name for name, _ in schema(connection)] == ["a", "b"]
    assert connection.execute("SELECT x FROM b").fetchall() == [("a;\nb",)]
    assert version(connection) == 2


def test_a_step_that_fails_leaves_nothing_and_those_before_stay(
    connection: sqlite3.Connection, folder: Path
) -> None:
    (folder / "sqlite" / "0001_a.sql").write_text("CREATE TABLE a (x);")
    (folder / "sqlite" / "0002_b.sql").write_text("CREATE TABLE b (x);\nCREATE TABLE a (x);")
    with pytest.raises(sqlite3.OperationalError, match="table a already exists"):
        migrate(connection)
    assert [name for name, _ in schema(connection)] == ["a"]
    assert version(connection) == 1
    assert not connection.in_transaction


def test_a_newer_database(database: Path, connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError) as error:
        SqliteStore(database).open()
    assert str(error.value) == (
        f"The database has schema 99, and this votebox knows {len(steps('sqlite'))}. "
        "Run the votebox that wrote it, or a newer one."
    )


def test_twice_is_as_once_in_a_cluster(cluster: Connection) -> None:
    migrate_cluster(cluster)
    once = tables(cluster)
    migrate_cluster(cluster)
    assert (
        tables(cluster)
        == once
        == {*("migrations", "votes", "texts", "salts", "tallies", "counted_days", "revisions", "copies")}
    )


def test_a_new_step_of_a_cluster_is_taken_and_the_old_ones_are_not(cluster: Connection, folder: Path) -> None:
    (folder / "postgres" / "0001_a.sql").write_text("CREATE TABLE a (x int); -- a; 100 %\n")
    migrate_cluster(cluster)
    (folder / "postgres" / "0002_b.sql").write_text("CREATE TABLE b (x text); INSERT INTO b VALUES ('a%s');")
    migrate_cluster(cluster)
    assert cluster.execute("SELECT x FROM b").fetchall() == [("a%s",)]
    assert tables(cluster) == {"migrations", "a", "b"}


def test_a_step_of_a_cluster_that_fails_leaves_nothing_and_those_before_stay(
    cluster: Connection, folder: Path
) -> None:
    (folder / "postgres" / "0001_a.sql").write_text("CREATE TABLE a (x int);")
    (folder / "postgres" / "0002_b.sql").write_text("CREATE TABLE b (x int); SELECT nobody FROM a;")
    with pytest.raises(psycopg.errors.UndefinedColumn):
        migrate_cluster(cluster)
    assert tables(cluster) == {"migrations", "a"}
    assert cluster.execute("SELECT step FROM migrations").fetchall() == [(1,)]


def test_a_newer_cluster(postgres: Address, cluster: Connection) -> None:
    migrate_cluster(cluster)
    cluster.execute("INSERT INTO migrations VALUES (99)")
    with pytest.raises(StoreError) as error:
        PostgresStore(postgres).open()
    assert str(error.value) == (
        f"The database has schema 99, and this votebox knows {len(steps('postgres'))}. "
        "Run the votebox that wrote it, or a newer one."
    )


OPEN = """
import sys
from votebox.address import place
from votebox.stores import store_at
print("ready", flush=True)
for line in sys.stdin:
    store_at(place(line.strip())).open()
    print("opened", flush=True)
"""


@pytest.fixture
def openers() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that open the places whose names they are given."""
    command = [sys.executable, "-c", OPEN]
    processes = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) for _ in range(6)]
    assert answers(processes) == ["ready\n"] * 6
    yield processes
    assert [process.communicate(timeout=20)[1] for process in processes] == [""] * 6


def answers(processes: list[subprocess.Popen[str]]) -> list[str]:
    return [process.stdout.readline() for process in processes if process.stdout]


def open_together(processes: list[subprocess.Popen[str]], place: str) -> None:
    for process in processes:
        assert process.stdin
        process.stdin.write(f"{place}\n")
        process.stdin.flush()
    assert answers(processes) == ["opened\n"] * 6


def test_by_processes_at_the_same_moment(openers: list[subprocess.Popen[str]], tmp_path: Path) -> None:
    for attempt in range(10):
        database = tmp_path / f"{attempt}.db"
        open_together(openers, str(database))
        with closing(sqlite3.connect(database)) as connection:
            assert version(connection) == len(steps("sqlite"))


def test_of_a_cluster_by_processes_at_the_same_moment(
    openers: list[subprocess.Popen[str]], postgres_server: PostgresServer
) -> None:
    for _ in range(10):
        address = postgres_server.new_place()
        open_together(openers, address.url)
        with closing(connect(address)) as cluster:
            assert len(cluster.execute("SELECT step FROM migrations").fetchall()) == len(steps("postgres"))
