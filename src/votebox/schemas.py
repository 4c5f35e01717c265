"""The shapes of votes and answers, as JSON Schemas made from the types that read and write them."""

from typing import Any
from uuid import UUID

from msgspec import Struct
from msgspec.json import schema_components

from votebox.problems import Details
from votebox.vote import DETAILS, EXPECTED, Helpful, Vote

_Json = dict[str, Any]

_REFERENCE = "#/components/schemas/{name}"


class Stored(Struct, frozen=True, kw_only=True):
    """What a vote that came as JSON is answered with."""

    id: UUID
    stored: bool
    """Always true."""


def components() -> _Json:
    """Return the schemas by their names, referring to each other as components of an OpenAPI document."""
    _, found = schema_components([Vote, Details, Stored], ref_template=_REFERENCE)
    vote = found["Vote"]
    for name, schema in vote["properties"].items():
        schema["description"] = EXPECTED[name]
    revision = vote["properties"]["revision"]
    # What \Z is to Python, $ is to JSON Schema, whose expressions are those of ECMA-262.
    revision["pattern"] = revision["pattern"].replace(r"\Z", "$")
    found["Stored"]["properties"]["stored"] = {"const": True}
    form = _form(vote)
    vote["if"] = {"properties": {"helpful": {"const": Helpful.YES}}}
    vote["then"] = {"properties": {name: {"type": "null"} for name in DETAILS}}
    return {**found, "Form": form}


def reference(name: str) -> _Json:
    """Return a reference to one of them."""
    return {"$ref": _REFERENCE.format(name=name)}


def _form(vote: _Json) -> _Json:
    """Return what a form may send: all texts, where an empty one is as good as none."""
    fields = {name: _text(schema) for name, schema in vote["properties"].items()}
    details = {name: {"anyOf": [fields[name], {"const": ""}]} for name in DETAILS}
    return {
        "title": "Form",
        "description": "A vote as an HTML form sends it. It needs no id, and details of a Yes are ignored.",
        "type": "object",
        "properties": {
            **fields,
            "id": {"description": EXPECTED["id"], "anyOf": [fields["id"], {"const": ""}]},
            **{name: {"type": "string", "description": EXPECTED[name]} for name in DETAILS},
        },
        "required": [name for name in vote["required"] if name != "id"],
        "if": {"properties": {"helpful": {"const": Helpful.NO}}},
        "then": {"properties": details},
    }


def _text(schema: _Json) -> _Json:
    """Return the schema of a field without null, which a form cannot send."""
    present = schema["anyOf"][0] if "anyOf" in schema else schema
    return {"description": schema["description"], **present}
