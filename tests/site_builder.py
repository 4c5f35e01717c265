"""Our own builder as its command runs it, and sites compared byte for byte."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from tests.project import Project

STATUSBOOK = str(Path(sys.executable).with_name("statusbook"))
Hashes = dict[str, str]
"""Of each file, by its path below the site's folder."""


def command(site: str = "site", *, jobs: int = 2, cache: str | None = None) -> list[str]:
    options = ["--site", site, "--jobs", str(jobs)]
    return [STATUSBOOK, "build", *options, *(["--cache", cache] if cache else [])]


def run(
    project: Project, site: str = "site", *, jobs: int = 2, cache: str | None = None
) -> subprocess.CompletedProcess[str]:
    """A build; without a cache it is as if there had been none before, and takes nothing from those after."""
    arguments = command(site, jobs=jobs, cache=cache)
    with _aside(project.folder / ".cache") if cache == "off" else nullcontext():
        return subprocess.run(arguments, cwd=project.folder, capture_output=True, text=True, check=False)


@contextmanager
def _aside(folder: Path) -> Iterator[None]:
    """Has a folder not be there for a while."""
    kept = folder.with_name(f"{folder.name}.aside")
    if folder.exists():
        folder.rename(kept)
    try:
        yield
    finally:
        if kept.exists():
            shutil.rmtree(folder, ignore_errors=True)
            kept.rename(folder)


def build(project: Project, site: str = "site", *, jobs: int = 2, cache: str | None = None) -> Hashes:
    """A build that must go well; what it wrote."""
    done = run(project, site, jobs=jobs, cache=cache)
    assert done.returncode == 0, done.stderr
    return hashes(project.folder / site)


def hashes(folder: Path) -> Hashes:
    """Of every file below a folder; a folder without files counts, too."""
    paths = sorted(folder.rglob("*"))
    empty = {
        f"{path.relative_to(folder)}/": "" for path in paths if path.is_dir() and not any(path.iterdir())
    }
    return empty | {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in paths
        if path.is_file()
    }


def difference(ours: Hashes, theirs: Hashes) -> str:
    """The files that are not the same, in words; empty where all are."""
    names = sorted(name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name))
    told = [
        f"{name}: {'only theirs' if name not in ours else 'only ours' if name not in theirs else 'differs'}"
        for name in names
    ]
    return "; ".join([*told[:5], *([f"and {len(told) - 5} more"] if told[5:] else [])])


_WRITTEN = ("mkdocs.yml", "statuses.yaml", "docs/**/*", "locales/**/*", "overrides/**/*")
State = dict[Path, bytes]
"""What editors wrote, by the paths below the project's folder."""


def sources(project: Project) -> State:
    paths = [path for pattern in _WRITTEN for path in project.folder.glob(pattern) if path.is_file()]
    return {path.relative_to(project.folder): path.read_bytes() for path in paths}


def restore(project: Project, state: State) -> None:
    """Writes what is not as it was, and deletes what was not there."""
    now = sources(project)
    for name in now.keys() - state.keys():
        (project.folder / name).unlink()
    for name, data in state.items():
        if now.get(name) != data:
            (project.folder / name).parent.mkdir(parents=True, exist_ok=True)
            (project.folder / name).write_bytes(data)
