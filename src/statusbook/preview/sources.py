"""The files that pages are made of, as they are, or were when they could last be read."""

from __future__ import annotations

import datetime
import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from statusbook.extract import english_texts
from statusbook.history import LastChanges, git
from statusbook.languages import ENGLISH, Language, make_language, open_texts
from statusbook.load import loads
from statusbook.messages import SOURCE_LOCALE, Texts, catalog_name, parse_catalog
from statusbook.model import Catalog, Shop, Url
from statusbook.problems import InvalidInputError, Problems
from statusbook.pseudo import PSEUDO_LOCALE

STATUSES = "statuses.yaml"

_NOTHING = Catalog(shop=Shop(name="…", app=Url("https://example.com/"), links=()), statuses=())
"""What stands in for a ``statuses.yaml`` that could never be read."""

_T = TypeVar("_T")


class Instead(enum.Enum):
    """What an editor sees in the place of a file that cannot be read."""

    BEFORE = "Until {file} is mended, you see it as it was before."
    COMMITTED = "Until {file} is mended, you see it as it was last committed."
    NOTHING = "Until {file} is mended, you see the pages without it."


@dataclass(frozen=True, kw_only=True)
class _Made:
    catalog: Catalog
    made_of: tuple[object, ...]
    language: Language


class Sources:
    """What is known of the files of the project in a folder; `read` brings it up to date.

    Attributes:
        catalog: what ``statuses.yaml`` says.
        languages: the catalog in each language.
        notes: what an editor sees in the place of files.
        problems: why.
    """

    catalog: Catalog

    def __init__(self, root: Path) -> None:
        self._root = root
        self._good: dict[str, bytes] = {}
        """The files as they could last be read."""
        self._parsed: dict[tuple[str, bytes], Any] = {}
        """What files said that did not change since they were read."""
        self._made: dict[str, _Made] = {}
        self.languages: list[Language] = []
        self.notes: list[str] = []
        self.problems = Problems()

    @property
    def is_empty(self) -> bool:
        """Whether ``statuses.yaml`` could never be read."""
        return self.catalog is _NOTHING

    def read(self, tags: Iterable[str], changes: LastChanges) -> None:
        """Read what has changed; `tags` are the languages, the source language first."""
        self.notes, self.problems = [], Problems()
        before, self._parsed = self._parsed, {}
        self._before: Mapping[tuple[str, bytes], Any] = before
        self.catalog = self._read(STATUSES, lambda data: self._once(STATUSES, data, loads)) or _NOTHING
        changed, now = changes.of(ENGLISH), self._english()
        self.languages = [self._language(tag, changed, now) for tag in tags]

    def _english(self) -> Mapping[str, str]:
        try:
            return english_texts(self.catalog, self._root)
        except InvalidInputError:  # a page, and whoever makes it says so
            return {}

    def _language(self, tag: str, changed: datetime.date | None, now: Mapping[str, str]) -> Language:
        name = catalog_name(tag)
        if tag in {SOURCE_LOCALE, PSEUDO_LOCALE}:
            return self._known(tag, lambda: open_texts(self._root, tag), ())

        def parse(data: bytes) -> Language:
            gettext = self._once(name, data, lambda data: parse_catalog(data, tag, name))
            return self._known(tag, lambda: Texts(tag, gettext, changed, now), (data, changed, now))

        return self._read(name, parse) or make_language(self.catalog, Texts(tag))

    def _known(self, tag: str, texts: Callable[[], Texts], made_of: tuple[object, ...]) -> Language:
        """The catalog in the language of `texts`; the one before, if that was made of the same."""
        before = self._made.get(tag)
        if before and before.catalog is self.catalog and before.made_of == made_of:
            return before.language
        language = make_language(self.catalog, texts())
        self._made[tag] = _Made(catalog=self.catalog, made_of=made_of, language=language)
        return language

    def _once(self, file: str, data: bytes, parse: Callable[[bytes], _T]) -> _T:
        """What a file says; as long as it is the same file, that is the same object."""
        key = file, data
        self._parsed[key] = found = self._before[key] if key in self._before else parse(data)
        return found

    def _read(self, file: str, parse: Callable[[bytes], _T]) -> _T | None:
        """What a file says, or said when it could last be read; None if that was never."""
        for data, instead in self._versions(file):
            try:
                found = parse(data)
            except InvalidInputError as error:
                if instead is None:
                    self.problems.extend(error.problems)
                continue
            if instead:
                self.notes.append(instead.value.format(file=file))
            else:
                self._good[file] = data
            return found
        self.notes.append(Instead.NOTHING.value.format(file=file))
        return None

    def _versions(self, file: str) -> Iterator[tuple[bytes, Instead | None]]:
        """A file as it is, as it was, as it was committed."""
        if (path := self._root / file).is_file():
            yield path.read_bytes(), None
        if file in self._good:
            yield self._good[file], Instead.BEFORE
        if (committed := git(self._root, "show", f"HEAD:./{file}")) is not None:
            yield committed, Instead.COMMITTED
