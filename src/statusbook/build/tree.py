"""A folder that is brought up to date: what is as it should be is left alone, for files are slow to make."""

from __future__ import annotations

import ctypes
import errno
import os
from pathlib import Path

from statusbook.problems import StatusbookError

_EXCHANGE, _HERE = 2, -100
"""``RENAME_EXCHANGE`` and ``AT_FDCWD``, see renameat2(2)."""


def put(path: Path, data: bytes) -> None:
    """Makes the file hold `data`, and its time that of now, so that `sweep` knows it was put."""
    file = _opened(path)
    try:
        size = os.fstat(file).st_size
        if size == len(data) and os.pread(file, size, 0) == data:
            os.utime(file)
            return
        if os.pwrite(file, data, 0) < len(data):  # a file that is emptied first is slow to write
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))
        if size > len(data):
            os.ftruncate(file, len(data))
    finally:
        os.close(file)


def _opened(path: Path) -> int:
    """By the system itself: Python's own files ask it twice as much, and there are thousands."""
    how = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
    try:
        return os.open(path, how, 0o666)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        return os.open(path, how, 0o666)


class Broom:
    """Knows what was in a folder before a build, and takes away what the build has not `put` again."""

    def __init__(self, folder: Path) -> None:
        """Begin; the folder is made where there is none."""
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._clean = not any(folder.iterdir())
        mark = folder / ".begun"
        mark.unlink(missing_ok=True)
        mark.touch()
        self._begun = mark.stat().st_mtime_ns  # by the clock of the files, which lags behind the others
        mark.unlink()

    def sweep(self) -> None:
        """Takes away every file that is older, and folders that are left empty."""
        if self._clean:
            return
        self._sweep(str(self._folder))

    def _sweep(self, folder: str) -> bool:
        """Whether anything is left in the folder."""
        is_kept = False
        with os.scandir(folder) as entries:
            for entry in list(entries):
                if entry.is_dir(follow_symlinks=False):
                    if self._sweep(entry.path):
                        is_kept = True
                    else:
                        Path(entry.path).rmdir()
                elif entry.stat(follow_symlinks=False).st_mtime_ns < self._begun:
                    Path(entry.path).unlink()
                else:
                    is_kept = True
        return is_kept


def exchange(one: Path, other: Path) -> None:
    """Lets two folders change places, so that whoever looks sees the one or the other, and never none.

    Where the system cannot do that, it is two steps.

    Raises:
        StatusbookError: when they are on different disks.
    """
    if not other.exists():
        try:
            one.rename(other)
        except OSError as error:
            raise StatusbookError(f"The site cannot go to {other}: {error.strerror}.") from None
        return
    try:
        done = ctypes.CDLL(None, use_errno=True).renameat2(
            _HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE
        )
    except (AttributeError, OSError):  # another system, or another C library
        done = -1
    if done:
        aside = other.with_name(f"{other.name}.aside")
        other.rename(aside)
        try:
            one.rename(other)
        except OSError as error:
            aside.rename(other)
            raise StatusbookError(f"The site cannot go to {other}: {error.strerror}.") from None
        aside.rename(one)
