"""The reference of every key, rule, problem and command, as Markdown made from the code."""

from __future__ import annotations

import dataclasses
import datetime
import enum
import re
import types
import typing
from collections.abc import Iterable, Iterator, Mapping

from statusbook import model
from statusbook.checks.rulebook import Entry, Subject, entries
from statusbook.ids import NOUNS
from statusbook.problems import FILE_PROBLEMS
from statusbook.schema import make_schema

_HEAD = """\
# Reference

Made from the code by `statusbook reference`: whoever changes a key, a rule or a command runs it again.
"""

_RECORDS: tuple[type, ...] = (
    *(model.Catalog, model.Shop, model.Link, model.ShippingMethod, model.ProcessingTime, model.Action),
    *(model.Axis, model.Holiday, model.Notice, model.Status, model.Offer, model.Step),
)
"""In the order of the file."""

_TYPES: dict[object, str] = {
    bool: "`true` or `false`",
    str: "a text",
    model.Message: "a text, which is translated",
    model.Url: "an address, such as `https://example.com/page`",
    model.Amount: "an amount, such as `24 hours`",
    model.Range: "a range, such as `1 to 2 business days`",
    model.FormerId: "an id",
    model.TimeZone: "a time zone, such as `Europe/Berlin`",
    datetime.date: "a day, such as `2027-02-06`",
}

_FENCES = {
    Subject.FACTS: "yaml",
    Subject.PAGES: "markdown",
    Subject.TRANSLATIONS: "po",
    Subject.RECORD: "text",
}


def make_reference(commands: Mapping[str, str]) -> str:
    """The page; `commands` are those of the command line, each with what it does."""
    parts = [_HEAD, *_commands(commands), *_keys(), *_rules(), *_problems()]
    return "\n".join(parts)


def _commands(commands: Mapping[str, str]) -> Iterator[str]:
    yield "## Commands\n"
    yield _table(("command", "what it does"), ((f"`{name}`", help_) for name, help_ in commands.items()))


def _keys() -> Iterator[str]:
    yield "## Keys of statuses.yaml\n"
    for cls in _RECORDS:
        yield from _record(cls)


def _record(cls: type) -> Iterator[str]:
    fields = [
        f for f in dataclasses.fields(cls) if f.compare and f.name != "id"
    ]  # an id is the key above the others
    forms = make_schema()["definitions"][cls.__name__]
    notes = next(form["properties"] for form in forms.get("anyOf", [forms]) if "properties" in form)
    hints = typing.get_type_hints(cls)
    yield f"### {_name(cls)}\n\n{_first_line(cls)}\n"
    yield _table(
        ("key", "", "takes", "what it says"),
        (
            (
                f"`{field.name}`",
                "required" if field.default is dataclasses.MISSING else "",
                _type(hints[field.name]),
                notes[field.name].get("description", ""),
            )
            for field in fields
        ),
    )
    if [f for f in fields if f.default is dataclasses.MISSING] == fields[:1]:
        yield f"Where there is nothing to say but `{fields[0].name}`, its value may stand alone.\n"
    if cls is model.Offer:
        yield "Conditions stand behind the action: `- cancel: {needs_approval: true}`.\n"


def _type(annotation: object) -> str:
    """What a key takes, in words."""
    inner = [a for a in typing.get_args(annotation) if a not in {types.NoneType, ...}]
    if typing.get_origin(annotation) is tuple:
        keyed = dataclasses.is_dataclass(inner[0]) and dataclasses.fields(inner[0])[0].name == "id"
        return f"{'ids, and below each' if keyed else 'a list; each item:'} {_type(inner[0])}"
    if inner:  # “… | None”
        return _type(inner[0])
    if annotation in NOUNS:
        return f"the id of {_a(NOUNS[annotation])}"
    if annotation in _TYPES:
        return _TYPES[annotation]
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return f"one of {', '.join(f'`{member.value}`' for member in annotation)}"
    name = _name(typing.cast("type", annotation))
    return f"the keys of [{_a(name.lower())}](#{name.lower().replace(' ', '-')})"


def _name(cls: type) -> str:
    """``Processing time`` for ``ProcessingTime``."""
    return re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).capitalize()


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _first_line(cls: type) -> str:
    return (cls.__doc__ or "").partition("\n")[0].replace("``", "`")


def _rules() -> Iterator[str]:
    by_id: dict[str, list[Entry]] = {}
    for entry in entries():
        by_id.setdefault(entry.id, []).append(entry)
    for subject in Subject:
        yield f"## Rules of {subject.value}\n"
        for id_, same in by_id.items():
            if same[0].subject is subject:
                yield f"### {id_}\n"
                for entry in same:
                    yield from _rule(entry)


def _rule(entry: Entry) -> Iterator[str]:
    fence = _FENCES[entry.subject]
    yield f"{entry.sentence}\n"
    if entry.why:
        yield f"{entry.why}\n"
    yield f"Wrong; the caret shows where:\n\n```{fence}\n{entry.bad}\n```\n"
    yield f"Right:\n\n```{fence}\n{entry.good}\n```\n"


def _problems() -> Iterator[str]:
    yield "## Other problems\n\nWhat keeps a file from being read, or a page from being built.\n"
    for id_, sentence in FILE_PROBLEMS.items():
        yield f"### {id_}\n\n{sentence}\n"


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    return "".join(f"| {' | '.join(cells)} |\n" for cells in (head, ("---",) * len(head), *rows))
