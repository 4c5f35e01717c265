"""What pages are made of, as far as selectors can ask for it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

_TAG = re.compile(r"<([a-zA-Z][\w-]*)((?:\"[^\"]*\"|'[^']*'|[^'\">])*)>")
_ATTRIBUTE = re.compile(r"""\s(class|id)="([^"]*)\"""")
_ELEMENT = re.compile(r"customElements\.define\(\s*[\"']([\w-]+)")
_HTML_LANGUAGE = re.compile(r"<html[^>]*\slang=\"([^\"]*)\"")
_WORD = re.compile(r"[A-Za-z_-][\w-]*")
_LITERALS = tuple(
    re.compile(rf"{quote}((?:[^{quote}\\{end}]|\\.)*){quote}")
    for quote, end in (('"', "\\n"), ("'", "\\n"), ("`", ""))
)
"""Each kind of quotes is looked for by itself: a stray one in a comment hides no other."""
_PROPERTY = re.compile(r"--[\w-]+")


@dataclass(frozen=True, kw_only=True)
class Element:
    """A kind of element."""

    tag: str
    id: str = ""
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Usage:
    """What is on some pages, or can come onto them."""

    elements: frozenset[Element]
    words: frozenset[str]
    """Words in quotes in the pages' scripts: any may be an element, class or id that a script puts there."""
    properties: frozenset[str]
    """The custom properties that pages or scripts name themselves."""
    languages: frozenset[str]
    """The languages of the pages as a whole."""


def usage(pages: Iterable[str], scripts: Iterable[str]) -> Usage:
    """What is on the pages, given as HTML.

    A script counts where the element is that it defines; one that defines none counts everywhere. What is
    switched by attributes and by states of the browser needs no word: selectors are not dropped for those.
    """
    elements, text = set[Element](), "".join(pages)
    for tag, rest in set(_TAG.findall(text)):
        given = dict(_ATTRIBUTE.findall(rest))
        classes = frozenset(given.get("class", "").split())
        elements.add(Element(tag=tag.lower(), id=given.get("id", ""), classes=classes))
    tags = {element.tag for element in elements}
    running = [script for script in scripts if _runs(script, tags)]
    words = {word for script in running for quoted in _literals(script) for word in _WORD.findall(quoted)}
    properties = {name for source in (text, *running) for name in _PROPERTY.findall(source)}
    return Usage(
        elements=frozenset(elements),
        words=frozenset(words),
        properties=frozenset(properties),
        languages=frozenset(_HTML_LANGUAGE.findall(text)),
    )


def language(page: str) -> str:
    """The language that the page says it is in."""
    found = _HTML_LANGUAGE.search(page)
    return found[1] if found else ""


def _literals(script: str) -> list[str]:
    return [text for pattern in _LITERALS for text in pattern.findall(script)]


def _runs(script: str, tags: set[str]) -> bool:
    defined = _ELEMENT.findall(script)
    return not defined or not tags.isdisjoint(defined)
