"""A help centre in a git repository, commit by commit."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

BOOK = """\
shop: {name: Shop, app: https://example.com/app, links: {help: {label: Help, url: https://example.com/}}}
times:
  reply: {label: Reply, at_most: 24 hours}
statuses:
  paid: {label: Paid, meaning: "We answer {reply:within}.", terminal: true}
"""
AUTHOR = "Anna Petrova"


class Repository:
    """A project in a repository in `folder`; its commits are of one day of November 2026 after another."""

    def __init__(self, folder: Path, project: str = ".") -> None:
        self.folder, self.root = folder, folder / project
        self._day = 0
        self.root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")

    def git(self, *arguments: str) -> str:
        date = f"2026-11-{max(self._day, 1):02}T12:00:00+02:00"
        mine = {"NAME": AUTHOR, "EMAIL": "anna@example.com", "DATE": date}
        env = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in mine.items()}
        env |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        done = subprocess.run(
            ["git", *arguments], cwd=self.folder, env=os.environ | env, capture_output=True, check=True
        )
        return done.stdout.decode().strip()

    def write(self, name: str, text: str) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self, subject: str) -> str:
        """Commits all that there is; returns the commit's hash."""
        self._day += 1
        self.git("add", ".")
        self.git("commit", "--quiet", f"--message={subject}")
        return self.git("rev-parse", "HEAD")

    def promise(self, hours: int) -> str:
        """Commits another promise."""
        self.write("statuses.yaml", BOOK.replace("24 hours", f"{hours} hours"))
        return self.commit(f"{hours} hours")

    def merge(self, branch: str) -> str:
        """Merges a branch into the one that is checked out, as a pull request is merged."""
        self._day += 1
        self.git("merge", "--quiet", "--no-ff", f"--message=Merge {branch}", branch)
        return self.git("rev-parse", "HEAD")

    def clone(self, folder: Path, depth: int) -> Path:
        """A shallow clone of it; returns the project's folder there."""
        self.git("clone", "--quiet", f"--depth={depth}", f"file://{self.folder}", str(folder))
        return folder / self.root.relative_to(self.folder)
