"""What the commits of the site's words did to readers: `changes.json`, which the build of the site writes."""

import logging
import math
import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final, Literal

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from votebox.logs import event

_LOG = logging.getLogger("votebox")

SHORT: Final = 7
"""The digits that a commit is called by."""


class Change(Struct, frozen=True, kw_only=True):
    """What a commit did to readers, in a sentence of `statusbook diff`."""

    sentence: str
    area: str = ""
    """What it is about, such as `promises`."""
    locale: str | None = None
    """The only language whose readers notice it; None where those of others do, too."""


class Commit(Struct, frozen=True, kw_only=True):
    """A commit that touched the words of the site."""

    commit: str
    date: datetime
    subject: str
    changes: tuple[Change, ...] = ()


class Step(Struct, frozen=True, kw_only=True):
    """The commits from one revision of a page to the next."""

    commits: tuple[Commit, ...] = ()
    """The newest first."""
    whole: bool = False
    """Whether these are all of them."""


class History:
    """The last commits that touched the words of the site."""

    def __init__(self, commits: Sequence[Commit] = ()) -> None:
        """Take the commits, the newest first."""
        self._commits = commits
        self._places = {commit.commit: place for place, commit in enumerate(commits)}

    def step(self, before: str | None, after: str | None, language: str) -> Step:
        """Return the commits after one until and with another, with what readers of a language notice.

        Where the one before is not known, or is no earlier one, this is the last commit alone; and nothing
        where that is not known either.
        """
        last, first = self._place(after), self._place(before)
        if last is None:
            return Step()
        whole = first is not None and first > last
        commits = self._commits[last : first if whole else last + 1]
        return Step(commits=tuple(_noticed(commit, language) for commit in commits), whole=whole)

    def _place(self, commit: str | None) -> int | None:
        return None if commit is None else self._places.get(commit)


class _Document(Struct, frozen=True, kw_only=True):
    version: Literal[1]
    commits: tuple[Commit, ...]


_DECODER = Decoder(_Document)


class HistoryFile:
    """A `changes.json`; follows the file when a new build replaces it."""

    def __init__(self, path: Path, *, interval: float = 1.0) -> None:
        """Take a path, whose file may be missing; look at it at most every `interval` seconds."""
        self._path = path
        self._interval = interval
        self._looked = -math.inf
        self._stamp: tuple[int, int] | None = None
        self._history = History()

    def current(self) -> History:
        """Return the history; of a file that has become unreadable, that of its last good version."""
        now = time.monotonic()
        if now - self._looked >= self._interval:
            self._looked = now
            self._follow()
        return self._history

    def _follow(self) -> None:
        try:
            status = self._path.stat()
            stamp = status.st_mtime_ns, status.st_size
            if stamp != self._stamp:
                self._stamp = stamp
                self._history = History(_DECODER.decode(self._path.read_bytes()).commits)
        except FileNotFoundError:
            return  # a site need not have one
        except (OSError, DecodeError, ValueError) as error:
            extra = event("changes-unreadable", path=str(self._path))
            _LOG.warning(
                "%s cannot be read, pages tell what they knew before: %s", self._path, error, extra=extra
            )


def _noticed(commit: Commit, language: str) -> Commit:
    changes = tuple(change for change in commit.changes if change.locale in (None, language))
    return Commit(commit=commit.commit, date=commit.date, subject=commit.subject, changes=changes)
