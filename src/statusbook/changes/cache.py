"""What was found out of commits before, kept in files that are named by all that it depends on.

A file is never brought up to date: what another statusbook or another library finds has another name. All of
them can be deleted at any time.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Generic, TypeVar

import msgspec

from statusbook.changes.change import Change

LIBRARIES = ("babel", "jinja2", "markdown", "markupsafe", "pyyaml")
"""What reads the sources, and has a part in what the sentences say."""

_PACKAGE = Path(__file__).parent.parent


Found = TypeVar("Found")


class Kept(Generic[Found]):
    """What was found out of the commits of one project.

    Args:
        kind: the type of it, as msgspec reads it.
        folder: where the files are kept; it is made when there is something to keep.
        project: where in its repository the project lies, as git names it.
    """

    def __init__(self, kind: type[Found], folder: Path, project: bytes) -> None:
        self._kind, self._folder, self._project = kind, folder, project

    def get(self, commit: str, other: str) -> Found | None:
        """What was found for a commit and another one, or a language; None where that is not known yet.

        Commits are given by their whole hashes.
        """
        try:
            return msgspec.json.decode(self._path(commit, other).read_bytes(), type=self._kind)
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            return None  # a damaged file is found anew, and replaced

    def put(self, commit: str, other: str, found: Found) -> None:
        """Keeps what was found; where nothing can be written, it has to be found anew the next time."""
        with contextlib.suppress(OSError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._path(commit, other), msgspec.json.encode(found))

    def _path(self, commit: str, other: str) -> Path:
        name = f"{_tools()}\n{commit}\n{other}\n".encode() + self._project
        return self._folder / f"{hashlib.sha256(name).hexdigest()}.json"


class Cache(Kept[tuple[Change, ...]]):
    """The changes between two commits; see `Kept` for the arguments."""

    def __init__(self, folder: Path, project: bytes = b"") -> None:
        super().__init__(tuple[Change, ...], folder, project)


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
