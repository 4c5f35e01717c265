"""Editorial rules: contradictions that a file can hold although every word of it is well formed.

Each rule is a function from a catalog to what it finds; its name is its id. Its docstring tells editors
what is wrong, and shows it: the tests run the examples, and the reference quotes them. To add a rule, write
its function and put it into `RULES`.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator

from statusbook import phrases
from statusbook.amounts import hours, upper_limit
from statusbook.checks.paths import Paths
from statusbook.checks.written import Owned
from statusbook.extract import messages_of
from statusbook.messages import SOURCE_LOCALE, Texts
from statusbook.model import (
    Action,
    Amount,
    Catalog,
    Form,
    Holiday,
    Notice,
    Offer,
    ProcessingTime,
    Range,
    Status,
)
from statusbook.problems import Finding, Problem, apply

Rule = Callable[[Catalog], Iterator[Finding]]


def offered_after_end(catalog: Catalog) -> Iterator[Finding]:
    """A status offers an action that has ended before it.

    Bad::

        actions:
          cancel: {label: Cancel, until: shipped}
        statuses:
          paid: {label: Paid, meaning: It is paid., next: [shipped], actions: [cancel]}
          shipped: {label: Shipped, meaning: It is on its way., actions: [cancel], terminal: true}
                                                                          ^

    Good::

        actions:
          cancel: {label: Cancel, until: shipped}
        statuses:
          paid: {label: Paid, meaning: It is paid., next: [shipped], actions: [cancel]}
          shipped: {label: Shipped, meaning: It is on its way., terminal: true}
    """
    paths = Paths(catalog)
    for status, offer, action in _offers(catalog):
        if action.until and status.id in {action.until, *paths.after(action.until)}:
            yield _misplaced(catalog, status, offer, action, "until")


def offered_before_start(catalog: Catalog) -> Iterator[Finding]:
    """A status offers an action that starts only after it.

    Bad::

        actions:
          track: {label: Track, after: shipped}
        statuses:
          paid: {label: Paid, meaning: It is paid., next: [shipped], actions: [track]}
                                                                               ^
          shipped: {label: Shipped, meaning: It is on its way., terminal: true}

    Good::

        actions:
          track: {label: Track, after: shipped}
        statuses:
          paid: {label: Paid, meaning: It is paid., next: [shipped]}
          shipped: {label: Shipped, meaning: It is on its way., actions: [track], terminal: true}
    """
    paths = Paths(catalog)
    for status, offer, action in _offers(catalog):
        if action.after and paths.share_an_axis(status.id, action.after):
            here = {status.id, *paths.inside(status.id)}
            if not here & {action.after, *paths.after(action.after)}:
                yield _misplaced(catalog, status, offer, action, "after")


def offered_nowhere(catalog: Catalog) -> Iterator[Finding]:
    """An action is described, and no status offers it.

    Bad::

        actions:
          cancel: {label: Cancel}
                          ^
        statuses:
          paid: {label: Paid, meaning: It is paid., terminal: true}

    Good::

        actions:
          cancel: {label: Cancel}
        statuses:
          paid: {label: Paid, meaning: It is paid., actions: [cancel], terminal: true}
    """
    offered = {offer.action for status in catalog.walk() for offer in status.actions}
    for action in catalog.actions:
        if action.id not in offered:
            yield Finding(
                where=action.label.where,
                message=f"No status offers “{action.label.english}”.",
                fix=f"Add “{action.id}” to the actions of a status, or delete it.",
            )


def unreachable(catalog: Catalog) -> Iterator[Finding]:
    """Nothing leads to a status.

    An order starts in the first status, and a status in its first stage; all others are named by the “next”
    of another. Stages that come in no order need no “next”: their status says “unordered: true”.

    Bad::

        statuses:
          paid: {label: Paid, meaning: It is paid., terminal: true}
          shipped: {label: Shipped, meaning: It is on its way., terminal: true}
                           ^

    Good::

        statuses:
          paid: {label: Paid, meaning: It is paid., next: [shipped]}
          shipped: {label: Shipped, meaning: It is on its way., terminal: true}
    """
    led_to = {id_ for status in catalog.walk() for id_ in status.next}
    for group in _in_order(catalog):
        for status in group[1:]:
            if status.id not in led_to and not status.also_in:
                yield Finding(
                    where=status.label.where,
                    message=f"No status leads to “{status.label.english}”.",
                    fix=f"Add “{status.id}” to the “next” of the status before it.",
                )


def endless(catalog: Catalog) -> Iterator[Finding]:
    """Nothing comes after a status, and it is not marked as the end.

    Bad::

        statuses:
          paid: {label: Paid, meaning: It is paid.}
                        ^

    Good::

        statuses:
          paid: {label: Paid, meaning: It is paid., terminal: true}
    """
    for status in catalog.statuses:
        if not status.next and not status.terminal and not status.also_in:
            yield Finding(
                where=status.label.where,
                message=f"Nothing comes after “{status.label.english}”.",
                fix="Add “next: […]”, or “terminal: true” if an order can end there.",
            )


def without_axis(catalog: Catalog) -> Iterator[Finding]:
    """Several things about an order are told apart, and a status does not say which of them it tells about.

    Bad::

        axes:
          payment: Payment
        statuses:
          paid: {label: Paid, meaning: It is paid., terminal: true}
                        ^

    Good::

        axes:
          payment: Payment
        statuses:
          paid: {label: Paid, meaning: It is paid., axis: payment, terminal: true}
    """
    for status in catalog.statuses:
        if catalog.axes and not status.axis:
            yield Finding(
                where=status.label.where,
                message=f"“{status.label.english}” names no axis.",
                fix=f"Add “axis: …” with one of {', '.join(axis.id for axis in catalog.axes)}.",
            )


def longer_promise(catalog: Catalog) -> Iterator[Finding]:
    """A stage may take longer than the whole of the status that it is a part of.

    Amounts that hold for some parcels alone, by their mark or their shipping, promise nothing of the whole. A
    business day is compared with hours and days only where no weekend could make up for the difference.

    Bad::

        times:
          dispatch: {label: Dispatch, at_most: 24 hours}
          check: {label: Quality check, between: 1 to 2 business days}
                         ^
        statuses:
          paid:
            label: Paid
            meaning: It is paid.
            terminal: true
            times: [dispatch]
            stages:
              checked: {label: Quality check, meaning: We look at it., times: [check]}

    Good::

        times:
          dispatch: {label: Dispatch, at_most: 5 days}
          check: {label: Quality check, between: 1 to 2 business days}
        statuses:
          paid:
            label: Paid
            meaning: It is paid.
            terminal: true
            times: [dispatch]
            stages:
              checked: {label: Quality check, meaning: We look at it., times: [check]}
    """
    paths, times = Paths(catalog), {time.id: time for time in catalog.times}
    by_id: dict[str, Status] = {status.id: status for status in catalog.walk()}
    for status in catalog.statuses:
        whole = [t for id_ in status.times if not (t := times[id_]).mark and not t.shipping]
        for stage in (by_id[id_] for id_ in paths.inside(status.id)):
            for part in (times[id_] for id_ in stage.times):
                for limit in whole:
                    if _is_longer(limit, part):
                        yield _too_long(status, limit, stage, part)


def written_number(catalog: Catalog) -> Iterator[Finding]:
    """A text writes out an amount of time that a processing time owns: it would not follow a change.

    Bad::

        times:
          reply: {label: Reply, at_most: 24 hours}
        statuses:
          paid: {label: Paid, meaning: We answer within 24 hours., terminal: true}
                                                 ^

    Good::

        times:
          reply: {label: Reply, at_most: 24 hours}
        statuses:
          paid: {label: Paid, meaning: "We answer {reply:within}.", terminal: true}
    """
    owned = Owned(catalog.times, Texts(SOURCE_LOCALE))
    near: dict[str, tuple[str, ...]] = {f"time.{time.id}": (time.id,) for time in catalog.times}
    near |= {f"status.{status.id}": (*status.times, *status.late) for status in catalog.walk()}
    for message in messages_of(catalog):
        for written in owned.find(message.english):
            part = ".".join(message.context.split(".")[:2])
            yield written.finding(message.where, near.get(part, ()))


def ends_before_it_begins(catalog: Catalog) -> Iterator[Finding]:
    """A holiday or a notice is over before it begins.

    Bad::

        holidays:
          spring: {label: Spring Festival, begins: 2027-02-12, until: 2027-02-06}
                          ^
        statuses:
          paid: {label: Paid, meaning: It is paid., terminal: true}

    Good::

        holidays:
          spring: {label: Spring Festival, begins: 2027-02-06, until: 2027-02-12}
        statuses:
          paid: {label: Paid, meaning: It is paid., terminal: true}
    """
    parts: tuple[Holiday | Notice, ...] = (*catalog.holidays, *catalog.notices)
    for part in parts:
        if part.until and part.until < part.begins:
            yield Finding(
                where=part.label.where,
                message=f"“{part.label.english}” begins on {part.begins} and ends on {part.until}, "
                "before that.",
                fix="Write the earlier day behind “begins”, and the later one behind “until”.",
            )


def day_in_two_holidays(catalog: Catalog) -> Iterator[Finding]:
    """A day belongs to two holidays; probably one of them was written twice.

    Bad::

        holidays:
          spring: {label: Spring Festival, begins: 2027-02-06, until: 2027-02-12}
          again: {label: New Year, begins: 2027-02-06}
                         ^
        statuses:
          paid: {label: Paid, meaning: It is paid., terminal: true}

    Good::

        holidays:
          spring: {label: Spring Festival, begins: 2027-02-06, until: 2027-02-12}
        statuses:
          paid: {label: Paid, meaning: It is paid., terminal: true}
    """
    for one, other in itertools.combinations(catalog.holidays, 2):
        if one.begins <= other.ends and other.begins <= one.ends:
            yield Finding(
                where=other.label.where,
                message=f"{max(one.begins, other.begins)} belongs to “{one.label.english}” and to "
                f"“{other.label.english}”.",
                fix="Delete one of the two, or change its days.",
            )


RULES: tuple[Rule, ...] = (
    offered_after_end,
    offered_before_start,
    offered_nowhere,
    unreachable,
    endless,
    without_axis,
    longer_promise,
    written_number,
    ends_before_it_begins,
    day_in_two_holidays,
)


def check_rules(catalog: Catalog) -> list[Problem]:
    """What every rule finds."""
    return list(apply(RULES, catalog))


def _offers(catalog: Catalog) -> Iterator[tuple[Status, Offer, Action]]:
    """Each status with each action that it offers."""
    actions = {action.id: action for action in catalog.actions}
    return ((status, offer, actions[offer.action]) for status in catalog.walk() for offer in status.actions)


def _misplaced(catalog: Catalog, status: Status, offer: Offer, action: Action, key: str) -> Finding:
    label = next(s.label.english for s in catalog.walk() if s.id == getattr(action, key))
    verb = {"until": "ends", "after": "starts"}[key]
    return Finding(
        where=offer.where,
        message=f"“{action.label.english}” {verb} at {label}, yet {status.label.english} offers it.",
        fix=f"Take “{action.id}” from the actions of “{status.id}”, or change its “{key}”.",
    )


def _in_order(catalog: Catalog) -> Iterable[tuple[Status, ...]]:
    """The statuses of each axis, and the stages of each status whose stages are steps."""
    for axis in (None, *(axis.id for axis in catalog.axes)):
        yield tuple(status for status in catalog.statuses if status.axis == axis)
    yield from (status.stages for status in catalog.statuses if not status.unordered)


def _promise(time: ProcessingTime) -> Amount | Range | None:
    """The amount that readers may count on; one that has to pass first is no promise."""
    return time.at_most or time.between


def _is_longer(whole: ProcessingTime, part: ProcessingTime) -> bool:
    outer, inner = _promise(whole), _promise(part)
    if outer is None or inner is None:
        return False
    outer, inner = upper_limit(outer), upper_limit(inner)
    if outer.unit is inner.unit:
        return inner.count > outer.count
    # A business day may be as short as a day: only what is longer on every calendar is a contradiction.
    return hours(inner)[0] > hours(outer)[1]


def _too_long(status: Status, limit: ProcessingTime, stage: Status, part: ProcessingTime) -> Finding:
    takes, whole = (
        phrases.phrase(Texts(SOURCE_LOCALE), Form.BARE, amount) if (amount := _promise(time)) else ""
        for time in (part, limit)
    )
    return Finding(
        where=(part.label or part.mark or stage.label).where,
        message=f"“{stage.label.english}” may take {takes}, longer than the whole of "
        f"“{status.label.english}”: {whole}.",
        fix=f"Shorten “{part.id}”, or lengthen “{limit.id}”.",
    )
