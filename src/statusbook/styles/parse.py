"""A stylesheet as rules: what `select` chooses from. The only reader of css."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import tinycss2
from tinycss2.ast import AtRule, Declaration, Node, ParseError, QualifiedRule

from statusbook.problems import StatusbookError

_GROUPS = frozenset({"media", "supports", "layer", "container"})
"""At-rules that hold rules; what others hold is taken as it is."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """Declarations, and the selectors that they are for."""

    selectors: tuple[tuple[Node, ...], ...]
    declarations: tuple[Declaration, ...]
    nested: tuple[Node, ...] = ()
    """What the braces hold, where there are rules in a rule; it is kept or dropped as a whole."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """Rules that hold under a condition, or in a layer."""

    keyword: str
    """Without its ``@``."""
    prelude: tuple[Node, ...]
    rules: tuple[Item, ...]


@dataclass(frozen=True, kw_only=True)
class Other:
    """An at-rule of another kind, such as ``@page`` or an order of layers; it is always kept."""

    rule: AtRule


Item = Rule | Group | Other


def parse(css: str) -> tuple[Item, ...]:
    """The rules of a sheet, in its order.

    Raises:
        StatusbookError: with the line and what is wrong there.
    """
    return _items(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True))


def split(tokens: Sequence[Node]) -> tuple[tuple[Node, ...], ...]:
    """A list with commas, such as one of selectors, as its parts."""
    parts: list[list[Node]] = [[]]
    for token in tokens:
        if token == ",":  # noqa: S105 - of css
            parts.append([])
        elif token.type != "comment":
            parts[-1].append(token)
    return tuple(_stripped(part) for part in parts)


def _stripped(tokens: list[Node]) -> tuple[Node, ...]:
    while tokens and tokens[0].type == "whitespace":
        tokens = tokens[1:]
    while tokens and tokens[-1].type == "whitespace":
        tokens = tokens[:-1]
    return tuple(tokens)


def _items(nodes: Sequence[Node]) -> tuple[Item, ...]:
    return tuple(_item(node) for node in nodes)


def _item(node: Node) -> Item:
    match node:
        case QualifiedRule():
            return _rule(node)
        case AtRule(lower_at_keyword=keyword, content=list(content)) if keyword in _GROUPS:
            inner = tinycss2.parse_rule_list(content, skip_comments=True, skip_whitespace=True)
            return Group(keyword=keyword, prelude=_stripped(node.prelude), rules=_items(inner))
        case AtRule():
            return Other(rule=node)
        case _:
            raise _wrong(node)


def _rule(node: QualifiedRule) -> Rule:
    selectors = split(node.prelude)
    if any(token.type == "{} block" for token in node.content):
        return Rule(selectors=selectors, declarations=(), nested=tuple(node.content))
    found = tinycss2.parse_blocks_contents(node.content, skip_comments=True, skip_whitespace=True)
    for declaration in found:
        if not isinstance(declaration, Declaration):
            raise _wrong(declaration)
    return Rule(selectors=selectors, declarations=tuple(found))


def _wrong(node: Node) -> StatusbookError:
    why = node.message if isinstance(node, ParseError) else f"“{node.serialize()}” is no declaration"
    return StatusbookError(f"The css cannot be read, in line {node.source_line}: {why.rstrip('.')}.")
