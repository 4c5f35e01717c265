"""What a reader's browser has to load for the page, beside the same words on a plain site.

    python benchmarks/page.py

Bytes as they are, and compressed as a server would at its best: gzip -9 and brotli -11, each file by itself.
`site/` has to be built before. See `common` for what the plain site is.
"""

import gzip
import json
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script sees only its own folder

from benchmarks import common

PAGE = "order-status/"
MEASURES: tuple[Callable[[bytes], int], ...] = (
    len,
    lambda data: len(gzip.compress(data, 9, mtime=0)),
    lambda data: len(brotli.compress(data, quality=11)),
)
ON_LOAD = ("html", "css", "js", "images and icon", "search: code", "search: index")
OPENED = "only when the search is opened"
NOTE = """
ours   the whole page, whose css is in its html; of the search, Pagefind's code and all of its index
       for the language
plain  Material with the words of our article alone, without what our page has around it; its search loads
       its code and the index of all languages with every page. What its script asks for besides, such as
       sitemap.xml for each language, is not counted"""


class References(HTMLParser):
    """The files that a page names: `found` holds a kind and an address for each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the address if the element is one that a browser loads."""
        given = {name: value or "" for name, value in attrs}
        kinds = {"stylesheet": "css", "icon": "images and icon"}
        if tag == "link" and given.get("rel") in kinds:
            self.found.append((kinds[given["rel"]], given["href"]))
        elif tag in {"script", "img"} and "src" in given:
            self.found.append(("js" if tag == "script" else "images and icon", given["src"]))


def loaded(site: Path, url: str) -> dict[str, list[Path]]:
    """The files that a page loads, by kind.

    Args:
        site: a built site, ours or a plain one.
        url: the page's path, with a slash at both ends.

    Raises:
        ValueError: when the page loads something from another host, whose bytes are not here.
    """
    page = _file(site, url) / "index.html"
    text = page.read_text(encoding="utf-8")
    files: dict[str, list[Path]] = {kind: [] for kind in (*ON_LOAD, OPENED)}
    files["html"] = [page]
    for kind, address in References(text).found:
        if (file := _file(site, urljoin(url, address))) not in files[kind]:
            files[kind].append(file)
    if material := re.search(r'<script id="__config"[^>]*>(.*?)</script>', text):
        config = json.loads(material[1])
        worker = _file(site, urljoin(url, config["search"]))
        index = _file(site, urljoin(url, f"{config['base']}/search/search_index.json"))
        files["search: code"] = [worker, *_lunr(worker, json.loads(index.read_bytes())["config"]["lang"])]
        files["search: index"] = [index]
    else:
        files[OPENED] = _pagefind(site / "pagefind", text)
    return files


def _file(site: Path, address: str) -> Path:
    parts = urlsplit(address)
    if parts.netloc:
        raise ValueError(f"{address} is on another host.")
    return site / parts.path.lstrip("/")


def _lunr(worker: Path, languages: list[str]) -> list[Path]:
    """The scripts that Material's search worker imports for languages other than English."""
    folder = worker.parent.parent / "lunr"
    names = [f"lunr.{language}" for language in languages if language != "en"]
    names += ["lunr.multi"] if len(languages) > 1 else []
    names += ["lunr.stemmer.support"] if names else []
    extra = {"ja": "tinyseg.js", "hi": "wordcut.js", "th": "wordcut.js"}
    others = dict.fromkeys(extra[language] for language in languages if language in extra)
    return [folder / "min" / f"{name}.min.js" for name in names] + [folder / name for name in others]


def _pagefind(folder: Path, page: str) -> list[Path]:
    """Pagefind's code and all of its files for the page's language."""
    entry = folder / "pagefind-entry.json"
    found = re.search(r'<html[^>]* lang="([^"]+)"', page)
    language = found[1].lower() if found else ""
    its = json.loads(entry.read_text(encoding="utf-8"))["languages"][language]
    names = ("pagefind.js", "pagefind-worker.js", f"wasm.{its['wasm'] or 'unknown'}.pagefind")
    parts = [*folder.glob(f"index/{language}_*"), *folder.glob(f"fragment/{language}_*")]
    return [entry, *(folder / name for name in names), folder / f"pagefind.{its['hash']}.pf_meta", *parts]


def _cells(files: Iterable[Path]) -> list[str]:
    """The number of files and their bytes by each measure, or nothing when there are none."""
    contents = [file.read_bytes() for file in files]
    if not contents:
        return ["–"] * (1 + len(MEASURES))
    return [f"{len(contents)}", *(f"{sum(map(measure, contents)):,}" for measure in MEASURES)]


def _table(ours: Mapping[str, list[Path]], plain: Mapping[str, list[Path]]) -> str:
    sides = (ours, plain)
    totals = ({file for kind in ON_LOAD for file in side[kind]} for side in sides)
    return common.table(
        [
            ["", "ours", "", "", "", "plain", "", "", ""],
            ["", *["requests", "raw", "gzip", "brotli"] * 2],
            *([kind, *(cell for side in sides for cell in _cells(side[kind]))] for kind in ON_LOAD),
            ["total on load", *(cell for files in totals for cell in _cells(files))],
            [OPENED, *(cell for side in sides for cell in _cells(side[OPENED]))],
        ]
    )


def main() -> None:
    """Build the plain site, measure both and print the tables."""
    site = common.ROOT / "site"
    if not (site / PAGE).is_dir():
        sys.exit("There is no finished site/. Run: make build")
    print(common.machine())
    print("Bytes as they are, with gzip -9, and with brotli -11, each file by itself")
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        plain = project / "site"
        common.write_plain(site, project)
        subprocess.run(common.build_command(project, plain), env=common.ENVIRONMENT, check=True)
        for prefix in ("/", "/ru/", "/ar/", "/ja/"):
            url = prefix + PAGE
            print(f"\n{url}\n{_table(loaded(site, url), loaded(plain, url))}")
    print(NOTE)


if __name__ == "__main__":
    main()
