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
    written = make_reference(commands(context.find_root().command, context))
    path = root / "guides" / "reference.md"
    path.parent.mkdir(exist_ok=True)
    path.write_text(written, encoding="utf-8")


def commands(command: click.Command, context: click.Context, above: str = "") -> dict[str, str]:
    """Each command with what it does, and those below it."""
    name = f"{above} {command.name}" if above else "statusbook"
    if not isinstance(command, click.Group):
        return {name: command.get_short_help_str(limit=200)}
    below = [command.get_command(context, word) for word in command.list_commands(context)]
    return {n: text for found in below if found for n, text in commands(found, context, name).items()}
