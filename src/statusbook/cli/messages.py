"""``statusbook messages``: the texts that are translated."""

from __future__ import annotations

import datetime
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog as Gettext

from statusbook import catalogs, extract
from statusbook.catalogs import locales_of
from statusbook.cli.project import ROOT
from statusbook.load import load
from statusbook.messages import DOMAIN, SOURCE_LOCALE, catalog_path


@click.group()
def messages() -> None:
    """The texts that are translated."""


@messages.command("extract")
@ROOT
def extract_(root: Path) -> None:
    """Writes locales/statusbook.pot from every place that holds words."""
    catalogs.write_catalog(root / "locales" / f"{DOMAIN}.pot", _template(root))


@messages.command()
@click.argument("locales", nargs=-1)
@ROOT
def update(locales: tuple[str, ...], root: Path) -> None:
    """Brings the catalogs of LOCALES (all, if none is named) up to date with the English texts."""
    everything = list(_merged(root, locales or locales_of(root)))  # all is read before any is written
    catalogs.write_catalog(root / "locales" / f"{DOMAIN}.pot", _template(root))
    for path, merged in everything:
        catalogs.write_catalog(path, merged)


@messages.command()
@click.argument("contexts", nargs=-1, required=True, metavar="ID...")
@ROOT
def keep(contexts: tuple[str, ...], root: Path) -> None:
    """Says that the stale translations of ID, such as status.packaging.meaning, still fit."""
    found = set[str]()
    for path, merged in list(_merged(root, locales_of(root))):
        found |= {context for context in contexts if catalogs.keep(merged, context)}
        catalogs.write_catalog(path, merged)
    for context in sorted(set(contexts) - found):
        click.echo(f"No translation of {context} is stale.", err=True)
    if set(contexts) - found:
        sys.exit(1)


@messages.command()
@click.option("--strict", is_flag=True, help="Exit with code 1 if a text is stale or missing.")
@click.option("--format", "form", type=click.Choice(["table", "json"]), default="table", show_default=True)
@ROOT
def status(root: Path, strict: bool, form: str) -> None:
    """Prints for each language how many texts are translated, stale and missing."""
    source = {"stale": [], "missing": [], "reviewed": True}
    rows: list[dict[str, Any]] = [{"locale": SOURCE_LOCALE, "messages": len(_template(root)), **source}]
    rows += [
        {
            "locale": merged_path.parent.name,
            "messages": len(merged),
            "stale": catalogs.stale(merged),
            "missing": catalogs.missing(merged),
            "reviewed": catalogs.reviewed(merged),
        }
        for merged_path, merged in _merged(root, sorted(locales_of(root)))
    ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1) if form == "json" else _table(rows))
    if strict and any(row["stale"] or row["missing"] for row in rows):
        click.echo("Run “make messages”, then translate what is empty or marked fuzzy.", err=True)
        sys.exit(1)


def _table(rows: list[dict[str, Any]]) -> str:
    lines = [f"{'':8}{'translated':>12}{'stale':>8}{'missing':>9}  reviewed by a native speaker"]
    for row in rows:
        stale, missing = len(row["stale"]), len(row["missing"])
        done = (row["messages"] - stale - missing) / row["messages"]
        reviewed = "yes" if row["reviewed"] else "no"
        lines.append(f"{row['locale']:8}{done:>12.1%}{stale:>8}{missing:>9}  {reviewed}")
    return "\n".join(lines)


def _template(root: Path) -> Gettext:
    return extract.extract(load(root / "statuses.yaml"), root)


def _merged(root: Path, locales: Iterable[str]) -> Iterator[tuple[Path, Gettext]]:
    template, today = _template(root), datetime.datetime.now(tz=datetime.UTC).date()
    for tag in locales:
        path = catalog_path(root / "locales", tag)
        yield path, catalogs.merge(catalogs.read_catalog(path, tag), template, today)
