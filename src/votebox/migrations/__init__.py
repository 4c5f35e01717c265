"""The schema of the database, as numbered steps for each kind of store: `sqlite/0001_votes.sql`, ….

A step has the same number and the same name for both kinds, and means the same to whoever reads the votes.
"""

import sqlite3
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Literal

import psycopg

from votebox import cluster
from votebox.database import transaction
from votebox.errors import StoreError

_FOLDER = Path(__file__).parent

Kind = Literal["sqlite", "postgres"]

_TAKEN = "CREATE TABLE IF NOT EXISTS migrations (step integer PRIMARY KEY)"
_TAKE = "INSERT INTO migrations (step) VALUES (%s) ON CONFLICT DO NOTHING RETURNING step"
# Two that make a table at once clash in the catalog of the server: a unique violation or, by the moment,
# a duplicate table or a duplicate object (the type of its rows).
_MADE_BY_ANOTHER = ("23505", "42P07", "42710")


def steps(kind: Kind) -> list[Path]:
    """Return the files of the steps; the nth takes a database from version n - 1 to n."""
    return sorted((_FOLDER / kind).glob("[0-9]*.sql"))


def migrate(connection: sqlite3.Connection) -> None:
    """Bring a SQLite file to the newest schema, each step in a transaction; safe in two processes at once.

    `PRAGMA user_version` holds the number of the last step. The connection must be in autocommit mode.

    Raises:
        StoreError: A newer votebox has written the database.
        sqlite3.Error: A step failed; it is rolled back, and the steps before it stay.
    """
    _refuse_newer(_version(connection), len(steps("sqlite")))
    for number, step in enumerate(steps("sqlite"), start=1):
        with transaction(connection):
            # Read again under the lock: another process may have taken this step in the meantime.
            if _version(connection) < number:
                for statement in _statements(step.read_text("utf-8")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


def migrate_cluster(connection: cluster.Connection) -> None:
    """Bring a PostgreSQL database to the newest schema; safe in two processes at once.

    The table `migrations` holds the numbers of the steps that were taken. Whoever writes a number first takes
    the step in the same transaction, and others wait for its commit: no lock is needed that CockroachDB or
    YugabyteDB do not have.

    Raises:
        StoreError: A newer votebox has written the database.
        psycopg.Error: A step failed; it is rolled back, and the steps before it stay.
    """
    cluster.retried(lambda: connection.execute(_TAKEN), *_MADE_BY_ANOTHER)
    newest = connection.execute("SELECT coalesce(max(step), 0) FROM migrations").fetchone()
    _refuse_newer(newest[0] if newest else 0, len(steps("postgres")))
    for number, step in enumerate(steps("postgres"), start=1):
        cluster.retried(partial(_take, connection, number, step), *_MADE_BY_ANOTHER)


def require_newest(connection: sqlite3.Connection, place: object) -> None:
    """See that a SQLite file can be read as it is; `place` is what a message calls it.

    Raises:
        StoreError: Another version of votebox has written it; or none has yet.
    """
    _require(place, _version(connection), len(steps("sqlite")))


def require_newest_cluster(connection: cluster.Connection, place: object) -> None:
    """See that a PostgreSQL database can be read as it is; `place` is what a message calls it.

    Raises:
        StoreError: Another version of votebox has written it; or none has yet.
    """
    try:
        newest = connection.execute("SELECT max(step) FROM migrations").fetchone()
    except psycopg.errors.UndefinedTable:
        newest = None
    _require(place, (newest and newest[0]) or 0, len(steps("postgres")))


def _require(place: object, found: int, known: int) -> None:
    _refuse_newer(found, known)
    if found == 0:
        raise StoreError(f"{place} holds no votes yet. Collect votes first: votebox serve")
    if found < known:
        raise StoreError(
            f"The database has schema {found}, and this votebox reads {known}. "
            "Start this votebox once, which brings it up to date: votebox serve"
        )


def _take(connection: cluster.Connection, number: int, step: Path) -> None:
    with connection.transaction():
        if connection.execute(_TAKE, (number,)).fetchone():
            connection.execute(step.read_bytes())


def _refuse_newer(found: int, known: int) -> None:
    if found > known:
        raise StoreError(
            f"The database has schema {found}, and this votebox knows {known}. "
            "Run the votebox that wrote it, or a newer one."
        )


def _version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


def _statements(script: str) -> Iterator[str]:
    # Not executescript, which commits the transaction it is called in.
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
