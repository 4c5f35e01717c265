"""Sees to it that the tests have a Chromium: Debian's package, else Playwright's own."""

from __future__ import annotations

import os
import subprocess
import sys

from statusbook.browser import ARGUMENTS, find

__all__ = ["ARGUMENTS", "find", "install"]


def install() -> None:
    """Installs a browser: Debian's where that is allowed, else Playwright's own."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    print("Installing Chromium for the tests …", flush=True)
    try:
        subprocess.run([*as_root, "apt-get", "update", "-qq"], check=True)
        command = [*as_root, "apt-get", "install", "-y", "-qq", "chromium"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    if find() is None:
        install()
