"""``statusbook schema``."""

from __future__ import annotations

import json
from pathlib import Path

import click

from statusbook.cli.project import ROOT
from statusbook.schema import make_schema


@click.command()
@ROOT
def schema(root: Path) -> None:
    """Writes statuses.schema.json, from which editors take completion and hover."""
    written = json.dumps(make_schema(), ensure_ascii=False, indent=2) + "\n"
    (root / "statuses.schema.json").write_text(written, encoding="utf-8")
