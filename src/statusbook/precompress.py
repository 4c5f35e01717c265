"""Each text of the site beside itself in fewer bytes, for servers that give out what is ready."""

from __future__ import annotations

import gzip
import os
from collections.abc import Iterable
from pathlib import Path

import brotli
import zstandard

TEXTS = frozenset({".css", ".html", ".js", ".json", ".md", ".svg", ".txt", ".xml"})
"""How the names of files end that are compressed if they are long enough."""

SUFFIXES = (".br", ".gz", ".zst")
"""What is put after the name of a text in fewer bytes."""

_LEAST = 1_000
"""Bytes; what is smaller fits into one packet anyway."""

_ROOM = 14_040
"""Bytes that come in one round trip, ten TCP segments (RFC 6928), beside 560 of headers."""

_QUALITIES = (6, 8, 10, 11)
"""Of brotli; for a page they take 1 ms, 2, 20 and 65."""

_AWAITED = frozenset({".css", ".html", ".js"})
"""What a reader waits for; a sitemap of megabytes would take seconds at brotli's best."""

_ZSTANDARD = zstandard.ZstdCompressor()  # every browser that knows it knows brotli, which has fewer bytes


_GZIP = 6
"""The usual level; at the best, files are 0.2 % smaller. Every browser that takes gzip takes brotli."""


def _brotli(data: bytes, *, awaited: bool) -> bytes:
    """As quickly as readers get it in one round trip; if they do not, as small as can be."""
    for quality in _QUALITIES:
        made = bytes(brotli.compress(data, quality=quality))
        if not awaited or len(made) <= _ROOM:
            break
    return made


def texts_below(folder: Path) -> list[Path]:
    """The texts below a folder that are long enough to be compressed."""
    files = (Path(place, name) for place, _, names in os.walk(folder) for name in names)
    return sorted(path for path in files if is_long_text(path.suffix, path.stat().st_size))


def is_long_text(suffix: str, size: int) -> bool:
    """Whether it is worth while to compress a file of `size` bytes whose name ends so."""
    return size >= _LEAST and suffix in TEXTS


def precompress(files: Iterable[Path]) -> None:
    """Writes ``name.br``, ``name.gz`` and ``name.zst`` beside each file."""
    for file in files:
        for suffix, data in compressed(file.suffix, file.read_bytes()).items():
            file.with_name(file.name + suffix).write_bytes(data)


def compressed(suffix: str, data: bytes) -> dict[str, bytes]:
    """What is in a file with that suffix in fewer bytes, by what is put after its name."""
    made = (
        _brotli(data, awaited=suffix in _AWAITED),
        gzip.compress(data, _GZIP, mtime=0),  # the time would make every build another
        _ZSTANDARD.compress(data),
    )
    return dict(zip(SUFFIXES, made, strict=True))
