"""Whether a build would change anything: what it would read is as it was, and so is what it has written.

It knows nothing of what is read, and so takes everything for important that could be.
"""

from __future__ import annotations

import datetime
import hashlib
import os
import re
import sys
import sysconfig
from collections.abc import Iterator, Mapping
from pathlib import Path

from statusbook.build.tree import Look, below, contents, look
from statusbook.history import committed, git

_READ = ("mkdocs.yml", "statuses.yaml", "docs", "hooks", "locales", "overrides")
"""In the project's folder."""

_ASKED = re.compile(rb"!ENV[^\n#]*")
_NAME = re.compile(rb"\b[A-Z][A-Z0-9_]*\b")
"""What mkdocs.yml asks of the environment, and more words in capitals than that."""

_LATER = "changes.json"
"""Is written into a site that is built."""


class Stamp:
    """What a site was built from, in a file beside the cache."""

    def __init__(self, root: Path, site: Path, file: Path) -> None:
        """Look at the project in `root` before it is built into `site`."""
        self._site, self._file = site, file
        self._read = _digest(_read(root))

    def holds(self) -> bool:
        """Whether `site` is what a build would make of it."""
        try:
            told = self._file.read_text(encoding="utf-8")
            if not told.startswith(self._read):
                return False
            return told == self._told(_files_of(self._site))  # to look at the site takes a while
        except OSError:
            return False

    def press(self, files: Mapping[str, Look]) -> None:
        """Notes that `site` was built of what was there when this stamp was made; `files` are in it now."""
        self._file.write_text(self._told(files), encoding="utf-8")

    def _told(self, files: Mapping[str, Look]) -> str:
        listed = (f"{name} {seen}".encode() for name, seen in sorted(files.items()) if name != _LATER)
        return f"{self._read}\n{self._site.resolve()}\n{_digest(listed)}\n"


def _digest(parts: Iterator[bytes]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        found.update(b"%d:" % len(part))
        found.update(part)
    return found.hexdigest()


def _read(root: Path) -> Iterator[bytes]:
    ours = Path(__file__).parent.parent
    for place in (*(root / name for name in _READ), ours):
        for name, data in contents(place) if place.is_dir() else [("", place.read_bytes())]:
            yield f"{place}/{name}".encode()
            yield data
    yield repr(sorted(os.listdir(sysconfig.get_path("purelib")))).encode()  # noqa: PTH208 - names will do
    hour = f"{datetime.datetime.now(tz=datetime.UTC):%F %H}"  # notices come and go, at midnight somewhere
    yield repr([sys.version, hour]).encode()
    for asked in _ASKED.findall((root / "mkdocs.yml").read_bytes()):
        yield from (os.environb.get(name, b"") for name in _NAME.findall(asked))
    yield git(root, "rev-parse", "HEAD") or b""
    yield (committed(root) or "").encode()


def _files_of(site: Path) -> dict[str, Look]:
    return {name: look(os.stat(f"{site}/{name}")) for name in below(site)}  # noqa: PTH116 - thousands of them
