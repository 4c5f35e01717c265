"""The ways that an order can take through the statuses of a catalog."""

from __future__ import annotations

from statusbook.model import Catalog


class Paths:
    """What is inside of what, and what can come after what.

    A stage stands inside its status, and a status that says ``also_in`` inside others, too. Stages follow
    each other in the order of the file; no order is assumed among those of an ``unordered`` status, nor as
    to when a status comes in those that it is ``also_in``.
    """

    def __init__(self, catalog: Catalog) -> None:
        self._inside: dict[str, list[str]] = {s.id: [t.id for t in s.stages] for s in catalog.walk()}
        self._axes: dict[str, str | None] = {t.id: s.axis for s in catalog.statuses for t in (s, *s.stages)}
        self._next: dict[str, list[str]] = {s.id: [*s.next] for s in catalog.walk()}
        self._found: dict[str, set[str]] = {}
        leaving: dict[str, list[str]] = {s.id: [*s.next] for s in catalog.walk()}
        for status in catalog.walk():
            for parent in status.also_in:
                self._inside[parent].append(status.id)
                self._next[status.id] += leaving[parent]
        for status in catalog.statuses:
            for i, stage in enumerate(status.stages):
                following = [] if status.unordered else [t.id for t in status.stages[i + 1 : i + 2]]
                self._next[stage.id] += [*following, *leaving[status.id]]
        for id_, stages in self._inside.items():
            self._next[id_] += stages

    def inside(self, id_: str) -> list[str]:
        """The stages of a status, and the statuses that can be a stage of it."""
        return self._inside[id_]

    def after(self, start: str) -> set[str]:
        """The statuses and stages that an order can reach from `start`; not `start`, but for a circle."""
        if start not in self._found:
            found = self._found[start] = set[str]()
            todo = [start]
            while todo:
                new = set(self._next[todo.pop()]) - found
                found |= new
                todo.extend(new)
        return self._found[start]

    def share_an_axis(self, one: str, other: str) -> bool:
        """Whether both tell about the same thing, so that one can come before the other."""
        return self._axes[one] == self._axes[other]
