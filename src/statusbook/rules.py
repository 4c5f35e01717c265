"""Editorial rules: contradictions that a file can hold although every word of it is well formed.

Each rule is a function from a catalog to the problems it finds; `RULES` lists them all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from statusbook.model import Action, Catalog, Status, StatusId
from statusbook.problems import Problem

Rule = Callable[[Catalog], Iterator[Problem]]


def offered_after_end(catalog: Catalog) -> Iterator[Problem]:
    """An action is offered at a status that lies at or after its ``until``."""
    for status, action in _offers(catalog):
        if action.until and status.id in {action.until, *_after(catalog, action.until)}:
            yield _misplaced(catalog, status, action, "until", action.until)


def offered_before_start(catalog: Catalog) -> Iterator[Problem]:
    """An action is offered at a status that lies before its ``after``."""
    for status, action in _offers(catalog):
        within = {status.id, *(stage.id for stage in status.stages)}
        if action.after and not within & {action.after, *_after(catalog, action.after)}:
            yield _misplaced(catalog, status, action, "after", action.after)


def offered_nowhere(catalog: Catalog) -> Iterator[Problem]:
    """An action is described, and no status offers it."""
    offered = {offer.action for status in catalog.walk() for offer in status.actions}
    for action in catalog.actions:
        if action.id not in offered:
            yield Problem(
                where=action.label.where,
                rule="offered-nowhere",
                message=f"No status offers “{action.label.english}”.",
                fix=f"Add “{action.id}” to the actions of a status, or delete it.",
            )


def unreachable(catalog: Catalog) -> Iterator[Problem]:
    """Nothing leads to a status or stage that is not the first of its kind."""
    for group in (catalog.statuses, *(status.stages for status in catalog.statuses)):
        led_to = {id_ for status in group for id_ in status.next}
        for status in group[1:]:
            if status.id not in led_to:
                yield Problem(
                    where=status.label.where,
                    rule="unreachable",
                    message=f"No status leads to “{status.label.english}”.",
                    fix=f"Add “{status.id}” to the “next” of the status before it.",
                )


def endless(catalog: Catalog) -> Iterator[Problem]:
    """A status has nothing after it and is not marked as the end."""
    for status in catalog.statuses:
        if not status.next and not status.terminal:
            yield Problem(
                where=status.label.where,
                rule="endless",
                message=f"Nothing comes after “{status.label.english}”.",
                fix="Add “next: […]”, or “terminal: true” if an order can end there.",
            )


RULES: tuple[Rule, ...] = (offered_after_end, offered_before_start, offered_nowhere, unreachable, endless)


def check_rules(catalog: Catalog) -> list[Problem]:
    """What every rule finds."""
    return [problem for rule in RULES for problem in rule(catalog)]


def _offers(catalog: Catalog) -> Iterator[tuple[Status, Action]]:
    """Each status with each action that it offers."""
    actions = {action.id: action for action in catalog.actions}
    return ((status, actions[offer.action]) for status in catalog.walk() for offer in status.actions)


def _misplaced(catalog: Catalog, status: Status, action: Action, key: str, limit: StatusId) -> Problem:
    label = next(s.label.english for s in catalog.walk() if s.id == limit)
    rule, verb = {"until": ("offered-after-end", "ends"), "after": ("offered-before-start", "starts")}[key]
    return Problem(
        where=status.label.where,
        rule=rule,
        message=f"“{action.label.english}” {verb} at {label}, yet {status.label.english} offers it.",
        fix=f"Take “{action.id}” from the actions of “{status.id}”, or change its “{key}”.",
    )


def _after(catalog: Catalog, start: str) -> set[str]:
    """The statuses and stages that an order can reach from `start`; not `start`, but for a circle."""
    inside: dict[str, Status] = {stage.id: status for status in catalog.statuses for stage in status.stages}
    by_id: dict[str, Status] = {status.id: status for status in catalog.statuses}
    found: set[str] = set()
    todo: list[str] = [start]
    while todo:
        id_ = todo.pop()
        parent = inside.get(id_)
        if parent:
            stages: list[str] = [stage.id for stage in parent.stages]
            reached = [*stages[stages.index(id_) + 1 :], *parent.next]
        else:
            reached = [*(stage.id for stage in by_id[id_].stages), *by_id[id_].next]
        todo.extend(new for new in reached if new not in found)
        found.update(reached)
    return found
