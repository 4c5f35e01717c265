"""Single words and texts of ``statuses.yaml`` to the values of the model.

Each function takes a node, notes a problem and gives None where the node does not hold what it should.
"""

from __future__ import annotations

import datetime
import enum
import re
import zoneinfo
from typing import TypeVar

from statusbook.model import MOST_COUNT, Amount, Range, Unit
from statusbook.problems import Edit, Problems, nearest
from statusbook.source import Mapping, Node, Scalar, Sequence

_AMOUNT = re.compile(r"([0-9]{1,9}) (hour|day|business day)s?")
_RANGE = re.compile(r"([0-9]{1,9}) to ([0-9]{1,9}) (hour|day|business day)s?")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_URL = re.compile(r"https://[A-Za-z0-9.-]+\.[A-Za-z]{2,}(:[0-9]+)?([/?#][^\s<>\"]*)?")
_TAG = re.compile(r"</?[A-Za-z!][^>]*>?")

_Choice = TypeVar("_Choice", bound=enum.Enum)


def wrong_type(node: Node, expected: str, fix: str, problems: Problems) -> None:
    """Notes that `node` is something else than what was expected."""
    found = {Mapping: "keys with values", Sequence: "a list"}.get(type(node))
    if isinstance(node, Scalar):
        found = f"“{node.value[:40]}”" if node.value else "nothing"
    problems.note(node.where, "wrong-type", f"Found {found}; expected {expected}.", fix)


def scalar(node: Node, expected: str, fix: str, problems: Problems) -> Scalar | None:
    """A node that is one word or text, and not empty."""
    if isinstance(node, Scalar) and node.value.strip():
        return node
    wrong_type(node, expected, fix, problems)
    return None


def text(node: Node, problems: Problems) -> str | None:
    """A text in one line: white space is folded, and markup is refused."""
    found = scalar(node, "a text", "Write the text behind the colon.", problems)
    if found is None:
        return None
    if found.reads_as:
        message = f"YAML reads “{found.value}” as {found.reads_as}; expected a text."
        problems.note(found.where, "yaml-trap", message, f'Put it in quotes: "{found.value}".')
        return None
    words = " ".join(found.value.split())
    if tag := _TAG.search(words):
        message = f"“{tag[0][:60]}” looks like HTML; texts are plain."
        problems.note(found.where, "markup", message, "Delete it; a button’s name is written *Track*.")
        return None
    return words


def boolean(node: Node, problems: Problems) -> bool | None:
    """``true`` or ``false``, and none of YAML's other spellings."""
    found = scalar(node, "true or false", "Write true or false.", problems)
    if found is None:
        return None
    if not found.plain or found.value not in {"true", "false"}:
        wrong_type(found, "true or false", "Write true or false, without quotes.", problems)
        return None
    return found.value == "true"


def choice(node: Node, kind: type[_Choice], problems: Problems) -> _Choice | None:
    """The value of a member of an enum."""
    known = [str(member.value) for member in kind]
    found = scalar(node, f"one of {', '.join(known)}", "Choose one of them.", problems)
    if found is None:
        return None
    if found.value in known:
        return kind(found.value)
    guess = nearest(found.value, known)
    fix = f"Did you mean “{guess}”?" if guess else "Choose one of them."
    edit = Edit(old=found.value, new=guess) if guess else None
    message = f"“{found.value}” is not one of {', '.join(known)}."
    problems.note(found.where, "unknown-value", message, fix, edit)
    return None


def url(node: Node, problems: Problems) -> str | None:
    """An absolute https address."""
    found = scalar(node, "an address", "Write the whole address, https:// included.", problems)
    if found is None:
        return None
    if not _URL.fullmatch(found.value):
        message = f"“{found.value[:80]}” is no absolute https address."
        problems.note(found.where, "bad-address", message, "Write it like https://example.com/page.")
        return None
    return found.value


def amount(node: Node, problems: Problems) -> Amount | None:
    """An amount of time, such as ``24 hours``."""
    found = scalar(node, "an amount such as “24 hours”", "Write a number and a unit.", problems)
    if found is None:
        return None
    parts = _AMOUNT.fullmatch(found.value)
    if not parts or not 1 <= int(parts[1]) <= MOST_COUNT:
        _bad_amount(found, "24 hours", problems)
        return None
    return Amount(count=int(parts[1]), unit=Unit(parts[2]))


def span(node: Node, problems: Problems) -> Range | None:
    """From one amount to a larger one, such as ``1 to 2 business days``."""
    found = scalar(node, "a range such as “1 to 2 days”", "Write two numbers and a unit.", problems)
    if found is None:
        return None
    parts = _RANGE.fullmatch(found.value)
    if not parts or not 1 <= int(parts[1]) < int(parts[2]) <= MOST_COUNT:
        _bad_amount(found, "1 to 2 business days", problems)
        return None
    return Range(low=int(parts[1]), high=int(parts[2]), unit=Unit(parts[3]))


def day(node: Node, problems: Problems) -> datetime.date | None:
    """A day, such as ``2027-02-06``."""
    found = scalar(node, "a day such as “2027-02-06”", "Write year, month and day.", problems)
    if found is None:
        return None
    try:
        if not _DAY.fullmatch(found.value):
            raise ValueError
        return datetime.date.fromisoformat(found.value)
    except ValueError:
        message = f"“{found.value[:40]}” is no day of the calendar."
        problems.note(found.where, "bad-day", message, "Write year, month and day, such as “2027-02-06”.")
        return None


def time_zone(node: Node, problems: Problems) -> str | None:
    """The name of a time zone, such as ``Europe/Berlin``."""
    found = scalar(node, "a time zone such as “Europe/Berlin”", "Write continent and city.", problems)
    if found is None:
        return None
    known = zoneinfo.available_timezones()
    if found.value in known:
        return found.value
    guess = nearest(found.value, known)
    fix = f"Did you mean “{guess}”?" if guess else "Write continent and city, such as Europe/Berlin."
    edit = Edit(old=found.value, new=guess) if guess else None
    problems.note(found.where, "unknown-value", f"“{found.value[:40]}” is no time zone.", fix, edit)
    return None


def _bad_amount(found: Scalar, example: str, problems: Problems) -> None:
    message = f"“{found.value[:40]}” is no amount of time."
    if found.as_yaml != found.value:
        message = f"YAML reads “{found.value}” as {found.as_yaml}, which is no amount of time."
    fix = f"Write a number from 1 to {MOST_COUNT} and hours, days or business days, such as “{example}”."
    problems.note(found.where, "bad-amount", message, fix)
