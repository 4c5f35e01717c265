"""What an editor names to be compared: a git revision, a project's folder, or a ``statuses.yaml``."""

from __future__ import annotations

import io
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from statusbook.history import SOURCES, git
from statusbook.load import load
from statusbook.model import Catalog
from statusbook.problems import StatusbookError, nearest


class UnknownSideError(StatusbookError):
    """There is nothing of that name to compare."""


@dataclass(frozen=True, kw_only=True)
class Side:
    """The help centre before a change, or after it."""

    catalog: Catalog
    root: Path | None = None
    """The project's folder; None where only a file was named."""


@contextmanager
def opened(name: str, root: Path) -> Iterator[Side]:
    """The side that `name` stands for; `root` is the project in whose git history a revision is looked up.

    Raises:
        UnknownSideError: where it is neither a file nor a folder nor a revision.
        InvalidInputError: where its ``statuses.yaml`` cannot be read.
    """
    path = Path(name)
    if path.is_file():
        yield Side(catalog=load(path, name))
    elif path.is_dir():
        yield of_folder(path)
    else:
        with of_revision(name, root) as side:
            yield side


@contextmanager
def of_revision(name: str, root: Path) -> Iterator[Side]:
    """The side that a git revision stands for, whatever files are called so; see `opened`."""
    with tempfile.TemporaryDirectory() as folder:
        _check_out(name, root, Path(folder))
        yield of_folder(Path(folder), f"{name}:statuses.yaml")


def of_folder(root: Path, name: str = "statuses.yaml") -> Side:
    """The project in a folder; `name` is what problems call its ``statuses.yaml``."""
    return Side(catalog=load(root / "statuses.yaml", name), root=root)


def _check_out(revision: str, root: Path, folder: Path) -> None:
    """Writes the sources of a revision into `folder`."""
    found = git(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    if found is None:
        raise UnknownSideError(_unknown(revision, root))
    commit = found.decode().strip()
    # In a folder of a repository, git gives out that folder alone, and names files from there.
    there = (git(root, "ls-tree", "-r", "--name-only", commit) or b"").decode().splitlines()
    wanted = [s for s in SOURCES if any(file == s or file.startswith(f"{s}/") for file in there)]
    archive = git(root, "archive", "--format=tar", commit, "--", *wanted) if wanted else None
    if archive:
        _unpack(archive, folder)


def _unpack(archive: bytes, folder: Path) -> None:
    """Writes the files of an archive; links are left out, which could lead anywhere."""
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        for member in tar:
            if member.isfile() and (content := tar.extractfile(member)):
                path = folder / member.name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content.read())


def _unknown(name: str, root: Path) -> str:
    branches = (git(root, "branch", "--all", "--format=%(refname:short)") or b"").decode().split()
    guess = nearest(name, branches)
    fix = f"Did you mean “{guess}”?" if guess else "Name a branch, a commit, a folder or a file."
    return f"“{name}” is neither a git revision nor a folder nor a file. {fix}"
