"""Every rule, and what it says of itself: the reference, the reports and the tests are made from it."""

from __future__ import annotations

import enum
import inspect
import textwrap
from collections.abc import Callable
from dataclasses import dataclass

from statusbook.checks import anchors, proofread, review, rules
from statusbook.problems import FILE_PROBLEMS, rule_id


class Subject(enum.Enum):
    """What a rule looks at; the value is how editors call it."""

    FACTS = "statuses.yaml"
    PAGES = "the written pages"
    TRANSLATIONS = "the translations"
    RECORD = "anchors.txt"


_RULES: dict[Subject, tuple[Callable[..., object], ...]] = {
    Subject.FACTS: rules.RULES,
    Subject.PAGES: proofread.RULES,
    Subject.TRANSLATIONS: review.RULES,
    Subject.RECORD: anchors.RULES,
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A rule as its docstring tells it."""

    id: str
    subject: Subject
    sentence: str
    """What is wrong."""
    why: str
    """What else there is to know; empty if nothing."""
    bad: str
    """A file that breaks the rule; a caret stands below the place."""
    good: str
    """The same, mended."""


def entries() -> list[Entry]:
    """All rules, in the order of their subjects."""
    return [_entry(rule, subject) for subject, its_rules in _RULES.items() for rule in its_rules]


def sentences() -> dict[str, str]:
    """The id of every problem there is, and what is wrong; of a rule with several subjects, the first."""
    return {entry.id: entry.sentence for entry in reversed(entries())} | FILE_PROBLEMS


def _entry(rule: Callable[..., object], subject: Subject) -> Entry:
    text, _, examples = inspect.cleandoc(rule.__doc__ or "").partition("\nBad::\n")
    sentence, _, why = text.partition("\n")
    bad, _, good = examples.partition("\nGood::\n")
    return Entry(
        id=rule_id(rule),
        subject=subject,
        sentence=sentence,
        why=why.strip(),
        bad=textwrap.dedent(bad).strip("\n"),
        good=textwrap.dedent(good).strip("\n"),
    )
