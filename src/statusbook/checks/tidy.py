"""Files put in order without a change of what they say: keys as in the model, no stray white space.

A key moves with all that stands under it and with the comment directly above it; blank lines, and comments
that stand apart, stay where they are. Ids stay in their order, since that means something.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
import typing
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from statusbook import pages
from statusbook.load import loads
from statusbook.model import Catalog
from statusbook.problems import InvalidInputError
from statusbook.source import Mapping, Node, Scalar, Sequence, parse

_HEAD = re.compile(r"(#[^\n]*\n)*")
"""Comments from a file's first line on, which are the file's and not its first key's."""
_COMMENT_BEHIND = re.compile(r"[ \t]+#[^\n]*")
_SPACES = re.compile(r"[ \t]+(?=\n|\Z)")
_SPACES_OF_PAGE = re.compile(r"(?<=[^ \t\n]) (?=\n|\Z)|^[ \t]+(?=\n|\Z)", re.MULTILINE)
"""Two spaces behind a word are a line break in Markdown, and a tab becomes spaces."""


@dataclass(frozen=True, kw_only=True)
class Tidied:
    """A file's text in order."""

    text: str
    done: tuple[str, ...] = ()
    """What was done, each as a sentence goes on after the file's name."""


def tidy_book(text: str) -> Tidied:
    """The text of a ``statuses.yaml``; as it is where it cannot be read, or would say something else."""
    tidied = _without_strays(text, _SPACES)
    try:
        ordered, places = _in_order(tidied.text)
        if loads(ordered) != loads(text):
            return Tidied(text=text)
    except InvalidInputError:
        return Tidied(text=text)
    keys = (f"keys put in order in {_count(places, 'place')}",) if places else ()
    return Tidied(text=ordered, done=(*keys, *tidied.done))


def tidy_page(text: str) -> Tidied:
    """The Markdown of a page; as it is where it cannot be read, or its blocks would change."""
    tidied = _without_strays(text, _SPACES_OF_PAGE)
    try:
        before, after = (pages.blocks(pages.split(part)[1]) for part in (text, tidied.text))
    except RecursionError:  # lists and quotations that are nested too deep
        return Tidied(text=text)
    return tidied if before == after else Tidied(text=text)


def tidy(root: Path) -> Iterator[str]:
    """Writes ``statuses.yaml`` and the pages of the project in `root` in order; says what was done."""
    files: dict[Path, Callable[[str], Tidied]] = {root / "statuses.yaml": tidy_book}
    files |= dict.fromkeys(sorted((root / "docs").glob("**/*.md")), tidy_page)
    for path, tidied in files.items():
        try:
            result = tidied(path.read_bytes().decode("utf-8"))
        except (OSError, UnicodeDecodeError):
            continue  # check names it
        if result.done:
            path.write_bytes(result.text.encode("utf-8"))
        yield from (f"{path.relative_to(root).as_posix()}: {what}" for what in result.done)


def _without_strays(text: str, spaces: re.Pattern[str]) -> Tidied:
    """Lines that end in LF and without `spaces`, the last one too."""
    done = []
    if "\r\n" in text:
        text = text.replace("\r\n", "\n")
        done.append("lines end in LF instead of CRLF")
    text, lines = spaces.subn("", text)
    if lines:
        done.append(f"white space taken from the end of {_count(lines, 'line')}")
    if text and (not text.endswith("\n") or text.endswith("\n\n")):
        text = text.rstrip("\n") + "\n"
        done.append("one line end put at the end")
    return Tidied(text=text, done=tuple(done))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _in_order(text: str) -> tuple[str, int]:
    """The text with every mapping's keys in the model's order, and how many mappings that changed."""
    writer, head = _Writer(text), _HEAD.match(text)
    start = head.end() if head else 0
    written, end = writer.write(parse(text.encode(), "statuses.yaml"), Catalog, start)
    return text[:start] + written + text[end:], writer.changed


class _Writer:
    """Writes parts of a text anew: the pieces between gaps change places, the gaps stay."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.changed = 0
        """How many mappings got another order."""

    def write(self, node: Node, kind: type, start: int, *, is_record: bool = False) -> tuple[str, int]:
        """What is to stand from `start` to the end of the node, which is of a `kind`, and where that end is.

        A mapping of something that has an id is one of ids, unless it `is_record`.
        """
        if isinstance(node, Mapping):
            return self._mapping(node, kind, start, is_record or "id" not in _fields(kind))
        written, at = "", start
        for item in node.items if isinstance(node, Sequence) else ():
            part, at = self.write(item, kind, at)
            written += part
        end = max(at, node.end)  # a bracket, or a comment behind the last item
        return written + self._text[at:end], end

    def _mapping(self, node: Mapping, kind: type, start: int, is_record: bool) -> tuple[str, int]:
        fields = _fields(kind) if is_record else {}
        is_block = not self._text.startswith("{", node.start)
        gaps, pieces, places, at = list[str](), list[str](), list[int](), start
        for key, value in node.pairs:
            gap, above = self._split(at, key)
            part, at = self.write(value, fields.get(key.value, kind), key.end, is_record=not is_record)
            behind = _COMMENT_BEHIND.match(self._text, at) if is_block else None
            at = behind.end() if behind else at
            gaps.append(gap)
            pieces.append(above + self._text[key.start : key.end] + part + (behind[0] if behind else ""))
            places.append([*fields, key.value].index(key.value))
        self.changed += places != sorted(places)
        ordered = [piece for _, piece in sorted(zip(places, pieces, strict=True), key=lambda pair: pair[0])]
        end = max(at, node.end)
        return "".join(itertools.chain(*zip(gaps, ordered, strict=True))) + self._text[at:end], end

    def _split(self, start: int, key: Scalar) -> tuple[str, str]:
        """What stands from `start` to the key: what stays, and the comment directly above the key."""
        gap, indent = self._text[start : key.start], " " * (key.where.column - 1)
        above = re.search(rf"(?<=\n){indent}((?:#[^\n]*\n{indent})+)\Z", gap)
        return (gap[: above.start(1)], above[1]) if above else (gap, "")


@functools.cache
def _fields(kind: type) -> dict[str, type]:
    """The fields of a dataclass in their order, each with the class of what it holds."""
    hints = typing.get_type_hints(kind) if dataclasses.is_dataclass(kind) else {}
    return {name: _held(annotation) for name, annotation in hints.items()}


def _held(annotation: type) -> type:
    """``X`` for ``X | None`` and ``tuple[X, ...]``."""
    args = typing.get_args(annotation)
    return _held(args[0]) if args else annotation
