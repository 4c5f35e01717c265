"""``statusbook preview``."""

from __future__ import annotations

import gc
import os
import signal
import threading
from pathlib import Path

import click

from statusbook.cli.project import ROOT


@click.command()
@click.option("--port", type=click.IntRange(0, 65535), default=8000, help="Of 127.0.0.1; 8000 if not given.")
@ROOT
def preview(root: Path, port: int) -> None:
    """Shows the help centre while you write, and on its pages what is wrong. Ctrl-C ends it.

    LOCALES="en ru" in the environment shows some languages alone.
    """
    from statusbook.preview.preview import Preview  # noqa: PLC0415 - MkDocs takes its time
    from statusbook.preview.server import Server  # noqa: PLC0415
    from statusbook.preview.watch import Watch  # noqa: PLC0415

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that nothing is left behind then, too
    gc.disable()  # the preview collects when nobody waits
    root = root.resolve()
    shown = Preview(root, os.environ.get("LOCALES", "").split())
    server, watch = Server(shown, port), Watch(root)
    for work in (server.serve_forever, shown.work):
        threading.Thread(target=work, daemon=True).start()
    click.echo(f"{server.url} shows the help centre as you write it. Ctrl-C ends it.")
    try:
        for changed in watch.saves():
            shown.refresh(changed)
    except KeyboardInterrupt:
        pass
    finally:
        watch.close()
        server.shutdown()
        shown.close()
