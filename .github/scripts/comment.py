#!/usr/bin/env python3
"""Puts a file as the one comment of statusbook on a pull request: written once, updated afterwards.

Usage: comment.py COMMIT FILE

The pull requests are the open ones that end in COMMIT. GitHub says which they are, so that nothing but the
words of the comment comes from a file that a fork may have made.

Needs gh, and GITHUB_REPOSITORY (OWNER/NAME). DRY_RUN=1 only says what it would do.
"""

# ruff: noqa: S603, T201 - it starts gh with words of its own, and says what it does

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

MARKER = "<!-- statusbook diff -->"
AUTHOR = "github-actions[bot]"
"""Nobody else's comment is touched, whatever it begins with."""


def main(commit: str, file: Path) -> None:
    """Comments on every open pull request that ends in `commit`."""
    repository = f"repos/{os.environ['GITHUB_REPOSITORY']}"
    if not file.read_text(encoding="utf-8").startswith(MARKER):
        sys.exit(f"{file} does not begin with “{MARKER}”.")
    for pull in read(f"{repository}/pulls?state=open"):
        if pull["head"]["sha"] == commit:
            comments = f"{repository}/issues/{pull['number']}/comments"
            known = next((comment["id"] for comment in read(comments) if is_ours(comment)), None)
            if known is None:
                write("POST", comments, file)
            else:
                write("PATCH", f"{repository}/issues/comments/{known}", file)


def is_ours(comment: dict[str, Any]) -> bool:
    """Whether an earlier run has written it."""
    return bool(comment["user"]["login"] == AUTHOR and comment["body"].startswith(MARKER))


def read(address: str) -> Iterator[dict[str, Any]]:
    """The items of a list, from all its pages."""
    command = ["gh", "api", "--paginate", "--slurp", address]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    for page in json.loads(done.stdout):
        yield from page


def write(method: str, address: str, file: Path) -> None:
    """Sends the file as the body of a comment."""
    print(method, address)
    if not os.environ.get("DRY_RUN"):
        command = ["gh", "api", "--silent", "--method", method, address, "--field", f"body=@{file}"]
        subprocess.run(command, check=True)


if __name__ == "__main__":
    try:
        main(sys.argv[1], Path(sys.argv[2]))
    except subprocess.CalledProcessError as error:
        sys.exit(error.returncode)  # gh has said why
