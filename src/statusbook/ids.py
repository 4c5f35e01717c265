"""The ids of a file: which are declared, which are mentioned, and whether one fits the other."""

from __future__ import annotations

import re

from statusbook import model
from statusbook.model import Where
from statusbook.problems import Edit, Problems, nearest
from statusbook.source import Scalar

NOUNS: dict[object, str] = {
    model.ActionId: "action",
    model.AxisId: "axis",
    model.HolidayId: "holiday",
    model.LinkId: "link",
    model.MethodId: "shipping method",
    model.NoticeId: "notice",
    model.StatusId: "status",
    model.TimeId: "processing time",
}
"""What an editor calls the thing that an id names."""

_ANCHORS = {model.StatusId, model.TimeId}
"""Statuses and times share the page's anchors; so an id may stand for one of them alone."""

_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")


class Ids:
    """Collects ids while a file is read; what does not fit is noted at once, or when all are known."""

    def __init__(self, problems: Problems) -> None:
        self._problems = problems
        self._declared: dict[object, dict[str, Where]] = {kind: {} for kind in NOUNS}
        self._mentions: list[tuple[object, str, Where]] = []
        self._former: dict[str, Where] = {}

    def declare(self, key: Scalar, kind: object) -> bool:
        """Notes the id, even one that is refused, so that what mentions it is no second problem."""
        shared = [self._declared[other] for other in (_ANCHORS if kind in _ANCHORS else {kind})]
        earlier = next((ids[key.value] for ids in shared if key.value in ids), None)
        self._declared[kind].setdefault(key.value, key.where)
        return self._is_id(key) and self._is_free(key, earlier)

    def mention(self, kind: object, id_: str, where: Where) -> None:
        """Notes that `id_` is named; `check` says whether it exists."""
        self._mentions.append((kind, id_, where))

    def former(self, found: Scalar) -> bool:
        """Notes an id that is in use no longer."""
        if not self._is_id(found) or not self._is_free(found, self._former.get(found.value)):
            return False
        self._former[found.value] = found.where
        return True

    def check(self) -> None:
        """Every id that is mentioned must exist, and a former one must be free."""
        for kind, id_, where in self._mentions:
            known = self._declared[kind]
            if id_ not in known:
                guess = nearest(id_, known)
                listed = f"Known: {', '.join(known)}." if known else f"No {NOUNS[kind]} is declared."
                fix = f"Did you mean “{guess}”?" if guess else listed
                edit = Edit(old=id_, new=guess) if guess else None
                self._problems.note(where, "unknown-id", f"“{id_}” is no {NOUNS[kind]}.", fix, edit)
        for id_, where in self._former.items():
            for kind in _ANCHORS:
                if id_ in self._declared[kind]:
                    message = f"“{id_}” is in use, so it cannot be a former id."
                    fix = "Delete it here, or choose another id there."
                    self._problems.note(where, "duplicate-id", message, fix)

    def _is_id(self, found: Scalar) -> bool:
        if found.reads_as:
            message = f"YAML reads “{found.value}” as {found.reads_as}, so it cannot be an id."
            fix = "Choose another id, such as a longer word."
            self._problems.note(found.where, "yaml-trap", message, fix)
        elif not _ID.fullmatch(found.value):
            message = f"“{found.value[:40]}” cannot be an id, since addresses are made from ids."
            fix = "Use the letters a to z, digits and hyphens; start with a letter."
            self._problems.note(found.where, "bad-id", message, fix)
        else:
            return True
        return False

    def _is_free(self, found: Scalar, earlier: Where | None) -> bool:
        if earlier:
            message = f"The id “{found.value}” is taken already, in line {earlier.line}."
            self._problems.note(found.where, "duplicate-id", message, "Choose another id for one of the two.")
        return earlier is None
