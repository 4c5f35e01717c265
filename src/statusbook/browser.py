"""The Chromium that takes pictures and runs the tests: the system's, else Playwright's own."""

from __future__ import annotations

import shutil

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
