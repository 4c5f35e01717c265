"""One process's share of a build: all pages of some languages, rendered as MkDocs renders them."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import CountHandler

from statusbook.build.memo import Learned, Memo, Shelf, digest
from statusbook.build.pages import Pages, Rendering, Row, heard_site
from statusbook.build.plan import Plan, hook
from statusbook.build.progress import Count
from statusbook.build.spool import Spool
from statusbook.build.tree import put
from statusbook.built import Gathered, Styles
from statusbook.dress import dress
from statusbook.edition import Edition
from statusbook.languages import Language, open_languages
from statusbook.model import Catalog
from statusbook.precompress import compressed, is_long_text
from statusbook.problems import Problems
from statusbook.search import readable
from statusbook.styles.usage import Usage


@dataclass(frozen=True, kw_only=True)
class Share:
    """What is one process's."""

    number: int
    """Of the process."""
    locales: Sequence[str]
    count: Count
    """Of the steps of all processes."""


class Worker:
    """Makes the pages of the languages in its share."""

    def __init__(self, config: MkDocsConfig, plan: Plan, catalog: Catalog, share: Share) -> None:
        """Take on a share; each of its pages is two steps, to be rendered and to be written."""
        self._config, self._plan, self._catalog = config, plan, catalog
        self._locales, self._number, self._count = share.locales, share.number, share.count
        self._root = Path(config.config_file_path).parent
        self._languages: list[Language] = []

    def open(
        self, changed: datetime.date | None, english: Mapping[str, str]
    ) -> tuple[dict[str, Edition], Problems]:
        """The editions of its languages, and what is wrong with their translations; see `open_languages`."""
        self._languages, problems = open_languages(self._root, self._catalog, self._locales, changed, english)
        return {language.texts.tag: language.edition for language in self._languages}, problems

    def render(self, editions: Mapping[str, Edition], cache: Path | None, version: bytes) -> Rendered:
        """Writes its pages, without their css, and what they bring along.

        Args:
            editions: of all languages, the source language first.
            cache: the file of what earlier builds made.
            version: a digest of all that pages depend on and that no question is asked about.
        """
        self._memo = Memo(cache, self._number)
        self._ways = Shelf(self._memo, dict[str, bytes])
        self._styles = Shelf(self._memo, Styles)
        self._version, config = version, self._config
        setup = hook(config).setup(config)
        self._site, ear = heard_site(setup, self._catalog, self._languages, editions)
        site = self._site
        hook(config).begin(config, site)
        rendering = Rendering(
            config=config, plan=self._plan, rows=Shelf(self._memo, Row), version=version, site=site, ear=ear
        )
        raw, wears, read = Path(config.site_dir), dict[str, bytes](), dict[str, bytes]()
        self._pages = Spool(raw)
        for locale in self._locales:
            pages = Pages(rendering, locale)
            for file, name in pages.named.items():
                row = pages.row(name)
                wears[file] = row.wears
                self._pages.put(file, row.html.encode(errors="xmlcharrefreplace"))
                if body := readable(row.html).encode(errors="xmlcharrefreplace"):
                    put(raw / file, body)
                    read[file] = digest(body)
                self._count.step(self._number)
        return Rendered(
            gathered=site.gathered(), problems=site.problems, wears=wears, read=read, warned=_warned()
        )

    def styles(self, used: Iterable[tuple[str, bytes, list[Usage]]]) -> dict[str, Styles]:
        """Those of written pages in each language, from what is on them in any, and a digest of it."""
        found = dict[str, Styles]()
        for name, told, usages in used:
            key = digest("styles", self._version, told)
            styles = self._styles.get(key)
            if styles is None:
                (styles,) = self._site.styles([(name, usages)]).values()
                self._styles.learn(key, styles)
            found[name] = styles
        return found

    def write(self, folder: Path, styles: Mapping[str, Styles]) -> None:
        """Puts its pages into the site's folder, and what they bring along, and all of it in fewer bytes.

        `styles` are those of every written page.
        """
        votes, offline = self._config.extra["votes"], self._config.extra["offline"]
        for page, made in self._site.made.items():
            html = self._pages.get(made.file).decode()
            own = styles[page.name].of(page.locale)
            self._put(folder / made.file, dress(html, own, votes, offline=offline).encode())
            self._count.step(self._number)
        for file, data in self._site.beside():
            self._put(folder / file, data)

    def _put(self, path: Path, data: bytes) -> None:
        """See `precompress`; what was compressed before is taken over."""
        put(path, data)
        if not is_long_text(path, len(data)):
            return
        key = digest("compressed", self._version, path.suffix, data)
        ways = self._ways.get(key)
        if ways is None:
            ways = compressed(path.suffix, data)
            self._ways.learn(key, ways)
        for suffix, fewer in ways.items():
            put(path.with_name(path.name + suffix), fewer)

    def put(self, folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
        """Puts files that are of no page into the site's folder, as `write` does."""
        for path, data in files:
            self._put(folder / path, data)

    def close(self) -> Learned:
        """What is new to the cache, and what of it was asked for."""
        return self._memo.close()


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What came of a share."""

    gathered: Gathered
    problems: Problems
    wears: dict[str, bytes]
    """For each page, by its path below the site's folder, a digest of what is on it as far as css asks."""
    read: dict[str, bytes]
    """A digest of what search reads of it, where it reads anything."""
    warned: bool
    """Whether MkDocs has warned, in this process."""


def _warned() -> bool:
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.counts for handler in handlers if isinstance(handler, CountHandler))
