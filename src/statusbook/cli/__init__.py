"""``statusbook``: the commands of editors and translators, a file each.

Exit codes: 0 all is well, 1 something was found, 2 the command could not run.
"""

from __future__ import annotations

import sys

import click

from statusbook.cli.anchors import anchors
from statusbook.cli.check import check
from statusbook.cli.diff import diff
from statusbook.cli.export import export
from statusbook.cli.inspect import inspect
from statusbook.cli.messages import messages
from statusbook.cli.reference import reference
from statusbook.cli.schema import schema
from statusbook.problems import StatusbookError


@click.group()
def cli() -> None:
    """One fact book, a help centre in many languages."""


for command in (check, diff, inspect, messages, anchors, schema, reference, export):
    cli.add_command(command)


def main() -> None:
    """The command; what keeps it from running is printed in words, with exit code 2."""
    try:
        cli()
    except StatusbookError as error:
        click.echo(error, err=True)
        sys.exit(2)
