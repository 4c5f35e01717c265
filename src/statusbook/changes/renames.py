"""Which ids of one catalog are other ids in the next, and the first catalog in the ids of the second."""

from __future__ import annotations

import dataclasses
import functools
import re
import typing
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from statusbook import model
from statusbook.changes.names import label
from statusbook.model import PLACEHOLDER, Catalog, Message

Renames = Mapping[object, Mapping[str, str]]
"""A kind of id, such as `model.StatusId`, to the old ids and the new one of each."""

KINDS = {
    "action": model.ActionId,
    "axis": model.AxisId,
    "holiday": model.HolidayId,
    "link": model.LinkId,
    "notice": model.NoticeId,
    "shipping": model.MethodId,
    "status": model.StatusId,
    "time": model.TimeId,
}
"""What the context of a message starts with, and the kind of id that follows."""


def find_renames(before: Catalog, after: Catalog) -> Renames:
    """The ids that are gone, each with a new one that says it took its place or has its name."""
    pairs: list[tuple[object, Iterable[Any], Iterable[Any]]] = [
        (model.StatusId, before.walk(), after.walk()),
        (model.TimeId, before.times, after.times),
        (model.ActionId, before.actions, after.actions),
        (model.LinkId, before.shop.links, after.shop.links),
        (model.MethodId, before.shipping, after.shipping),
        (model.AxisId, before.axes, after.axes),
        (model.HolidayId, before.holidays, after.holidays),
        (model.NoticeId, before.notices, after.notices),
    ]
    return {kind: _matches(list(old), list(new)) for kind, old, new in pairs}


def _matches(before: list[Any], after: list[Any]) -> dict[str, str]:
    gone = {r.id: r for r in before if r.id not in {r.id for r in after}}
    come = [r for r in after if r.id not in {r.id for r in before}]
    found = {old: r.id for r in come for old in getattr(r, "formerly", ()) if old in gone}
    # Two ids of one thing now: the first that is named took its place.
    found = {
        old: new for old, new in found.items() if new not in list(found.values())[: list(found).index(old)]
    }
    left = [r for r in come if r.id not in found.values()]
    names = Counter(_name(r) for r in (*gone.values(), *come))
    for old in (r for r in gone.values() if r.id not in found and names[_name(r)] == 2):
        for new in left:
            if _name(new) == _name(old):
                found[old.id] = new.id
    return found


def _name(record: Any) -> str:
    text = label(record)
    # A mark names its own amount, by its id.
    return PLACEHOLDER.sub("{}", text.english) if text else ""


def rename(part: Any, ids: Renames, annotation: Any = None) -> Any:
    """A catalog, or a part of it, with every mention of an old id replaced."""
    if isinstance(part, Message):
        return dataclasses.replace(
            part, english=_in_sentence(part.english, ids), context=_in_context(part.context, ids)
        )
    if isinstance(part, tuple):
        (item, *_) = typing.get_args(annotation)
        return tuple(rename(value, ids, item) for value in part)
    if dataclasses.is_dataclass(part) and not isinstance(part, type):
        hints = _hints(type(part))
        return dataclasses.replace(
            part,
            **{f.name: rename(getattr(part, f.name), ids, hints[f.name]) for f in dataclasses.fields(part)},
        )
    kinds = [kind for kind in (annotation, *typing.get_args(annotation)) if kind in ids]
    return ids[kinds[0]].get(part, part) if kinds else part


_hints = functools.cache(typing.get_type_hints)


def _in_sentence(english: str, ids: Renames) -> str:
    times = ids.get(model.TimeId, {})

    def renamed(found: re.Match[str]) -> str:
        return found[0].replace(found[1], times[found[1]], 1) if found[1] in times else found[0]

    return PLACEHOLDER.sub(renamed, english)


def _in_context(context: str, ids: Renames) -> str:
    word, id_, *rest = context.split(".")
    return ".".join([word, ids.get(KINDS.get(word), {}).get(id_, id_), *rest])
