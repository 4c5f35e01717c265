"""The store that is one SQLite file."""

import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TypeVar

from votebox.claim import Claim
from votebox.database import Identity, connect, identity, transaction
from votebox.errors import StoreError
from votebox.migrations import migrate, require_newest
from votebox.readers import hashed
from votebox.session import DAY, SqliteSession
from votebox.store import Outcome, Submission
from votebox.vote import Helpful

_TEXTS_KNOWN = 10_000  # anyone can send a revision that never was, so what is remembered has an end

_LOOK = 0.1  # seconds between two looks whether the file is still the one that is written to

_INSERT = (
    "INSERT INTO votes (id, text, helpful, reason, status, comment, reader, created_at, flagged) VALUES "
)
_PLACES = "(?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COMPLETE = """
    UPDATE votes
    SET reason = coalesce(?, reason), status = coalesce(?, status), comment = coalesce(?, comment)
    WHERE id = ? AND text = ? AND helpful = ?
"""

_Row = tuple[bytes, object, bool, str | None, str | None, str | None, bytes, int, bool]

_Result = TypeVar("_Result")


class SqliteStore:
    """A Store; what its methods promise is said there.

    One connection writes and checkpoints. Whoever reads opens the file read-only, and neither waits for the
    other.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: sqlite3.Connection | None = None
        self._log = path.with_name(f"{path.name}-wal")
        self._files: tuple[Identity, Identity] = (None, None)
        self._texts: dict[tuple[str, str], object] = {}
        self._salts: dict[int, bytes] = {}
        self._scrubbed = False
        self._looked = 0.0
        self._claim: Claim | None = None

    def open(self) -> None:
        """See Store."""
        with self._reported("cannot be opened as a database of votes"):
            connection = connect(self._path)
            try:
                migrate(connection)
            except BaseException:
                connection.close()
                raise
            self._connection = connection
            self._files = (identity(self._path), identity(self._log))
            self._scrubbed = False

    def close(self) -> None:
        """See Store."""
        self._disconnect()
        if self._claim is not None:
            self._claim.give_up()
            self._claim = None

    def claim(self) -> None:
        """See Store."""
        self._claim = self._claim or Claim(self._path)

    def save(self, batch: Sequence[Submission]) -> list[Outcome]:
        """See Store."""
        if self._connection is None or self._gone():
            self._open_anew()
        with self._reported("did not take votes"):
            rows = self._rows(batch)
            try:
                # One statement, and so one transaction. It is one call, too: each lets go of Python's lock,
                # and with many of them this thread and the event loop's would mostly wait for each other.
                places = ", ".join([_PLACES] * len(rows))
                self._live.execute(_INSERT + places, [value for row in rows for value in row])
            except sqlite3.IntegrityError:
                # Nothing was inserted: at least one id is known already, or comes twice.
                with transaction(self._live):
                    return [_save(self._live, row) for row in rows]
            return [Outcome.STORED] * len(rows)

    def destroy_salts(self, now: int, latest: int | None = None) -> None:
        """See Store. A deleted row is overwritten, and the log that it was once written to is cut off."""
        with self._reported("still holds salts of past days"):
            days = (now // DAY, max(now, latest or now) // DAY + 1)
            gone = self._live.execute("DELETE FROM salts WHERE day NOT BETWEEN ? AND ?", days).rowcount
            self._scrubbed = self._scrubbed and not gone
        self._salts = {day: salt for day, salt in self._salts.items() if days[0] <= day <= days[1]}
        if not self._scrubbed:
            self._cut_log()

    def scrub(self) -> bool:
        """See Store. What is deleted is overwritten at once, but SQLite may have moved it about before.

        It leaves what it moves where it was, in room between rows, until that is needed. So the file is
        written anew, which takes a second for each 50 MB or so, in which votes wait; and the log is cut off.
        """
        with self._reported("still holds traces of what was deleted"):
            # Where the system is read-only, this folder is the one that can be written.
            folder = str(self._path.absolute().parent).replace("'", "''")
            self._live.execute(f"PRAGMA temp_store_directory = '{folder}'")
            self._live.execute("VACUUM")
            self._cut_log()
        return self._scrubbed

    def _cut_log(self) -> None:
        with self._reported("still holds traces of what was deleted"):
            busy = self._live.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self._scrubbed = not busy

    @contextmanager
    def read(self) -> Iterator[SqliteSession]:
        """See Store."""
        if not self._path.is_file():
            raise StoreError(f"There is no database {self._path}. Collect votes first: make serve")
        address = f"{self._path.absolute().as_uri()}?mode=ro"
        with (
            self._reported("cannot be read", writing=False),
            closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection,
        ):
            connection.execute("BEGIN")
            require_newest(connection, self._path)
            yield SqliteSession(connection)

    def write(self, work: Callable[[SqliteSession], _Result]) -> _Result:
        """See Store."""
        if self._connection is None or self._gone():
            self._open_anew()
        with self._reported("did not take a change"), transaction(self._live):
            return work(SqliteSession(self._live))

    def _gone(self) -> bool:
        """Look whether the file was deleted or replaced, now and then."""
        now = time.monotonic()
        if now - self._looked < _LOOK:
            return False
        self._looked = now
        return identity(self._path) != self._files[0]

    def _open_anew(self) -> None:
        """Write to the file that now has the name: SQLite would go on with one that no name leads to."""
        self._disconnect()
        if self._files[1] is not None and identity(self._log) == self._files[1]:
            # The log of the file that went would be read as a part of the one that came.
            self._log.unlink()
        self.open()

    def _disconnect(self) -> None:
        self._forget()
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @property
    def _live(self) -> sqlite3.Connection:
        if self._connection is None:
            raise StoreError(f"{self._path} is not open.")
        return self._connection

    @contextmanager
    def _reported(self, what: str, *, writing: bool = True) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, OSError) as error:
            if writing:
                self._forget()  # of what a failed transaction wrote nothing is there
            raise StoreError(f"{self._path} {what}: {error}.") from error

    def _rows(self, batch: Sequence[Submission]) -> list[_Row]:
        self._learn(batch)
        rows: list[_Row] = []
        for submission in batch:
            vote = submission.vote
            rows.append(
                (
                    vote.id.bytes,
                    self._texts[vote.page, vote.revision],
                    vote.helpful is Helpful.YES,
                    vote.reason,
                    vote.status,
                    vote.comment,
                    hashed(submission, self._salts[submission.received_at // DAY]),
                    submission.received_at,
                    submission.flagged,
                )
            )
        return rows

    def _learn(self, batch: Sequence[Submission]) -> None:
        """Know the number of each text and the salt of each day of a batch; make what is not there yet."""
        if len(self._texts) > _TEXTS_KNOWN:
            self._texts.clear()
        texts = {(one.vote.page, one.vote.revision) for one in batch} - self._texts.keys()
        days = {one.received_at // DAY for one in batch} - self._salts.keys()
        if not texts and not days:
            return
        c = self._live
        with transaction(c):
            session = SqliteSession(c)
            for text in texts:
                self._texts[text] = session.text(*text)
            for day in days:
                salt = secrets.token_bytes(32)
                c.execute("INSERT INTO salts (day, salt) VALUES (?, ?) ON CONFLICT DO NOTHING", (day, salt))
                self._salts[day] = c.execute("SELECT salt FROM salts WHERE day = ?", (day,)).fetchone()[0]

    def _forget(self) -> None:
        self._texts.clear()
        self._salts.clear()


def _save(connection: sqlite3.Connection, row: _Row) -> Outcome:
    if connection.execute(f"{_INSERT}{_PLACES} ON CONFLICT DO NOTHING", row).rowcount:
        return Outcome.STORED
    vote_id, text, helpful, reason, status, comment, *_ = row
    details = (reason, status, comment)
    if connection.execute(_COMPLETE, (*details, vote_id, text, helpful)).rowcount:
        return Outcome.STORED_AGAIN
    return Outcome.CONFLICT
