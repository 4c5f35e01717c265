"""The shop's terms: each one's translation in every language, and the names that are never translated.

``locales/glossary.yaml`` holds them. A text that names a term as a button or link, ``*Track*``, has to name
it in the other language by the glossary's word; a text that *is* the term has to be that word.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from statusbook.problems import InvalidInputError, Problem
from statusbook.source import Mapping, Node, Scalar, Sequence, parse_file


@dataclass(frozen=True, kw_only=True)
class Glossary:
    """What ``glossary.yaml`` says."""

    names: tuple[str, ...]
    """Written in every language as they are."""
    terms: dict[str, dict[str, tuple[str, ...]]]
    """English term to language to the forms in use, the base form first."""


def read_glossary(folder: Path) -> Glossary:
    """The glossary in ``locales/``.

    Raises:
        InvalidInputError: when it is missing or not of the right shape.
    """
    root = parse_file(folder / "glossary.yaml", f"{folder.name}/glossary.yaml")
    parts = {key.value: node for key, node in root.pairs}
    terms = {
        term.value: {tag.value: _forms(node) for tag, node in _mapping(languages).pairs}
        for term, languages in _mapping(parts.get("terms", root)).pairs
    }
    return Glossary(names=_forms(parts.get("names", root)), terms=terms)


def _mapping(node: Node) -> Mapping:
    if isinstance(node, Mapping):
        return node
    raise _misshapen(node, "Write “key: value” lines, indented.")


def _forms(node: Node) -> tuple[str, ...]:
    if isinstance(node, Scalar) and node.value:
        return (node.value,)
    if isinstance(node, Sequence):
        return tuple(item.value for item in node.items if isinstance(item, Scalar))
    raise _misshapen(node, "Write a word, or a list of words: [word, another].")


def _misshapen(node: Node, fix: str) -> InvalidInputError:
    message = "The glossary has “names:”, a list, and “terms:”, with languages below each."
    return InvalidInputError([Problem(where=node.where, rule="wrong-type", message=message, fix=fix)])
