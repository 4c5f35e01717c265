"""A SQLite file: how it is opened and written to, and whether it is still the same."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PATIENCE = 5.0  # seconds that another process is waited for

Identity = tuple[int, int] | None
"""What tells a file from every other, whatever their names; None where there is none."""


def identity(path: Path) -> Identity:
    """Return the identity of the file that has this name now."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def connect(path: Path) -> sqlite3.Connection:
    """Open or make a file for writing, in autocommit mode; a commit returns when it is on the disk.

    Threads may use the connection in turn. Raises sqlite3.Error when this is no database.
    """
    connection = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None, check_same_thread=False)
    try:
        _log_ahead(connection)
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")  # what is deleted is overwritten
        # Pages, 16 MB. Whoever writes waits for a checkpoint, and most pages are in the log more than once.
        connection.execute("PRAGMA wal_autocheckpoint = 4000")
        connection.execute("PRAGMA cache_size = -16000")  # KiB: ids are random, so any page may be the next
    except BaseException:
        connection.close()
        raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Commit what is written within, or nothing of it when that fails."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def _log_ahead(connection: sqlite3.Connection) -> None:
    # With this alone SQLite does not wait for another process that has the file, whatever the timeout.
    end = time.monotonic() + _PATIENCE
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError:
            if time.monotonic() > end:
                raise
            time.sleep(0.01)
