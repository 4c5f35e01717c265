"""Two catalogs side by side, and how a change between them is told."""

from __future__ import annotations

import dataclasses
import enum
import re
import typing
from dataclasses import dataclass
from typing import Any

from statusbook import model
from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.names import Names
from statusbook.changes.renames import Renames, find_renames, rename
from statusbook.model import Catalog

_NAMED = (model.StatusId, model.ActionId, model.LinkId, model.MethodId, model.AxisId)


class Pair:
    """The catalogs before and after, the first in the ids of the second."""

    def __init__(self, before: Catalog, after: Catalog) -> None:
        """Finds out which ids are other ids now."""
        self.ids: Renames = find_renames(before, after)
        self.before: Catalog = rename(before, self.ids, Catalog)
        self.after = after
        self.old, self.new = Names(self.before), Names(after)

    def old_ids(self, path: str) -> set[str]:
        """The ids that the record at `path` had before, which is told of the record itself."""
        id_ = path.split(".")[1]
        return {old for ids in self.ids.values() for old, new in ids.items() if new == id_}

    def is_gone(self, kinds: Any, id_: str) -> bool:
        """Whether only the first catalog has the thing; `kinds` is the annotation of what names it."""
        kind = _kind(kinds, (*_NAMED, model.TimeId))
        return kind is not None and self.old.has(kind, id_) and not self.new.has(kind, id_)


@dataclass(frozen=True)
class Subject:
    """What a change is told of."""

    path: str
    it: str
    """Its name in a sentence."""
    row: str = ""
    """See `Change.row`."""

    def part(self, name: str) -> Subject:
        """A field of it, or one of the things that a field names."""
        return dataclasses.replace(self, path=f"{self.path}.{name}")

    def change(self, area: Area, kind: Kind, sentence: str) -> Change:
        """A change of it; see `finished` for the sentence."""
        return Change(area=area, kind=kind, subject=self.path, sentence=finished(sentence), row=self.row)


def finished(words: str) -> str:
    """The words as a sentence: with a capital, and without a full stop after that of a text in quotes."""
    return words[0].upper() + re.sub(r"([.!?…]”)\.$", r"\1", words[1:])


def value_in_words(names: Names, kinds: Any, value: Any) -> str:
    """A value as a sentence names it; `kinds` is the annotation of its field."""
    if isinstance(value, enum.Enum):
        return str(value.value)
    if _kind(kinds, (model.TimeId,)):
        return names.with_amount(value)
    kind = _kind(kinds, _NAMED)
    return names.of(kind, value) if kind else str(value or "")


def _kind(kinds: Any, known: tuple[Any, ...]) -> Any:
    return next((kind for kind in (kinds, *typing.get_args(kinds)) if kind in known), None)
