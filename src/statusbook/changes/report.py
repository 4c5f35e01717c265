"""Changes as people and machines read them: text for a terminal, JSON, and the comment of a pull request."""

from __future__ import annotations

import enum
import html
import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from statusbook.changes.change import Change

MARKER = "<!-- statusbook diff -->"
"""The first line of the comment, by which it is found again and updated."""

MOST_CHARACTERS = 60_000
"""GitHub takes comments of 65,536 characters."""

_MARKUP = re.compile(r"([\\`*_\[\]~])")


class Format(enum.Enum):
    """How changes are written."""

    TEXT = "text"
    """For a terminal."""
    JSON = "json"
    """For other programs."""
    MARKDOWN = "markdown"
    """The comment of a pull request."""


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """One row of the page before and after: the addresses of two pictures, None where it is not there."""

    row: str
    before: str | None
    after: str | None


def report(changes: Sequence[Change], form: Format, pictures: Iterable[Pictures] = ()) -> str:
    """The changes by area."""
    if form is Format.MARKDOWN:
        return _markdown(changes, pictures)
    return {Format.TEXT: _text, Format.JSON: _json}[form](changes)


def _text(changes: Sequence[Change]) -> str:
    if not changes:
        return "Nothing that anybody could notice has changed."
    lines = []
    for area, group in groupby(changes, key=lambda change: change.area):
        lines += [area.value, *(f"  {change.sentence}" for change in group)]
    return "\n".join(lines)


def _json(changes: Sequence[Change]) -> str:
    rows = [
        {
            "area": change.area.name.lower(),
            "kind": change.kind.value,
            "subject": change.subject,
            "sentence": change.sentence,
            "row": change.row or None,
            "locale": change.locale,
        }
        for change in changes
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _markdown(changes: Sequence[Change], pictures: Iterable[Pictures]) -> str:
    parts = [MARKER, "### What this change does"]
    if not changes:
        parts.append("Nothing that anybody could notice.")
    budget = MOST_CHARACTERS
    for area, group in groupby(changes, key=lambda change: change.area):
        lines = [f"- {_escaped(change.sentence)}" for change in group]
        kept = _within(budget, lines)
        budget -= sum(map(len, kept))
        if len(kept) < len(lines):
            kept.append(f"- … and {len(lines) - len(kept)} more, which “statusbook diff” names.")
        parts.append("\n".join([f"**{area.value}**\n", *kept]))
    parts += map(_pair, pictures)
    return "\n\n".join(parts)


def _within(budget: int, lines: Sequence[str]) -> list[str]:
    kept: list[str] = []
    for line in lines:
        budget -= len(line) + 1
        if budget < 0:
            break
        kept.append(line)
    return kept


def _pair(pictures: Pictures) -> str:
    """The pictures below each other: side by side they would be too small to read."""
    shown = [
        f"{when}:\n\n![{_escaped(pictures.row)}, {when.lower()}]({address})"
        for when, address in (("Before", pictures.before), ("After", pictures.after))
        if address
    ]
    return "\n\n".join([f"**#{_escaped(pictures.row)}**", *shown])


def _escaped(sentence: str) -> str:
    """The sentence as Markdown that shows every character as it is, and calls nobody by @name."""
    plain = html.escape(sentence, quote=False)
    return _MARKUP.sub(r"\\\1", plain).replace("@", "@<!-- -->")
