"""One process's share of a build: all pages of some languages, rendered as MkDocs renders them."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment
from mkdocs.commands.build import _populate_page, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.utils import CountHandler

from statusbook.build.heard import Ear, HeardTexts, HeardTimes, Question, fingerprint, heard_edition
from statusbook.build.memo import Learned, Memo, Shelf, digest
from statusbook.build.plan import Plan, hook
from statusbook.build.tree import put
from statusbook.built import Gathered, Made, PageSource, Styles
from statusbook.dress import dress
from statusbook.edition import Edition
from statusbook.languages import Language, open_languages
from statusbook.messages import SOURCE_LOCALE, Words
from statusbook.model import Catalog
from statusbook.pages import TRANSLATED_FIELDS
from statusbook.precompress import compressed, is_long_text
from statusbook.problems import Problems
from statusbook.site import Site
from statusbook.styles.usage import Usage

_log = logging.getLogger("mkdocs.commands.build")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it was made, and what it was made of."""

    title: str
    fields: dict[str, tuple[str, str, datetime.date | None]]
    """What its fields say: the words, their language, and since when they are stale."""
    blocks: list[str]
    first: list[Question]
    """What was asked while its Markdown was parsed."""
    then: list[Question]
    """What was asked while its template was rendered."""
    answers: bytes
    """To both."""
    frame: bytes
    """What stood around it, see `Worker._frame`."""
    html: str
    used: Usage
    made: Made


class Worker:
    """Makes the pages of the languages in `locales`."""

    def __init__(
        self, config: MkDocsConfig, plan: Plan, catalog: Catalog, shares: Sequence[Sequence[str]], number: int
    ) -> None:
        """Take on one of the shares of languages, by its number."""
        self._config, self._plan, self._catalog = config, plan, catalog
        self._locales, self._number = shares[number], number
        self._root = Path(config.config_file_path).parent
        self._languages: list[Language] = []
        self._raw: dict[str, bytes] = {}
        self._ear = Ear()

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
        self._rows = Shelf(self._memo, Row)
        self._ways = Shelf(self._memo, dict[str, bytes])
        self._styles = Shelf(self._memo, Styles)
        self._version, config = version, self._config
        heard = [self._heard(language) for language in self._languages]
        self._site = site = Site(hook(config).setup(config), self._catalog, heard, editions)
        site.times = HeardTimes(site.times, self._locales, self._ear)
        hook(config).begin(config, site)
        for locale in self._locales:
            self._render(locale)
        return Rendered(gathered=site.gathered(), problems=site.problems, pages=self._raw, warned=_warned())

    def _heard(self, language: Language) -> Language:
        return Language(
            texts=HeardTexts(language.texts, self._ear), edition=heard_edition(language.edition, self._ear)
        )

    def _render(self, locale: str) -> None:
        config, files = self._config, self._plan.files[locale]
        nav = navigation(config, self._plan, locale)
        env = config.plugins.on_env(config.theme.get_env(), config=config, files=files)
        source, listed = hook(config).source, files.documentation_pages()
        pages = {source(page): page for page in (file.page or Page(None, file, config) for file in listed)}
        keys = {name: self._key(name, page, nav) for name, page in pages.items()}
        rows = {name: row for name, key in keys.items() if (row := self._known(locale, key))}
        first = {name: self._parse(page, files) for name, page in pages.items() if name not in rows}
        for name, row in rows.items():
            pages[name].title = row.title
            fields = {field: Words(*words) for field, words in row.fields.items()}
            pages[name].meta = fields | {"blocks": row.blocks}
        frame = self._frame(locale, nav)
        first |= {name: self._parse(pages[name], files) for name, row in rows.items() if row.frame != frame}
        for name, page in pages.items():
            if name in first:
                with self._ear.listening() as then:
                    html = page_html(page, config, listed, nav, env)
                row = self._row(name, page, ([*first[name]], [*then]), frame, html)
                self._rows.learn(keys[name], row)
            else:
                row = rows[name]
                self._site.used[name] = row.used
                self._site.take(name, row.made)
            put(Path(page.file.abs_dest_path), row.html.encode(errors="xmlcharrefreplace"))
            self._raw[row.made.file] = digest(row.html)
            # Its title is all that others ask for; with the rest, memory would grow with the languages.
            page.title, page.content, page.markdown = row.title, None, None

    def _parse(self, page: Page, files: Files) -> dict[Question, None]:
        with self._ear.listening() as heard:
            _populate_page(page, self._config, files)
        return heard

    def _key(self, name: PageSource, page: Page, nav: Navigation) -> bytes:
        told = f"{name} {page.url} {any(other is page for other in nav.pages)} {self._site.updated(name)}"
        return digest(self._version, told, Path(str(page.file.abs_src_path)).read_bytes())

    def _known(self, locale: str, key: bytes) -> Row | None:
        """A page that was made of the same before."""
        row = self._rows.get(key)
        if row is None or self._ear.said(locale, [*row.first, *row.then]) != row.answers:
            return None
        return row

    def _frame(self, locale: str, nav: Navigation) -> bytes:
        """What the site tells each page of the others, and of today."""
        others = [
            (
                page.title,
                page.url,
                sorted(page.meta["blocks"]),
                [_told(page.meta[key]) for key in TRANSLATED_FIELDS],
            )
            for page in nav.pages
        ]
        return fingerprint((others, self._site.around(locale)))

    def _row(
        self,
        name: PageSource,
        page: Page,
        asked: tuple[list[Question], list[Question]],
        frame: bytes,
        html: str,
    ) -> Row:
        return Row(
            title=str(page.title),
            fields={field: _told(page.meta[field]) for field in TRANSLATED_FIELDS},
            blocks=sorted(page.meta["blocks"]),
            first=asked[0],
            then=asked[1],
            answers=self._ear.said(name.locale, [*asked[0], *asked[1]]),
            frame=frame,
            html=html,
            used=self._site.used[name],
            made=self._site.made[name],
        )

    def styles(self, used: Iterable[tuple[str, bytes, list[Usage]]]) -> dict[str, Styles]:
        """Those of written pages in each language, from a digest of all and what is on them in any."""
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
            html = (Path(self._config.site_dir) / made.file).read_text(encoding="utf-8")
            own = styles[page.name][page.locale]
            self._put(folder / made.file, dress(html, own, votes, offline=offline).encode())
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
    pages: dict[str, bytes]
    """A digest of each page as search reads it, by its path below the site's folder."""
    warned: bool
    """Whether MkDocs has warned, in this process."""


def page_html(
    page: Page, config: MkDocsConfig, listed: Sequence[File], nav: Navigation, env: Environment
) -> str:
    """What MkDocs would write for a page that is parsed."""
    page.active = True
    try:
        context = get_context(nav, listed, config, page)
        template = env.get_template(page.meta.get("template", "main.html"))
        context = config.plugins.on_page_context(context, page=page, config=config, nav=nav)
        return config.plugins.on_post_page(template.render(context), page=page, config=config)
    except Exception as error:
        _log.error("Error building page '%s': %s", page.file.src_uri, error)
        raise
    finally:
        page.active = False


def _warned() -> bool:
    handlers = logging.getLogger("mkdocs").handlers
    return any(handler.counts for handler in handlers if isinstance(handler, CountHandler))


def _told(words: str) -> tuple[str, str, datetime.date | None]:
    told = words if isinstance(words, Words) else Words(words, SOURCE_LOCALE)  # a field that is not there
    return str(told), told.language, told.stale


def navigation(config: MkDocsConfig, plan: Plan, locale: str) -> Navigation:
    """Turns MkDocs and its plugins to a language, as they do it themselves; its pages in their order."""
    i18n: Any = config.plugins["i18n"]
    i18n.current_language = locale
    i18n.on_config(config)
    files = plan.files[locale]
    return config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
