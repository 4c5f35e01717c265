"""When will it ship? From the moment of payment to the moments by which each stage is over.

`Rules` are what the shop's file says: they are the page's own processing times. `estimate.js`, a
block of the page, does the same in the browser, from the same rules as JSON; a test compares both. What the
file does not say is assumed, and the page says so: business days are Monday to Friday without the shop's
holidays, they end at midnight by the shop's clock, and processing starts when the payment is confirmed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from statusbook.model import Catalog, Page, ProcessingTime, Range, Status, Unit

_SATURDAY = 5
_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What has to pass, one after the other."""

    time: str
    """The id of the processing time."""
    amount: Range | None
    """Its low is 0 where only the latest is known; None where the reader finds it on the product page."""


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What the file says about the time between payment and dispatch."""

    zone: str
    """The shop's time zone."""
    holidays: tuple[tuple[datetime.date, datetime.date], ...]
    """First and last days."""
    before: tuple[Step, ...]
    """The steps that every order takes first."""
    kinds: tuple[Step, ...]
    """The last step, of which the kind of item decides."""


@dataclass(frozen=True, kw_only=True)
class Order:
    """What a reader knows of an order."""

    paid: datetime.datetime
    """When it was paid, with a time zone."""
    kind: str
    """The id of the processing time that holds for its items."""
    processing: Range | None = None
    """What the product page shows, where the rules know nothing.

    Two numbers in either order, or 0 and the only one.
    """


class NoEstimateError(Exception):
    """The order has no time that could be counted."""


def make_rules(catalog: Catalog) -> Rules | None:
    """The rules of a catalog; None where no stage has times that depend on the item.

    The first stage with a time that is shown on the product page is the one whose end is the dispatch; its
    times are the kinds. Before it come the limits of the statuses that lead to the one it belongs to,
    without those of some items or some parcels alone.
    """
    times: dict[str, ProcessingTime] = {time.id: time for time in catalog.times}
    for top in catalog.statuses:
        for stage in (top, *top.stages):
            kinds = [times[id_] for id_ in stage.times if not times[id_].shipping]
            if any(time.shown_on is Page.PRODUCT for time in kinds):
                before = [times[id_] for status in _leading_to(catalog, top) for id_ in status.times]
                return Rules(
                    zone=catalog.shop.time_zone,
                    holidays=tuple((day.begins, day.ends) for day in catalog.holidays),
                    before=tuple(_step(t) for t in before if _amount(t) and not t.mark and not t.shipping),
                    kinds=tuple(_step(t) for t in kinds if _amount(t) or t.shown_on),
                )
    return None


def as_data(rules: Rules) -> dict[str, object]:
    """The rules as ``estimate.js`` reads them: days as ``2027-02-06``, units as editors write them."""
    return {
        "zone": rules.zone,
        "holidays": [[first.isoformat(), last.isoformat()] for first, last in rules.holidays],
        "before": [_step_as_data(step) for step in rules.before],
        "kinds": [_step_as_data(step) for step in rules.kinds],
    }


def estimate(rules: Rules, order: Order) -> tuple[datetime.datetime, ...]:
    """When each step is over at the latest, in UTC: those before, then the one of the order's kind.

    Raises:
        NoEstimateError: where the rules do not know the kind, or nobody knows how long it takes.
    """
    moment, found = order.paid.astimezone(datetime.UTC), list[datetime.datetime]()
    for amount in _amounts(rules, order):
        moment = _after(moment, amount.high, amount.unit, rules)
        found.append(moment)
    return tuple(found)


def earliest(rules: Rules, order: Order) -> datetime.datetime | None:
    """When the last step is over at the earliest, in UTC; None where only its latest is known.

    A step before it that is known by its latest alone may take no time.

    Raises:
        NoEstimateError: as `estimate` does.
    """
    amounts = _amounts(rules, order)
    if not amounts[-1].low:
        return None
    moment = order.paid.astimezone(datetime.UTC)
    for amount in amounts:
        moment = _after(moment, amount.low, amount.unit, rules) if amount.low else moment
    return moment


def _amounts(rules: Rules, order: Order) -> tuple[Range, ...]:
    """How long each step takes, the one of the order's kind last."""
    kind = next((step for step in rules.kinds if step.time == order.kind), None)
    last = (kind.amount or order.processing) if kind else None
    if last is None:
        raise NoEstimateError(order.kind)
    low, high = sorted((last.low, last.high))
    before = (step.amount for step in rules.before if step.amount)
    return (*before, Range(low=low, high=high, unit=last.unit))


def _leading_to(catalog: Catalog, status: Status) -> Iterator[Status]:
    for other in catalog.statuses:
        if status.id in other.next and other is not status:
            yield other


def _amount(time: ProcessingTime) -> Range | None:
    if time.at_most:
        return Range(low=0, high=time.at_most.count, unit=time.at_most.unit)
    return time.between


def _step(time: ProcessingTime) -> Step:
    return Step(time=time.id, amount=_amount(time))


def _step_as_data(step: Step) -> dict[str, object]:
    amount = step.amount
    if amount is None:
        return {"time": step.time}
    return {"time": step.time, "low": amount.low, "high": amount.high, "unit": amount.unit.value}


def _after(moment: datetime.datetime, count: int, unit: Unit, rules: Rules) -> datetime.datetime:
    """When so much has passed: hours on every clock, days on the shop's, business days to their end."""
    if unit is Unit.HOUR:
        return moment + datetime.timedelta(hours=count)
    zone = ZoneInfo(rules.zone)
    local = moment.astimezone(zone).replace(tzinfo=None)
    if unit is Unit.DAY:
        return _latest(local + count * _DAY, zone)
    day, left = local.date(), count
    while left:
        day += _DAY
        left -= _is_business_day(day, rules)
    return _latest(datetime.datetime.combine(day, datetime.time(23, 59)), zone)


def _is_business_day(day: datetime.date, rules: Rules) -> bool:
    return day.weekday() < _SATURDAY and not any(first <= day <= last for first, last in rules.holidays)


def _latest(local: datetime.datetime, zone: ZoneInfo) -> datetime.datetime:
    """A time on the zone's clock as a moment; of two that the clock shows twice or skips, the later."""
    both = (local.replace(tzinfo=zone, fold=fold).astimezone(datetime.UTC) for fold in (0, 1))
    return max(both)
