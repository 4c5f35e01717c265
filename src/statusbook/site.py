"""A help centre in the making: every language's edition, what each page is told, and what comes of it.

A builder (MkDocs, by way of ``hooks/``) asks for these in its own order; nothing here knows which.
"""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup

from statusbook.beside import Beside, Tongue
from statusbook.built import BuiltPage, Gathered, Made, PageSource, Setup, Styles
from statusbook.changes.told import Told, read_told
from statusbook.checks.rules import check_rules
from statusbook.compact import compact
from statusbook.edition import Edition, Status
from statusbook.exports import jsonld, twins
from statusbook.exports.feed import FEED, Place, feed_xml
from statusbook.exports.html import Blocks, Notes, UnknownBlockError
from statusbook.exports.markdown import MarkdownBlocks
from statusbook.exports.pages import PageEntry, revision
from statusbook.exports.statuses_shape import HelpPage
from statusbook.exports.twins import Twin
from statusbook.extract import english_texts
from statusbook.history import LastChanges
from statusbook.languages import ENGLISH, Language, open_languages, open_texts
from statusbook.load import load
from statusbook.loaded import Loaded
from statusbook.messages import Texts, Words, catalog_path
from statusbook.model import Catalog, ProcessingTime, Where
from statusbook.pages import TRANSLATED_FIELDS, PageExtension
from statusbook.parsing import Parsing, place
from statusbook.problems import InvalidInputError, Problems
from statusbook.styles.usage import Usage

_THANKS, _FAILED = "thanks", "vote-not-sent"
"""The pages in ``docs/`` that answer a vote sent without script."""

_CHANGED = "what-changed"
"""The page in ``docs/`` that tells of the newest changes, and the block on it that does."""


def _today(edition: Edition) -> datetime.date:
    """By the shop's clock."""
    return datetime.datetime.now(tz=ZoneInfo(edition.rules.zone if edition.rules else "UTC")).date()


@dataclass(frozen=True, kw_only=True)
class History:
    """What pages say of what has been."""

    changes: LastChanges
    told: Mapping[str, Sequence[Told]]
    """By language."""

    @classmethod
    def read(cls, root: Path, languages: Iterable[Texts]) -> History:
        """Of the project in a folder, in some languages."""
        return cls(changes=LastChanges(root), told=read_told(root, languages))


class Site:
    """One help centre in the making, or some languages of it."""

    def __init__(
        self,
        setup: Setup,
        catalog: Catalog,
        languages: Sequence[Language],
        editions: Mapping[str, Edition] | None = None,
        history: History | None = None,
    ) -> None:
        """See `open` for the arguments.

        `editions` are of all languages, if `languages` are but some; `history` is read if it is not given.
        """
        self.setup, root, folders = setup, setup.root, setup.folders
        """How the builder has it."""
        self._root = root
        self.times: Mapping[str, ProcessingTime] = catalog.known_times()
        """The amounts of time that pages may name."""
        self._texts = {language.texts.tag: language.texts for language in languages}
        own = {language.texts.tag: language.edition for language in languages}
        self.editions = {tag: own.get(tag, edition) for tag, edition in (editions or own).items()}
        """In every language, the source language first."""
        self.problems = Problems()
        """What is wrong with pages and templates, as far as they have been put in."""
        history = history or History.read(root, self._texts.values())
        self._changes, self._told = history.changes, history.told
        self._blocks = {tag: Blocks(folders, e, self._texts[tag]) for tag, e in own.items()}
        self.loaded = Loaded(setup, self.editions)
        self.made: dict[PageSource, Made] = {}
        """What came of each page, in the order in which they were made."""
        self.used: dict[PageSource, Usage] = {}
        """What is on pages, see `see`."""
        self._notes: dict[PageSource, Notes] = {}
        self._markdown = {tag: MarkdownBlocks(e, self._texts[tag]) for tag, e in own.items()}
        self._written: dict[PageSource, str] = {}
        """The pages as Markdown."""
        self._beside = Beside({tag: self._tongue(tag) for tag in own}, folders[0], setup.recall)

    @classmethod
    def open(cls, setup: Setup, locales: Iterable[str]) -> Site:
        """The site whose ``statuses.yaml`` and ``locales/`` lie in the project's folder.

        `locales` are the languages, the source language first.

        Raises:
            InvalidInputError: with every problem in the files.
        """
        root, catalog = setup.root, load(setup.root / "statuses.yaml")
        problems = Problems(check_rules(catalog))
        changed, now = LastChanges(root).of(ENGLISH), english_texts(catalog, root)
        texts = functools.partial(open_texts, root, changed=changed, now=now)
        languages, more = open_languages(catalog, locales, texts)
        if problems := Problems([*problems, *more]):
            raise InvalidInputError(problems)
        return cls(setup, catalog, languages)

    def prepare(self, extension: PageExtension, page: PageSource, meta: MutableMapping[str, Any]) -> None:
        """Tells `extension` how to translate the page that is parsed next; translates the fields at its top.

        The names of the blocks on the page are put into ``meta["blocks"]`` while it is parsed, and what is
        wrong with it into `problems`.
        """
        used, blocks = set[str](), self._blocks[page.locale]
        blocks.notes = self._notes[page] = Notes()

        def render(name: str, argument: str) -> str:
            used.add(name)
            try:
                return self._render(page, name, argument=argument)
            except UnknownBlockError as error:
                where = place(self._root, page.file, rf"\{{\{{ *{name}\b")
                return self._hole(where, f"{name} {argument}".strip(), error)

        parsing = Parsing(
            page=page,
            root=self._root,
            texts=self._texts[page.locale],
            edition=self.editions[page.locale],
            times=self.times,
            blocks=blocks,
            problems=self.problems,
        )
        extension.language, extension.render = page.locale, render
        extension.resolve, extension.translate = parsing.resolve, parsing.translate
        extension.stale_note = parsing.stale_note
        markdown = self._markdown[page.locale]
        extension.markdown = lambda name, _argument: markdown.render(name)
        extension.stale_line = lambda words: markdown.stale_line(words.stale)
        extension.write = functools.partial(self._written.__setitem__, page)
        if not isinstance(meta.get("description"), str) or not meta["description"].strip():
            fix = "Add “description: …” between two lines “---” at the top."
            self.problems.note(Where(page.file), "missing-key", "The page has no description.", fix)
        for field in TRANSLATED_FIELDS:
            meta[field] = parsing.translate(field, meta[field]) if isinstance(meta.get(field), str) else ""
        meta["blocks"] = used

    def context(self, page: BuiltPage) -> dict[str, Any]:
        """What the page's template is told; the page is noted for ``pages.json``."""
        locale = page.source.locale
        notes = self._blocks[locale].notes = self._notes[page.source]
        edition, texts = self.editions[locale], self._texts[locale]
        entry, files = self._entry(page), dict[str, bytes]()
        updated = self.updated(page.source) if page.listed else None
        address = page.base + page.url
        home = (str(texts.text("breadcrumbs.home", "Help")), page.base + page.home)
        if page.source.name == "index":
            data = [jsonld.organization(edition)]
        else:
            data = [jsonld.breadcrumbs([home, (page.title, address)])]
        facts = ""
        if "status-details" in page.blocks:
            data.append(jsonld.faq_page(edition, texts, page.title, address, updated))
            shown = HelpPage(title=page.title, url=address, revision=entry.revision)
            files.update(self._beside.facts(locale, shown, page.base, updated))
            facts = next(iter(files))
        told, card = self._told[locale], ""
        feed = self._folder(locale) + FEED if told else ""
        if feed and _CHANGED in page.blocks:
            files[feed] = feed_xml(told, self._feed_place(page, feed))
        if page.listed and (pictured := self._beside.card(locale, page.source.name, page.title)):
            files.update(pictured)
            card = next(iter(pictured))
        made = Made(
            file=page.file,
            entry=entry if page.listed else None,
            twin=self._twin(page, updated) if page.listed else None,
            base=page.base,
            files=files,
        )
        self.take(page.source, made)
        return {
            "edition": edition,
            "block": functools.partial(self._block, page.source),
            "site_name": self._name(locale),
            "untranslated": notes.mostly_foreign,
            "page_key": entry.key,
            "revision": entry.revision,
            "statuses": self._statuses_on(page),
            "facts": facts,
            "card": page.base + card if card else "",
            "changes": f"{self._folder(locale)}{_CHANGED}/" if told else "",
            "feed": feed if facts or _CHANGED in page.blocks else "",
            "twin": f"{page.url}{twins.NAME}" if page.listed else "",
            "updated": updated,
            "structured_data": jsonld.graph(data) if page.listed else "",
            # Only then: the clock is the shop's, and stands among the rules by which dates are estimated.
            "today": _today(edition) if edition.notices else None,
            "script": self.loaded.script,
            "offers": self.loaded.offers,
        }

    def around(self, locale: str) -> tuple[object, ...]:
        """What pages of a language are told that is of no page: of other languages, of history, of today."""
        edition = self.editions[locale]
        return (
            self.loaded.script,
            self.loaded.offers,
            [(tag, e.name, e.direction, e.territory) for tag, e in self.editions.items()],
            [(told.commit, told.sentences) for told in self._told[locale]],
            _today(edition) if edition.notices else None,
        )

    def take(self, page: PageSource, made: Made) -> None:
        """Notes what came of a page."""
        self.made[page] = made
        self._beside.add(made.files)
        if made.twin:
            self._beside.twin(page.locale, made.twin, made.base)

    def _twin(self, page: BuiltPage, updated: datetime.date | None) -> Twin:
        return Twin(
            name=page.source.name,
            title=page.title,
            about=page.about,
            url=page.base + page.url.removeprefix("./"),
            updated=updated,
            mostly_english=self._notes[page.source].mostly_foreign,
            has_statuses="status-details" in page.blocks,
            body=self._written[page.source],
        )

    def _feed_place(self, page: BuiltPage, feed: str) -> Place:
        edition = self.editions[page.source.locale]
        return Place(
            url=page.base + feed,
            page=page.base + page.url,
            title=f"{page.title} · {self._name(edition.locale)}",
            shop=edition.shop,
            locale=edition.locale,
            direction=edition.direction,
        )

    def _block(self, page: PageSource, name: str, **context: object) -> str:
        """What page templates call as ``block("footer")``."""
        try:
            return self._render(page, name, **context)
        except UnknownBlockError as error:
            return self._hole(Where(f"overrides/blocks/{name}.html"), name, error)

    def _hole(self, where: Where, asked: str, error: UnknownBlockError) -> str:
        """Notes a block that cannot be put in; it stays as it was written."""
        fix = "The blocks are the files in overrides/blocks/."
        self.problems.note(where, "unknown-block", f"“{asked}” cannot be put in: {error}.", fix)
        return Markup("<mark>{{{{ {} }}}}</mark>").format(asked)

    def _render(self, page: PageSource, name: str, **context: object) -> str:
        blocks = self._blocks[page.locale]
        blocks.notes.stale()  # what the block before had to say of itself is said, or goes without saying
        told = self._told[page.locale]
        return blocks.render(name, english=page.english, told=told, **context)

    def _entry(self, page: BuiltPage) -> PageEntry:
        name, locale = page.source.name, page.source.locale
        prefix = f"/{self._folder(locale)}"
        return PageEntry(
            key=locale if name == "index" else f"{locale}/{name}",
            title=page.title,
            revision=revision(f"{page.title} {page.content}"),
            url=f"/{page.url}".replace("/./", "/"),
            thanks=f"{prefix}{_THANKS}/",
            failed=f"{prefix}{_FAILED}/",
            statuses=tuple(status.id for status in self._statuses_on(page)),
        )

    def _tongue(self, locale: str) -> Tongue:
        return Tongue(
            edition=self.editions[locale],
            blocks=self._markdown[locale],
            name=self._name(locale),
            folder=self._folder(locale),
        )

    def _folder(self, locale: str) -> str:
        """Where the pages of a language lie below the site's address; empty for the first language."""
        return "" if locale == next(iter(self.editions)) else f"{locale}/"

    def _name(self, locale: str) -> Words:
        """The help centre's name."""
        return self._texts[locale].text("site.name", "{shop} Help").filled(shop=self.editions[locale].shop)

    def _statuses_on(self, page: BuiltPage) -> tuple[Status, ...]:
        return self.editions[page.source.locale].walk() if "status-details" in page.blocks else ()

    def updated(self, page: PageSource) -> datetime.date | None:
        """The day on which a page’s words last changed, as far as git tells."""
        files = [
            Path(page.file),
            Path("statuses.yaml"),
            catalog_path(Path("locales"), page.locale),
        ]
        return self._changes.of(files)

    def written(self, page: PageSource, html: str) -> str:
        """What a page's template wrote, without the white space that no reader sees."""
        html = compact(html)
        self.see(page, html)
        return html

    def see(self, page: PageSource, html: str) -> None:
        """Notes what is on a page that was written."""
        self.used[page] = self.loaded.wardrobe.usage(html)

    def gathered(self) -> Gathered:
        """What is known of the pages, when they are written."""
        files = dict[str, dict[str, str]]()
        for page, made in self.made.items():
            files.setdefault(page.name, {})[page.locale] = made.file
        return Gathered(
            entries={made.entry.key: made.entry for made in self.made.values() if made.entry},
            files=files,
            sections=self._beside.sections(),
            missing=self._missing() if self.setup.offline else {},
        )

    def _missing(self) -> dict[str, str]:
        return {
            self._folder(tag)[:-1]: blocks.render("no-connection", site_name=str(self._name(tag)))
            for tag, blocks in self._blocks.items()
        }

    def together(self) -> dict[str, Usage]:
        """What is on each written page, in all languages in which it was seen."""
        used = dict[str, list[Usage]]()
        for page, usage in self.used.items():
            used.setdefault(page.name, []).append(usage)
        return {name: self.loaded.wardrobe.together(usages) for name, usages in used.items()}

    def styles(self, used: Iterable[tuple[str, list[Usage]]]) -> dict[str, Styles]:
        """Those of written pages in each language, from what is on them in any."""
        clothes = {name: self.loaded.wardrobe.clothes(usages) for name, usages in used}
        return {name: own.styles(self.editions) for name, own in clothes.items()}

    def beside(self) -> Iterator[tuple[str, bytes]]:
        """What the pages bring along: the path of each file below the site's folder, and what is in it."""
        return self._beside.files()
