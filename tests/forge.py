"""A repository with a place to push to, and a GitHub that is a file: what scripts meet, without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.fake_gh import AUTHOR
from tests.project import QUIET, ROOT

REPOSITORY = "shop/help"
ANN = {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Ann"), ("EMAIL", "ann@example.com"))
}


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """A command in a folder; what it answers."""
    return subprocess.run(
        command, cwd=folder, env=os.environ | QUIET | environment, capture_output=True, text=True, check=False
    )


class Forge:
    """A clone of a bare repository beside it, with this project’s ``.github/`` and its environment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.remote = folder.parent / f"{folder.name}.git"
        self._state = folder.parent / f"{folder.name}.json"
        self._programs = folder.parent / f"{folder.name}.bin"
        folder.mkdir(exist_ok=True)
        shutil.copytree(ROOT / ".github", folder / ".github")
        shutil.copy(ROOT / ".gitignore", folder)
        (folder / ".venv").symlink_to(ROOT / ".venv")
        self._put_gh()
        self.knows()
        self.git("init", "--quiet", "--initial-branch", "main")
        (folder / ".git/info/exclude").write_text(".venv\n", encoding="utf-8")  # a link, here, and no folder
        self.commit("The project")
        self.git("clone", "--quiet", "--bare", ".", str(self.remote))
        self.git("remote", "add", "origin", str(self.remote))

    def _put_gh(self) -> None:
        self._programs.mkdir()
        gh = self._programs / "gh"
        gh.write_text(
            f'#!/bin/sh\nexec "{sys.executable}" "{ROOT}/tests/fake_gh.py" "$@"\n', encoding="utf-8"
        )
        gh.chmod(0o755)

    def knows(self, *, pulls: list[Any] | None = None, comments: dict[str, list[Any]] | None = None) -> None:
        """What GitHub has from now on; nothing, if nothing is given."""
        state = {"next": 100, "pulls": pulls or [], "comments": comments or {}}
        self._state.write_text(json.dumps(state), encoding="utf-8")

    @property
    def pulls(self) -> list[Any]:
        """The open pull requests of GitHub."""
        return list(json.loads(self._state.read_text(encoding="utf-8"))["pulls"])

    def comments(self, number: int) -> list[tuple[str, str]]:
        """Who has written what on a pull request."""
        found = json.loads(self._state.read_text(encoding="utf-8"))["comments"].get(str(number), [])
        return [(comment["user"]["login"], comment["body"]) for comment in found]

    def script(self, name: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Runs one of ``.github/scripts/``."""
        path = f"{self._programs}:{os.environ['PATH']}"
        given = {"PATH": path, "FAKE_GH": str(self._state), "GITHUB_REPOSITORY": REPOSITORY} | environment
        return run([f".github/scripts/{name}", *arguments], self.folder, **given)

    def git(self, *arguments: str) -> str:
        """What git says in the clone."""
        done = run(["git", *arguments], self.folder, **ANN)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def commit(self, message: str) -> str:
        """Commits everything; the commit’s name."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--message", message)
        return self.git("rev-parse", "HEAD")

    def pushed(self, branch: str) -> list[str]:
        """The files on a branch of the bare repository."""
        return self.git("--git-dir", str(self.remote), "ls-tree", "-r", "--name-only", branch).splitlines()


def said(body: str, login: str = AUTHOR, id_: int = 1) -> dict[str, Any]:
    """A comment as GitHub tells of it."""
    return {"id": id_, "user": {"login": login}, "body": body}
