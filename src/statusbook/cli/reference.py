"""``statusbook reference``."""

from __future__ import annotations

from pathlib import Path

import click

from statusbook.cli.project import ROOT
from statusbook.reference import make_reference


@click.command()
@ROOT
@click.pass_context
def reference(context: click.Context, root: Path) -> None:
    """Writes guides/reference.md: every key, rule, problem and command, from the code."""
    written = make_reference(commands(context.find_root().command))
    path = root / "guides" / "reference.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(written, encoding="utf-8")


def commands(command: click.Command, name: str = "statusbook") -> dict[str, str]:
    """The commands below the one that is called `name`, or itself if there are none, with what they do."""
    if not isinstance(command, click.Group):
        return {name: command.get_short_help_str(limit=200)}
    below = [commands(part, f"{name} {part.name}") for part in command.commands.values()]
    return {name: does for part in below for name, does in part.items()}
