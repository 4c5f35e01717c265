"""Sees to it that the tests have strace and libfaketime; without them some are skipped.

`python -m tests.votebox.tools` installs Debian's packages where they are not there.
"""

from __future__ import annotations

import shutil
import sys

from tests.debian import install
from tests.votebox import faketime, syscalls


def missing() -> dict[str, str]:
    """Return the packages that are not there, and what a test says that needs one."""
    found = {
        "strace": (shutil.which("strace"), syscalls.MISSING),
        "faketime": (faketime.find(), faketime.MISSING),
    }
    return {package: text for package, (path, text) in found.items() if path is None}


if __name__ == "__main__" and (packages := missing()):
    print(f"Installing {' and '.join(packages)} for the tests …", flush=True)
    if not install(*packages):
        print(*(f"{text} (its tests are skipped)" for text in packages.values()), sep="\n", file=sys.stderr)
