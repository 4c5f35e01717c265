"""``statusbook anchors``."""

from __future__ import annotations

from pathlib import Path

import click

from statusbook.checks.anchors import RECORD, published, read_anchors, read_record
from statusbook.cli.project import ROOT
from statusbook.docs import read_pages
from statusbook.load import load
from statusbook.problems import InvalidInputError, Problems


@click.command()
@ROOT
def anchors(root: Path) -> None:
    """Adds the places that pages can be linked at to anchors.txt; run it when they are published."""
    catalog, problems = load(root / "statuses.yaml"), Problems()
    pages = list(read_pages(root, problems))
    found = read_anchors(pages, catalog, problems)
    if problems:
        raise InvalidInputError(problems)
    record = read_record(root, published(pages, found))
    (root / RECORD).write_text(record.updated(), encoding="utf-8")
    for entry in record.new():
        click.echo(entry)
