"""What earlier builds made, by what it was made from: one SQLite file, safe to delete and safe to share.

A key names all that a value depends on, so a value is never out of date. What is damaged, or written by
another version, is as good as not there.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
import zstandard

_T = TypeVar("_T")

DIGEST = 16
"""Bytes of a `digest`."""

_KEPT = 5
"""Builds for which a value is kept, at least, that none of them asked for."""

_NOTED = 3
"""Every so-many builds it is noted that a value was asked for: there are thousands of them."""

_MEMO = "CREATE TABLE IF NOT EXISTS memo (key BLOB PRIMARY KEY, value BLOB NOT NULL)"

_ASKED = "CREATE TABLE IF NOT EXISTS asked (key BLOB PRIMARY KEY, build INTEGER NOT NULL) WITHOUT ROWID"
"""The last build that asked for a value: beside the values, which would be written anew with the number."""


_HASTY = ("PRAGMA synchronous = OFF", "PRAGMA journal_mode = OFF")
"""After a power cut there may be no cache, or a damaged one, which the digests find out."""


def digest(*parts: bytes | str) -> bytes:
    """A key for some parts, in their order."""
    found = hashlib.blake2b(digest_size=DIGEST)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(b"%d:" % len(data))
        found.update(data)
    return found.digest()


class Memo:
    """What one process knows and learns.

    What it learns goes into a file of its own, which `keep` adds to the others' at the end: so a build that
    is killed leaves the file whole, and a large one needs no more memory than a small one.
    """

    def __init__(self, path: Path | None, number: int = 0) -> None:
        """Open the file, or nothing for None: then everything is made anew. `number` is the process's."""
        self._path = path
        self._own = path.with_name(f"{path.name}.{number}") if path else None
        self._known: sqlite3.Connection | None = None
        self._learned: sqlite3.Connection | None = None
        self._asked: set[bytes] = set()
        if path is not None and path.exists():
            with suppress(sqlite3.Error):
                self._known = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)

    def get(self, key: bytes) -> bytes | None:
        """What is known by the key."""
        if self._known is None:
            return None
        try:
            row = self._known.execute("SELECT value FROM memo WHERE key = ?", (key,)).fetchone()
        except sqlite3.Error:
            self._known = None
            return None
        if row is None or digest(key, row[0][DIGEST:]) != row[0][:DIGEST]:
            return None
        self._asked.add(key)
        return bytes(row[0][DIGEST:])

    def learn(self, key: bytes, value: bytes) -> None:
        """Notes a value to keep."""
        if self._own is None:
            return
        try:
            if self._learned is None:
                self._learned = _begun(self._own)
            row = (key, digest(key, value) + value)
            self._learned.execute("INSERT OR REPLACE INTO memo VALUES (?, ?)", row)
        except (sqlite3.Error, OSError):  # no room, or no right to write: the pages are made all the same
            self._learned = self._own = None

    def close(self) -> Learned:
        """Ends it."""
        if self._known:
            self._known.close()
        if self._learned:
            self._learned.commit()
            self._learned.close()
        return Learned(file=self._own if self._learned else None, asked=self._asked)


def _begun(path: Path) -> sqlite3.Connection:
    path.unlink(missing_ok=True)
    path.parent.mkdir(parents=True, exist_ok=True)
    file = sqlite3.connect(path)
    for pragma in _HASTY:
        file.execute(pragma)
    file.execute(_MEMO)
    return file


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What a `Memo` leaves."""

    file: Path | None
    """What is new."""
    asked: set[bytes]
    """The keys of what was known, and was asked for."""


_PACK, _UNPACK = zstandard.ZstdCompressor(level=1), zstandard.ZstdDecompressor()


def packed(data: bytes) -> bytes:
    """The data in fewer bytes, as quickly as can be."""
    return _PACK.compress(data)


def unpacked(data: bytes) -> bytes:
    """What was packed."""
    return _UNPACK.decompress(data)


class Shelf(Generic[_T]):
    """Values of one type in a memo."""

    def __init__(self, memo: Memo, type_: type[_T]) -> None:
        self._memo = memo
        self._decoder = msgspec.msgpack.Decoder(type_)
        self._encoder = msgspec.msgpack.Encoder(enc_hook=str)  # of words, the text

    def get(self, key: bytes) -> _T | None:
        """What is known by the key."""
        data = self._memo.get(key)
        with suppress(msgspec.DecodeError, zstandard.ZstdError):
            return self._decoder.decode(unpacked(data)) if data is not None else None
        return None

    def learn(self, key: bytes, value: _T) -> None:
        """Notes a value to keep."""
        self._memo.learn(key, packed(self._encoder.encode(value)))

    def made(self, key: bytes, make: Callable[[], _T]) -> _T:
        """What is known by the key, or else what `make` gives, from now on."""
        known = self.get(key)
        if known is None:
            known = make()
            self.learn(key, known)
        return known


def keep(path: Path, parts: Sequence[Learned]) -> None:
    """Adds what processes have learned to the file, and lets go of what no build asks for any more."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        _keep(path, parts)
    except sqlite3.DatabaseError:  # damaged, or no database at all
        path.unlink(missing_ok=True)
        _keep(path, parts)
    for part in parts:
        if part.file:
            part.file.unlink()


def _keep(path: Path, parts: Sequence[Learned]) -> None:
    file = sqlite3.connect(path, isolation_level=None)
    try:
        file.execute(_HASTY[0])
        for table in (_MEMO, _ASKED):
            file.execute(table)
        now = file.execute("PRAGMA user_version").fetchone()[0] + 1  # SQLite leaves it to us
        gone = now + 1 - _KEPT - _NOTED
        recent = {key for (key,) in file.execute("SELECT key FROM asked WHERE build > ?", (now - _NOTED,))}
        for part in parts:
            if part.file:
                file.execute("ATTACH DATABASE ? AS new", (str(part.file),))
                file.execute("BEGIN")
                file.execute("INSERT OR REPLACE INTO memo SELECT key, value FROM new.memo")
                file.execute("INSERT OR REPLACE INTO asked SELECT key, ? FROM new.memo", (now,))
                file.execute("COMMIT")
                file.execute("DETACH DATABASE new")
            file.execute("BEGIN")
            rows = [(key, now) for key in part.asked - recent]
            file.executemany("INSERT OR REPLACE INTO asked VALUES (?, ?)", rows)
            file.execute("COMMIT")
        file.execute("BEGIN")
        file.execute("DELETE FROM memo WHERE key IN (SELECT key FROM asked WHERE build <= ?)", (gone,))
        file.execute("DELETE FROM asked WHERE build <= ?", (gone,))
        file.execute(f"PRAGMA user_version = {now}")
        file.execute("COMMIT")
    finally:
        file.close()
