"""The command `votebox`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from votebox import report, server, settings
from votebox.app import make_app
from votebox.errors import VoteboxError
from votebox.settings import DEFAULTS, variable
from votebox.sqlite import SqliteStore

_FORMATS = {"text": report.as_text, "json": report.as_json, "csv": report.as_csv}


@click.group()
def main() -> None:
    """Collect readers' answers to "Was this page helpful?"."""


@main.command()
@click.option("--site", help="The folder of the built site [VOTEBOX_SITE; site].")
@click.option("--database", help="The file that votes go to [VOTEBOX_DATABASE; votes.db].")
@click.option("--host", help="The address to listen on [VOTEBOX_HOST; 127.0.0.1].")
@click.option("--port", help="The port to listen on; 0 takes a free one [VOTEBOX_PORT; 8000].")
@click.option("--queue", help="The most votes that may wait for their commit [VOTEBOX_QUEUE; 1024].")
@click.option(
    "--origin",
    multiple=True,
    help="Another origin whose pages may send votes; may be given again [VOTEBOX_ORIGINS].",
)
def serve(origin: tuple[str, ...], **flags: str | None) -> None:
    """Give out the built site and take votes, on one port.

    A flag wins over its environment variable.
    """
    with _told():
        given = settings.read({**flags, "origins": " ".join(origin) or None}, os.environ)
        store = SqliteStore(given.database)
        app = make_app(given, store)
        listener = server.listen(given.host, given.port)
        store.open()
        host, port = listener.getsockname()[:2]
        address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        server.run(app, listener, f"Serving {given.site}/ at http://{address} – votes go to {given.database}")


@main.command("report")
@click.option("--database", help="The file that votes are in [VOTEBOX_DATABASE; votes.db].")
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="text", show_default=True)
def report_(database: str | None, form: str) -> None:
    """Say what readers answered, by page, language and revision."""
    path = Path(database or os.environ.get(variable("database")) or DEFAULTS["database"])
    with _told():
        click.echo(_FORMATS[form](SqliteStore(path).totals()), nl=False)


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except VoteboxError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
