"""What a reader's browser has to do for the page, beside stock Material with the same words.

    python -m benchmarks.page --rounds 5

`site/` has to be built before. See `common` for what the plain site is. Each is served by a votebox of its
own, which gives out what lies beside a text in fewer bytes. A phone's Chromium with an empty cache visits
them in turn.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks import common
from benchmarks.page import tables
from benchmarks.page.sides import Side, build_plain, served
from benchmarks.page.visit import Reader, visit
from benchmarks.votes import machine
from statusbook.browser import ARGUMENTS, find

PAGE = "order-status/"
LOCALES = ("en", "ru", "ar", "ja")
NOTE = """
plain   stock Material {material}: nothing is set but names, languages and `font: false`, since its font comes
        from another host. Its words are the Markdown twins of our pages, so the pictures of the steps, the
        QR code, the finder and the question whether the page was helpful are on ours alone.
bytes   as they are sent, with brotli. Those "before anything is done" have the headers of answers with them,
        and the 404 page with every request that fails.
times   with 150 ms for each request, 1.6 Mbit/s and a processor slowed down four times, by Chromium itself.
        That knows of no slow start of a connection, which is to the advantage of what takes more bytes.
        Measure while the machine does nothing else."""


def main(site: Path, rounds: int, locales: Sequence[str]) -> None:
    """Build the plain site, visit both and print the tables."""
    if not (site / PAGE).is_dir():
        sys.exit("There is no finished site/. Run: make build")
    print(common.machine(), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        plain = build_plain(site, folder / "project")
        with served(site, plain, folder) as sides, _chromium() as browser:
            print(f"Chromium {browser.version}; {rounds} rounds in turn after a warm-up; median (min–max)")
            visits = _Visits(browser, sides, site)
            for locale in locales:
                print(f"\n{_path(locale)}\n{tables.rounds(visits.rounds(locale, rounds))}", flush=True)
            every = {locale: visits.pair(locale) for locale in common.locales(site)}
            print(f"\n{PAGE} in {len(every)} languages, the largest of each\n{tables.largest(every)}")
    print(NOTE.format(material=version("mkdocs-material")))
    print(f"\n{machine.load()}")


@contextmanager
def _chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find(), args=[*ARGUMENTS])
        yield browser
        browser.close()


@dataclass(frozen=True)
class _Visits:
    """To both sites."""

    browser: Browser
    sides: tuple[Side, Side]
    site: Path
    """Ours, for the words that are searched for."""

    def rounds(self, locale: str, number: int) -> list[tables.Pair]:
        """Visit both in turn on a slow network, after a warm-up; every other time the plain site first."""
        self.pair(locale)
        return [self.pair(locale, slow=True, plain_first=bool(turn % 2)) for turn in range(number)]

    def pair(self, locale: str, *, slow: bool = False, plain_first: bool = False) -> tables.Pair:
        """Visit both, ours first unless it is the plain site's turn."""
        reader = Reader(locale=locale, words=_label(self.site, locale))
        visits = [
            visit(self.browser, side, _path(locale), reader, slow=slow)
            for side in (reversed(self.sides) if plain_first else self.sides)
        ]
        ours, plain = reversed(visits) if plain_first else visits
        return ours, plain


def _folder(locale: str) -> str:
    """Where the pages of a language lie below the site's address."""
    return "" if locale == common.languages()[0]["locale"] else f"{locale}/"


def _path(locale: str) -> str:
    return f"/{_folder(locale)}{PAGE}"


def _label(site: Path, locale: str) -> str:
    """The name of the first status, which readers may search for."""
    facts = json.loads((site / _folder(locale) / "statuses.json").read_text(encoding="utf-8"))
    return str(facts["statuses"][0]["label"])


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--locales", nargs="+", default=LOCALES, help="those that are timed")
    parser.add_argument("--site", type=Path, default=common.ROOT / "site")
    given = parser.parse_args()
    main(given.site, given.rounds, given.locales)
