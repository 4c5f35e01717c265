"""Catalogs and written pages as earlier builds have read them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
from babel.messages.catalog import Catalog

from statusbook.build.memo import Memo, Shelf, digest
from statusbook.extract import page_texts
from statusbook.messages import parse_catalog


class Translation(msgspec.Struct, frozen=True, gc=False):
    """A message; its fields are named as Babel names them."""

    context: str
    id: str | tuple[str, ...]
    string: str | tuple[str, ...]
    fuzzy: bool
    user_comments: list[str]


class Translations(msgspec.Struct, frozen=True):
    """The messages of a catalog, as far as `Texts` asks for them."""

    messages: list[Translation]
    plural_expr: str

    def __iter__(self) -> Iterator[Translation]:
        """Those that have an English text."""
        return iter(self.messages)


class Reader:
    """Reads them, and remembers what they say: a catalog takes Babel as long as a page takes us."""

    def __init__(self, memo: Memo, version: bytes) -> None:
        """Take what earlier builds made; `version` is that of the programs."""
        self._shelf, self._version = Shelf(memo, Translations), version
        self._pages = Shelf(memo, dict[str, str])

    def read(self, data: bytes, tag: str, name: str) -> Translations:
        """What is in a catalog; see `parse_catalog`."""
        key = digest("catalog", self._version, tag, data)
        return self._shelf.made(key, lambda: _translations(parse_catalog(data, tag, name)))

    def page(self, path: Path, root: Path, text: str) -> dict[str, str]:
        """What a page says; see `page_texts`."""
        key = digest("page", self._version, path.relative_to(root).as_posix(), text)
        return self._pages.made(key, lambda: page_texts(path, root, text))


def _translations(catalog: Catalog) -> Translations:
    messages = [
        Translation(str(one.context), _text(one.id), _text(one.string), one.fuzzy, one.user_comments)
        for one in catalog
        if one.id
    ]
    return Translations(messages, catalog.plural_expr)


def _text(text: object) -> str | tuple[str, ...]:
    """One text, or one for each form."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else str(text or "")
