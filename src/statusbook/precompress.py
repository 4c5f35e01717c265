"""Each text of the site beside itself in fewer bytes, for servers that give out what is ready."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable, Iterable
from pathlib import Path

import brotli
import zstandard

_TEXTS = frozenset({".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml"})

_LEAST = 1_000
"""Bytes; what is smaller fits into one packet anyway."""

_EASY = 12_000
"""Bytes that come in one round trip, ten TCP segments (RFC 6928), and leave room for headers."""


def _brotli(data: bytes) -> bytes:
    """As small as it gets where that may spare readers a wait; else the way that is forty times quicker."""
    quick = bytes(brotli.compress(data, quality=6))
    return quick if len(quick) <= _EASY else bytes(brotli.compress(data, quality=11))


_WAYS: dict[str, Callable[[bytes], bytes]] = {
    ".br": _brotli,
    ".gz": lambda data: gzip.compress(data, 9, mtime=0),  # the time would make every build another
    ".zst": lambda data: zstandard.ZstdCompressor(level=9).compress(data),
}


def texts_below(folder: Path) -> list[Path]:
    """The texts below a folder that are long enough to be compressed."""
    files = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    texts = (path for path in files if path.suffix in _TEXTS)
    return sorted(path for path in texts if path.stat().st_size >= _LEAST)


def precompress(files: Iterable[Path]) -> None:
    """Writes ``name.br``, ``name.gz`` and ``name.zst`` beside each file."""
    for file in files:
        for suffix, data in compressed(file.read_bytes()).items():
            file.with_name(file.name + suffix).write_bytes(data)


def compressed(data: bytes) -> dict[str, bytes]:
    """The same in fewer bytes, by the suffix of the file's name."""
    return {suffix: compress(data) for suffix, compress in _WAYS.items()}
