"""Takes the pictures that README and guides show, from the site in ``site/``; `make pictures` runs it.

The votes on the dashboard are made up.
"""

from __future__ import annotations

import functools
import json
import signal
import sys
import tempfile
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests import browser as installed  # noqa: E402 - the tests know where Chromium is
from tests.votebox.dashboard.cast import fill  # noqa: E402
from tests.votebox.dashboard.making import TOKEN  # noqa: E402
from tests.votebox.sharing import Server  # noqa: E402
from votebox.sqlite import SqliteStore  # noqa: E402

FRAMES = (
    ("order-status.png", "/order-status/", 1280, 900, "light"),
    ("order-status-phone.png", "/ru/order-status/", 360, 780, "light"),
    ("home-dark.png", "/", 1280, 900, "dark"),
)
"""File, path, width and height in CSS pixels, colour scheme."""


LANGUAGES = ("en", "ru", "ar", "he", "ja", "th", "de")
"""Whose pages are pictured whole, for a look before a release: in ``.cache/pictures/``, which is not kept."""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


def take(chromium: Browser, base: str) -> None:
    """Every frame, into this folder."""
    for name, path, width, height, scheme in FRAMES:
        page = chromium.new_page(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            locale="ru"
            if path.startswith("/ru/")
            else "en",  # who reads a page in her language is offered no other
        )
        page.goto(base + path, wait_until="networkidle")
        page.screenshot(path=str(Path(__file__).parent / name))
        page.close()


def take_dashboard(chromium: Browser) -> None:
    """The dashboard of a votebox that runs as long as it takes."""
    pages = json.loads((ROOT / "site" / "pages.json").read_text(encoding="utf-8"))["pages"]
    with tempfile.TemporaryDirectory() as folder:
        store = SqliteStore(Path(folder) / "votes.db")
        store.open()
        fill(store, {key: page["revision"] for key, page in pages.items()}, times=4)
        store.close()
        arguments = ["--port", "0", "--site", str(ROOT / "site")]
        server = Server(arguments, Path(folder), {"VOTEBOX_DASHBOARD_TOKEN": TOKEN})
        login = {"username": "help", "password": TOKEN}
        page = chromium.new_page(viewport={"width": 1280, "height": 1040}, http_credentials=login)
        page.goto(f"http://{server.host}:{server.port}/dashboard/")
        page.screenshot(path=str(Path(__file__).parent / "dashboard.png"))
        page.close()
        server.stop(signal.SIGTERM)


def take_languages(chromium: Browser, base: str) -> None:
    """The whole page in each of `LANGUAGES`, on a phone and on a wide screen."""
    folder = ROOT / ".cache" / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    for locale in LANGUAGES:
        for width in (360, 1280):
            page = chromium.new_page(viewport={"width": width, "height": 800}, locale=locale)
            prefix = "/" if locale == "en" else f"/{locale}/"
            page.goto(f"{base}{prefix}order-status/", wait_until="networkidle")
            page.screenshot(path=str(folder / f"{locale}-{width}.png"), full_page=True)
            page.close()


def main() -> None:
    """Gives out ``site/`` on a free port for as long as the pictures take."""
    handler = functools.partial(_Quiet, directory=str(ROOT / "site"))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed.find(), args=[*installed.ARGUMENTS])
        take(chromium, f"http://127.0.0.1:{server.server_port}")
        take_dashboard(chromium)
        take_languages(chromium, f"http://127.0.0.1:{server.server_port}")
        chromium.close()
    server.shutdown()


if __name__ == "__main__":
    main()
