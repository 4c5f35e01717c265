"""``statusbook export``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from statusbook.cli.project import ROOT
from statusbook.load import load
from statusbook.model import Catalog
from statusbook.save import as_data, save


def _json(catalog: Catalog) -> str:
    return json.dumps(as_data(catalog), ensure_ascii=False, indent=2) + "\n"


_FORMATS = {"yaml": save, "json": _json}


@click.command()
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="yaml", show_default=True)
@ROOT
def export(root: Path, form: str) -> None:
    """Prints what statuses.yaml says as a program would write it: keys in order, no comments."""
    click.echo(_FORMATS[form](load(root / "statuses.yaml")), nl=False)
