"""A catalog to the canonical text of ``statuses.yaml``: the mirror of `statusbook.load`.

Here, too, the dataclasses of `statusbook.model` are the grammar: a field is a key, in the model's order. What
a file may leave out is left out, and what it may write short is written short.
"""

from __future__ import annotations

import dataclasses
import enum
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from statusbook.model import Amount, Catalog, Message, Offer, Range
from statusbook.source import Plain, dump

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_NEXT_STATUS = re.compile(r"(?<!^statuses:)\n(?=  [^ :])", re.MULTILINE)
"""The end of a line after which another status begins."""


def save(catalog: Catalog) -> str:
    """The catalog as YAML that `statusbook.load.loads` reads as an equal one."""
    sections = {key: dump({key: value}) for key, value in as_data(catalog).items()}
    sections["statuses"] = _NEXT_STATUS.sub("\n\n", sections["statuses"])
    return "\n".join(sections.values())


def as_data(part: DataclassInstance, known: str = "") -> dict[str, Plain]:
    """The keys of a catalog, or of anything in one, that say something; without the field that is `known`."""
    return {
        field.name: _value(value)
        for field in dataclasses.fields(part)
        if field.compare and field.name != known and (value := getattr(part, field.name)) != field.default
    }


def _value(value: object) -> Plain:
    if writer := _WRITERS.get(type(value)):
        return writer(value)
    if isinstance(value, enum.Enum):
        return str(value.value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return _record(value)
    return str(value)


def _many(parts: tuple[Any, ...]) -> Plain:
    # Only a mapping of ids must be written where nothing is in it; an empty list is left out.
    if all(hasattr(part, "id") for part in parts):
        return {part.id: _record(part, known="id") for part in parts}
    return [_value(part) for part in parts]


def _record(part: DataclassInstance, known: str = "") -> Plain:
    """A mapping; in place of “express: {label: Express}” the short form, “express: Express”."""
    written = as_data(part, known)
    first, *others = (f for f in dataclasses.fields(part) if f.compare and f.name != known)
    may_be_short = all(field.default is not dataclasses.MISSING for field in others)
    return written[first.name] if may_be_short and list(written) == [first.name] else written


def _offer(offer: Offer) -> Plain:
    """“pay”, or “cancel: {needs_approval: true}”."""
    conditions = as_data(offer, known="action")
    if not conditions:
        return offer.action
    # A key “action” is read as the field of this name, so an action of this name is written as its value.
    return as_data(offer) if offer.action == "action" else {offer.action: conditions}


def _amount(amount: Amount) -> Plain:
    return f"{amount.count} {amount.unit.value}{'s' if amount.count > 1 else ''}"


def _range(span: Range) -> Plain:
    return f"{span.low} to {span.high} {span.unit.value}s"


_WRITERS: dict[type, Callable[[Any], Plain]] = {
    Amount: _amount,
    Message: lambda message: message.english,
    Offer: _offer,
    Range: _range,
    bool: bool,
    tuple: _many,
}
"""What is neither a mapping of its fields nor a word."""
