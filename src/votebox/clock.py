"""What time it is, although the clock may be set at any moment.

What is deleted by the clock is gone when the clock turns out to have been wrong. So it is held against the
time since the machine started, which nobody can set.
"""

import time
from collections.abc import Callable
from typing import Final

from msgspec import Struct

STEP: Final = 60_000
"""Milliseconds that the clock may gain or lose between two looks. If it is more, somebody has set it."""

DOUBT: Final = 12 * 3_600_000
"""Milliseconds after which a clock that was set is believed.

A key that waited for it is 36 hours old at most. The 12 that are left are for what no clock counts, such as
the time that a virtual machine was halted.
"""

# The time that a machine slept counts: its clock was not set, though it is ahead by so much.
_STEADY = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Moment(Struct, frozen=True, kw_only=True):
    """When now is, in milliseconds since the Unix epoch, UTC; one moment unless the clock was set."""

    earliest: int
    latest: int


class Clock:
    """Tells the time, and for a while after it was set both what it says and what it would have said."""

    def __init__(
        self,
        wall: Callable[[], int] = lambda: time.time_ns() // 1_000_000,
        steady: Callable[[], int] = lambda: time.clock_gettime_ns(_STEADY) // 1_000_000,
    ) -> None:
        """Believe the clock as it is now; `wall` and `steady` tell milliseconds and should never be set."""
        self._wall = wall
        self._steady = steady
        self._offset = wall() - steady()
        self._doubted: int | None = None

    def now(self) -> Moment:
        """Return what time it is; to be asked for every minute or so."""
        wall, steady = self._wall(), self._steady()
        self._judge(wall - steady, steady)
        believed = steady + self._offset
        return Moment(earliest=min(wall, believed), latest=max(wall, believed))

    def _judge(self, offset: int, steady: int) -> None:
        if abs(offset - self._offset) > STEP:
            self._doubted = steady if self._doubted is None else self._doubted
            if steady - self._doubted < DOUBT:
                return
        self._offset = offset
        self._doubted = None
