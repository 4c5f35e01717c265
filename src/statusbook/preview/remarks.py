"""What is to be mended: what the checks found, what pages met, what MkDocs said, by urgency."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from statusbook.parsing import place
from statusbook.preview.overlay import Remark, remark
from statusbook.preview.sources import Sources
from statusbook.problems import Problem

_FIX = "Mend it: “make build” refuses it."

_QUOTED = re.compile(r"'([^']+)'")


class Remarks:
    """Those about the project in a folder.

    Attributes:
        found: what the checks have found; to be set.
        count: how many messages were heard, the same one each time.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._heard: list[str] = []
        self._made: tuple[object, list[Remark]] = (None, [])
        self.found: list[Problem] = []
        self.count = 0

    def hear(self, message: str) -> None:
        """Takes a warning of MkDocs; in quotes it may name a page, and after it a link there."""
        self.count += 1
        if not any(message in other for other in self._heard):
            self._heard = [other for other in self._heard if other not in message] + [message]

    def forget(self) -> bool:
        """Forgets what was heard; whether there was anything."""
        heard, self._heard = self._heard, []
        self._made = (None, [])
        return bool(heard)

    def all(self, sources: Sources, met: Iterable[Problem]) -> list[Remark]:
        """All of them, from what is known by now; `met` are the problems that pages have met."""
        known = (id(self.found), tuple(met), tuple(self._heard))
        if self._made[0] != known:
            self._made = known, self._make(sources, met)
        return self._made[1]

    def _make(self, sources: Sources, met: Iterable[Problem]) -> list[Remark]:
        problems = [*self.found, *_others(sources.problems, self.found)]
        if not sources.is_empty:  # without it, pages name what only it could know
            problems += _others(met, problems)
        problems.sort(key=lambda problem: (problem.where.file.startswith("locales/"), problem))
        warnings = [self._warning(message) for message in self._heard]
        placed = [warning for warning in warnings if isinstance(warning, Problem)]
        statuses = {str(status.id) for status in sources.catalog.walk()}
        shown = (*problems, *_others(placed, problems))
        remarks = [remark(problem, self._root, statuses) for problem in shown]
        return remarks + [warning for warning in warnings if isinstance(warning, Remark)]

    def _warning(self, message: str) -> Problem | Remark:
        """What MkDocs said; a problem where it named a page."""
        page, link, *_ = [*_QUOTED.findall(message), "", ""]
        if not (self._root / "docs" / page).is_file():
            return Remark(message=message, fix=_FIX)
        where = place(self._root, f"docs/{page}", re.escape(link))
        return Problem(where=where, rule="builder", message=message, fix=_FIX)


def _others(more: Iterable[Problem], told: Iterable[Problem]) -> list[Problem]:
    """Those of `more` that are about another place than any that is `told`, each once."""
    places = {problem.where for problem in told}
    return [problem for problem in dict.fromkeys(more) if problem.where not in places]
