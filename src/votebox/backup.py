"""A copy of all votes in one SQLite file."""

import os
from contextlib import closing
from pathlib import Path

from votebox.sqlite import SqliteStore
from votebox.store import Store
from votebox.transfer import copy


def back_up(source: Store, file: Path, *, now: int) -> int:
    """Write all votes of one moment into a new SQLite file; return how many.

    The file takes its name when it is complete and on the disk. The keys of days are not in it: they would
    live longer than they may.

    Args:
        source: Any store; whoever writes to it may go on.
        file: A file that is not there yet.
        now: Milliseconds since the Unix epoch, UTC.

    Raises:
        StoreError: The source cannot be read, or the file not be written.
    """
    partly = file.with_name(f"{file.name}.part")
    partly.unlink(missing_ok=True)
    with closing(SqliteStore(partly)) as target:
        target.open()
        votes = copy(source, target, name="backup", now=now)
    partly.replace(file)
    _sync(file.parent)
    return votes


def _sync(folder: Path) -> None:
    """See to it that a name is on the disk, too."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
