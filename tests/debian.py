"""Installs Debian's packages for the tests, where that is allowed."""

from __future__ import annotations

import os
import subprocess


def install(*packages: str) -> bool:
    """Install packages without what they merely recommend; return whether that was possible."""
    as_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    try:
        subprocess.run([*as_root, "apt-get", "update", "-qq"], check=True)
        command = [*as_root, "apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
    except (OSError, subprocess.CalledProcessError):
        return False
    return True
