import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from subprocess import PIPE

import pytest

from votebox import migrations
from votebox.errors import StoreError
from votebox.migrations import migrate, steps
from votebox.sqlite import SqliteStore


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
    folder = tmp_path / "steps"
    folder.mkdir()
    monkeypatch.setattr(migrations, "_FOLDER", folder)
    return folder


def test_steps_are_numbered_without_a_gap() -> None:
    assert [int(step.name[:4]) for step in steps()] == list(range(1, len(steps()) + 1))


def test_twice_is_as_once(connection: sqlite3.Connection) -> None:
    migrate(connection)
    once = schema(connection)
    migrate(connection)
    assert schema(connection) == once
    assert {name for name, _ in once} >= {"votes", "texts", "salts"}
    assert version(connection) == len(steps())


def test_a_new_step_is_taken_and_the_old_ones_are_not(connection: sqlite3.Connection, folder: Path) -> None:
    (folder / "0001_a.sql").write_text("CREATE TABLE a (x); -- a; comment\n")
    migrate(connection)
    (folder / "0002_b.sql").write_text("CREATE TABLE b (x);\nINSERT INTO b VALUES ('one;\ntwo');\n")
    migrate(connection)
    assert [name for name, _ in schema(connection)] == ["a", "b"]
    assert connection.execute("SELECT x FROM b").fetchall() == [("one;\ntwo",)]
    assert version(connection) == 2


def test_a_step_that_fails_leaves_nothing_and_those_before_stay(
    connection: sqlite3.Connection, folder: Path
) -> None:
    (folder / "0001_a.sql").write_text("CREATE TABLE a (x);")
    (folder / "0002_b.sql").write_text("CREATE TABLE b (x);\nCREATE TABLE a (x);")
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
        f"The database has schema 99, and this votebox knows {len(steps())}. "
        "Run the votebox that wrote it, or a newer one."
    )


OPEN = """
import sys
from pathlib import Path
from subprocess import PIPE
from votebox.sqlite import SqliteStore
print("ready", flush=True)
sys.stdin.readline()
SqliteStore(Path(sys.argv[1])).open()
"""


def test_by_processes_at_the_same_moment(tmp_path: Path) -> None:
    for attempt in range(4):
        database = tmp_path / f"{attempt}.db"
        command = [sys.executable, "-c", OPEN, str(database)]
        processes = [
            subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) for _ in range(6)
        ]
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == "ready\n"
        for process in processes:
            assert process.stdin
            process.stdin.write("\n")
            process.stdin.flush()
        errors = [process.communicate(timeout=20)[1] for process in processes]
        assert errors == [""] * 6
        with closing(sqlite3.connect(database)) as connection:
            assert version(connection) == len(steps())
