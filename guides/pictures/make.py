"""Takes the pictures that README and guides show, from the site in ``site/``; `make pictures` runs it."""

from __future__ import annotations

import functools
import sys
import threading
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from tests import browser as installed  # noqa: E402 - the tests know where Chromium is

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
        )
        page.goto(base + path, wait_until="networkidle")
        page.screenshot(path=str(Path(__file__).parent / name))
        page.close()


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
        take_languages(chromium, f"http://127.0.0.1:{server.server_port}")
        chromium.close()
    server.shutdown()


if __name__ == "__main__":
    main()
