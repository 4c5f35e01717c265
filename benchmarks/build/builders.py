"""The builders that are set side by side, and their projects."""

import itertools
import re
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks import common, help_centre
from benchmarks.build import peers
from benchmarks.build.tables import Size

PLAIN = "plain MkDocs"


@dataclass(frozen=True, kw_only=True)
class Builder:
    """A way to build a help centre."""

    name: str
    command: list[str]
    prepare: Callable[[], None]
    """What has to be so before each run; it is not measured."""
    site: Path
    """Where the site is, once it is built."""


def help_centre_of(folder: Path, size: Size) -> Path:
    """A project of this size in the folder; it is made."""
    project = folder / f"{size.locales}x{size.pages}-{size.statuses}"
    help_centre.make(project, size.pages, size.locales, size.statuses)
    return project


def ours_cold(project: Path, name: str = "ours, cold") -> Builder:
    """Our builder where nothing was ever built. It writes the cache, as it does for anyone."""
    site = project / "site"

    def prepare() -> None:
        put_aside(site)
        put_aside(project / ".cache")

    return Builder(name=name, command=_ours(project), prepare=prepare, site=site)


def ours_warm(project: Path) -> list[Builder]:
    """Our builder where it has built before: after one amount has changed, and after nothing has."""
    site, command = project / "site", _ours(project)

    def prepare() -> None:
        raise_amount(project / "statuses.yaml")

    changed = Builder(name="ours, one amount changed", command=command, prepare=prepare, site=site)
    return [changed, Builder(name="ours, nothing changed", command=command, prepare=lambda: None, site=site)]


def put_aside(path: Path) -> None:
    """Has nothing be there any more, without deleting it.

    For a minute, ext4 looks at all files that were deleted before it makes one, so that what one builder's
    run leaves would slow down the next one's: ten times, for ten thousand files.
    """
    if path.exists():
        beside = (path.with_name(f"{path.name}.{number}.aside") for number in itertools.count())
        path.rename(next(free for free in beside if not free.exists()))


def _ours(project: Path) -> list[str]:
    return [f"{sysconfig.get_path('scripts')}/statusbook", "build", "--root", str(project)]


def raise_amount(file: Path) -> None:
    """The first time limit in hours becomes an hour longer: an amount that was never built before.

    Raises:
        ValueError: when there is none.
    """
    text = file.read_text(encoding="utf-8")
    found = re.search(r"(?<=at_most: )\d+(?= hours)", text)
    if not found:
        raise ValueError(f"{file} has no “at_most: … hours”.")
    file.write_text(text[: found.start()] + str(int(found[0]) + 1) + text[found.end() :], encoding="utf-8")


def others(plain: Path, folder: Path) -> list[Builder]:
    """The other builders, of which those are left out that cannot be had.

    Args:
        plain: the plain project.
        folder: where the sites go, and the projects of builders that need one of their own.
    """
    fork = common.build_command(plain, folder / "properdocs-site")
    fork[fork.index("mkdocs")] = "properdocs"
    found = [
        _afresh(PLAIN, common.build_command(plain, folder / "plain-site"), folder / "plain-site"),
        _afresh("ProperDocs", fork, folder / "properdocs-site"),
    ]
    if there := peers.environment("zensical", peers.ZENSICAL):
        settings = peers.write_zensical(plain)
        command = [str(there / "bin" / "zensical"), "build", "--clean", "--config-file", str(settings)]
        found.append(_afresh(f"Zensical {peers.ZENSICAL}", command, plain / "zensical-site"))
    if there := peers.environment("hugo", peers.HUGO):
        peers.write_hugo(plain, folder / "hugo")
        command = [str(peers.hugo_program(there)), "--source", str(folder / "hugo"), "--quiet"]
        command += ["--destination", str(folder / "hugo-site")]
        found.append(_afresh(f"Hugo {peers.HUGO}", command, folder / "hugo-site"))
    return found


def _afresh(name: str, command: list[str], site: Path) -> Builder:
    return Builder(name=name, command=command, prepare=lambda: put_aside(site), site=site)
