"""What is wrong with a file that an editor wrote: where, what was found, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass, field

from statusbook.model import Where


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A change that would mend a problem, for a person to confirm."""

    old: str
    """What stands at the problem's place, or first after it."""
    new: str


@dataclass(frozen=True, kw_only=True, order=True)
class Problem:
    """One thing to mend."""

    where: Where
    rule: str
    """The id of the rule that was broken, such as ``unknown-key``."""
    message: str
    """What was found and what was expected."""
    fix: str
    """How to mend it: a sentence in the imperative."""
    edit: Edit | None = field(default=None, compare=False)
    """The same for a program, where a near miss was found."""

    def __str__(self) -> str:
        return f"{self.where}: {self.message} {self.fix}"


class StatusbookError(Exception):
    """The root of what statusbook raises for bad input."""


class InvalidInputError(StatusbookError):
    """The files hold problems; ``problems`` names all of them, in the order of their places."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


class Problems(list[Problem]):
    """Collects problems, so that a reader can go on and find the next."""

    def note(self, where: Where, rule: str, message: str, fix: str, edit: Edit | None = None) -> None:
        """Adds one; the arguments are the fields of `Problem`."""
        self.append(Problem(where=where, rule=rule, message=message, fix=fix, edit=edit))


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word that `word` was probably meant to be, or None."""
    matches = difflib.get_close_matches(word, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
