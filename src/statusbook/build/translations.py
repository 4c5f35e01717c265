"""Catalogs as earlier builds have read them: to read one takes Babel as long as a page takes us."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from statusbook.build.memo import Memo, Shelf, digest
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
    """Reads catalogs, and remembers what they say."""

    def __init__(self, memo: Memo, version: bytes) -> None:
        """Take what earlier builds made; `version` is that of the programs."""
        self._shelf, self._version = Shelf(memo, Translations), version

    def read(self, data: bytes, tag: str, name: str) -> Translations:
        """What is in a catalog; see `parse_catalog`."""
        key = digest("catalog", self._version, tag, data)
        known = self._shelf.get(key)
        if known is None:
            catalog = parse_catalog(data, tag, name)
            messages = [
                Translation(str(one.context), _text(one.id), _text(one.string), one.fuzzy, one.user_comments)
                for one in catalog
                if one.id
            ]
            known = Translations(messages, catalog.plural_expr)
            self._shelf.learn(key, known)
        return known


def _text(text: object) -> str | tuple[str, ...]:
    """One text, or one for each form."""
    return tuple(map(str, text)) if isinstance(text, list | tuple) else str(text or "")
