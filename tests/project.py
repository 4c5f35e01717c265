"""Copies of the project, and real builds of them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Container
from pathlib import Path

ROOT = Path(__file__).parent.parent
SOURCES = ("mkdocs.yml", "statuses.yaml", "docs", "hooks", "locales", "overrides")
_LOCALE = re.compile(r" +- \{locale: ([^,]+),")
QUIET = {"NO_MKDOCS_2_WARNING": "1", "DISABLE_MKDOCS_2_WARNING": "true"}


class Project:
    """A copy of what editors write, with the build that the Makefile runs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.site = folder / "site"

    def change(self, name: str, old: str, new: str) -> None:
        """Replaces the only place where `old` stands in a file."""
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        path.write_text(text.replace(old, new), encoding="utf-8")

    def set_time(self, id_: str, amount: str) -> None:
        """Sets how long a processing time may take, whatever it is by now."""
        path = self.folder / "statuses.yaml"
        line = re.compile(rf"(^  {id_}:\n(?:    .*\n)*?    at_most: ).*", re.MULTILINE)
        path.write_text(line.sub(rf"\g<1>{amount}", path.read_text(encoding="utf-8")), encoding="utf-8")

    def build(self, *, builder: str = "mkdocs", site: str = "site") -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", builder, "build", "--strict", "--quiet", "-f", "mkdocs.yml"]
        return subprocess.run(
            [*command, "--site-dir", site],
            cwd=self.folder,
            env=os.environ | QUIET,
            capture_output=True,
            text=True,
            check=False,
        )

    def page(self, path: str) -> str:
        return (self.site / path / "index.html").read_text(encoding="utf-8")


def copy_project(folder: Path, locales: Container[str] | None = None) -> Project:
    """A copy of what editors write; in all languages, or in some, which is built faster."""
    for name in SOURCES:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, folder / name)
    project = Project(folder)
    for id_ in ("confirmation", "ships-fast"):
        project.set_time(id_, "24 hours")  # tests count from there, whatever the shop promises by now
    if locales is not None:
        config = folder / "mkdocs.yml"
        lines = config.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not (found := _LOCALE.match(line)) or found[1] in locales]
        config.write_text("".join(kept), encoding="utf-8")
    return project
