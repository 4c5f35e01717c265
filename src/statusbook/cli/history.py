"""``statusbook history``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from statusbook.changes.cache import write_whole
from statusbook.changes.log import changes_json, read_log
from statusbook.cli.project import ROOT


@click.command()
@click.option("--last", type=click.IntRange(min=1), default=20, show_default=True, help="How many commits.")
@click.option(
    "--site",
    type=click.Path(file_okay=False, path_type=Path),
    help="The built site; site/ in the project’s folder if not given.",
)
@ROOT
def history(root: Path, last: int, site: Path | None) -> None:
    """Writes changes.json into the built site: the last commits, each with what it did to readers."""
    folder = site or root / "site"
    if not folder.is_dir():
        raise click.UsageError(f"There is no folder “{folder}”. Build the site first: make build")
    log = read_log(root, last)
    write_whole(folder / "changes.json", changes_json(log.entries).encode())
    for problem in log.problems:
        click.echo(problem, err=True)
    if log.problems:
        sys.exit(1)
