"""One transaction of a store, in the SQL that SQLite and PostgreSQL, CockroachDB and YugabyteDB share.

What is done with votes besides taking them is written once, for every store, in this SQL: parameters are
named `:name`, and what differs has a name here.
"""

import re
import sqlite3
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final, LiteralString, Protocol
from uuid import NAMESPACE_URL, UUID, uuid5

import psycopg

DAY: Final = 86_400_000
"""The milliseconds of a day, which begins at midnight UTC."""


class Session(Protocol):
    """One transaction of a store."""

    @property
    def counted(self) -> LiteralString:
        """The query of votes that count, of those from `:start` until before `:end`.

        Of one reader's on one text the latest counts, and none that is flagged. A reader is another one each
        day, so this is so for each day. Columns: text, helpful, reason, status, created_at.
        """

    def execute(self, query: LiteralString, **values: object) -> Iterable[tuple[Any, ...]]:
        """Run a statement and return its rows."""

    def change(self, query: LiteralString, **values: object) -> int:
        """Run a statement and return how many rows it changed."""

    def many(self, query: LiteralString, rows: Iterable[Mapping[str, object]]) -> None:
        """Run a statement once for each row of values."""

    def text(self, page: str, revision: str) -> object:
        """Return the id of what a page says at a revision; give it one where it has none."""


class SqliteSession:
    """See Session. Of two votes in one millisecond either counts."""

    counted: Final = """
        SELECT text, helpful, reason, status, max(created_at) AS created_at FROM votes
        WHERE created_at >= :start AND created_at < :end AND NOT flagged GROUP BY text, reader
    """

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def execute(self, query: LiteralString, **values: object) -> Iterable[tuple[Any, ...]]:
        """See Session."""
        return self._run(query, values)

    def change(self, query: LiteralString, **values: object) -> int:
        """See Session."""
        return self._run(query, values).rowcount

    def many(self, query: LiteralString, rows: Iterable[Mapping[str, object]]) -> None:
        """See Session."""
        self._connection.executemany(query, map(_for_sqlite, rows))

    def text(self, page: str, revision: str) -> object:
        """See Session."""
        text = (page, revision)
        self._connection.execute(
            "INSERT INTO texts (page, revision) VALUES (?, ?) ON CONFLICT DO NOTHING", text
        )
        query = "SELECT id FROM texts WHERE page = ? AND revision = ?"
        return self._connection.execute(query, text).fetchone()[0]

    def _run(self, query: str, values: Mapping[str, object]) -> sqlite3.Cursor:
        return self._connection.execute(query, _for_sqlite(values))


class PostgresSession:
    """See Session."""

    counted: Final = """
        SELECT DISTINCT ON (text, reader) text, helpful, reason, status, created_at FROM votes
        WHERE created_at >= :start AND created_at < :end AND NOT flagged
        ORDER BY text, reader, created_at DESC, id DESC
    """

    def __init__(self, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._connection = connection

    def execute(self, query: LiteralString, **values: object) -> Iterable[tuple[Any, ...]]:
        """See Session."""
        return self._connection.execute(_for_psycopg(query), values)

    def change(self, query: LiteralString, **values: object) -> int:
        """See Session."""
        return self._connection.execute(_for_psycopg(query), values).rowcount

    def many(self, query: LiteralString, rows: Iterable[Mapping[str, object]]) -> None:
        """See Session."""
        with self._connection.cursor() as cursor:
            cursor.executemany(_for_psycopg(query), list(rows))

    def text(self, page: str, revision: str) -> object:
        """See Session."""
        text = text_id(page, revision)
        query = "INSERT INTO texts (id, page, revision) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING"
        self._connection.execute(query, (text, page, revision))
        return text


def text_id(page: str, revision: str) -> UUID:
    """Return the id of a text in PostgreSQL, which is the same in every replica."""
    return uuid5(NAMESPACE_URL, f"{page}@{revision}")


def uuid_of(value: bytes | UUID) -> UUID:
    """Return the id that a row holds."""
    return value if isinstance(value, UUID) else UUID(bytes=value)


def _for_sqlite(values: Mapping[str, object]) -> dict[str, Any]:
    return {name: value.bytes if isinstance(value, UUID) else value for name, value in values.items()}


@cache
def _for_psycopg(query: str) -> bytes:
    return re.sub(r":([a-z_]+)", r"%(\1)s", query.replace("%", "%%")).encode()
