"""Who works in the background lets those pass who wait."""

from __future__ import annotations

import threading
import time


class Turns:
    """A lock that whoever works in the background can leave to those who wait; Python's own is not fair."""

    def __init__(self) -> None:
        self._lock, self._count = threading.RLock(), threading.Lock()
        self._waiting = 0

    def __enter__(self) -> None:
        with self._count:
            self._waiting += 1
        self._lock.acquire()
        with self._count:
            self._waiting -= 1

    def __exit__(self, *_: object) -> None:
        self._lock.release()

    def let_others(self) -> None:
        """Goes on when nobody waits any more; not to be called while it is held."""
        while self._waiting:
            time.sleep(0.001)
