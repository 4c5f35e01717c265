"""The command `votebox`."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import click

from votebox import digest, logs, openapi, report, server, settings
from votebox.address import Place, masked, place
from votebox.app import make_app
from votebox.errors import SettingsError, VoteboxError
from votebox.settings import DEFAULTS, from_environment
from votebox.stores import store_at

_FORMATS = {"text": report.as_text, "json": report.as_json, "csv": report.as_csv}


@click.group()
def main() -> None:
    """Collect readers' answers to "Was this page helpful?"."""


@main.command()
@click.option("--site", help="The folder of the built site [VOTEBOX_SITE; site].")
@click.option(
    "--database", help="The SQLite file, or postgresql://…, that votes go to [VOTEBOX_DATABASE; votes.db]."
)
@click.option("--host", help="The address to listen on [VOTEBOX_HOST; 127.0.0.1].")
@click.option("--port", help="The port to listen on; 0 takes a free one [VOTEBOX_PORT; 8000].")
@click.option("--queue", help="The most votes that may wait for their commit [VOTEBOX_QUEUE; 1024].")
@click.option(
    "--origin",
    multiple=True,
    help="Another origin whose pages may send votes; may be given again [VOTEBOX_ORIGINS].",
)
@click.option(
    "--proxy",
    multiple=True,
    help="A proxy’s address or network, believed about its clients; may be given again [VOTEBOX_PROXIES].",
)
@click.option("--rate", help="Votes/seconds of a network, several, or off [VOTEBOX_RATE; 10/60 1000/86400].")
@click.option("--log", help="How the log is written, text or json [VOTEBOX_LOG; text].")
def serve(origin: tuple[str, ...], proxy: tuple[str, ...], **flags: str | None) -> None:
    """Give out the built site and take votes, on one port.

    A flag wins over its environment variable.
    """
    with _told():
        several = {"origins": " ".join(origin) or None, "proxies": " ".join(proxy) or None}
        given = settings.read({**flags, **several}, os.environ)
        logs.set_up(given.log)
        store = store_at(given.database)
        app = make_app(given, store)
        listener = server.listen(given.host, given.port)
        store.open()
        host, port = listener.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        ready = f"Serving {given.site}/ at {address} – votes go to {given.database}"
        server.run(app, listener, ready, address=address, site=str(given.site), store=str(given.database))


@main.command("report")
@click.option(
    "--database", help="The SQLite file, or postgresql://…, that votes are in [VOTEBOX_DATABASE; votes.db]."
)
@click.option("--format", "form", type=click.Choice(list(_FORMATS)), default="text", show_default=True)
def report_(database: str | None, form: str) -> None:
    """Say what readers answered, by page, language and revision."""
    with _told():
        click.echo(_FORMATS[form](store_at(_place(database)).totals()), nl=False)


@main.command("digest")
@click.option(
    "--database", help="The SQLite file, or postgresql://…, that votes are in [VOTEBOX_DATABASE; votes.db]."
)
@click.option(
    "--since",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The first day whose comments are told, in UTC [seven days ago].",
)
def digest_(database: str | None, since: datetime | None) -> None:
    """Write the week's digest for the help team, as Markdown."""
    first = since.replace(tzinfo=UTC) if since else datetime.now(UTC) - timedelta(days=7)
    with _told():
        click.echo(digest.as_markdown(store_at(_place(database)).totals(), since=first), nl=False)


@main.command("openapi")
def openapi_() -> None:
    """Write the OpenAPI document of what programs can ask, as JSON."""
    click.echo(openapi.text(), nl=False)


def _place(flag: str | None) -> Place:
    where, text = "--database", flag
    if not text:
        where, text = from_environment("database", os.environ) or (where, DEFAULTS["database"])
    try:
        return place(text)
    except ValueError as error:
        raise SettingsError(f'{where}: "{masked(text)}" {error}') from error


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except VoteboxError as error:
        logs.say_failed(str(error))
        sys.exit(2)
