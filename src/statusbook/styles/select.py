"""Of a sheet, the rules that something on the pages can match.

Names alone decide: elements, classes, ids and languages. Attributes and states change while a reader looks
on, so that no rule is dropped for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import tinycss2
from tinycss2.ast import FunctionBlock, HashToken, IdentToken, LiteralToken, Node

from statusbook.styles.parse import Group, Item, Other, Rule, split
from statusbook.styles.usage import Element, Usage

_VAR = re.compile(r"var\(\s*(--[\w-]+)")

_ANY = frozenset({"is", "where", "has"})
"""Pseudo-classes whose argument has to match something."""


def select(items: Iterable[Item], used: Usage) -> tuple[Item, ...]:
    """What of the sheet the pages use; custom properties that nothing asks for are left out, too."""
    kept = tuple(_filtered(items, lambda selector: _possible(selector, used), lambda s: _pruned(s, used)))
    return tuple(_without(kept, _asked_for(kept, used.properties)))


def general(items: Iterable[Item]) -> tuple[Item, ...]:
    """The rules that hold in every language."""
    return tuple(_filtered(items, lambda selector: not _languages(selector)))


def particular(items: Iterable[Item]) -> tuple[Item, ...]:
    """The rules that hold in some languages alone."""
    return tuple(_only_rules(_filtered(items, lambda selector: bool(_languages(selector)))))


def spoken(items: Iterable[Item], language: str) -> tuple[Item, ...]:
    """Of rules that are `particular`, those for pages in a language, as ``:lang()`` names it."""
    return tuple(_only_rules(_filtered(items, lambda selector: _speaks(_languages(selector), language))))


def _filtered(
    items: Iterable[Item],
    wanted: Callable[[Sequence[Node]], bool],
    pruned: Callable[[tuple[Node, ...]], tuple[Node, ...]] = lambda selector: selector,
) -> Iterator[Item]:
    for item in items:
        match item:
            case Rule():
                if selectors := tuple(map(pruned, filter(wanted, item.selectors))):
                    yield replace(item, selectors=selectors)
            case Group():
                if rules := tuple(_filtered(item.rules, wanted, pruned)):
                    yield replace(item, rules=rules)
            case Other():
                yield item


def _only_rules(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        match item:
            case Rule():
                yield item
            case Group():
                if rules := tuple(_only_rules(item.rules)):
                    yield replace(item, rules=rules)


def _languages(selector: Sequence[Node]) -> set[str]:
    """The languages that a selector names anywhere."""
    found = set[str]()
    for token in selector:
        if isinstance(token, FunctionBlock):
            if token.lower_name == "lang":
                found |= {str(tinycss2.serialize(part)) for part in split(token.arguments)}
            else:
                found |= _languages(token.arguments)
    return found


def _speaks(ranges: Iterable[str], language: str) -> bool:
    return any(f"{language}-".lower().startswith(f"{range_}-".lower()) for range_ in ranges)


def _possible(selector: Sequence[Node], used: Usage) -> bool:
    return all(_matches(compound, used) for compound in _compounds(selector))


def _pruned(selector: tuple[Node, ...], used: Usage) -> tuple[Node, ...]:
    """Of lists of elements, such as ``:is(h5, h6)``, those that are there; others would weigh differently."""
    return tuple(_pruned_list(token, used) for token in selector)


def _pruned_list(token: Node, used: Usage) -> Node:
    if not isinstance(token, FunctionBlock) or token.lower_name not in _ANY:
        return token
    parts = split(token.arguments)
    if not all(len(part) == 1 and isinstance(part[0], IdentToken) for part in parts):
        return token
    kept = [part[0] for part in parts if _possible(part, used)]
    comma = LiteralToken(token.source_line, token.source_column, ",")
    arguments = [node for part in kept for node in (comma, part)][1:]
    return FunctionBlock(token.source_line, token.source_column, token.name, arguments)


def _compounds(selector: Sequence[Node]) -> Iterator[list[Node]]:
    compound: list[Node] = []
    for token in selector:
        if token.type == "whitespace" or token in (">", "+", "~"):
            if compound:
                yield compound
            compound = []
        else:
            compound.append(token)
    if compound:
        yield compound


def _matches(compound: Sequence[Node], used: Usage) -> bool:
    tag, id_, classes, bare = "", "", set[str](), False
    before = ""
    for token in compound:
        match token:
            case LiteralToken():
                before = token.value
                continue
            case IdentToken() if before == ".":
                classes.add(token.value)
            case IdentToken() if before != ":":
                tag = token.lower_value
            case HashToken():
                id_ = token.value
            case FunctionBlock(lower_name=name) if name in _ANY:
                if not any(_possible(inner, used) for inner in split(token.arguments)):
                    return False
            case FunctionBlock(lower_name="lang"):
                if not any(_speaks(_languages([token]), language) for language in used.languages):
                    return False
            case FunctionBlock(lower_name="not"):
                bare = bare or tinycss2.serialize(token.arguments) == "[class]"
        before = ""
    wanted = Element(
        tag="" if tag in used.words else tag,
        id="" if id_ in used.words else id_,
        classes=frozenset(classes - used.words),
    )
    return any(_is(element, wanted) and not (bare and element.classes) for element in used.elements)


def _is(element: Element, wanted: Element) -> bool:
    return (
        wanted.tag in {"", element.tag}
        and wanted.id in {"", element.id}
        and wanted.classes <= element.classes
    )


def _asked_for(items: Iterable[Item], others: Iterable[str]) -> set[str]:
    """The custom properties that have an effect: asked for by others, or by those which have one."""
    asked, through = set(others), dict[str, set[str]]()
    for rule in _rules(items):
        asked |= set(_VAR.findall(tinycss2.serialize(rule.nested)))
        for declaration in rule.declarations:
            names = set(_VAR.findall(tinycss2.serialize(declaration.value)))
            if declaration.name.startswith("--"):
                through.setdefault(declaration.name, set()).update(names)
            else:
                asked |= names
    while more := {name for known in asked for name in through.get(known, ())} - asked:
        asked |= more
    return asked


def _rules(items: Iterable[Item]) -> Iterator[Rule]:
    for item in items:
        match item:
            case Rule():
                yield item
            case Group():
                yield from _rules(item.rules)


def _without(items: Iterable[Item], asked: set[str]) -> Iterator[Item]:
    for item in items:
        match item:
            case Rule() if not item.nested:
                declarations = tuple(
                    d for d in item.declarations if not d.name.startswith("--") or d.name in asked
                )
                if declarations:
                    yield replace(item, declarations=declarations)
            case Group():
                if rules := tuple(_without(item.rules, asked)):
                    yield replace(item, rules=rules)
            case _:
                yield item
