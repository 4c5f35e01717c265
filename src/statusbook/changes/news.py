"""What readers care about in a change of ``statuses.yaml``: statuses, times, actions, and where actions lead.

It is found in the facts and named by them, so that it can be told in any language.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from statusbook.changes.pair import Pair
from statusbook.edition import Edition
from statusbook.edition import Offer as Shown
from statusbook.extract import messages_of
from statusbook.messages import SOURCE_LOCALE, Texts
from statusbook.model import Catalog, Message, Status
from statusbook.translate import make_edition


class What(enum.Enum):
    """What became of the thing."""

    NEW = enum.auto()
    GONE = enum.auto()
    RENAMED = enum.auto()
    TIME = enum.auto()
    """It takes another time."""
    MORE = enum.auto()
    """A status has another time or action."""
    LESS = enum.auto()
    CONDITIONS = enum.auto()
    LINK = enum.auto()
    REWORDED = enum.auto()


@dataclass(frozen=True)
class Label:
    """What a thing is called."""

    message: Message
    then: bool = False
    """Before the change."""


@dataclass(frozen=True)
class Time:
    """Words of a processing time."""

    id: str
    part: str
    """The field of `edition.Time` that they are."""
    then: bool = False
    """Before the change."""


@dataclass(frozen=True)
class News:
    """One thing to tell."""

    what: What
    values: Mapping[str, Label | Time]
    """What goes into the placeholders of its sentence."""


def find_news(pair: Pair) -> list[News]:
    """What is new for readers, in the order of the statuses, and then what is gone.

    Nothing is told of what is hidden from customers: they see it come and go.
    """
    old, new = _Seen(pair.before), _Seen(pair.after)
    found = [news for status in new.statuses.values() for news in _of_status(old, new, status)]
    found += [*_takes(old, new), *_of_actions(old, new)]
    gone = [status for id_, status in old.statuses.items() if id_ not in new.statuses]
    return found + [News(What.GONE, {"status": Label(status.label, then=True)}) for status in gone]


class _Seen:
    """What customers see of a catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self.edition: Edition = make_edition(catalog, Texts(SOURCE_LOCALE))
        shown = {status.id: status for status in self.edition.walk()}
        self.statuses = {status.id: status for status in catalog.walk() if status.id in shown}
        self.offers = {id_: {offer.id: offer for offer in status.offers} for id_, status in shown.items()}
        self.times = {id_: [t.id for t in (*s.times, *s.late)] for id_, s in shown.items()}
        self.takes = {t.id: t.takes for s in shown.values() for t in (*s.times, *s.late)}
        self.labels: dict[str, Message] = {action.id: action.label for action in catalog.actions}
        self.leads = {id_: offer.url for offers in self.offers.values() for id_, offer in offers.items()}


def _of_status(old: _Seen, new: _Seen, status: Status) -> Iterator[News]:
    here, before = {"status": Label(status.label)}, old.statuses.get(status.id)
    if before is None:
        yield News(What.NEW, here)
        return
    if before.label.english != status.label.english:
        yield _renamed(before.label, status.label)
    for what, seen, other in ((What.MORE, new, old), (What.LESS, old, new)):
        for time in seen.times[status.id]:
            if time not in other.times[status.id]:
                yield News(what, {**here, "what": Time(time, "line", then=seen is old)})
        for action in seen.offers[status.id]:
            if action not in other.offers[status.id]:
                yield News(what, {**here, "what": Label(seen.labels[action], then=seen is old)})
    for action, offer in new.offers[status.id].items():
        was = old.offers[status.id].get(action)
        if was and was.conditions != offer.conditions and _gates(was) != _gates(offer):
            yield News(What.CONDITIONS, {**here, "action": Label(new.labels[action])})
    if _wording(before) != _wording(status):
        yield News(What.REWORDED, here)


def _gates(offer: Shown) -> tuple[object, ...]:
    """What the conditions say, whatever it is called: of a status that was renamed, that is told already."""
    is_only = (offer.only_if_late, offer.only_if_paid, offer.needs_approval)
    return (offer.after, offer.until, *is_only, *offer.not_with)


def _wording(status: Status) -> list[str]:
    """Its own sentences; an amount that they take in is no wording."""
    parts = (status.meaning, status.details, status.how_to, status.steps)
    return [message.english for message in messages_of(parts)]


def _takes(old: _Seen, new: _Seen) -> Iterator[News]:
    for id_, takes in new.takes.items():
        if id_ in old.takes and takes != old.takes[id_]:
            values = {"time": Time(id_, "label"), "takes": Time(id_, "takes")}
            yield News(What.TIME, {**values, "before": Time(id_, "takes", then=True)})


def _of_actions(old: _Seen, new: _Seen) -> Iterator[News]:
    for id_, leads in new.leads.items():
        if id_ not in old.leads:
            continue
        if old.labels[id_].english != new.labels[id_].english:
            yield _renamed(old.labels[id_], new.labels[id_])
        if leads != old.leads[id_]:
            yield News(What.LINK, {"action": Label(new.labels[id_])})


def _renamed(before: Message, now: Message) -> News:
    return News(What.RENAMED, {"before": Label(before, then=True), "name": Label(now)})
