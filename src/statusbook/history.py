"""When the sources of a page last changed, as git tells."""

from __future__ import annotations

import datetime
import subprocess
from collections.abc import Iterable
from pathlib import Path


def last_change(files: Iterable[Path], folder: Path) -> datetime.date | None:
    """The date of the last commit that touched one of `files`; None outside of a git checkout."""
    command = ["git", "log", "-1", "--format=%cs", "--", *(str(file) for file in files)]
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return None
    return datetime.date.fromisoformat(done.stdout.strip()) if done.stdout.strip() else None
