"""Custom properties that are the same everywhere, replaced by their values.

Tokens are for those who write the css; a size that no rule changes need not travel as a name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import tinycss2
from tinycss2.ast import CurlyBracketsBlock, Declaration, FunctionBlock, Node, ParenthesesBlock

from statusbook.styles.parse import Group, Item, Rule

_Values = Mapping[str, Sequence[Node]]


def settle(items: Iterable[Item], named: Iterable[str]) -> tuple[Item, ...]:
    """The same rules; properties that are declared once, on ``:root``, under no condition, are settled.

    `named` are those that others ask for, which stay.
    """
    items = tuple(items)
    return tuple(_replaced(items, _settled(items, set(named))))


def settle_within(items: Iterable[Item], sheet: Iterable[Item]) -> tuple[Item, ...]:
    """The same rules, which come after a sheet; properties of it that are the same everywhere are settled."""
    items = tuple(items)
    return tuple(_replaced(items, _settled((*sheet, *items), set())))


def _settled(items: Sequence[Item], named: set[str]) -> dict[str, list[Node]]:
    count, elsewhere, values = Counter[str](), set[str](), dict[str, list[Node]]()
    for rule, conditional in _rules(items, conditional=False):
        on_root = [tinycss2.serialize(selector) for selector in rule.selectors] == [":root"]
        for declaration in rule.declarations:
            name = declaration.name
            if name.startswith("--"):
                count[name] += 1
                if not on_root:
                    elsewhere.add(name)
                if on_root and not conditional:
                    values[name] = declaration.value
    once = {name: value for name, value in values.items() if count[name] == 1 and name not in named}
    # What depends on a property that is set further down would change its meaning there.
    return {name: value for name, value in once.items() if not _asked(value) & elsewhere}


def _rules(items: Iterable[Item], *, conditional: bool) -> Iterator[tuple[Rule, bool]]:
    for item in items:
        match item:
            case Rule():
                yield item, conditional
            case Group():
                yield from _rules(item.rules, conditional=conditional or item.keyword != "layer")


def _asked(tokens: Iterable[Node]) -> set[str]:
    found = set[str]()
    for token in tokens:
        if isinstance(token, FunctionBlock):
            found |= {_name(token)} if token.lower_name == "var" else set()
            found |= _asked(token.arguments)
        elif isinstance(token, (ParenthesesBlock, CurlyBracketsBlock)):
            found |= _asked(token.content)
    return found


def _name(var: FunctionBlock) -> str:
    """The property that a ``var()`` asks for."""
    return next((token.value for token in var.arguments if token.type == "ident"), "")


def _replaced(items: Iterable[Item], values: _Values) -> Iterator[Item]:
    for item in items:
        match item:
            case Rule():
                declarations = tuple(_declared(d, values) for d in item.declarations if d.name not in values)
                if declarations or item.nested:
                    nested = tuple(_filled(item.nested, values))
                    yield replace(item, declarations=declarations, nested=nested)
            case Group():
                if rules := tuple(_replaced(item.rules, values)):
                    yield replace(item, rules=rules)
            case _:
                yield item


def _declared(old: Declaration, values: _Values) -> Declaration:
    value = _filled(old.value, values)
    line, column = old.source_line, old.source_column
    return Declaration(line, column, old.name, old.lower_name, value, old.important)


def _filled(tokens: Iterable[Node], values: _Values) -> list[Node]:
    out: list[Node] = []
    for token in tokens:
        line, column = token.source_line, token.source_column
        match token:
            case FunctionBlock(lower_name="var") if _name(token) in values:
                out += _filled(values[_name(token)], values)
            case FunctionBlock():
                out.append(FunctionBlock(line, column, token.name, _filled(token.arguments, values)))
            case ParenthesesBlock() | CurlyBracketsBlock():
                out.append(type(token)(line, column, _filled(token.content, values)))
            case _:
                out.append(token)
    return out
