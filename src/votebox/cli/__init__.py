"""The command `votebox`: a file for each group of commands.

- `serve`: the server; `openapi`: what it speaks
- `reports`: what readers answered
- `care`: votes are forgotten, copied, backed up
- `common`: what all of them share
"""

import click

from votebox.cli.care import backup, copy, forget
from votebox.cli.reports import digest_, report_
from votebox.cli.serve import openapi_, serve


@click.group()
def main() -> None:
    """Collect readers' answers to "Was this page helpful?"."""


for command in (serve, report_, digest_, forget, copy, backup, openapi_):
    main.add_command(command)
