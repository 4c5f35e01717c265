"""What is wrong with a file that an editor wrote: where, what was found, and how to mend it."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeVar

from statusbook.model import Where

_Subject = TypeVar("_Subject")


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


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What a rule finds: a `Problem` that does not know yet which rule it breaks."""

    where: Where
    message: str
    fix: str
    edit: Edit | None = None


def rule_id(rule: Callable[..., object]) -> str:
    """The id of a rule: its function's name, with hyphens."""
    return rule.__name__.replace("_", "-")


def apply(rules: Iterable[Callable[[_Subject], Iterable[Finding]]], subject: _Subject) -> Iterator[Problem]:
    """What the rules find in `subject`, rule by rule."""
    for rule in rules:
        for found in rule(subject):
            yield Problem(
                where=found.where,
                rule=rule_id(rule),
                message=found.message,
                fix=found.fix,
                edit=found.edit,
            )


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


FILE_PROBLEMS: dict[str, str] = {
    "alias": "A YAML anchor or alias, “&a” or “*a”, stands where a text should.",
    "bad-address": "An address is not absolute, or not https.",
    "bad-amount": "An amount of time is not a number and a unit, such as “24 hours”.",
    "bad-day": "A day is not written as year, month and day, or is not in the calendar.",
    "bad-id": "An id has a space or another character that addresses cannot have.",
    "builder": "The builder warns of something, and refuses it outside of the preview.",
    "byte-order-mark": "A file starts with an invisible byte-order mark.",
    "document": "A line “---” starts a second document in one file.",
    "duplicate-id": "Two things have the same id, or a former id is in use.",
    "duplicate-key": "A key stands twice in one place.",
    "empty": "A file is empty.",
    "encoding": "A file is not UTF-8.",
    "markup": "A text holds HTML.",
    "merge-marker": "A line is left over from a merge that git could not finish.",
    "missing-key": "A key that must be there is missing.",
    "one-amount": "A processing time has no amount, or more than one.",
    "placeholder": "“{…}” in a text names no amount of time, or a form of it that there is not.",
    "plural-forms": "A catalog’s header has another rule for plurals than its language.",
    "syntax": "A file cannot be read: a quotation mark, a bracket, a colon or the indentation is wrong.",
    "tab": "A line is indented with a tab.",
    "tag": "A YAML tag, “!!…”, stands where a text should.",
    "too-deep": "Lists and keys are nested too deep.",
    "too-large": "A file is larger than people write.",
    "unknown-block": "“{{ … }}” on a page names no block that can be put in.",
    "unknown-id": "A status, an action, a processing time or the like is named and not described.",
    "unknown-key": "A key is not known; most often it is misspelt.",
    "unknown-value": "A value is none of those that the key can have.",
    "unreadable": "A file is not there, or may not be read.",
    "wrong-type": "Another kind of value stands where a text, a list or keys should.",
    "yaml-trap": "YAML takes a word for something else: “no” for false, “24:00” for 1440.",
}
"""What keeps a file from being read or a page from being built: ids of problems that no rule finds."""
