"""What earlier builds made, by what it was made from: one SQLite file, safe to delete and safe to share.

A key names all that a value depends on, so a value is never out of date. What is damaged, or written by
another version, is as good as not there.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

_T = TypeVar("_T")

Learned = tuple[dict[bytes, bytes], set[bytes]]
"""What a `Memo` has learned, and what it was asked for."""

_DIGEST = 16
"""Bytes."""

_KEPT = 5
"""Builds for which a value is kept that none of them asked for."""

_TABLE = """
CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, value BLOB NOT NULL, build INTEGER NOT NULL)
"""


def digest(*parts: bytes | str) -> bytes:
    """A key for some parts, in their order."""
    found = hashlib.blake2b(digest_size=_DIGEST)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.digest()


class Memo:
    """What one process knows and learns. Only `keep` writes: a build that is killed leaves the file whole."""

    def __init__(self, path: Path | None) -> None:
        """Open the file, or nothing for None: then everything is made anew."""
        self._open: sqlite3.Connection | None = None
        self.learned: dict[bytes, bytes] = {}
        """What was not known."""
        self.asked: set[bytes] = set()
        """What was known, and was asked for."""
        if path is not None and path.exists():
            with suppress(sqlite3.Error):
                self._open = sqlite3.connect(f"file:{path}?mode=ro", uri=True)

    def get(self, key: bytes) -> bytes | None:
        """What is known by the key."""
        if self._open is None:
            return None
        try:
            row = self._open.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._open = None
            return None
        if row is None or digest(key, row[0][_DIGEST:]) != row[0][:_DIGEST]:
            return None
        self.asked.add(key)
        return bytes(row[0][_DIGEST:])

    def learn(self, key: bytes, value: bytes) -> None:
        """Notes a value to keep."""
        self.learned[key] = digest(key, value) + value


class Shelf(Generic[_T]):
    """Values of one type in a memo."""

    def __init__(self, memo: Memo, type_: type[_T]) -> None:
        self._memo = memo
        self._decoder = msgspec.msgpack.Decoder(type_)
        self._encoder = msgspec.msgpack.Encoder(enc_hook=str)  # of words, the text

    def get(self, key: bytes) -> _T | None:
        """What is known by the key."""
        data = self._memo.get(key)
        with suppress(msgspec.DecodeError):
            return self._decoder.decode(data) if data is not None else None
        return None

    def learn(self, key: bytes, value: _T) -> None:
        """Notes a value to keep."""
        self._memo.learn(key, self._encoder.encode(value))


def keep(path: Path, learned: Sequence[Learned]) -> None:
    """Writes what processes have learned, at once, and lets go of what no build asks for any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _keep(path, learned)
    except sqlite3.DatabaseError:  # damaged, or no database at all
        path.unlink(missing_ok=True)
        _keep(path, learned)


def _keep(path: Path, learned: Sequence[Learned]) -> None:
    with _connected(path) as file, file:
        file.execute(_TABLE)
        (last,) = file.execute("SELECT coalesce(max(build), 0) FROM memo").fetchone()
        for new, asked in learned:
            file.executemany("UPDATE memo SET build = ? WHERE key = ?", [(last + 1, key) for key in asked])
            rows = [(key, value, last + 1) for key, value in new.items()]
            file.executemany("INSERT OR REPLACE INTO memo VALUES (?, ?, ?)", rows)
        file.execute("DELETE FROM memo WHERE build <= ?", (last + 1 - _KEPT,))


@contextmanager
def _connected(path: Path) -> Iterator[sqlite3.Connection]:
    file = sqlite3.connect(path)
    try:
        file.execute("PRAGMA synchronous = OFF")  # a power cut costs a cache, which the digests find out
        yield file
    finally:
        file.close()
