"""A build that stays, for a preview: a page is rendered when it is asked for, and kept while it is true."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from mkdocs.config import load_config

from statusbook.build.errors import in_words
from statusbook.build.pages import Pages, Rendering, Row, heard_site
from statusbook.build.plan import Plan, hook
from statusbook.build.version import version
from statusbook.languages import Language
from statusbook.model import Catalog
from statusbook.problems import StatusbookError
from statusbook.pseudo import PSEUDO_LOCALE
from statusbook.site import History, Site


class Resident:
    """The pages of a project, after `renew` has told what they are made of."""

    site: Site

    def __init__(self, root: Path, asked: Sequence[str], hear: Callable[[str], None]) -> None:
        """Set MkDocs up as ``mkdocs.yml`` says.

        Args:
            root: the project's folder.
            asked: the languages to show; all if there are none, and in any case the source language and the
                pseudo-locale, which are there on request alone in a build.
            hear: is told what MkDocs warns of.

        Raises:
            StatusbookError: when the file cannot be read, or has not a language that was asked for.
        """
        self._log = _Listener(hear)
        self._rows = _Latest()
        with self._log, in_words():
            self._config = config = load_config(
                str(root / "mkdocs.yml"), site_dir=str(root / ".cache" / "raw")
            )
            config.plugins.on_startup(command="build", dirty=False)
            i18n: Any = config.plugins["i18n"]
            i18n.building = True
            _choose(i18n.config.languages, asked)
            self.names = {str(one.locale): str(one.name) for one in i18n.config.languages if one.build}
            self.setup = replace(hook(config).setup(config), offline=False)
            i18n.current_language = i18n.default_language
            hook(config).prepare(config)
        self.look()

    def look(self) -> None:
        """Looks at the templates, and which pages there are; before the first `renew`, and when they change.

        Raises:
            StatusbookError: when MkDocs refuses one.
        """
        with self._log, in_words():
            self._plan, self._version = Plan(self._config), version(self._config)
        self.files = {
            file.dest_uri: locale
            for locale, files in self._plan.files.items()
            for file in files.documentation_pages()
        }
        """The language of each page, by its path below the site's folder."""
        self.written = {file.src_uri for files in self._plan.files.values() for file in files}
        """The files in ``docs/``."""

    def renew(self, catalog: Catalog, languages: Sequence[Language], history: History) -> None:
        """From now on pages are made of these, and of what is written in them.

        Raises:
            StatusbookError: when a script cannot be read.
        """
        with self._log, in_words():
            site, ear = heard_site(self.setup, catalog, languages, history=history)
            hook(self._config).begin(self._config, site)
        self._rendering = Rendering(
            config=self._config, plan=self._plan, rows=self._rows, version=self._version, site=site, ear=ear
        )
        self.site = site
        self._pages: dict[str, Pages] = {}
        for file in (file for files in self._plan.files.values() for file in files):
            file.page = None  # or it would keep the title that it had

    def forget(self) -> None:
        """Every page is made anew, even if it would be the same: MkDocs warns only then."""
        self._rows.clear()

    def html(self, file: str) -> str:
        """A page, as search would read it.

        Raises:
            StatusbookError: when it cannot be made.
        """
        locale = self.files[file]
        with self._log, in_words():
            pages = self._pages.get(locale)
            if pages is None:
                pages = self._pages[locale] = Pages(self._rendering, locale)
            return pages.row(pages.named[file]).html

    def assets(self) -> Mapping[str, bytes]:
        """What pages load, by its path below the site's folder."""
        found = {file.dest_uri: file for files in self._plan.files.values() for file in files}
        loose = {path: file for path, file in found.items() if path not in self.files}
        return self.site.loaded.live() | {path: file.content_bytes for path, file in loose.items()}


class _Latest:
    """The last row of each page."""

    def __init__(self) -> None:
        self._rows: dict[bytes, Row] = {}
        self._keys: dict[str, bytes] = {}

    def get(self, key: bytes) -> Row | None:
        return self._rows.get(key)

    def learn(self, key: bytes, value: Row) -> None:
        self._rows.pop(self._keys.get(value.made.file, b""), None)
        self._keys[value.made.file] = key
        self._rows[key] = value

    def clear(self) -> None:
        self._rows.clear()
        self._keys.clear()


class _Listener(logging.Handler):
    """Passes on what MkDocs warns of, while it is entered."""

    def __init__(self, hear: Callable[[str], None]) -> None:
        super().__init__(logging.WARNING)
        self._hear, self._log = hear, logging.getLogger("mkdocs")

    def emit(self, record: logging.LogRecord) -> None:
        """Called by logging."""
        self._hear(record.getMessage())

    def __enter__(self) -> None:
        self._log.addHandler(self)

    def __exit__(self, *_: object) -> None:
        self._log.removeHandler(self)


def _choose(languages: Sequence[Any], asked: Sequence[str]) -> None:
    if unknown := set(asked) - {language.locale for language in languages}:
        raise StatusbookError(f'mkdocs.yml has no language “{min(unknown)}”. Name others: LOCALES="en ru"')
    for language in languages:
        always = language.default or language.locale == PSEUDO_LOCALE
        language.build = always or not asked or language.locale in asked
