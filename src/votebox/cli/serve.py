"""`votebox serve`, and `votebox openapi`."""

import os

import click

from votebox import logs, openapi, server, settings
from votebox.app import make_app
from votebox.cli.common import told
from votebox.stores import store_at


@click.command()
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
@click.option(
    "--burst",
    help="Votes/seconds of a network on one page with one answer that count in scores, or off "
    "[VOTEBOX_BURST; 20/3600].",
)
@click.option(
    "--signals",
    help="on: votes with Do Not Track or Global Privacy Control are not recognised as double "
    "[VOTEBOX_SIGNALS; off].",
)
@click.option(
    "--keep-comments", help="Days until comments are deleted, or forever [VOTEBOX_KEEP_COMMENTS; 365]."
)
@click.option(
    "--keep-votes",
    help="Days until votes are deleted and only daily counts stay, or forever [VOTEBOX_KEEP_VOTES; 730].",
)
@click.option(
    "--dashboard-header",
    help="The header in which a named proxy says who has logged in; opens the dashboard to them "
    "[VOTEBOX_DASHBOARD_HEADER].",
)
@click.option("--log", help="How the log is written, text or json [VOTEBOX_LOG; text].")
def serve(origin: tuple[str, ...], proxy: tuple[str, ...], **flags: str | None) -> None:
    """Give out the built site and take votes, on one port.

    A flag wins over its environment variable.
    """
    with told():
        several = {"origins": " ".join(origin) or None, "proxies": " ".join(proxy) or None}
        given = settings.read({**flags, **several}, os.environ)
        logs.set_up(given.log)
        store = store_at(given.database)
        app = make_app(given, store)
        listener = server.listen(given.host, given.port)
        store.claim()
        store.open()
        host, port = listener.getsockname()[:2]
        address = f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
        ready = f"Serving {given.site}/ at {address} – votes go to {given.database}"
        server.run(app, listener, ready, address=address, site=str(given.site), store=str(given.database))


@click.command("openapi")
def openapi_() -> None:
    """Write the OpenAPI document of what programs can ask, as JSON."""
    click.echo(openapi.text(), nl=False)
