"""Nodes to a `Catalog`, with every problem on the way.

The dataclasses of `statusbook.model` are the grammar: a field's name is the key, its annotation says how
the value is read. So there is one function for each kind of annotation here, and none for a status.
"""

from __future__ import annotations

import dataclasses
import datetime
import enum
import functools
import re
import types
import typing
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from statusbook import model, values
from statusbook.ids import NOUNS, Ids
from statusbook.model import PLACEHOLDER, Catalog, Form, Message, ProcessingTime, Where
from statusbook.problems import Edit, InvalidInputError, Problems, nearest
from statusbook.source import Mapping, Node, Scalar, Sequence, parse, parse_file

_CONTEXTS: dict[type, str] = {
    model.Action: "action",
    model.Axis: "axis",
    model.Holiday: "holiday",
    model.Link: "link",
    model.Notice: "notice",
    model.ProcessingTime: "time",
    model.ShippingMethod: "shipping",
    model.Status: "status",
}
"""What the context of a message starts with."""

_READERS: dict[object, Callable[[Node, Problems], Any]] = {
    bool: values.boolean,
    datetime.date: values.day,
    model.Amount: values.amount,
    model.Range: values.span,
    model.Url: values.url,
    model.TimeZone: values.time_zone,
    str: values.text,
}


_hints = functools.cache(typing.get_type_hints)


def load(path: Path, name: str | None = None) -> Catalog:
    """The catalog in a file; `name` is what problems call the file.

    Raises:
        InvalidInputError: with every problem found.
    """
    return _catalog(parse_file(path, name))


def loads(text: str | bytes, name: str = "statuses.yaml") -> Catalog:
    """The catalog in a text; see `load`."""
    return _catalog(parse(text.encode() if isinstance(text, str) else text, name))


def _catalog(root: Mapping) -> Catalog:
    reader = _Reader()
    catalog = reader.record(root, Catalog, "", {}, root.where)
    reader.check()
    if reader.problems or not isinstance(catalog, Catalog):
        raise InvalidInputError(reader.problems)
    return catalog


class _Reader:
    """Reads nodes as the annotations say; what cannot be read is None and a problem."""

    def __init__(self) -> None:
        self.problems = Problems()
        self._ids = Ids(self.problems)
        self._in_sentences: list[tuple[str, Where]] = []
        self._times: dict[str, ProcessingTime] = {}

    def record(self, node: Node, cls: type, context: str, known: dict[str, Any], where: Where) -> Any:
        """A mapping as the dataclass `cls`; `known` holds the fields that are read already, the id say.

        `where` is the place to name where the whole of it is wrong.
        """
        # What does not count when two are compared is no key: the place where it stands.
        fields = [f for f in dataclasses.fields(cls) if f.compare and f.name not in known]
        pairs = self._pairs(node, fields)
        if pairs is None:
            return None
        hints, names = _hints(cls), [f.name for f in fields]
        read = dict(known)
        for key, value in pairs:
            if key.value in names:
                annotation = _without_none(hints[key.value])
                read[key.value] = self.value(value, annotation, f"{context}.{key.value}".lstrip("."))
            elif guess := self._unknown_key(key, names):
                read.setdefault(guess, None)  # what is misspelt is not missing, too
        for name in (f.name for f in fields if not _optional(f) and f.name not in read):
            message = f"{_title(context)} has no “{name}”."
            self.problems.note(where, "missing-key", message, f"Add a line “{name}: …”.")
        # A field that could not be read is None here, and its problem is noted already.
        read = {name: value for name, value in read.items() if value is not None}
        if any(not _optional(f) and f.name not in read for f in fields):
            return None
        if cls is ProcessingTime:
            self._check_time({key.value for key, _ in pairs}, context, where)
        return cls(**read)

    def _pairs(
        self, node: Node, fields: list[dataclasses.Field[Any]]
    ) -> Iterable[tuple[Scalar, Node]] | None:
        if isinstance(node, Mapping):
            return node.pairs
        if isinstance(node, Scalar) and node.plain and not node.value:
            return ()
        if isinstance(node, Scalar) and all(map(_optional, fields[1:])):
            # The short form: “express: Express” for “express: {label: Express}”.
            return ((Scalar(where=node.where, value=fields[0].name, plain=False), node),)
        example = f"keys such as “{fields[0].name}:”"
        values.wrong_type(node, example, "Write the keys below it, indented.", self.problems)
        return None

    def _unknown_key(self, key: Scalar, known: list[str]) -> str | None:
        """Notes it; gives the key that was probably meant."""
        if key.reads_as:
            message = f"YAML reads “{key.value}” as {key.reads_as}, and it is no key here."
            self.problems.note(key.where, "yaml-trap", message, f"Known keys: {', '.join(known)}.")
            return None
        guess = nearest(key.value, known)
        fix = f"Did you mean “{guess}”?" if guess else f"Known keys: {', '.join(known)}."
        edit = Edit(old=key.value, new=guess) if guess else None
        self.problems.note(key.where, "unknown-key", f"“{key.value}” is no key here.", fix, edit)
        return guess

    def value(self, node: Node, annotation: Any, context: str) -> Any:
        """The node as `annotation` says, or None after noting a problem."""
        if typing.get_origin(annotation) is tuple:
            return tuple(
                v for v in self._many(node, typing.get_args(annotation)[0], context) if v is not None
            )
        if annotation in NOUNS or annotation is model.FormerId:
            return self._id(node, annotation)
        if annotation is Message:
            return self._message(node, context)
        if annotation in _READERS:
            return _READERS[annotation](node, self.problems)
        if issubclass(annotation, enum.Enum):
            return values.choice(node, annotation, self.problems)
        return self.record(node, annotation, context, {}, node.where)

    def _many(self, node: Node, kind: Any, context: str) -> Iterator[Any]:
        """The items of a list, or of a mapping of ids where they have one."""
        if dataclasses.is_dataclass(kind) and dataclasses.fields(kind)[0].name == "id":
            yield from self._keyed(node, typing.cast("type", kind))
            return
        if not isinstance(node, Sequence):
            key = context.rpartition(".")[2]
            fix = f"Write “{key}: [one, two]”, or one line “- …” for each."
            values.wrong_type(node, "a list", fix, self.problems)
            return
        for number, item in enumerate(node.items, 1):
            if kind is model.Offer:
                yield self._offer(item)
            else:
                yield self.value(item, kind, f"{context}.{number}")

    def _keyed(self, node: Node, cls: type) -> Iterator[Any]:
        if not isinstance(node, Mapping):
            fix = "Write “some-id:” and the keys below it, indented."
            values.wrong_type(node, "ids with keys below them", fix, self.problems)
            return
        kind = _hints(cls)["id"]
        for key, body in node.pairs:
            if self._ids.declare(key, kind):
                record = self.record(body, cls, f"{_CONTEXTS[cls]}.{key.value}", {"id": key.value}, key.where)
                if isinstance(record, ProcessingTime):
                    self._times[record.id] = record
                yield record

    def _offer(self, node: Node) -> Any:
        """``- pay``, or ``- cancel: {needs_approval: true}``."""
        if isinstance(node, Mapping) and len(node.pairs) == 1 and node.pairs[0][0].value != "action":
            key, body = node.pairs[0]
            known = {"action": self._id(key, model.ActionId), "where": key.where}
            return self.record(body, model.Offer, f"action.{key.value}", known, key.where)
        return self.record(node, model.Offer, "actions", {"where": node.where}, node.where)

    def _id(self, node: Node, kind: Any) -> str | None:
        noun = NOUNS.get(kind)
        expected = f"the id of a {noun}" if noun else "an id that was in use before"
        found = values.scalar(node, expected, f"Write {expected}.", self.problems)
        if found is None:
            return None
        if noun is None:
            return found.value if self._ids.former(found) else None
        self._ids.mention(kind, found.value, found.where)
        return found.value

    def _message(self, node: Node, context: str) -> Message | None:
        text = values.text(node, self.problems)
        if text is None:
            return None
        for found in PLACEHOLDER.finditer(text):
            self._placeholder(found, node.where)
        if re.search(r"[{}]", PLACEHOLDER.sub("", text)):
            message = "A curly bracket stands alone in this text."
            self.problems.note(node.where, "placeholder", message, "An amount of time is written {its-id}.")
        return Message(context=context, english=text, where=node.where)

    def _placeholder(self, found: re.Match[str], where: Where) -> None:
        time, form = found[1], found[2] or ""
        forms = [f.value for f in Form]
        if form not in forms:
            guess = nearest(form, forms)
            listed = f"Known forms: {', '.join(f for f in forms if f)}."
            fix = f"Did you mean “{{{time}:{guess}}}”?" if guess else listed
            message = f"“{form}” in “{found[0]}” is no form of an amount."
            edit = Edit(old=found[0], new=f"{{{time}:{guess}}}") if guess else None
            self.problems.note(where, "placeholder", message, fix, edit)
        self._ids.mention(model.TimeId, time, where)
        self._in_sentences.append((time, where))

    def _check_time(self, keys: set[str], context: str, where: Where) -> None:
        """What the annotations cannot say: one amount, and a name for it."""
        kinds = ("at_most", "between", "after", "shown_on")
        given = [kind for kind in kinds if kind in keys]
        if len(given) != 1:
            found = " and ".join(f"“{kind}”" for kind in given) or "none"
            message = f"{_title(context)} needs exactly one of {', '.join(kinds)}; it has {found}."
            fix = "Keep the one that is meant." if given else "Add one."
            self.problems.note(where, "one-amount", message, fix)
        if not keys & {"label", "mark"}:
            message = f"{_title(context)} has no “label”."
            self.problems.note(where, "missing-key", message, "Add a line “label: …”.")

    def check(self) -> None:
        """What can be said only when all is read: ids exist, and an amount in a sentence is a number."""
        self._ids.check()
        for id_, where in self._in_sentences:
            time = self._times.get(id_)
            if time is not None and time.shown_on is not None:
                message = f"“{id_}” has no number that a sentence could take: it is shown on another page."
                self.problems.note(where, "placeholder", message, "Say in words where the amount is shown.")


def _without_none(annotation: Any) -> Any:
    """``X`` for ``X | None``."""
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        return next(a for a in typing.get_args(annotation) if a is not type(None))
    return annotation


def _optional(field: dataclasses.Field[Any]) -> bool:
    return field.default is not dataclasses.MISSING


def _title(context: str) -> str:
    """How a problem calls the mapping at `context`: ``Status “packaging”``."""
    kind, _, name = context.partition(".")
    return f"{kind.capitalize()} “{name}”" if name else f"“{kind}”" if kind else "The file"
