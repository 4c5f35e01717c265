"""Which pages there are in which languages, by the rules of MkDocs and mkdocs-static-i18n.

static-i18n asks for each page of each language which languages it has, and makes a file for each answer;
here each file is made once. The rules are its own: ``order-status.ru.md`` is the Russian page, and where a
language has none, the page of the default language is built for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Protocol, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.pages import Page
from mkdocs_static_i18n.suffix import I18nFiles, create_i18n_file

from statusbook.built import PageSource, Setup
from statusbook.site import Site

HOOK = "hooks/help_centre.py"
"""What `mkdocs.yml` calls our hook."""


class Hook(Protocol):
    """What of our hook is called here."""

    on_files: Callable[[Files, MkDocsConfig], None]
    prepare: Callable[[MkDocsConfig], None]
    setup: Callable[[MkDocsConfig], Setup]
    begin: Callable[[MkDocsConfig, Site], None]
    source: Callable[[Page], PageSource]


def hook(config: MkDocsConfig) -> Hook:
    """The module of our hook."""
    hooks: Any = config.hooks
    return cast("Hook", hooks[HOOK])


class Plan:
    """The files of every language.

    Attributes:
        locales: the languages, the default one first.
    """

    def __init__(self, config: MkDocsConfig) -> None:
        self._config = config
        i18n: Any = config.plugins["i18n"]
        self._i18n = i18n
        self.locales: list[str] = list(i18n.build_languages)
        files = get_files(config)
        hook(config).on_files(files, config)
        chosen = {locale: dict(self._chosen(files, locale)) for locale in self.locales}
        for locale, own in chosen.items():
            for name, file in own.items():
                others = ((tag, chosen[tag][name]) for tag in sorted(chosen) if name in chosen[tag])
                file.alternates = {locale: file} | {tag: other for tag, other in others if tag != locale}  # type: ignore[attr-defined]
        self.files: dict[str, Files] = {locale: self._files(own.values()) for locale, own in chosen.items()}
        """By language."""

    def written(self, locales: Iterable[str]) -> set[str]:
        """The pages of some languages, by their paths below the site's folder."""
        return {file.dest_uri for locale in locales for file in self.files[locale].documentation_pages()}

    def _chosen(self, files: Iterable[File], locale: str) -> Iterator[tuple[str, File]]:
        """The name of each file without a language, and the one that a language has; a later one wins."""
        default, known = self._i18n.default_language, self._i18n.all_languages
        fallen_back = dict[str, File]()
        own = dict[str, File]()
        names = dict[str, None]()
        for file in files:
            made: Any = create_i18n_file(file, locale, default, known, self._config)
            if made.locale == locale:
                own[made.norm_src_uri] = made
            elif made.locale == default:
                if not made.is_documentation_page():  # an asset stays where it is for all
                    made = create_i18n_file(file, default, default, known, self._config)
                fallen_back[made.norm_src_uri] = made
            else:
                continue
            names[made.norm_src_uri] = None
        for name in names:
            yield name, own.get(name) or fallen_back[name]

    def _files(self, files: Iterable[File]) -> Files:
        found: Files = I18nFiles(self._i18n, list(files))
        set_exclusions(found, self._config)
        return found
