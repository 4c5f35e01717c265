import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing
from pathlib import Path

import pytest

from votebox.database import connect, identity, transaction

PRAGMAS = [("journal_mode", "wal"), ("synchronous", 2), ("secure_delete", 1)]


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(connect(database)) as opened:
        opened.execute("CREATE TABLE t (x UNIQUE)")
        yield opened


def rows(connection: sqlite3.Connection) -> list[int]:
    return [x for (x,) in connection.execute("SELECT x FROM t")]


@pytest.mark.parametrize(("pragma", "value"), PRAGMAS)
def test_a_commit_is_on_the_disk(connection: sqlite3.Connection, pragma: str, value: object) -> None:
    assert connection.execute(f"PRAGMA {pragma}").fetchone() == (value,)


def test_a_transaction(connection: sqlite3.Connection, database: Path) -> None:
    with closing(connect(database)) as other:
        with transaction(connection):
            connection.execute("INSERT INTO t VALUES (1)")
            assert rows(other) == []
        assert rows(other) == [1]


@pytest.mark.parametrize("statement", ["INSERT INTO t VALUES (1)", "INSERT OR ROLLBACK INTO t VALUES (1)"])
def test_a_transaction_that_fails(connection: sqlite3.Connection, statement: str) -> None:
    connection.execute("INSERT INTO t VALUES (1)")

    def write() -> None:
        with transaction(connection):
            connection.execute("INSERT INTO t VALUES (2)")
            connection.execute(statement)

    with pytest.raises(sqlite3.IntegrityError, match=r"UNIQUE constraint failed: t\.x"):
        write()
    assert rows(connection) == [1]
    assert not connection.in_transaction


def test_opening_waits_for_another_process(database: Path) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as other, ThreadPoolExecutor() as pool:
        other.execute("BEGIN EXCLUSIVE")
        opened = pool.submit(connect, database)
        assert wait([opened], timeout=0.3).not_done
        other.execute("COMMIT")
        opened.result(timeout=5).close()


def test_what_is_no_database(database: Path) -> None:
    database.write_text("a letter" * 100)
    with pytest.raises(sqlite3.DatabaseError, match="file is not a database"):
        connect(database)


def test_identity(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    assert identity(one) is None
    one.touch()
    two.touch()
    first = identity(one)
    assert first == identity(one) != identity(two)
    one.write_text("more")
    assert identity(one) == first
    two.replace(one)
    assert identity(one) != first
