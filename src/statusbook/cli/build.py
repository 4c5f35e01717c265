"""``statusbook build``."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import click

from statusbook.build.stamp import Stamp
from statusbook.build.tree import exchange
from statusbook.cli.project import ROOT
from statusbook.problems import InvalidInputError, StatusbookError


def _processors() -> int:
    """Those that this process may use, where the system tells."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@click.command()
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where the site goes; site/ in the project’s folder if not given.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=_processors(),
    help="How many processes take part; as many as there are processors if not given.",
)
@click.option(
    "--cache",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file of what earlier builds made, safe to delete; “off” to make everything anew.",
)
@ROOT
def build(root: Path, site: Path | None, jobs: int, cache: Path | None) -> None:
    """Builds the help centre, as MkDocs would, and sooner. A build that fails leaves the last good site."""
    root = root.resolve()
    folder = (site or root / "site").resolve()
    new, raw, file = (root / ".cache" / name for name in ("new", "raw", "build.stamp"))
    kept = None if str(cache) == "off" else cache or root / ".cache" / "build.db"
    if kept is None:
        for built in (new, raw):
            shutil.rmtree(built, ignore_errors=True)
    stamp = Stamp(root, folder, file)
    if kept and stamp.holds():
        return
    from statusbook.build.builder import build as build_site  # noqa: PLC0415 - MkDocs takes its time

    try:
        files = build_site(root, new, raw, jobs, kept)
    except InvalidInputError as error:
        from statusbook.report import text  # noqa: PLC0415 - and the rules take theirs

        raise StatusbookError(text(error.problems, root)) from None
    exchange(new, folder)
    stamp.press(files)
