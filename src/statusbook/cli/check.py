"""``statusbook check``."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from statusbook.checks.check import check as find_problems
from statusbook.checks.hints import hints
from statusbook.checks.mend import mend
from statusbook.checks.tidy import tidy
from statusbook.cli.project import ROOT
from statusbook.load import load
from statusbook.problems import Problem
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
@click.option("--fix", is_flag=True, help="Put keys in order, remove stray white space, offer corrections.")
@click.option("--yes", is_flag=True, help="With --fix: take every correction without a question.")
@ROOT
def check(root: Path, form: str, fix: bool, yes: bool) -> None:
    """Names every problem in statuses.yaml, the pages and the catalogs. Exit code 1 if there is one."""
    if yes and not fix:
        raise click.UsageError("--yes goes with --fix.")
    if fix:
        wanted = [problem for problem in find_problems(root) if yes or _is_wanted(problem, root)]
        for done in (*mend(root, wanted), *tidy(root)):
            click.echo(done, err=True)
    problems = find_problems(root)
    if problems or form in {Format.JSON.value, Format.SARIF.value}:
        click.echo(report(problems, Format(form), root))
    if problems:
        click.echo(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}.", err=True)
        sys.exit(1)
    if form == Format.TEXT.value:
        for hint in hints(load(root / "statuses.yaml"), datetime.datetime.now(tz=datetime.UTC).date()):
            click.echo(f"Hint: {hint}", err=True)
        click.echo("No problems.")


def _is_wanted(problem: Problem, root: Path) -> bool:
    """Asks whether to write what was probably meant, where that is known."""
    if problem.edit is None:
        return False
    click.echo(report([problem], Format.TEXT, root), err=True)
    try:
        return click.confirm(f"Write “{problem.edit.new}” instead of “{problem.edit.old}”?", err=True)
    except click.Abort:
        if sys.stdin.isatty():
            raise
        return False  # nobody is there to answer: a hook, say
