"""A copy of all votes in one SQLite file."""

import os
from contextlib import closing
from pathlib import Path

from votebox.errors import StoreError
from votebox.sqlite import SqliteStore
from votebox.store import Store
from votebox.transfer import Copied, Progress, copy


def back_up(source: Store, file: Path, *, now: int, progress: Progress = lambda *_: None) -> Copied:
    """Write all votes of one moment into a new SQLite file.

    The file takes its name when it is complete and on the disk. The keys of days are not in it: they would
    live longer than they may.

    Args:
        source: Any store; whoever writes to it may go on.
        file: A file that is not there yet.
        now: Milliseconds since the Unix epoch, UTC.
        progress: Is told how far it is.

    Raises:
        StoreError: The source cannot be read, or the file not be written; nothing of it is left.
    """
    partly = file.with_name(f"{file.name}.part")
    _remove(partly)  # a backup that was killed leaves it
    try:
        with closing(SqliteStore(partly)) as target:
            copied = copy(source, target, name="backup", now=now, progress=progress)
        _name(partly, file)
    finally:
        _remove(partly)
    return copied


def _name(partly: Path, file: Path) -> None:
    """Give a file its name, on the disk, too."""
    try:
        partly.replace(file)
        folder = os.open(file.parent, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StoreError(f"{file} cannot be written: {error.strerror}.") from error


def _remove(partly: Path) -> None:
    for end in ("", "-wal", "-shm", "-owner"):
        partly.with_name(f"{partly.name}{end}").unlink(missing_ok=True)
