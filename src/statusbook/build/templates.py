"""Compiled templates that builds leave to later ones: they are code, and so for this machine alone."""

from __future__ import annotations

import marshal
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from statusbook.build.memo import digest
from statusbook.exports.compiled import COMPILED


class Templates:
    """Those in a file, and what is compiled besides, in this process and in those that it forks."""

    def __init__(self, path: Path | None, version: bytes) -> None:
        """Take what is in the file, or nothing for None; what is damaged, or of another version, is not."""
        self._path, self._version = path, version
        sealed = b""
        with suppress(OSError):  # none, or no right to read it
            sealed = path.read_bytes() if path else b""
        data = sealed[len(self._seal(b"")) :]
        self._code = marshal.loads(data) if self._seal(data) + data == sealed else {}  # noqa: S302 - our own
        COMPILED.code.update(self._code)
        self._known = set(COMPILED.code)

    def learned(self) -> bytes:
        """What was compiled in this process since."""
        return marshal.dumps({key: code for key, code in COMPILED.code.items() if key not in self._known})

    def keep(self, parts: Iterable[bytes]) -> None:
        """Puts into the file what processes have `learned`."""
        code = dict(self._code)
        for part in parts:
            code.update(marshal.loads(part))  # noqa: S302 - from our own processes
        if self._path and code.keys() != self._code.keys():
            data = marshal.dumps(code)
            with suppress(OSError):  # no room, or no right to write: the next build compiles them again
                self._path.write_bytes(self._seal(data) + data)

    def _seal(self, data: bytes) -> bytes:
        return digest("templates", self._version, data)
