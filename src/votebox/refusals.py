"""Refusals in the log: each reason at most once a minute, however many requests are refused."""

import logging
import time
from collections import Counter
from collections.abc import Callable

from votebox.logs import event
from votebox.problems import Kind

_LOG = logging.getLogger("votebox")

_QUIET = 60.0
"""Seconds after a line until the next one of the same reason: whoever floods us must not flood the log."""


class Refusals:
    """Tells of the first refusal at once, and of those within the next minute with the first one after it."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a clock that tells seconds and is never set."""
        self._clock = clock
        self._untold: Counter[Kind] = Counter()
        self._told: dict[Kind, float] = {}

    def note(self, kind: Kind) -> None:
        """Count a refusal, and tell of it where it is time."""
        self._untold[kind] += 1
        now = self._clock()
        if now - self._told.get(kind, now - _QUIET) >= _QUIET:
            self._told[kind] = now
            self._tell(kind, self._untold.pop(kind))

    def _tell(self, kind: Kind, requests: int) -> None:
        extra = event("refused", reason=kind.value, status=kind.status, requests=requests)
        _LOG.info("Refused: %s, %d since the last line of that.", kind, requests, extra=extra)
