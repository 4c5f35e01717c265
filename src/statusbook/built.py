"""What a builder tells the site of pages, and what comes of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from statusbook.exports.pages import PageEntry
from statusbook.exports.twins import Section, Twin

Recall = Callable[[str, Callable[[], str]], str]
"""Gives what a function makes of nothing but what all pages depend on, by a name."""


def _anew(_name: str, make: Callable[[], str]) -> str:
    return make()


@dataclass(frozen=True, kw_only=True)
class Setup:
    """How a builder has the site."""

    root: Path
    """The project's folder."""
    folders: Sequence[Path]
    """Where templates, css and js are looked for, first to last; the first is ours."""
    offline: bool = False
    """Whether browsers keep the pages that a reader has opened."""
    recall: Recall = _anew
    """Has it as an earlier build has made it, where there is one."""


@dataclass(frozen=True, kw_only=True)
class PageSource:
    """A written page in one language."""

    name: str
    """Its path below ``docs/`` without ``.md`` and without a language."""
    locale: str
    by_hand: bool = False
    """Written in this language by hand, as ``order-status.ru.md``: its blocks are not translated."""

    @property
    def file(self) -> str:
        """The path of the file that it is written in."""
        return f"docs/{self.name}.{self.locale}.md" if self.by_hand else f"docs/{self.name}.md"

    @property
    def english(self) -> str:
        """The address of the same page in the source language, relative to this one."""
        up = "../" * (self.name.count("/") + (1 if self.name == "index" else 2))
        return up if self.name == "index" else f"{up}{self.name}/"


@dataclass(frozen=True, kw_only=True)
class BuiltPage:
    """A page after its Markdown was parsed."""

    source: PageSource
    title: str
    """Its heading."""
    about: str
    """Its description."""
    content: str
    """Its HTML."""
    blocks: frozenset[str]
    """The names of the blocks on it."""
    base: str
    """The address of the site, with a slash at the end."""
    url: str
    """Its path below `base`."""
    home: str
    """The path of the home page below `base`."""
    listed: bool
    """Whether it is in the navigation; only for such pages votes are taken."""

    @property
    def file(self) -> str:
        """The path of the file that it is written to, below the site's folder."""
        path = self.url.removeprefix("./")
        return path if path.endswith(".html") else f"{path}index.html"


@dataclass(frozen=True, kw_only=True)
class Made:
    """What comes of a page besides its HTML."""

    file: str
    """The path of its own file below the site's folder."""
    entry: PageEntry | None
    """For pages that votes are taken for."""
    twin: Twin | None
    base: str
    """The site's address, with a slash at the end."""
    files: dict[str, bytes]
    """What it brings along, by paths below the site's address."""


@dataclass(frozen=True, kw_only=True)
class Styles:
    """The css that a written page has in its head."""

    common: str
    """In every language."""
    spoken: dict[str, str]
    """What each language needs besides; often nothing."""

    def of(self, locale: str) -> str:
        """The style of the page in a language."""
        return self.common + self.spoken[locale]


@dataclass(frozen=True, kw_only=True)
class Gathered:
    """What is known of the pages of some languages when they are written."""

    entries: dict[str, PageEntry]
    """Those that votes are taken for, by their keys."""
    files: dict[str, dict[str, str]]
    """For each written page, its file below the site's folder in each language."""
    sections: dict[str, Section]
    """What ``llms.txt`` says of each language."""
    missing: dict[str, str]
    """What readers of each language see for a page that is not kept, by the folder of its pages."""

    def styles(self, styles: Mapping[str, Styles]) -> Iterator[tuple[str, str]]:
        """The file of each page in each language, and its style, from those of written pages."""
        for name, files in self.files.items():
            for locale, file in files.items():
                yield file, styles[name].of(locale)

    @classmethod
    def together(cls, parts: Iterable[Gathered]) -> Gathered:
        """The same of all languages."""
        whole = cls(entries={}, files={}, sections={}, missing={})
        for part in parts:
            whole.entries.update(part.entries)
            whole.sections.update(part.sections)
            whole.missing.update(part.missing)
            for name, files in part.files.items():
                whole.files.setdefault(name, {}).update(files)
        return whole
