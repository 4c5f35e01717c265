"""YAML text to nodes that know their line and column. The only module that knows a YAML parser.

The nodes are made from the parser's events, before YAML decides what a word means: ``no`` stays the
word *no*, and ``24:00`` does not become 1440. What another YAML reader would make of a word is told by
`Scalar.reads_as`, so that the loader can warn of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias

import yaml

from statusbook.model import Where
from statusbook.problems import InvalidInputError, Problem, Problems

MOST_BYTES = 1_000_000
"""A larger file is no page that people write; the shop's own has about 10,000 bytes."""

MOST_DEPTH = 20
"""Mappings and lists inside each other; the model needs 8."""

_WIDTH = 100
"""Characters after which a line that is written ends with the next word."""

_SHORT = 80
"""A list of words that is no longer than this stands in one line."""

_MERGE_MARKER = re.compile(r"^(<{7}|={7}|>{7}|\|{7})( |$)")
_implied_tag = partial(yaml.resolver.Resolver().resolve, yaml.ScalarNode, implicit=(True, False))
"""The YAML 1.1 type of a word without quotes."""
_READS_AS = {
    "tag:yaml.org,2002:bool": "true or false",
    "tag:yaml.org,2002:int": "a number",
    "tag:yaml.org,2002:float": "a number",
    "tag:yaml.org,2002:null": "nothing",
    "tag:yaml.org,2002:timestamp": "a date",
}


@dataclass(frozen=True, kw_only=True)
class _Placed:
    where: Where
    start: int = 0
    """How many characters stand before it."""
    end: int = 0
    """How many characters stand before what follows it; white space and comments follow it."""


@dataclass(frozen=True, kw_only=True)
class Scalar(_Placed):
    """A single word or text."""

    value: str
    plain: bool
    """Written without quotes, so that YAML gives words such as ``no`` a meaning of their own."""

    @property
    def reads_as(self) -> str | None:
        """What YAML makes of the word where that is no text, such as ``a number``."""
        if not self.plain:
            return None
        return _READS_AS.get(_implied_tag(self.value))

    @property
    def as_yaml(self) -> str:
        """The word as YAML 1.1 understands it, such as ``1440`` for ``24:00``."""
        try:
            return str(yaml.safe_load(self.value)) if self.reads_as else self.value
        except ValueError:  # the 99th of a month, a number of five thousand digits
            return self.value


@dataclass(frozen=True, kw_only=True)
class Sequence(_Placed):
    """A list."""

    items: tuple[Node, ...]


@dataclass(frozen=True, kw_only=True)
class Mapping(_Placed):
    """Keys and what stands under them, in the order of the file."""

    pairs: tuple[tuple[Scalar, Node], ...]


Node = Scalar | Sequence | Mapping


def parse_file(path: Path, name: str | None = None) -> Mapping:
    """The mapping in a file; `name` is what problems call the file.

    Raises:
        InvalidInputError: with every problem that keeps the text from being read.
    """
    name = name or path.name
    try:
        with path.open("rb") as file:
            return parse(file.read(MOST_BYTES + 1), name)
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
        raise _refusal(Where(name), "unreadable", message, "Check its name and its rights.") from None


def read_text(path: Path, name: str) -> str:
    """The text of a file that an editor wrote.

    Raises:
        InvalidInputError: where it is not UTF-8.
    """
    return _decode(path.read_bytes(), name)


def parse(data: bytes, name: str) -> Mapping:
    """The mapping in `data`; see `parse_file`."""
    if len(data) > MOST_BYTES:
        message = f"The file has more than {MOST_BYTES:,} bytes."
        raise _refusal(Where(name), "too-large", message, "Remove what does not belong here.")
    text = _decode(data, name)
    if problems := _unclean_lines(text, name):
        raise InvalidInputError(problems)  # what the parser would add is an echo of these
    try:
        return _document(text, name)
    except yaml.MarkedYAMLError as error:
        raise _syntax(error, name) from None
    except yaml.reader.ReaderError as error:
        message = f"The invisible character U+{ord(text[error.position]):04X} is not allowed."
        raise _refusal(_where(text, error.position, name), "syntax", message, "Delete it.") from None


def _document(text: str, name: str) -> Mapping:
    try:
        return _Builder(text, name, _FAST).document()
    except yaml.YAMLError:
        # PyYAML's own parser says better what is wrong than the C library does.
        return _Builder(text, name, yaml.SafeLoader).document()


_HALF = re.compile("[\ud800-\udfff]")
"""Half of what UTF-16 makes of some characters: an escape can name it, and no file can hold it."""

_FAST = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C library's parser, ten times as fast, where PyYAML was built with it."""


def _refusal(where: Where, rule: str, message: str, fix: str) -> InvalidInputError:
    return InvalidInputError([Problem(where=where, rule=rule, message=message, fix=fix)])


def _where(text: str, position: int, name: str) -> Where:
    before = text[:position]
    return Where(name, before.count("\n") + 1, position - before.rfind("\n"))


def _decode(data: bytes, name: str) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        good = data[: error.start].decode("utf-8")
        where = _where(good, len(good), name)
        fix = "Save the file with the encoding UTF-8."
        raise _refusal(where, "encoding", "The text is not UTF-8 here.", fix) from None


def _unclean_lines(text: str, name: str) -> Problems:
    problems = Problems()
    if text.startswith("\ufeff"):
        message = "The file starts with an invisible byte-order mark (BOM)."
        problems.note(Where(name), "byte-order-mark", message, "Save it as “UTF-8 without BOM”.")
    for number, line in enumerate(text.splitlines(), 1):
        if _MERGE_MARKER.match(line):
            fix = "Keep the version that is right, and delete the other and the marker lines."
            message = f"“{line[:7]}” is left over from a merge."
            problems.note(Where(name, number), "merge-marker", message, fix)
        indent = line[: len(line) - len(line.lstrip())]
        if "\t" in indent:
            where = Where(name, number, indent.index("\t") + 1)
            message = "The line is indented with a tab, which YAML does not allow."
            problems.note(where, "tab", message, "Use spaces.")
    return problems


_SLIPS = (
    ("mapping values are not allowed", False, "a text holds a colon and a space", "Put the text in quotes."),
    (
        "unexpected end of stream",
        True,
        "this quotation mark is not closed",
        "Add the closing quotation mark.",
    ),
    ("expected ',' or ']'", True, "this “[” is not closed", "Add “]”."),
    ("expected ',' or '}'", True, "this “{” is not closed", "Add “}”."),
    ("could not find expected ':'", True, "this line is neither a key nor a list item", "Add a colon."),
)
"""The parser's words for frequent slips; whether the slip lies where its context starts; ours, and a fix."""


def _syntax(error: yaml.MarkedYAMLError, name: str) -> InvalidInputError:
    said = error.problem or ""
    plain = re.sub(r"'([^']*)'", r"“\1”", said.replace("<stream end>", "the end of the file"))
    unknown = (said, False, plain, "Check this line’s quotes, colons and indentation.")
    _, at_context, found, fix = next((slip for slip in _SLIPS if slip[0] in said), unknown)
    mark = error.context_mark if at_context else error.problem_mark
    where = Where(name, mark.line + 1, mark.column + 1) if mark else Where(name)
    return _refusal(where, "syntax", f"The text cannot be read as YAML: {found}.", fix)


def _span(event: yaml.Event) -> tuple[int, int]:
    start, end = event.start_mark, event.end_mark
    return (start.index, end.index) if start and end else (0, 0)


class _Builder:
    """Puts a parser's events together; depth and aliases are refused before they can cost anything."""

    def __init__(self, text: str, name: str, loader: type[yaml.SafeLoader]) -> None:
        self._text, self._name = text, name
        self._events = yaml.parse(text, loader)
        self._problems = Problems()

    def document(self) -> Mapping:
        root: Node | None = None
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if root is not None:
                    fix = "Delete the line “---”."
                    self._problems.note(self._where(event), "document", "A second document starts here.", fix)
                    break
                root = self._node(next(self._events), 0)
        if isinstance(root, Mapping) and not self._problems:
            return root
        if root is None or (isinstance(root, Scalar) and not root.value):
            fix = "Start it with “shop:” and “statuses:”."
            self._problems.note(Where(self._name), "empty", "The file is empty.", fix)
        elif not isinstance(root, Mapping):
            fix = "Start it with “shop:” and “statuses:”."
            self._problems.note(root.where, "wrong-type", "The file does not hold keys with values.", fix)
        raise InvalidInputError(self._problems)

    def _where(self, event: yaml.Event) -> Where:
        mark = event.start_mark
        return Where(self._name, mark.line + 1, mark.column + 1) if mark else Where(self._name)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        where, (start, end) = self._where(event), _span(event)
        if depth > MOST_DEPTH:
            message = f"Lists and keys are nested more than {MOST_DEPTH} deep."
            self._problems.note(where, "too-deep", message, "Flatten them.")
            raise InvalidInputError(self._problems)
        if isinstance(event, yaml.AliasEvent):
            message = f"“*{event.anchor}” repeats another place; aliases are not used here."
            fix = "Write the text out, and in quotes if it starts with “*”."
            self._problems.note(where, "alias", message, fix)
            return Scalar(where=where, value="", plain=False)
        if isinstance(event, yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent):
            self._refuse_extras(event, where)
        if isinstance(event, yaml.ScalarEvent):
            self._refuse_halves(event.value, where)
            # A text in lines of its own, “|” or “>”, ends for the parser where the next thing starts.
            end = start + len(self._text[start:end].rstrip())
            return Scalar(where=where, start=start, end=end, value=event.value, plain=event.implicit[0])
        if isinstance(event, yaml.SequenceStartEvent):
            items, end = self._until(yaml.SequenceEndEvent, depth)
            return Sequence(where=where, start=start, end=end, items=tuple(items))
        children, end = self._until(yaml.MappingEndEvent, depth)
        return Mapping(where=where, start=start, end=end, pairs=tuple(self._pairs(children)))

    def _refuse_extras(
        self, event: yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent, where: Where
    ) -> None:
        if event.tag and event.tag != "!":
            message = f"“{event.tag}” is a YAML tag; tags are not used here."
            self._problems.note(where, "tag", message, "Delete it.")
        if event.anchor:
            message = f"“&{event.anchor}” names a place; anchors are not used here."
            self._problems.note(where, "alias", message, "Delete it.")

    def _refuse_halves(self, value: str, where: Where) -> None:
        if half := _HALF.search(value):
            message = f"“\\u{ord(half[0]):04x}” is half a character."
            self._problems.note(where, "syntax", message, "Write the character itself.")

    def _until(self, last: type[yaml.Event], depth: int) -> tuple[list[Node], int]:
        """The nodes before the event `last`, and where they end, with the closing bracket if there is one."""
        nodes, end = list[Node](), 0
        for event in self._events:
            if isinstance(event, last):
                start, end = _span(event)
                return nodes, end if start < end else nodes[-1].end
            nodes.append(self._node(event, depth + 1))
        return nodes, end

    def _pairs(self, children: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        seen: dict[str, Where] = {}
        for key, value in zip(children[::2], children[1::2], strict=True):
            if not isinstance(key, Scalar):
                fix = "Put quotation marks around a text that starts with “{” or “[”."
                message = "A key must be a word; this is a list or a mapping."
                self._problems.note(key.where, "wrong-type", message, fix)
            elif key.value in seen:
                message = f"“{key.value}” stands here twice, first in line {seen[key.value].line}."
                self._problems.note(key.where, "duplicate-key", message, "Keep one of them.")
            else:
                seen[key.value] = key.where
                yield key, value


Plain: TypeAlias = "str | bool | list[Plain] | dict[str, Plain]"
"""What a file says, without its places."""


def dump(data: Plain) -> str:
    """Mappings, lists, texts and ``true`` as YAML, laid out as editors write it; the order of keys is kept.

    Words that YAML would not read as texts are quoted. A short list of words stands in one line,
    and so does what stands below a key of a list's item: ``- cancel: {needs_approval: true}``.
    """
    return yaml.dump(
        data, Dumper=_Writer, default_flow_style=False, allow_unicode=True, width=_WIDTH, sort_keys=False
    )


class _Writer(yaml.SafeDumper):
    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002
        super().increase_indent(flow, indentless=False)  # a list is indented below its key

    def sequence(self, items: list[Plain]) -> yaml.SequenceNode:
        words = [item for item in items if isinstance(item, str)]
        in_one_line = words == items and len(", ".join(words)) <= _SHORT
        node = self.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=in_one_line)
        for item in node.value:
            for _, below in item.value if isinstance(item, yaml.MappingNode) else ():
                if isinstance(below, yaml.CollectionNode):
                    below.flow_style = True
        return node


_Writer.add_representer(list, _Writer.sequence)
