"""Changes that were found before, kept in files that are named by all that they depend on.

A file is never brought up to date: what another statusbook or another library finds has another name. All of
them can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import msgspec

from statusbook.changes.change import Change

LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "pyyaml")
"""What reads the sources, and has a part in what the sentences say."""

_PACKAGE = Path(__file__).parent.parent


class Cache:
    """The changes between commits of one project.

    Args:
        folder: where the files are kept; it is made when there is something to keep.
        project: where in its repository the project lies, as git names it.
    """

    def __init__(self, folder: Path, project: bytes = b"") -> None:
        self._folder, self._project = folder, project

    def get(self, before: str, after: str) -> Sequence[Change] | None:
        """What changed between two commits, given by their whole hashes; None where that is not known yet."""
        try:
            return msgspec.json.decode(self._path(before, after).read_bytes(), type=tuple[Change, ...])
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None  # a damaged file is found anew, and replaced

    def put(self, before: str, after: str, changes: Sequence[Change]) -> None:
        """Keeps what changed; where nothing can be written, it has to be found anew the next time."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._path(before, after), msgspec.json.encode(changes))

    def _path(self, before: str, after: str) -> Path:
        name = f"{_tools()}\n{before}\n{after}\n".encode() + self._project
        return self._folder / f"{hashlib.sha256(name).hexdigest()}.json"


@functools.cache
def _tools() -> str:
    """A digest of all of statusbook, of Python's version and of the `LIBRARIES`' ones."""
    digest = hashlib.sha256(repr([sys.version, *map(version, LIBRARIES)]).encode())
    for path in sorted(_PACKAGE.rglob("*.py")):
        code = path.read_bytes()
        digest.update(f"{path.relative_to(_PACKAGE)} {len(code)}\n".encode() + code)
    return digest.hexdigest()


def write_whole(path: Path, data: bytes) -> None:
    """Writes a file that is never seen half written."""
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
