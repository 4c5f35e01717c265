"""``statusbook check``."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from statusbook.check import check as find_problems
from statusbook.cli.project import ROOT
from statusbook.report import Format, report


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice([form.value for form in Format]),
    default=Format.TEXT.value,
    show_default=True,
    help="text for a terminal, github for annotations in a pull request.",
)
@ROOT
def check(root: Path, form: str) -> None:
    """Names every problem in statuses.yaml, the pages and the catalogs. Exit code 1 if there is one."""
    problems = find_problems(root)
    if problems or form in {Format.JSON.value, Format.SARIF.value}:
        click.echo(report(problems, Format(form), root))
    if problems:
        click.echo(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}.", err=True)
        sys.exit(1)
    if form == Format.TEXT.value:
        click.echo("No problems.")
