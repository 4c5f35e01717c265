"""What a process has used, with all that it has started: read from /proc (proc(5))."""

import os
from pathlib import Path

_TICK = 1 / os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def cpu(process: int) -> float:
    """Return the seconds of processor time of a process and of those below it, in user and system mode."""
    return sum(_ticks(one) for one in _family(process)) * _TICK


def memory(process: int) -> float:
    """Return what a process holds in memory now (its resident set), in megabytes (10⁶)."""
    return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * _PAGE / 1e6


def _family(process: int) -> list[int]:
    found = [process]
    for children in Path(f"/proc/{process}/task").glob("*/children"):
        for child in children.read_text().split():
            found += _family(int(child))
    return found


def _ticks(process: int) -> int:
    # The name, in parentheses, may hold anything; utime and stime are the 14th and 15th field.
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
