"""Rules to css, in as few bytes as keep what it means."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import tinycss2
from tinycss2.ast import (
    CurlyBracketsBlock,
    FunctionBlock,
    LiteralToken,
    Node,
    ParenthesesBlock,
    SquareBracketsBlock,
    WhitespaceToken,
)

from statusbook.styles.parse import Group, Item, Other, Rule

_COMBINATORS = frozenset({",", ">", "+", "~"})
_VALUE = frozenset({","})
_BLOCK = frozenset({",", ";", ":"})
_QUERY = frozenset({",", ":", ">=", "<=", "<", ">"})
_CALCULATED = frozenset({"calc", "min", "max", "clamp", "nth-child", "nth-of-type", "nth-last-child"})
"""Functions in which + and - need the blanks around them; :is() and the like do not."""

_ZERO = re.compile(r"(?<![\w.#-])(-?)0(\.\d)")
_HEX = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3(?![0-9a-f])", re.IGNORECASE)
_STRING = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')""")


def minify(items: Iterable[Item]) -> str:
    """The css of the rules."""
    return "".join(_item(item) for item in items)


def _item(item: Item) -> str:
    match item:
        case Rule(nested=()):
            declarations = ";".join(
                f"{d.name}:{_value(d.value)}{'!important' if d.important else ''}" for d in item.declarations
            )
            return f"{_selectors(item)}{{{declarations}}}"
        case Rule():
            return f"{_selectors(item)}{{{_tight(item.nested, frozenset())}}}"
        case Group():
            return f"@{item.keyword}{_prelude(item.prelude)}{{{minify(item.rules)}}}"
        case Other(rule=rule):
            block = ";" if rule.content is None else f"{{{_short(_tight(rule.content, _BLOCK))}}}"
            return f"@{rule.at_keyword}{_prelude(rule.prelude)}{block}"


def _selectors(rule: Rule) -> str:
    return ",".join(_tight(selector, _COMBINATORS) for selector in rule.selectors)


def _prelude(tokens: Sequence[Node]) -> str:
    text = _tight(tokens, _QUERY)
    return f" {text}" if text and not text.startswith("(") else text


def _value(tokens: Sequence[Node]) -> str:
    return _short(_tight(tokens, _VALUE))


def _tight(tokens: Sequence[Node], around: frozenset[str]) -> str:
    """The tokens without comments, and without blanks at both ends and around the given signs."""
    return str(tinycss2.serialize(_without_blanks(tokens, around)))


def _without_blanks(tokens: Sequence[Node], around: frozenset[str]) -> list[Node]:
    tokens = [_inside(token, around) for token in tokens if token.type != "comment"]
    kept: list[Node] = []
    for i, token in enumerate(tokens):
        if not isinstance(token, WhitespaceToken):
            kept.append(token)
        elif kept and i + 1 < len(tokens) and not (_sign(kept[-1], around) or _sign(tokens[i + 1], around)):
            kept.append(WhitespaceToken(token.source_line, token.source_column, " "))
    return kept


def _sign(token: Node, signs: frozenset[str]) -> bool:
    return token.type == "whitespace" or (isinstance(token, LiteralToken) and token.value in signs)


def _inside(token: Node, around: frozenset[str]) -> Node:
    line, column = token.source_line, token.source_column
    match token:
        case FunctionBlock():
            inner = around - {"+", ">", "~"} if token.lower_name in _CALCULATED else around
            return FunctionBlock(line, column, token.name, _without_blanks(token.arguments, inner))
        case ParenthesesBlock() | SquareBracketsBlock() | CurlyBracketsBlock():
            return type(token)(line, column, _without_blanks(token.content, around))
        case _:
            return token


def _short(css: str) -> str:
    """Numbers and colours in fewer letters; what stands in quotes stays."""
    parts = _STRING.split(css)
    return "".join(
        part if i % 2 else _HEX.sub(r"#\1\2\3", _ZERO.sub(r"\1\2", part)) for i, part in enumerate(parts)
    )
