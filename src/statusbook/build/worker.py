"""One process's share of a build: all pages of some languages, rendered as MkDocs renders them."""

from __future__ import annotations

import datetime
import functools
import logging
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.utils import CountHandler

from statusbook.build.index import Index
from statusbook.build.memo import Learned, Memo, Shelf, digest, unpacked
from statusbook.build.pages import Pages, Rendering, Row, heard_site
from statusbook.build.plan import Plan, hook
from statusbook.build.progress import Count
from statusbook.build.spool import Spool
from statusbook.build.templates import Templates
from statusbook.build.translations import Reader
from statusbook.build.tree import Look, Tree
from statusbook.build.version import recall
from statusbook.built import Gathered, Styles
from statusbook.dress import dress
from statusbook.edition import Edition
from statusbook.languages import Language, open_languages, open_texts
from statusbook.model import Catalog
from statusbook.precompress import SUFFIXES, TEXTS, compressed, is_long_text
from statusbook.problems import Problems
from statusbook.search import ENTRY, readable
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

    def __init__(
        self, config: MkDocsConfig, plan: Plan, catalog: Catalog, templates: Templates, share: Share
    ) -> None:
        """Take on a share; each of its pages is two steps, to be rendered and to be written."""
        self._config, self._plan, self._catalog, self._templates = config, plan, catalog, templates
        self._locales, self._number, self._count = share.locales, share.number, share.count
        self._root = Path(config.config_file_path).parent
        self._raw = Path(config.site_dir, str(share.number))
        self._languages: list[Language] = []

    def open(
        self, changed: datetime.date | None, english: Mapping[str, str], cache: Path | None, version: bytes
    ) -> tuple[dict[str, Edition], Problems]:
        """The editions of its languages, and what is wrong with their translations; see `open_languages`.

        `cache` is the file of what earlier builds made, and `version` a digest of all that pages depend on
        and that no question is asked about.
        """
        self._memo, self._version = Memo(cache, self._number), version
        read = Reader(self._memo, version).read
        texts = functools.partial(open_texts, self._root, changed=changed, now=english, read=read)
        self._languages, problems = open_languages(self._catalog, self._locales, texts)
        return {language.texts.tag: language.edition for language in self._languages}, problems

    def render(self, editions: Mapping[str, Edition], folder: Path) -> Rendered:
        """Makes its pages, without their css, and writes what search reads of them.

        `editions` are of all languages, the source language first, and `folder` is the site's.
        """
        self._index = Index(self._raw, self._plan.written(self._locales), self._version, self._memo)
        self._ways = Shelf(self._memo, dict[str, bytes])
        self._styles = Shelf(self._memo, Styles)
        config = self._config
        setup = replace(hook(config).setup(config), recall=recall(self._memo, self._version))
        self._site, ear = heard_site(setup, self._catalog, self._languages, editions)
        site = self._site
        hook(config).begin(config, site)
        rendering = Rendering(
            config=config,
            plan=self._plan,
            rows=Shelf(self._memo, Row),
            version=self._version,
            site=site,
            ear=ear,
        )
        wears, read = dict[str, bytes](), dict[str, bytes]()
        self._pages, self._told = Spool(self._raw), dict[str, bytes]()
        part = str(self._number)
        self._tree, self._readings = Tree(folder, self._memo, part), Tree(self._raw, self._memo, part)
        for locale in self._locales:
            pages = Pages(rendering, locale)
            for file, name in pages.named.items():
                row = pages.row(name)
                wears[file], self._told[file] = row.wears, digest(row.packed)
                self._pages.put(file, row.packed)
                if row.read:
                    read[file] = row.read
                    if not self._readings.stands([file], row.read):
                        self._readings.put({file: readable(row.html).encode()}, row.read)
                else:
                    (self._raw / file).unlink(missing_ok=True)  # before, it may have had something to read
                self._count.step(self._number)
        if not site.problems:
            self._index.begin(read)
        return Rendered(gathered=site.gathered(), problems=site.problems, wears=wears, warned=_warned())

    def used(self, names: Collection[str]) -> dict[str, Usage]:
        """What is on some written pages, in its languages together."""
        for page, made in self._site.made.items():
            if page.name in names and page not in self._site.used:
                self._site.see(page, self._html(made.file))
        return {name: usage for name, usage in self._site.together().items() if name in names}

    def styles(self, used: Iterable[tuple[str, bytes, list[Usage]]]) -> dict[str, Styles]:
        """Those of written pages in each language, from what is on them in any, and by what they are kept."""
        found = dict[str, Styles]()
        for name, key, usages in used:
            (found[name],) = self._site.styles([(name, usages)]).values()
            self._styles.learn(key, found[name])
        return found

    def write(self, styles: Mapping[str, Styles]) -> None:
        """Puts its pages into the site's folder, and what they bring along, and all of it in fewer bytes.

        `styles` are those of every written page.
        """
        votes, offline = self._config.extra["votes"], self._config.extra["offline"]
        marks = {name: digest(one.common) for name, one in styles.items()}
        for page, made in self._site.made.items():
            file, own = made.file, styles[page.name]
            told = digest(
                "dressed", self._version, self._told[file], marks[page.name], own.spoken[page.locale]
            )
            if not self._stands(file, told):
                html = dress(self._html(file), own.of(page.locale), votes, offline=offline)
                self._put(file, html.encode(), told)
            self._count.step(self._number)
        self.put(self._site.beside())

    def put(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Puts files into the site's folder, as `write` does."""
        for file, data in files:
            told = digest("given", self._version, data)
            if not self._stands(file, told):
                self._put(file, data, told)

    def indexed(self) -> tuple[list[str], bytes]:
        """The files of its languages' search index, and what stands in the one that leads to the others."""
        return self._index.files(), (self._raw / ENTRY).read_bytes()

    def take(self, names: Iterable[str]) -> None:
        """Puts files of its index into the site's folder, as `write` does."""
        for name in names:
            told = digest("taken", self._version, self._readings.mark(name))
            if not self._stands(name, told):
                self._put(name, (self._raw / name).read_bytes(), told)

    def _html(self, file: str) -> str:
        return unpacked(self._pages.get(file)).decode()

    def _stands(self, file: str, told: bytes) -> bool:
        """Whether a file is there, and the same in fewer bytes, as made of what `told` is a digest of."""
        if Path(file).suffix in TEXTS and self._tree.stands([file, *(file + s for s in SUFFIXES)], told):
            return True
        return self._tree.stands([file], told)

    def _put(self, file: str, data: bytes, told: bytes) -> None:
        self._tree.put({file: data} | self._compressed(file, data), told)

    def _compressed(self, file: str, data: bytes) -> dict[str, bytes]:
        """See `precompress`; what was compressed before is taken over."""
        ending = Path(file).suffix
        if not is_long_text(ending, len(data)):
            return {}
        key = digest("compressed", self._version, ending, data)
        ways = self._ways.get(key)
        if ways is None:
            ways = compressed(ending, data)
            self._ways.learn(key, ways)
        return {file + suffix: fewer for suffix, fewer in ways.items()}

    def close(self) -> Ended:
        """Ends its part in the cache."""
        compiled = self._templates.learned()
        for tree in (self._tree, self._readings):
            tree.close()
        return Ended(learned=self._memo.close(), files=self._tree.files, compiled=compiled)


@dataclass(frozen=True, kw_only=True)
class Rendered:
    """What came of a share."""

    gathered: Gathered
    problems: Problems
    wears: dict[str, bytes]
    """For each page, by its path below the site's folder, a digest of what is on it as far as css asks."""
    warned: bool
    """Whether MkDocs has warned, in this process."""


@dataclass(frozen=True, kw_only=True)
class Ended:
    """What a process leaves."""

    learned: Learned
    files: dict[str, Look]
    """Those in the site that are its; see `Tree`."""
    compiled: bytes
    """See `Templates`."""


def _warned() -> bool:
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.counts for handler in handlers if isinstance(handler, CountHandler))
