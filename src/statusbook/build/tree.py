"""A folder that is brought up to date: what is as it should be is left alone, for files are slow to make."""

from __future__ import annotations

import ctypes
import errno
import functools
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from statusbook.build.memo import DIGEST, Memo, digest
from statusbook.problems import StatusbookError

_EXCHANGE, _HERE = 2, -100
"""``RENAME_EXCHANGE`` and ``AT_FDCWD``, see renameat2(2)."""


@functools.cache
def _since() -> bytes:
    """Since when the system has run: after a power cut, a file may not hold what was written to it."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_bytes()
    except OSError:  # another system
        return b""


Look = tuple[int, int]
"""Of a file: its size in bytes, and when it was last written to, in nanoseconds."""


def look(stat: os.stat_result) -> Look:
    """See there."""
    return stat.st_size, stat.st_mtime_ns


class Tree:
    """A folder, and what is remembered of its files: of what they were made, and what they were like then.

    Whoever writes to a file since changes its size or the time of its last change, which nobody can set. So
    a file that is as it was remembered need not be made to know that it is right, nor be read.

    Attributes:
        files: those that there have to be, by their names below the folder; see `sweep`.
    """

    def __init__(self, folder: Path, memo: Memo, part: str) -> None:
        """Recall what was remembered of the files in a folder that are some part's: a process's, or a task's.

        It is one value of the memo, since there are thousands of files. The folder is known by its inode: it
        is there, and changes places with another, see `exchange`.
        """
        self.files = dict[str, Look]()
        place = folder.stat()
        self._folder, self._memo = str(folder), memo
        self._name = digest("tree", f"{place.st_dev} {place.st_ino}", part)
        held = memo.get(self._name) or b""
        self._known = {held[start : start + DIGEST] for start in range(0, len(held), DIGEST)}
        self._now = set[bytes]()

    def stands(self, names: Collection[str], told: bytes) -> bool:
        """Whether the files are there as they were made of what `told` is a digest of."""
        seen = self._seen(names)
        if not seen or (key := _key(told, seen)) not in self._known:
            return False
        self._take(seen, key)
        return True

    def mark(self, name: str) -> bytes:
        """A digest of what a file is like, of which others can be made; it is there."""
        return _key(b"", self._seen([name]))

    def put(self, files: Mapping[str, bytes], told: bytes) -> None:
        """Makes the files hold what is given for each, and remembers what they were made of."""
        for name, data in files.items():
            put(Path(self._folder, name), data)
        self.remember(files, told)

    def remember(self, names: Iterable[str], told: bytes) -> None:
        """That files were made of what `told` is a digest of; they are there."""
        if seen := self._seen(names):
            self._take(seen, _key(told, seen))

    def close(self) -> None:
        """From the next build on, the files are remembered that stood in this one, or were put."""
        self._memo.learn(self._name, b"".join(self._now))

    def _seen(self, names: Iterable[str]) -> dict[str, os.stat_result]:
        """None of them, if one is not there."""
        try:
            return {name: os.stat(f"{self._folder}/{name}") for name in sorted(names)}  # noqa: PTH116
        except OSError:
            return {}

    def _take(self, seen: Mapping[str, os.stat_result], key: bytes) -> None:
        self.files.update((name, look(s)) for name, s in seen.items())
        self._now.add(key)


def _key(told: bytes, seen: Mapping[str, os.stat_result]) -> bytes:
    marks = (f"{name} {s.st_dev} {s.st_ino} {s.st_size} {s.st_ctime_ns}" for name, s in seen.items())
    return digest("stands", _since(), told, *marks)


def put(path: Path, data: bytes) -> None:
    """Makes the file hold `data`; one that does already is not written."""
    file = _opened(path)
    try:
        size = os.fstat(file).st_size
        if size == len(data) and os.pread(file, size, 0) == data:
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


def below(folder: Path) -> list[str]:
    """The files in a folder and in those in it, by their paths below it, without Python's bytecode."""
    top = len(f"{folder}/")
    found = (f"{place}/{name}" for place, _, names in os.walk(folder) for name in names)
    return sorted(path[top:] for path in found if not path.endswith(".pyc"))


def contents(folder: Path) -> Iterator[tuple[str, bytes]]:
    """The files `below` a folder, and what is in them; a link that leads nowhere, as a lock does, is none."""
    for name in below(folder):
        path = folder / name
        if path.is_file():
            yield name, path.read_bytes()


def sweep(folder: Path, names: Collection[str]) -> None:
    """Takes away every file of a folder but those with these names below it, and folders left empty."""
    _sweep(str(folder), "", names)


def _sweep(folder: str, below: str, names: Collection[str]) -> bool:
    """Whether anything is left in the folder."""
    is_kept = False
    with os.scandir(folder) as entries:
        for entry in list(entries):
            if entry.is_dir(follow_symlinks=False):
                if _sweep(entry.path, f"{below}{entry.name}/", names):
                    is_kept = True
                else:
                    Path(entry.path).rmdir()
            elif below + entry.name in names:
                is_kept = True
            else:
                Path(entry.path).unlink()
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
