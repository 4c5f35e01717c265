"""Everything but statuses, such as times, actions and holidays: what is new, gone or another thing by now."""

from __future__ import annotations

import functools
import typing
from collections.abc import Iterator, Sequence
from typing import Any

from statusbook.amounts import Length, compare
from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.fields import record_changes
from statusbook.changes.names import takes
from statusbook.changes.order import moved
from statusbook.changes.pair import Pair, Subject
from statusbook.changes.wording import AMOUNTS
from statusbook.model import Catalog, ProcessingTime

_LENGTHS = {
    Length.LONGER: (Kind.LONGER, "the promise {it} becomes longer: {value}; it was {old}."),
    Length.SHORTER: (Kind.SHORTER, "the promise {it} becomes shorter: {value}; it was {old}."),
    Length.SAME: (Kind.CHANGED, "the promise {it} says the same in other words: {value}; it was {old}."),
    Length.UNCLEAR: (Kind.CHANGED, "the promise {it} changes: {value}; it was {old}."),
}


_hints = functools.cache(typing.get_type_hints)


def thing_changes(pair: Pair) -> Iterator[Change]:
    """The changes in everything but the statuses."""
    before, after = pair.before, pair.after
    yield from record_changes(pair, before.shop, after.shop, Subject("shop", "the shop"))
    yield from _table(pair, "link", "link", before.shop.links, after.shop.links)
    yield from _table(pair, "shipping", "shipping method", before.shipping, after.shipping)
    yield from _times(pair)
    yield from _table(pair, "action", "action", before.actions, after.actions)
    yield from _table(pair, "axis", "group of statuses", before.axes, after.axes)
    if moved([axis.id for axis in before.axes], [axis.id for axis in after.axes]):
        sentence = "the groups of statuses come in another order."
        yield Subject("axis", "").change(Area.READERS, Kind.MOVED, sentence)
    yield from _table(pair, "holiday", "holiday", before.holidays, after.holidays)
    yield from _table(pair, "notice", "notice", before.notices, after.notices)


def _table(pair: Pair, word: str, noun: str, before: Sequence[Any], after: Sequence[Any]) -> Iterator[Change]:
    """Records that are known by their ids."""
    old, new = {record.id: record for record in before}, {record.id for record in after}
    for record in after:
        subject = Subject(f"{word}.{record.id}", pair.new.name(record))
        yield from renamed(pair, record, subject)
        if record.id in old:
            yield from record_changes(pair, old[record.id], record, subject)
        else:
            yield subject.change(Area.READERS, Kind.ADDED, f"there is a new {noun}, {subject.it}.")
    for record in before:
        if record.id not in new:
            subject = Subject(f"{word}.{record.id}", pair.old.name(record))
            yield subject.change(Area.READERS, Kind.REMOVED, f"the {noun} {subject.it} is gone.")


def _times(pair: Pair) -> Iterator[Change]:
    old, new = {time.id: time for time in pair.before.times}, {time.id for time in pair.after.times}
    for time in pair.after.times:
        subject = Subject(f"time.{time.id}", pair.new.name(time), _row(pair.after, time.id))
        yield from renamed(pair, time, subject)
        if time.id in old:
            yield from _amount(old[time.id], time, subject)
            yield from record_changes(pair, old[time.id], time, subject)
        else:
            sentence = f"there is a new time, {subject.it}: {takes(time)}."
            yield subject.change(Area.PROMISES, Kind.ADDED, sentence)
    for time in pair.before.times:
        if time.id not in new:
            subject = Subject(f"time.{time.id}", pair.old.name(time))
            sentence = f"the time {subject.it} is gone; it was: {takes(time)}."
            yield subject.change(Area.PROMISES, Kind.REMOVED, sentence)


def _row(catalog: Catalog, time: str) -> str:
    """The first status that shows the time."""
    shows = (status.id for status in catalog.walk() if time in {*status.times, *status.late})
    return next(shows, "")


def _amount(old: ProcessingTime, new: ProcessingTime, subject: Subject) -> Iterator[Change]:
    if all(getattr(old, name) == getattr(new, name) for _, name in AMOUNTS):
        return
    length = compare(old.amount, new.amount) if old.amount and new.amount else Length.UNCLEAR
    kind, sentence = _LENGTHS[length]
    words = sentence.format(it=subject.it, value=takes(new), old=takes(old))
    yield subject.part("amount").change(Area.PROMISES, kind, words)


def renamed(pair: Pair, record: Any, subject: Subject) -> Iterator[Change]:
    """Says so where the record had another id."""
    kind = _hints(record.__class__)["id"]
    for old, new in pair.ids[kind].items():
        if new == record.id:
            leads = f"; links to #{old} still lead to it" if old in getattr(record, "formerly", ()) else ""
            sentence = f"{subject.it} has another id: “{new}” instead of “{old}”{leads}."
            yield subject.change(Area.ADDRESSES, Kind.RENAMED, sentence)
