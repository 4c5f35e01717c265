"""``statuses.json``: an edition for programs, so that order page and chatbots say what the page says."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterator

import msgspec

from statusbook import edition, model
from statusbook.edition import Edition
from statusbook.exports import statuses_shape as shape
from statusbook.exports.html import plain
from statusbook.messages import Words

NAME = "statuses.json"
"""The file's name in the folder of each language."""

_SCHEMA_ORG = "https://schema.org/"


def statuses_json(edition: Edition, page: shape.HelpPage, base: str, updated: datetime.date | None) -> str:
    """The file of one language.

    Args:
        edition: what it says.
        page: where people read the same; its anchors are linked to.
        base: the site's address, with a slash at the end.
        updated: the day on which the words last changed, where it is known.
    """
    statuses = shape.Statuses(
        schema=base + shape.SCHEMA,
        version=shape.VERSION,
        locale=edition.locale,
        direction="rtl" if edition.direction == "rtl" else "ltr",
        updated=updated,
        page=page,
        shop=edition.shop,
        untranslated=(),
        shipping=tuple(shape.Method(id=method.id, label=method.label) for method in edition.shipping),
        groups=tuple(
            shape.Group(id=group.id, label=group.label, about=group.about)
            for group in edition.groups
            if group.id
        ),
        statuses=tuple(
            _status(status, group.id, page.url) for group in edition.groups for status in group.statuses
        ),
    )
    untranslated = tuple(_foreign(statuses, edition.locale))
    data = _plain(msgspec.structs.replace(statuses, untranslated=untranslated))
    return msgspec.json.format(msgspec.json.encode(data), indent=1).decode() + "\n"


def _status(status: edition.Status, group: str, url: str) -> shape.Status:
    return shape.Status(
        id=status.id,
        code=status.code,
        formerly=status.formerly,
        group=group,
        label=status.label,
        meaning=status.meaning,
        details=status.details,
        url=f"{url}#{status.id}",
        schema_org=_SCHEMA_ORG + status.schema_org if status.schema_org else "",
        aliases=status.aliases,
        next=status.next,
        branch=status.branch,
        terminal=status.terminal,
        times=tuple(_time(time, url) for time in status.times),
        late=tuple(_time(time, url) for time in status.late),
        actions=tuple(map(_action, status.offers)),
        how_to=status.how_to,
        steps=tuple(shape.Step(text=step.text, note=step.note) for step in status.steps),
        unordered=status.unordered,
        stages=tuple(_status(stage, group, url) for stage in status.stages),
        also=tuple(other.id for other in status.also),
    )


def _time(time: edition.Time, url: str) -> shape.Time:
    return shape.Time(
        id=time.id,
        label=time.label,
        takes=time.takes,
        line=time.line,
        url=f"{url}#{time.id}",
        formerly=time.formerly,
        amount=_amount(time),
        shown_on=time.shown_on,
        guaranteed=time.guaranteed,
        since=time.since,
        shipping=time.shipping,
    )


def _amount(time: edition.Time) -> shape.Amount | None:
    if time.at_most:
        return _numbers("at most", None, time.at_most.count, time.at_most.unit)
    if time.between:
        return _numbers("between", time.between.low, time.between.high, time.between.unit)
    if time.after:
        return _numbers("after", time.after.count, None, time.after.unit)
    return None


def _numbers(kind: shape.Kind, low: int | None, high: int | None, unit: model.Unit) -> shape.Amount:
    return shape.Amount(kind=kind, low=low, high=high, unit=unit)


def _action(offer: edition.Offer) -> shape.Action:
    return shape.Action(
        id=offer.id,
        label=offer.label,
        does=offer.does,
        url=offer.url,
        conditions=offer.conditions,
        gates=shape.Gates(
            after=offer.after,
            until=offer.until,
            only_if_late=offer.only_if_late,
            only_if_paid=offer.only_if_paid,
            needs_approval=offer.needs_approval,
            not_with=offer.not_with,
        ),
    )


_fields = functools.cache(msgspec.structs.fields)
"""Of a type; msgspec reads its annotations anew each time."""


def _members(value: msgspec.Struct) -> Iterator[tuple[str, object]]:
    for field in _fields(type(value)):
        yield field.encode_name, getattr(value, field.name)


def _plain(value: object) -> object:
    """JSON data: texts without their marks, and what JSON has no words for as msgspec writes it."""
    if isinstance(value, msgspec.Struct):
        return {name: _plain(member) for name, member in _members(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return plain(value) if isinstance(value, Words) else msgspec.to_builtins(value)


def _foreign(value: object, locale: str, at: str = "") -> Iterator[str]:
    """JSON Pointers to the texts in `value` that are in another language."""
    if isinstance(value, msgspec.Struct):
        for name, member in _members(value):
            yield from _foreign(member, locale, f"{at}/{name}")
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _foreign(item, locale, f"{at}/{index}")
    elif isinstance(value, Words) and value and value.language != locale:
        yield at
