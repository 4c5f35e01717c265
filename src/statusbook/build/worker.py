"""One process's share of a build: all pages of some languages, rendered as MkDocs renders them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.commands.build import _build_page, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page

from statusbook.build.plan import Plan, hook
from statusbook.dress import dress
from statusbook.edition import Edition
from statusbook.model import Catalog
from statusbook.precompress import precompress
from statusbook.problems import Problems
from statusbook.site import Gathered, Language, Site, open_languages


class Worker:
    """Makes the pages of the languages in `locales`."""

    def __init__(self, config: MkDocsConfig, plan: Plan, catalog: Catalog, locales: Sequence[str]) -> None:
        self._config, self._plan, self._catalog, self._locales = config, plan, catalog, locales
        self._root = Path(config.config_file_path).parent
        self._languages: list[Language] = []

    def open(
        self, changed: datetime.date | None, english: Mapping[str, str]
    ) -> tuple[dict[str, Edition], Problems]:
        """The editions of its languages, and what is wrong with their translations; see `open_languages`."""
        self._languages, problems = open_languages(self._root, self._catalog, self._locales, changed, english)
        return {language.texts.tag: language.edition for language in self._languages}, problems

    def render(self, editions: Mapping[str, Edition]) -> tuple[Gathered, Problems]:
        """Writes its pages, without their css, and what they bring along.

        `editions` are those of all languages, the source language first.
        """
        config = self._config
        folders = [Path(folder) for folder in config.theme.dirs]
        site = Site(self._root, self._catalog, self._languages, folders, editions)
        hook(config).begin(config, site)
        for locale in self._locales:
            self._render(locale)
        site.write_beside(Path(config.site_dir))
        return site.gathered(), site.problems

    def _render(self, locale: str) -> None:
        config, files = self._config, self._plan.files[locale]
        nav = navigation(config, self._plan, locale)
        pages = [file.page or Page(None, file, config) for file in files.documentation_pages()]
        for page in pages:
            _populate_page(page, config, files)
        env = config.plugins.on_env(config.theme.get_env(), config=config, files=files)
        listed = files.documentation_pages()
        for page in pages:
            _build_page(page, config, listed, nav, env)

    def dress(self, pages: Iterable[tuple[str, tuple[str, ...]]], votes: str) -> None:
        """Puts the styles of each page into its file, a path below the site's folder; see `dress`."""
        for file, styles in pages:
            dress(Path(self._config.site_dir) / file, styles, votes)

    def compress(self, files: Iterable[Path]) -> None:
        """See `precompress`."""
        precompress(files)


def navigation(config: MkDocsConfig, plan: Plan, locale: str) -> Navigation:
    """Turns MkDocs and its plugins to a language, as they do it themselves; its pages in their order."""
    i18n: Any = config.plugins["i18n"]
    i18n.current_language = locale
    i18n.on_config(config)
    files = plan.files[locale]
    return config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
