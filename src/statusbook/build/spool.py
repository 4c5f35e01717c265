"""What is made early and wanted late, in one file without a name: memory would grow with the site."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


class Spool:
    """Data by names."""

    def __init__(self, folder: Path) -> None:
        """The file lies on the disk of `folder`, which is there."""
        self._file = tempfile.TemporaryFile(dir=folder, buffering=0)  # noqa: SIM115 - ends with us
        self._places: dict[str, tuple[int, int]] = {}
        self._end = 0

    def put(self, name: str, data: bytes) -> None:
        """Puts it away.

        Raises:
            OSError: when there is no room.
        """
        if self._file.write(data) != len(data):
            raise OSError(f"no room for {name}")
        self._places[name] = (len(data), self._end)
        self._end += len(data)

    def get(self, name: str) -> bytes:
        """What was put away by the name."""
        return os.pread(self._file.fileno(), *self._places[name])
