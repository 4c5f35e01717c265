"""Pictures of what readers see of a status, before a change and after it, taken by a browser.

Playwright is a tool of developers and not installed with the help centre, so it is imported where it is used.
"""

from __future__ import annotations

import enum
import functools
import json
import math
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING

from statusbook import browser
from statusbook.messages import SOURCE_LOCALE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, FloatRect, Locator, Page

WIDTH, HEIGHT = 1280, 900
"""Of the browser's window, in CSS pixels."""
SCALE = 2
"""Device pixels for each of them: words stay sharp on a good screen."""
MARGIN = 16
"""CSS pixels around what is shown."""


class Part(enum.Enum):
    """What is pictured of a status; the value is a selector, in which ``#ANCHOR`` is its anchor."""

    TABLE = 'table.statuses:has(tbody a[href="#ANCHOR"])'
    """Its group of rows, below the heads of the columns."""
    DETAILS = ':is(.stages__stage, section.status):has(> [id="ANCHOR"], > .takes > [id="ANCHOR"])'
    """Its text; a time is shown with the status that it stands in."""


_STYLE = """
.bar { position: static !important }
table.statuses caption { display: none }
table.statuses tbody:not(:has(a[href="#ANCHOR"])) { visibility: collapse }
"""
"""Nothing lies over what is shown. Other rows take no place; collapsed, they still count for the columns."""


@dataclass(frozen=True, kw_only=True)
class Picture:
    """One part of the page, on both sides of a change."""

    anchor: str
    before: str | None
    """The name of a file; None where the part was not on the page."""
    after: str | None
    """The same of the changed page."""


def take(anchors: Sequence[str], before: Path | None, after: Path, folder: Path) -> list[Picture]:
    """Takes pictures of the statuses, stages and times with these anchors, as English readers see them.

    `before` and `after` are folders of built sites. The files are written into `folder`; what looks the same
    on both sides is left out. Without Playwright or a browser no picture is taken, and stderr says why.
    """
    try:
        from playwright.sync_api import Error, sync_playwright  # noqa: PLC0415 - see above
    except ImportError:
        sys.stderr.write("No pictures: Playwright is not installed. Run “make browser”.\n")
        return []
    try:
        with sync_playwright() as playwright:
            chromium = playwright.chromium.launch(executable_path=browser.find(), args=[*browser.ARGUMENTS])
            old = _shots(chromium, before, anchors) if before else {}
            new = _shots(chromium, after, anchors)
    except Error as error:
        reason = error.message.strip().splitlines()[0]
        sys.stderr.write(f"No pictures: the browser failed ({reason}). Run “make browser”.\n")
        return []
    folder.mkdir(parents=True, exist_ok=True)
    return [_write(folder, *pair) for pair in _pairs(anchors, old, new)]


def _pairs(
    anchors: Sequence[str], old: Mapping[tuple[str, Part], bytes], new: Mapping[tuple[str, Part], bytes]
) -> Iterator[tuple[str, Part, bytes | None, bytes | None]]:
    """What looks different, once: stages of one status share their rows."""
    seen = set()
    for anchor in dict.fromkeys(anchors):
        for part in Part:
            pair = old.get((anchor, part)), new.get((anchor, part))
            if pair[0] != pair[1] and pair not in seen:
                seen.add(pair)
                yield anchor, part, *pair


def _write(folder: Path, anchor: str, part: Part, before: bytes | None, after: bytes | None) -> Picture:
    names: list[str | None] = []
    for side, shot in (("before", before), ("after", after)):
        name = f"{anchor}-{part.name.lower()}-{side}.png" if shot else None
        if name and shot:
            (folder / name).write_bytes(shot)
        names.append(name)
    return Picture(anchor=anchor, before=names[0], after=names[1])


def _shots(chromium: Browser, site: Path, anchors: Sequence[str]) -> dict[tuple[str, Part], bytes]:
    """PNGs of what a site shows of each anchor."""
    shots: dict[tuple[str, Part], bytes] = {}
    with _given_out(site) as base:
        page = chromium.new_page(
            bypass_csp=True,
            viewport={"width": WIDTH, "height": HEIGHT},
            device_scale_factor=SCALE,
            reduced_motion="reduce",
        )
        for url in _pages(site):
            page.goto(f"{base}{url}")
            for anchor in anchors:
                for part, shot in _parts(page, anchor):
                    shots.setdefault((anchor, part), shot)
        page.close()
    return shots


def _pages(site: Path) -> list[str]:
    """The addresses of the English pages that explain statuses."""
    pages = json.loads((site / "pages.json").read_text(encoding="utf-8"))["pages"]
    return [
        str(page["url"])
        for key, page in pages.items()
        if key.split("/")[0] == SOURCE_LOCALE and page["statuses"]
    ]


def _parts(page: Page, anchor: str) -> Iterator[tuple[Part, bytes]]:
    style = page.add_style_tag(content=_STYLE.replace("ANCHOR", anchor))
    for part in Part:
        found = page.locator(part.value.replace("ANCHOR", anchor)).first
        if found.count():
            yield part, _shot(page, found)
    style.evaluate("element => element.remove()")


_TO_TOP = """(element, margin) => {
  document.body.style.marginTop = "0";
  document.body.style.marginTop = `${margin - element.getBoundingClientRect().top}px`;
}"""
"""Chromium draws the same words a little differently from place to place; so all are drawn in one place."""


def _shot(page: Page, element: Locator) -> bytes:
    element.evaluate(_TO_TOP, MARGIN)
    box = element.bounding_box() or {"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}
    height = math.ceil(box["height"]) + 2 * MARGIN
    page.set_viewport_size({"width": WIDTH, "height": height})
    clip: FloatRect = {
        "x": max(0, box["x"] - MARGIN),
        "y": 0,
        "width": box["width"] + 2 * MARGIN,
        "height": height,
    }
    return page.screenshot(animations="disabled", clip=clip)


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def _given_out(site: Path) -> Iterator[str]:
    """A built site on a free port of this machine alone: modules of scripts are not read from files."""
    handler = functools.partial(_Quiet, directory=str(site))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
