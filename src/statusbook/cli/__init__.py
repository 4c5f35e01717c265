"""``statusbook``: the commands of editors and translators, a file each.

Exit codes: 0 all is well, 1 something was found, 2 the command could not run.
"""

from __future__ import annotations

import gc
import importlib
import sys

import click

from statusbook.problems import StatusbookError

COMMANDS = (
    *("build", "check", "diff", "history", "inspect", "messages", "anchors", "schema", "reference"),
    *("export", "preview"),
)


class _Commands(click.Group):
    """Imports the command that is asked for alone: all of them together take longer than most of them run."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - see above
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"statusbook.cli.{cmd_name}"), cmd_name)
        return command


@click.group(cls=_Commands)
def cli() -> None:
    """One fact book, a help centre in many languages."""


def main() -> None:
    """The command; what keeps it from running is printed in words, with exit code 2."""
    gc.set_threshold(500_000)  # catalogs are many objects, and hardly any of them garbage
    try:
        cli()
    except StatusbookError as error:
        click.echo(error, err=True)
        sys.exit(2)
    finally:
        gc.freeze()  # all that is left ends with the process: to look through it takes 60 ms
