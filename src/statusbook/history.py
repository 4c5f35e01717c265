"""What git knows of the sources: when they last changed, and by which commits."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

SOURCES = ("statuses.yaml", "docs", "locales", "overrides", "src/statusbook")
"""Where the words of a help centre stand."""


@dataclass(frozen=True, kw_only=True)
class Commit:
    """A commit that touched the files that were asked for."""

    hash: str
    """All of its hex digits."""
    date: datetime.datetime
    """When it was committed, in UTC."""
    subject: str
    cut_off: bool
    """Whether a shallow clone ends here: its files are known, and not what it changed in them."""


class LastChanges:
    """When each file in `folder` last changed on the first-parent history of HEAD; git is asked once.

    What was merged has changed on the day of the merge. Outside of a git checkout nothing ever did.
    """

    def __init__(self, folder: Path) -> None:
        self._days: dict[Path, datetime.date] = {}
        options = ("--first-parent", "-m", "--name-only", "-z", "--relative", "--no-show-signature")
        said = git(folder, "log", *options, "--format=%x01%cs", "--", *SOURCES) or b""
        for commit in said.decode(errors="surrogateescape").split("\1")[1:]:  # newest first
            day, *files = commit.split("\0")
            for file in filter(None, (name.lstrip("\n") for name in files)):
                self._note(Path(file), datetime.date.fromisoformat(day))

    def _note(self, file: Path, day: datetime.date) -> None:
        """Of a file and, unless it is known already, of the folders that it is in."""
        if file not in self._days:
            self._days[file] = day
            for folder in file.parents:
                self._days.setdefault(folder, day)

    def __eq__(self, other: object) -> bool:
        """Whether both tell the same."""
        return isinstance(other, LastChanges) and self._days == other._days

    __hash__ = None  # type: ignore[assignment]

    def of(self, files: Iterable[Path]) -> datetime.date | None:
        """The date of the last commit that touched one of some files or folders, if one ever did."""
        return max(filter(None, map(self._days.get, files)), default=None)


def commits(folder: Path, most: int, paths: Sequence[str] = SOURCES) -> list[Commit] | None:
    """The last commits that touched one of `paths`, newest first, on the first-parent history of HEAD.

    None where git knows no commit at all.
    """
    form = "--format=%H%x00%ct%x00%P%x00%s"
    options = ("--first-parent", "--no-show-signature", "--encoding=UTF-8", f"--max-count={most}")
    said = git(folder, "log", *options, form, "HEAD", "--", *paths)
    if said is None:
        return None
    return [_commit(folder, *line.split("\0")) for line in said.decode(errors="replace").split("\n") if line]


def _commit(folder: Path, id_: str, seconds: str, parents: str, subject: str) -> Commit:
    date = datetime.datetime.fromtimestamp(int(seconds), tz=datetime.UTC)
    return Commit(hash=id_, date=date, subject=subject, cut_off=not parents and _has_parent(folder, id_))


def _has_parent(folder: Path, id_: str) -> bool:
    """Whether the commit itself names a parent, even if this clone ends with it."""
    head = (git(folder, "cat-file", "commit", id_) or b"").partition(b"\n\n")[0]
    return b"\nparent " in head


def committed(folder: Path) -> str | None:
    """The last commit that touched `SOURCES`, if they are as they were committed.

    None where they have uncommitted changes, where a shallow clone does not tell, and without git.
    """
    last = commits(folder, 1)
    if not last or last[0].cut_off:
        return None
    asked = ("--no-optional-locks", "status", "--porcelain", "--untracked-files=normal")
    return last[0].hash if git(folder, *asked, "--", *SOURCES) == b"" else None


def git(folder: Path, *arguments: str) -> bytes | None:
    """What git answers in a folder; None where it refuses, or is not at hand."""
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=True).stdout  # noqa: S603, S607
    except (OSError, subprocess.CalledProcessError):
        return None
