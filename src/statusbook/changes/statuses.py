"""Statuses and stages: which are new, gone, or at another place; and where links to them lead."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from statusbook import model
from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.fields import record_changes
from statusbook.changes.names import Names
from statusbook.changes.order import moved
from statusbook.changes.pair import Pair, Subject
from statusbook.changes.things import renamed
from statusbook.model import Catalog, Status

_SAID_BY_ITSELF = (
    *("details", "schema_org", "code", "axis", "aliases", "branch", "terminal", "hidden"),
    *("how_to", "steps", "unordered", "stages"),
)
"""What a new status says is no change of its own; what it does to promises, actions and ways is."""


def status_changes(pair: Pair) -> Iterator[Change]:
    """The changes in statuses and stages, in the order in which they stand now."""
    before, after = _Tree(pair.before, pair.old), _Tree(pair.after, pair.new)
    for status in pair.after.walk():
        subject = after.subject(status)
        yield from renamed(pair, status, subject)
        if status.id not in before.statuses:
            yield subject.change(Area.READERS, Kind.ADDED, _is_new(after, status))
        elif before.parent_id(status.id) != after.parent_id(status.id):
            yield subject.change(Area.READERS, Kind.MOVED, _is_elsewhere(before, after, status))
    for status in pair.before.walk():
        if status.id not in after.statuses:
            yield before.subject(status).change(Area.READERS, Kind.REMOVED, _is_gone(before, status))
    yield from _places(before, after)
    for status in pair.after.walk():
        old = before.statuses.get(status.id) or _blank(status)
        yield from record_changes(pair, old, status, after.subject(status))


class _Tree:
    """The statuses of one catalog, with what is around each."""

    def __init__(self, catalog: Catalog, names: Names) -> None:
        self.names = names
        self.statuses: dict[str, Status] = {status.id: status for status in catalog.walk()}
        self.parents: dict[str, Status | None] = dict.fromkeys((s.id for s in catalog.statuses), None)
        self.groups: dict[str, list[str]] = {"": [status.id for status in catalog.statuses]}
        for status in catalog.statuses:
            self.parents |= dict.fromkeys((stage.id for stage in status.stages), status)
            self.groups[status.id] = [stage.id for stage in status.stages]

    def parent_id(self, id_: str) -> str:
        parent = self.parents[id_]
        return parent.id if parent else ""

    def parent(self, id_: str) -> str:
        """The name of the status around a stage; empty for a status."""
        parent = self.parents[id_]
        return self.names.name(parent) if parent else ""

    def subject(self, status: Status) -> Subject:
        return Subject(f"status.{status.id}", self.names.name(status), status.id)

    def place(self, id_: str) -> str:
        """Where it stands among its neighbours: “after “Shipped””, or “first”."""
        group = self.groups[self.parent_id(id_)]
        position = group.index(id_)
        return f"after {self.names.of(model.StatusId, group[position - 1])}" if position else "first"


def _blank(status: Status) -> Status:
    """The status before it did anything."""
    blank = Status(id=status.id, label=status.label, meaning=status.meaning)
    return dataclasses.replace(blank, **{name: getattr(status, name) for name in _SAID_BY_ITSELF})


def _is_new(after: _Tree, status: Status) -> str:
    name, place, parent = after.names.name(status), after.place(status.id), after.parent(status.id)
    what = f"{parent} has a new stage, {name}" if parent else f"there is a new status, {name}"
    return f"{what}, {place}: “{after.names.text(status.meaning)}”"


def _is_gone(before: _Tree, status: Status) -> str:
    name, parent = before.names.name(status), before.parent(status.id)
    return f"{parent} no longer has the stage {name}." if parent else f"the status {name} is gone."


def _is_elsewhere(before: _Tree, after: _Tree, status: Status) -> str:
    name = after.names.name(status)
    was, is_ = before.parent(status.id), after.parent(status.id)
    if not was:
        return f"the status {name} is now a stage of {is_}."
    if not is_:
        return f"{name}, a stage of {was}, is now a status of its own."
    return f"the stage {name} moves from {was} to {is_}."


def _places(before: _Tree, after: _Tree) -> Iterator[Change]:
    for id_ in (
        id_ for parent, group in after.groups.items() for id_ in moved(before.groups.get(parent, []), group)
    ):
        status = after.statuses[str(id_)]
        now, then = after.place(status.id), before.place(status.id)
        sentence = f"{after.names.name(status)} now comes {now}; it came {then}."
        yield after.subject(status).change(Area.READERS, Kind.MOVED, sentence)
