"""Where the tests' Chromium is: the system's, else Debian's package, else Playwright's own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""Headless in a container, with no request of the browser's own."""


def find() -> str | None:
    """The path of the system's browser, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


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
