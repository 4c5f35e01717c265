"""Whether a JSON Schema still promises what an older one did, to those who read what it describes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
_WORDS = {"title", "description", "$schema", "$id", "$defs", "default", "examples"}
_KNOWN = _WORDS | {"$ref", "anyOf", "enum", "type", "format", "properties", "required", "items"}


def breakages(old: Schema, new: Schema) -> list[str]:
    """What a reader of the old shape would stumble over in the new one, a line each.

    A document of the new schema has to be one of the old schema: then nobody who read the old shape meets
    what he was not told of. New members are none of that, since the old schema says nothing of them.

    Raises:
        ValueError: where a schema says what this does not know of, so that nothing breaks unseen.
    """
    return list(_Comparison(old, new).compare(old, new, "#"))


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self._old, self._new = old.get("$defs", {}), new.get("$defs", {})
        self._seen: set[tuple[str, str]] = set()

    def compare(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        refs = old.get("$ref", ""), new.get("$ref", "")
        if all(refs):
            if refs in self._seen:
                return
            self._seen.add(refs)
        old, new = _resolved(old, self._old), _resolved(new, self._new)
        for schema in (old, new):
            if unknown := schema.keys() - _KNOWN:
                raise ValueError(f"{at}: {sorted(unknown)}")
        if "anyOf" in new or "anyOf" in old:
            yield from self._choices(old.get("anyOf", [old]), new.get("anyOf", [new]), at)
            return
        for key in ("type", "format"):
            if key in old and old[key] != new.get(key) and "enum" not in new:
                yield f"{at} was of {key} {old[key]}, and is of {new.get(key)}"
        yield from self._values(old, new, at)
        yield from self._members(old, new, at)
        if "items" in old:
            yield from self.compare(old["items"], new.get("items", {}), f"{at}/*")

    def _choices(self, old: list[Schema], new: list[Schema], at: str) -> Iterator[str]:
        """Each of the new alternatives has to be one of the old."""
        for choice in new:
            found = [
                list(_Comparison({"$defs": self._old}, {"$defs": self._new}).compare(was, choice, at))
                for was in old
            ]
            if all(found):
                yield min(found, key=len)[0]

    def _values(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        if "enum" not in old:
            return
        if "enum" not in new:
            yield f"{at} was one of {old['enum']}, and can be anything"
        for value in new.get("enum", []):
            if value not in old["enum"]:
                yield f"{at} can be {value!r}, which it could not"

    def _members(self, old: Schema, new: Schema, at: str) -> Iterator[str]:
        members = new.get("properties", {})
        for name, was in old.get("properties", {}).items():
            if name not in members:
                yield f"{at}/{name} is gone"
            else:
                yield from self.compare(was, members[name], f"{at}/{name}")
        for name in old.get("required", []):
            if name in members and name not in new.get("required", []):
                yield f"{at}/{name} was always there, and may be missing"


def _resolved(schema: Schema, defs: Schema) -> Schema:
    while "$ref" in schema:
        schema = defs[schema["$ref"].removeprefix("#/$defs/")]
    return schema
