"""Draws the pictures of links to pages (`statusbook.cards`) from the site in ``site/``; `make cards` runs it.

A title is as large as there is room. Fonts are Noto's, which have every script of ours.
"""

from __future__ import annotations

import html
import io
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parent.parent.parent
sys.path.insert(0, str(ROOT))

from statusbook.cards import FOLDER, KEYWORD, fingerprint  # noqa: E402 - the project may not be installed
from tests import browser as installed  # noqa: E402 - the tests know where Chromium is
from tests import debian  # noqa: E402

WIDTH, HEIGHT = 1200, 630
"""Pixels: what OpenGraph's readers ask for, https://ogp.me and 1.91 : 1."""
COLORS = 32
"""Of the palette: white words on blue need no more for their edges."""
FONTS = ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai", "Noto Sans CJK JP")
PACKAGES = ("fonts-noto-core", "fonts-noto-cjk")

CARD = """\
<!doctype html>
<html lang="{locale}" dir="{direction}">
<meta charset="utf-8">
<style>
  :root {{ font: 700 34px/1.3 "Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Thai",
    {cjk}, sans-serif; }}
  body {{ box-sizing: border-box; width: {width}px; height: {height}px; margin: 0; padding: 64px 72px 60px;
    display: flex; flex-direction: column; color: #fff; background: #1257a8; }}
  header {{ display: flex; align-items: center; gap: 20px; }}
  header svg {{ width: 60px; height: 60px; }}
  h1 {{ flex: 1; margin: 0; display: flex; align-items: center; font-weight: 700; line-height: 1.25; }}
  h1 span {{ text-wrap: balance; word-break: auto-phrase; }}
  .way {{ height: 20px; }}
  .way circle {{ fill: #fff; }}
  .way line {{ stroke: #7fa9d8; stroke-width: 5; }}
  [dir="rtl"] .way {{ transform: scaleX(-1); }}
</style>
<header>
  <svg viewBox="0 0 32 32"><rect width="32" height="32" rx="7" fill="#fff"/><path fill="none" stroke="#1257a8"
    stroke-width="2.4" stroke-linejoin="round"
    d="M6.5 11.5 16 6.5l9.5 5v10L16 26.5l-9.5-5zm0 0L16 16.5l9.5-5M16 16.5v10"/></svg>
  <bdi>{site_name}</bdi>
</header>
<h1><span>{title}</span></h1>
<svg class="way" viewBox="0 0 1056 20"><line x1="10" y1="10" x2="1046" y2="10"/>
  <circle cx="10" cy="10" r="10"/><circle cx="355" cy="10" r="10"/><circle cx="701" cy="10" r="10"/>
  <circle cx="1046" cy="10" r="10"/></svg>
</html>
"""
"""The shop's blue, the help centre's sign and name, and under the title the way of an order."""

CJK = {"ko": "Noto Sans CJK KR", "zh-TW": "Noto Sans CJK TC"}
"""Han characters are drawn otherwise in Korean and in Taiwan; elsewhere as in Japan."""

FIT = """() => {
  const title = document.querySelector("h1 span");
  let size = 92;
  do {
    size -= 2;
    title.parentElement.style.fontSize = `${size}px`;
  } while (size > 40 && (title.scrollWidth > 1056 || title.offsetHeight > 350));
  return size;
}"""


def missing_fonts() -> list[str]:
    """Which of `FONTS` the system does not have."""
    if shutil.which("fc-list") is None:
        return list(FONTS)
    command = ["fc-list", ":", "family"]
    listed = subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603
    known = {family for line in listed.splitlines() for family in line.split(",")}
    return [font for font in FONTS if font not in known]


def draw(page: Page, key: str, title: str) -> None:
    """The picture of one page; `key` is the one it has in ``pages.json``."""
    locale, _, name = key.partition("/")
    path = Path(ROOT / "site", "" if locale == "en" else locale, name, "index.html")
    said = path.read_text(encoding="utf-8")
    found = re.search(r'property="og:site_name" content="([^"]*)"', said), re.search(r'dir="(\w+)"', said)
    if not all(found):
        raise SystemExit(f"{path} names no site, or no direction. Build it anew: make build")
    site_name, direction = (html.unescape(match[1]) for match in found if match)
    page.set_content(
        CARD.format(
            locale=locale,
            direction=direction,
            cjk=f'"{CJK.get(locale, FONTS[-1])}"',
            width=WIDTH,
            height=HEIGHT,
            site_name=html.escape(site_name),
            title=html.escape(title),
        )
    )
    page.evaluate("document.fonts.ready")
    page.evaluate(FIT)
    image = (
        Image.open(io.BytesIO(page.screenshot())).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    )
    info = PngInfo()
    info.add_text(KEYWORD.decode(), fingerprint(title, site_name))
    target = ROOT / "overrides" / FOLDER / locale / f"{name or 'index'}.png"
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(target, optimize=True, pnginfo=info)


def main() -> None:
    """A picture for every page that ``site/pages.json`` names."""
    if missing_fonts() and not (debian.install("fontconfig", *PACKAGES) and not missing_fonts()):
        raise SystemExit(f"Fonts are missing: {', '.join(missing_fonts())}. Debian has them: {PACKAGES}")
    pages = json.loads((ROOT / "site" / "pages.json").read_text(encoding="utf-8"))["pages"]
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=installed.find(), args=[*installed.ARGUMENTS])
        page = chromium.new_page(viewport={"width": WIDTH, "height": HEIGHT})
        for key, entry in pages.items():
            draw(page, key, entry["title"])
        chromium.close()


if __name__ == "__main__":
    main()
