"""``statusbook``: the commands of editors and translators."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import click
from babel.messages.catalog import Catalog as Gettext
from babel.messages.pofile import read_po, write_po

from statusbook import extract
from statusbook.check import check as find_problems
from statusbook.check import locales_of
from statusbook.load import load
from statusbook.messages import DOMAIN, catalog_path
from statusbook.problems import InvalidInputError

_ROOT = click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=Path(),
    help="The project’s folder; the current one if not given.",
)


@click.group()
def cli() -> None:
    """One fact book, a help centre in many languages."""


@cli.command()
@_ROOT
def check(root: Path) -> None:
    """Names every problem in statuses.yaml and the catalogs. Exit code 1 if there is one."""
    problems = find_problems(root)
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"{len(problems)} {'problem' if len(problems) == 1 else 'problems'}.", err=True)
        sys.exit(1)
    click.echo("No problems.")


@cli.group()
def messages() -> None:
    """The texts that are translated."""


@messages.command("extract")
@_ROOT
def extract_(root: Path) -> None:
    """Writes locales/statusbook.pot from every place that holds words."""
    _write(root / "locales" / f"{DOMAIN}.pot", _template(root))


@messages.command()
@click.argument("locales", nargs=-1)
@_ROOT
def update(locales: tuple[str, ...], root: Path) -> None:
    """Brings the catalogs of LOCALES (all, if none is named) up to date with the English texts."""
    template = _template(root)
    _write(root / "locales" / f"{DOMAIN}.pot", template)
    for tag in locales or locales_of(root):
        path = catalog_path(root / "locales", tag)
        translated = _read(path, tag)
        extract.merge(translated, template)
        _write(path, translated)


@messages.command()
@click.option("--strict", is_flag=True, help="Exit with code 1 if a text is stale or missing.")
@_ROOT
def status(root: Path, strict: bool) -> None:
    """Prints for each language how many texts are translated, stale and missing."""
    template, incomplete = _template(root), False
    click.echo(f"{'':8}{'translated':>12}{'stale':>8}{'missing':>9}")
    for tag in locales_of(root):
        translated = _read(catalog_path(root / "locales", tag), tag)
        extract.merge(translated, template)
        stale, missing = len(extract.stale(translated)), len(extract.missing(translated))
        done = (len(translated) - stale - missing) / len(translated)
        click.echo(f"{tag:8}{done:>12.1%}{stale:>8}{missing:>9}")
        incomplete = incomplete or stale + missing > 0
    if strict and incomplete:
        click.echo("Run “make messages”, then translate what is empty or marked fuzzy.", err=True)
        sys.exit(1)


def _template(root: Path) -> Gettext:
    return extract.extract(load(root / "statuses.yaml"), root)


def _read(path: Path, tag: str) -> Gettext:
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    return read_po(io.StringIO(text), locale=tag.replace("-", "_"), domain=DOMAIN)


def _write(path: Path, catalog: Gettext) -> None:
    out = io.BytesIO()
    write_po(out, catalog, width=110)
    # Dates of extraction change with every run and say nothing that git does not say better.
    lines = [line for line in out.getvalue().splitlines(keepends=True) if b"-Date: " not in line]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))


def main() -> None:
    """The command; problems in the files are printed in words, with exit code 1."""
    try:
        cli()
    except InvalidInputError as error:
        click.echo(error, err=True)
        sys.exit(1)
