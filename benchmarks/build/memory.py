"""The memory of a command and of all processes that it starts, at its peak. Linux alone tells it.

What processes share is counted once: PSS gives each its share of it (proc(5), smaps_rollup). The C library
and the like are shared with other programs of the machine too, which makes a megabyte or two of difference.
Looking costs time, so no run is looked at and timed at once.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

_PAUSE = 0.01
"""Seconds between two looks; Hugo is done in a fifth of a second."""
_PROC = Path("/proc")


def peak(command: Sequence[str], environment: Mapping[str, str]) -> float:
    """Run a command; the most that its processes held together, in megabytes (10⁶).

    Raises:
        SystemExit: with what the command wrote, when it fails.
    """
    with tempfile.TemporaryFile() as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        highest = 0
        try:
            while process.poll() is None:
                highest = max(highest, held(process.pid))
                time.sleep(_PAUSE)
        finally:
            if process.returncode is None:
                os.killpg(process.pid, signal.SIGTERM)
        if process.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{log.read().decode()}")
    return highest / 1e6


def held(session: int, proc: Path = _PROC) -> int:
    """The bytes that the processes of a session hold now, by their PSS.

    Args:
        session: the id of the session; a process that loses its parent stays in it.
        proc: where the system tells of its processes.
    """
    processes = (folder for folder in proc.iterdir() if folder.name.isdecimal())
    return sum(
        pss(_read(one / "smaps_rollup")) for one in processes if session_of(_read(one / "stat")) == session
    )


def pss(rollup: str) -> int:
    """The bytes in the line `Pss:` of a smaps_rollup; 0 for a process that is ending and has no such line."""
    found = re.search(r"^Pss: +(\d+) kB$", rollup, re.MULTILINE)
    return int(found[1]) * 1024 if found else 0


def session_of(stat: str) -> int | None:
    """The session in a process's stat. The name before it, in brackets, may hold blanks and brackets."""
    fields = stat.rpartition(")")[2].split()
    return int(fields[3]) if fields else None


def _read(file: Path) -> str:
    """What stands in a file of a process; nothing when the process is gone or another user's."""
    try:
        return file.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
