"""A clock that can be set while a server runs, by Debian's libfaketime; the time since the start goes on."""

import time
from pathlib import Path

MISSING = "There is no libfaketime. Install it: sudo apt-get install faketime"
DAY = 86_400  # seconds


def find() -> Path | None:
    """Return the library that stands between a process and its clock."""
    return next(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), None)


class FakeClock:
    """The clock of those processes that are started with its environment."""

    def __init__(self, folder: Path) -> None:
        """Show noon of today, so that no midnight comes while it is used; needs a folder of the test's own.

        Raises:
            FileNotFoundError: There is no libfaketime.
        """
        library = find()
        if library is None:
            raise FileNotFoundError(MISSING)
        now = int(time.time())
        self.today = now // DAY
        """Days since the Unix epoch, UTC."""
        self._ahead = DAY // 2 - now % DAY
        self._file = folder / "faketime"
        self.environment = {
            "LD_PRELOAD": str(library),
            "FAKETIME_TIMESTAMP_FILE": str(self._file),
            "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1",
            "FAKETIME_FORCE_MONOTONIC_FIX": "0",  # else threads wait for Python's lock much too long
        }
        self.set(0)

    def set(self, days: int) -> None:
        """Show a time so many days ahead of noon."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{days * DAY + self._ahead:+}\n")
        new.replace(self._file)  # at once: whoever reads the half of it has another time
