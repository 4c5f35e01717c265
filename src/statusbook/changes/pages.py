"""Written pages and templates: texts that are new, gone or reworded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.pair import Subject

Matches = list[tuple[str | None, str | None]]
"""The contexts of one text before and after; None where it is not there."""


def match(before: Mapping[str, str], after: Mapping[str, str]) -> Matches:
    """Which text of `before` is which of `after`; both are English texts by their contexts.

    Texts of a page are numbered, so that a new paragraph gives others another name: what still stands on the
    page is the same text, and of the others those that have the same name are.
    """
    found: Matches = []
    left = _by_text(before)
    come = []
    for context, english in after.items():
        key = _part(context), english
        if left[key]:
            # The same name, if it is among several alike.
            old = context if context in left[key] else left[key][0]
            left[key].remove(old)
            found.append((old, context))
        else:
            come.append(context)
    gone = dict.fromkeys(context for contexts in left.values() for context in contexts)
    for context in come:
        found.append((context if context in gone else None, context))
        gone.pop(context, None)
    return [*found, *((context, None) for context in gone)]


def text_changes(before: Mapping[str, str], after: Mapping[str, str], matches: Matches) -> Iterator[Change]:
    """What changed in the texts outside of ``statuses.yaml``."""
    for old, new in matches:
        if new is None and old is not None:
            sentence = f"{_place(old)} no longer says “{before[old]}”."
            yield _change(Kind.REMOVED, old, sentence)
        elif new is not None and old is None:
            yield _change(Kind.ADDED, new, f"{_place(new)} has a new text: “{after[new]}”.")
        elif old is not None and new is not None and before[old] != after[new]:
            sentence = f"on {_place(new)}, a text now reads “{after[new]}”; it read “{before[old]}”."
            yield _change(Kind.REWORDED, new, sentence)


def _place(context: str) -> str:
    word, *rest = context.split(".")
    return f"the page {rest[0]}" if word == "page" else "the frame around the pages"


def _part(context: str) -> str:
    """What a text belongs to: a page, or a block of the frame."""
    word, *rest = context.split(".")
    return f"page {rest[0]}" if word == "page" else word


def _by_text(texts: Mapping[str, str]) -> defaultdict[tuple[str, str], list[str]]:
    found: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for context, english in texts.items():
        found[_part(context), english].append(context)
    return found


def _change(kind: Kind, context: str, sentence: str) -> Change:
    return Subject(context, "").change(Area.WORDS, kind, sentence)
