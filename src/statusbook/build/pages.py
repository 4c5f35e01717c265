"""The pages of one language, each rendered as MkDocs renders it, when it is asked for."""

from __future__ import annotations

import datetime
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import msgspec
from jinja2 import Environment
from mkdocs.commands.build import _populate_page, get_context
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from statusbook.build.heard import Ear, HeardTexts, HeardTimes, Question, fingerprint, heard_edition, listed
from statusbook.build.memo import digest, packed, unpacked
from statusbook.build.plan import Plan, hook
from statusbook.built import Made, PageSource, Setup
from statusbook.edition import Edition
from statusbook.languages import Language
from statusbook.messages import SOURCE_LOCALE, Words
from statusbook.model import Catalog
from statusbook.pages import TRANSLATED_FIELDS
from statusbook.search import readable
from statusbook.site import History, Site

_log = logging.getLogger("mkdocs.commands.build")


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A page as it was made, and what it was made of."""

    title: str
    fields: dict[str, tuple[str, str, datetime.date | None]]
    """What its fields say: the words, their language, and since when they are stale."""
    blocks: list[str]
    asked: tuple[bytes, bytes]
    """What was asked while its Markdown was parsed, and while its template was rendered; see `listed`."""
    answers: bytes
    frame: bytes
    """What stood around it, see `Pages`."""
    packed: bytes
    """Its HTML, see `html`; as long as it is on disk already, nobody asks for it."""
    wears: bytes
    """A digest of what is on it as far as css asks."""
    read: bytes
    """A digest of what search reads of it; empty where it reads nothing."""
    made: Made

    @property
    def html(self) -> str:
        """The page, before it has its css."""
        return unpacked(self.packed).decode()


class Rows(Protocol):
    """Pages as they were made before."""

    def get(self, key: bytes) -> Row | None:
        """The one that was made of what `key` is a digest of."""

    def learn(self, key: bytes, value: Row) -> None:
        """Notes one to keep."""


@dataclass(frozen=True, kw_only=True)
class Rendering:
    """What the pages of several languages are rendered with."""

    config: MkDocsConfig
    plan: Plan
    rows: Rows
    version: bytes
    """A digest of all that pages depend on and that no question is asked about."""
    site: Site
    ear: Ear
    """See `heard_site`."""
    texts: dict[str, bytes] = field(default_factory=dict)
    """Digests of written pages, by their files: many languages have the same ones."""


def heard_site(
    setup: Setup,
    catalog: Catalog,
    languages: Sequence[Language],
    editions: Mapping[str, Edition] | None = None,
    history: History | None = None,
) -> tuple[Site, Ear]:
    """A site, and what hears all that its pages ask of their languages; see `Site` for the arguments."""
    ear = Ear()
    heard = [
        Language(texts=HeardTexts(language.texts, ear), edition=heard_edition(language.edition, ear))
        for language in languages
    ]
    site = Site(setup, catalog, heard, editions, history)
    site.times = HeardTimes(site.times, [language.texts.tag for language in languages], ear)
    return site, ear


class Pages:
    """The pages of a language.

    Attributes:
        named: all of them, by the files that they are written to below the site's folder.
    """

    def __init__(self, rendering: Rendering, locale: str) -> None:
        """Parse the pages of which it is not known what they say."""
        self._with, self._locale, config = rendering, locale, rendering.config
        self._files = rendering.plan.files[locale]
        self._listed = self._files.documentation_pages()
        self._nav = navigation(config, rendering.plan, locale)
        self._in_menu = {id(page) for page in self._nav.pages}
        self._env = config.plugins.on_env(config.theme.get_env(), config=config, files=self._files)
        source = hook(config).source
        pages = {
            source(page): page for page in (file.page or Page(None, file, config) for file in self._listed)
        }
        self._pages = pages
        self.named = {page.file.dest_uri: name for name, page in pages.items()}
        self._keys = {name: self._key(name, page) for name, page in pages.items()}
        self._rows = {name: row for name, key in self._keys.items() if (row := self._known(key))}
        self._first = {name: self._parse(name) for name in pages if name not in self._rows}
        for name, row in self._rows.items():
            pages[name].title = row.title
            fields = {field: Words(*words) for field, words in row.fields.items()}
            pages[name].meta = fields | {"blocks": row.blocks}
        self._frame = self._framed()

    def row(self, name: PageSource) -> Row:
        """A page as it is now."""
        row = self._rows.get(name)
        if row is not None and row.frame == self._frame:
            self._with.site.take(name, row.made)
            return row
        if self._with.config.plugins["i18n"].current_language != self._locale:  # type: ignore[attr-defined]
            turn(self._with.config, self._locale)
        asked = self._first.pop(name) if name in self._first else self._parse(name)
        page = self._pages[name]
        with self._with.ear.listening() as then:
            html = page_html(page, self._with.config, self._listed, self._nav, self._env)
        row = self._rows[name] = self._row(name, (listed(asked), listed(then)), html)
        self._with.rows.learn(self._keys[name], row)
        # Its title is all that others ask for; with the rest, memory would grow with the languages.
        page.title, page.content, page.markdown = row.title, None, None
        return row

    def _parse(self, name: PageSource) -> dict[Question, None]:
        with self._with.ear.listening() as heard:
            _populate_page(self._pages[name], self._with.config, self._files)
        return heard

    def _key(self, name: PageSource, page: Page) -> bytes:
        listed = id(page) in self._in_menu
        told = f"{name} {page.url} {listed} {self._with.site.updated(name)}"
        return digest(self._with.version, told, self._text(str(page.file.abs_src_path)))

    def _text(self, file: str) -> bytes:
        """A digest of what is written in a file."""
        texts = self._with.texts
        if file not in texts:
            texts[file] = digest(Path(file).read_bytes())
        return texts[file]

    def _known(self, key: bytes) -> Row | None:
        """A page that was made of the same before."""
        row = self._with.rows.get(key)
        if row is None or self._with.ear.said(self._locale, row.asked) != row.answers:
            return None
        return row

    def _framed(self) -> bytes:
        """What the site tells each page of the others, and of today."""
        others = [
            (
                page.title,
                page.url,
                sorted(page.meta["blocks"]),
                [_told(page.meta[key]) for key in TRANSLATED_FIELDS],
            )
            for page in self._nav.pages
        ]
        return fingerprint((others, self._with.site.around(self._locale)))

    def _row(self, name: PageSource, asked: tuple[bytes, bytes], html: str) -> Row:
        page, site = self._pages[name], self._with.site
        data = html.encode(errors="xmlcharrefreplace")  # as MkDocs writes it
        body = readable(data.decode())
        return Row(
            title=str(page.title),
            fields={field: _told(page.meta[field]) for field in TRANSLATED_FIELDS},
            blocks=sorted(page.meta["blocks"]),
            asked=asked,
            answers=self._with.ear.said(self._locale, asked),
            frame=self._frame,
            packed=packed(data),
            wears=digest(*site.used[name].told()),
            read=digest(body) if body else b"",
            made=site.made[name],
        )


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


def _told(words: str) -> tuple[str, str, datetime.date | None]:
    told = words if isinstance(words, Words) else Words(words, SOURCE_LOCALE)  # a field that is not there
    return str(told), told.language, told.stale


def navigation(config: MkDocsConfig, plan: Plan, locale: str) -> Navigation:
    """Turns MkDocs and its plugins to a language, as they do it themselves; its pages in their order."""
    turn(config, locale)
    files = plan.files[locale]
    return config.plugins.on_nav(get_navigation(files, config), config=config, files=files)


def turn(config: MkDocsConfig, locale: str) -> None:
    """Turns MkDocs and its plugins to a language."""
    i18n: Any = config.plugins["i18n"]
    i18n.current_language = locale
    i18n.on_config(config)
