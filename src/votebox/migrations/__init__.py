"""The schema of the database, as numbered steps: `0001_votes.sql`, `0002_….sql`."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from votebox.database import transaction
from votebox.errors import StoreError

_FOLDER = Path(__file__).parent


def steps() -> list[Path]:
    """Return the files of the steps; the nth takes a database from version n - 1 to n."""
    return sorted(_FOLDER.glob("[0-9]*.sql"))


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the database to the newest schema, each step in a transaction; safe in two processes at once.

    `PRAGMA user_version` holds the number of the last step. The connection must be in autocommit mode.

    Raises:
        StoreError: A newer votebox has written the database.
        sqlite3.Error: A step failed; it is rolled back, and the steps before it stay.
    """
    if _version(connection) > len(steps()):
        raise StoreError(
            f"The database has schema {_version(connection)}, and this votebox knows {len(steps())}. "
            "Run the votebox that wrote it, or a newer one."
        )
    for number, step in enumerate(steps(), start=1):
        with transaction(connection):
            # Read again under the lock: another process may have taken this step in the meantime.
            if _version(connection) < number:
                for statement in _statements(step.read_text("utf-8")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")


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
