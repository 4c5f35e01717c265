"""A JSON Schema of ``statuses.yaml``, made from the model, for completion and hover in editors.

It is written for draft 2020-12 in the words that draft-7 tools know, too. What a schema cannot say, that an
id exists or that amounts do not contradict each other, is the loader's to check.
"""

from __future__ import annotations

import ast
import dataclasses
import datetime
import enum
import functools
import inspect
import itertools
import types
import typing
from typing import Any

from statusbook import model

_ID = {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$"}
_AMOUNT = r"[0-9]{1,4} (hour|day|business day)s?"

_SCALARS: dict[object, dict[str, Any]] = {
    bool: {"type": "boolean"},
    str: {"type": "string", "minLength": 1},
    model.Message: {"type": "string", "minLength": 1},
    model.Url: {"type": "string", "pattern": "^https://", "examples": ["https://example.com/page"]},
    model.Amount: {"type": "string", "pattern": f"^{_AMOUNT}$", "examples": ["24 hours", "2 business days"]},
    model.Range: {"type": "string", "pattern": f"^[0-9]{{1,4}} to {_AMOUNT}$", "examples": ["1 to 2 days"]},
    datetime.date: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "examples": ["2027-02-06"]},
    model.ActionId: _ID,
    model.AxisId: _ID,
    model.FormerId: _ID,
    model.HolidayId: _ID,
    model.LinkId: _ID,
    model.MethodId: _ID,
    model.NoticeId: _ID,
    model.StatusId: _ID,
    model.TimeId: _ID,
    model.TimeZone: {"type": "string", "minLength": 1, "examples": ["Europe/Berlin"]},
}


def make_schema() -> dict[str, Any]:
    """The schema as JSON data."""
    members: list[tuple[str, Any]] = inspect.getmembers(model, dataclasses.is_dataclass)
    records = [cls for _, cls in members if cls not in {*_SCALARS, model.Where}]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "statuses.yaml",
        "description": "Everything that the order-status page says about an order.",
        "$ref": "#/definitions/Catalog",
        "definitions": {cls.__name__: _record(cls) for cls in records},
    }


def _record(cls: Any) -> dict[str, Any]:
    keys = [f for f in dataclasses.fields(cls) if f.compare]
    fields = [f for f in keys if not (f.name == "id" and _is_keyed(cls))]
    whole = _object(cls, fields)
    if not all(map(_optional, fields[1:])):
        return whole
    # The short form: “express: Express” for “express: {label: Express}”.
    forms = [_value(typing.get_type_hints(cls)[fields[0].name]), whole]
    if cls is model.Offer:  # “- cancel: {needs_approval: true}”
        forms.append({"type": "object", "maxProperties": 1, "additionalProperties": _object(cls, fields[1:])})
    return {"description": _first_line(cls.__doc__), "anyOf": forms}


def _object(cls: Any, fields: list[Any]) -> dict[str, Any]:
    hints, told = typing.get_type_hints(cls), notes(cls)
    properties = {}
    for field in fields:
        value = _value(hints[field.name])
        properties[field.name] = value | ({"description": told[field.name]} if field.name in told else {})
    return {
        "type": "object",
        "description": _first_line(cls.__doc__),
        "properties": properties,
        "required": [f.name for f in fields if not _optional(f)],
        "additionalProperties": False,
    }


def _value(annotation: Any) -> dict[str, Any]:
    if typing.get_origin(annotation) in {typing.Union, types.UnionType}:
        annotation = next(a for a in typing.get_args(annotation) if a is not type(None))
    if typing.get_origin(annotation) is tuple:
        item = typing.get_args(annotation)[0]
        if _is_keyed(item):
            return {"type": "object", "propertyNames": _ID, "additionalProperties": _value(item)}
        return {"type": "array", "items": _value(item)}
    if annotation in _SCALARS:
        return dict(_SCALARS[annotation])
    if issubclass(annotation, enum.Enum):
        return {"enum": [member.value for member in annotation]}
    return {"$ref": f"#/definitions/{annotation.__name__}"}


def _is_keyed(cls: Any) -> bool:
    return dataclasses.is_dataclass(cls) and dataclasses.fields(cls)[0].name == "id"


def _optional(field: Any) -> bool:
    return field.default is not dataclasses.MISSING


def _first_line(text: str | None) -> str:
    return (text or "").partition("\n")[0]


@functools.cache
def notes(cls: Any) -> dict[str, str]:
    """The line under each field of a class, by the field's name."""
    (body,) = ast.parse(inspect.getsource(cls)).body
    nodes = body.body if isinstance(body, ast.ClassDef) else []
    return {
        field.target.id: _first_line(str(note.value.value)).replace("``", "“", 1).replace("``", "”")
        for field, note in itertools.pairwise(nodes)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(note, ast.Expr)
        and isinstance(note.value, ast.Constant)
    }
