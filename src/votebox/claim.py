"""One process alone writes to a SQLite file.

Two connections that write and checkpoint at the same moment can damage a file whose log is written ahead
(SQLite's WAL-reset bug, in all versions from 3.7.0 to 3.51.2). Within a process the writer sees to it that
there is one; here it is seen to among processes.
"""

import fcntl
import os
import time
from pathlib import Path

from votebox.errors import StoreError

PATIENCE = 5.0
"""Seconds that another process is waited for: one that ends while its successor starts."""


class Claim:
    """The right to write to a file: a lock of the system on a file beside it, which ends with the process."""

    def __init__(self, path: Path) -> None:
        """Take the right.

        Raises:
            StoreError: Another process has it, and does not give it up; or there can be no file there.
        """
        beside = path.with_name(f"{path.name}-owner")
        try:
            self._descriptor = os.open(beside, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        except OSError as error:
            raise StoreError(f"{beside} cannot be made: {error.strerror}.") from error
        if not self._locked():
            os.close(self._descriptor)
            raise StoreError(
                f"Another votebox writes to {path}, and one alone may. Stop that one first, "
                "or let several share a PostgreSQL database."
            )

    def give_up(self) -> None:
        """Let others have it."""
        os.close(self._descriptor)

    def _locked(self) -> bool:
        end = time.monotonic() + PATIENCE
        while True:
            try:
                fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if time.monotonic() > end:
                    return False
                time.sleep(0.05)
            else:
                return True
