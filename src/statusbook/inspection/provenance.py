"""What has become of texts in one language, and who translated them."""

from __future__ import annotations

import datetime
import enum
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from statusbook.history import git
from statusbook.messages import Texts, catalog_name
from statusbook.model import Message
from statusbook.places import Places

_LINE = re.compile(r"[0-9a-f]{40,64} \d+ (\d+)")
"""What git says first of a line: commit, its number then, its number now."""


class State(enum.Enum):
    """Whether readers get a text in their language."""

    FRESH = "fresh"
    """The translation says what the English says."""
    STALE = "stale"
    """The English has changed since."""
    MISSING = "missing"
    """Readers get the English."""


@dataclass(frozen=True, kw_only=True)
class Translation:
    """A text in one language."""

    context: str
    state: State
    stale_since: datetime.date | None = None

    def __str__(self) -> str:
        return f"stale since {self.stale_since}" if self.stale_since else self.state.value


@dataclass(frozen=True, kw_only=True)
class Commit:
    """A change that git knows."""

    author: str
    at: datetime.datetime

    def __str__(self) -> str:
        return f"{self.author}, {self.at.date()}"


def translations(messages: Iterable[Message], texts: Texts) -> list[Translation]:
    """What has become of `messages` in the language of `texts`."""
    return [_translation(message, texts) for message in messages]


def _translation(message: Message, texts: Texts) -> Translation:
    words = texts.text(message.context, message.english)
    state = State.STALE if words.stale else State.FRESH if words.language == texts.tag else State.MISSING
    return Translation(context=message.context, state=state, stale_since=words.stale)


def summary(found: Sequence[Translation]) -> str:
    """How many of the texts are in each state: ``3 fresh, 1 stale since 2026-11-12``."""
    counts = Counter(text.state for text in found)
    latest = max((text.stale_since for text in found if text.stale_since), default=None)
    said = {state: state.value for state in State} | {State.STALE: f"stale since {latest}"}
    return ", ".join(f"{counts[state]} {words}" for state, words in said.items() if counts[state])


def commits(root: Path, tag: str, contexts: Iterable[str]) -> dict[str, Commit]:
    """The last commit that changed each translation into a language, by its context.

    A text is left out if it has no translation, and all are where git does not know the file.
    """
    name = catalog_name(tag)
    text = (root / name).read_text(encoding="utf-8")
    places = Places(name, text)
    lines = {}
    for context in contexts:
        first, last = places.find(context), places.find(context, offset=len(text))
        if first.column > 1:  # else there is no translation, and the place is that of the file
            lines[context] = range(first.line, last.line + 1)
    known = dict(_blame(root, name, lines.values())) if lines else {}
    return {
        context: max((known[number] for number in numbers), key=lambda commit: commit.at)
        for context, numbers in lines.items()
        if known
    }


def _blame(root: Path, name: str, lines: Iterable[range]) -> Iterator[tuple[int, Commit]]:
    """The number of each line with the commit that it is from."""
    wanted = [f"-L{numbers.start},{numbers.stop - 1}" for numbers in lines]
    said = git(root, "blame", "--line-porcelain", *wanted, "--", name) or b""
    number, author = 0, ""
    for line in said.decode().split("\n"):
        key, _, value = line.partition(" ")
        if found := _LINE.match(line):
            number = int(found[1])
        elif key == "author":
            author = value
        elif key == "author-time":
            at = datetime.datetime.fromtimestamp(int(value), tz=datetime.UTC)
            yield number, Commit(author=author, at=at)
