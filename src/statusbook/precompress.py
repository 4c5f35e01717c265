"""Each text of the site beside itself in fewer bytes, for servers that give out what is ready."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from pathlib import Path

import brotli
import zstandard

_TEXTS = frozenset({".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml"})

_LEAST = 1_000
"""Bytes; what is smaller fits into one packet anyway."""

_EASY = 12_000
"""Bytes that come in one round trip, ten TCP segments (RFC 6928), and leave room for headers."""

_HARD = 15_000
"""Bytes at quality 6, of which quality 10 makes 14,000 at most in 25 ms, where 11 takes 60."""

_AWAITED = frozenset({".css", ".html", ".js"})
"""What a reader waits for; a sitemap of megabytes would take seconds at brotli's best."""

_ZSTANDARD = zstandard.ZstdCompressor(level=6)  # level 9 saves 1 % more, and takes nearly twice the time


def _brotli(data: bytes, *, awaited: bool) -> bytes:
    """As small as is needed where that may spare readers a wait; else the way that is quickest."""
    quick = bytes(brotli.compress(data, quality=6))
    if not awaited or len(quick) <= _EASY:
        return quick
    return bytes(brotli.compress(data, quality=10 if len(quick) <= _HARD else 11))


def texts_below(folder: Path) -> list[Path]:
    """The texts below a folder that are long enough to be compressed."""
    files = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return sorted(path for path in files if is_long_text(path, path.stat().st_size))


def is_long_text(path: Path, size: int) -> bool:
    """Whether it is worth while to compress a file of `size` bytes."""
    return size >= _LEAST and path.suffix in _TEXTS


def precompress(files: Iterable[Path]) -> None:
    """Writes ``name.br``, ``name.gz`` and ``name.zst`` beside each file."""
    for file in files:
        for suffix, data in compressed(file.suffix, file.read_bytes()).items():
            file.with_name(file.name + suffix).write_bytes(data)


def compressed(suffix: str, data: bytes) -> dict[str, bytes]:
    """What is in a file with that suffix in fewer bytes, by what is put after its name."""
    return {
        ".br": _brotli(data, awaited=suffix in _AWAITED),
        ".gz": gzip.compress(data, 9, mtime=0),  # the time would make every build another
        ".zst": _ZSTANDARD.compress(data),
    }
