"""What pages are made of, as far as selectors can ask for it."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass

_TAG = re.compile(r"<[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^'\">]++)*+>")
_NAME = re.compile(r"[\w-]+")
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

    def told(self) -> list[str]:
        """All of it, in an order that is the same whenever it is asked for."""
        elements = (f"<{one.tag} {one.id} {' '.join(sorted(one.classes))}>" for one in self.elements)
        return [
            *sorted(elements),
            *(" ".join(sorted(s)) for s in (self.words, self.properties, self.languages)),
        ]


_SOME_CLASS = frozenset({"*"})


class Vocabulary:
    """The names that a sheet asks for, and the scripts that may bring more of them onto a page.

    A script counts where the element is that it defines; one that defines none counts everywhere. What is
    switched by attributes and by states of the browser needs no word: selectors are not dropped for those.
    """

    def __init__(self, styles: str, scripts: Iterable[str], shown: str = "") -> None:
        """Take all css, the pages' scripts, and the css that comes with them: it asks for properties, too."""
        self._shown = frozenset(_PROPERTY.findall(shown))
        self._properties = frozenset(_PROPERTY.findall(styles))
        self._scripts = [_Script(script) for script in scripts]
        defined = {tag for script in self._scripts for tag in script.defines}
        self._names = frozenset(_WORD.findall(styles))
        self._element = functools.lru_cache(maxsize=10_000)(self._made)  # frames of pages are alike
        self._tags = {name.lower() for name in self._names} | defined

    def usage(self, page: str) -> Usage:
        """What is on a page, given as HTML; its words are those of no script."""
        return Usage(
            elements=frozenset(map(self._element, set(_TAG.findall(page)))),
            words=frozenset(),
            properties=self._properties.intersection(_PROPERTY.findall(page)),
            languages=frozenset(_HTML_LANGUAGE.findall(page)),
        )

    def _made(self, tag: str) -> Element:
        given = dict(_ATTRIBUTE.findall(tag))
        found = _NAME.search(tag)
        name = found[0].lower() if found else ""
        classes = frozenset(given.get("class", "").split())
        return Element(
            tag=name if name in self._tags else "",
            id=given["id"] if given.get("id") in self._names else "",
            # One that no selector names is one all the same, for :not([class]).
            classes=self._names & classes or (_SOME_CLASS if classes else frozenset()),
        )

    def together(self, used: Iterable[Usage]) -> Usage:
        """What is on one of several pages, with the words of the scripts that run there."""
        several = tuple(used)
        elements = frozenset[Element]().union(*(one.elements for one in several))
        tags = {element.tag for element in elements}
        running = [script for script in self._scripts if script.runs(tags)]
        properties = (script.properties & self._properties for script in running)
        return Usage(
            elements=elements,
            words=frozenset[str]().union(*(script.words for script in running)),
            properties=self._shown.union(*(one.properties for one in several), *properties),
            languages=frozenset[str]().union(*(one.languages for one in several)),
        )


class _Script:
    def __init__(self, text: str) -> None:
        self.defines = frozenset(_ELEMENT.findall(text))
        literals = (found for pattern in _LITERALS for found in pattern.findall(text))
        self.words = frozenset(word for quoted in literals for word in _WORD.findall(quoted))
        self.properties = frozenset(_PROPERTY.findall(text))

    def runs(self, tags: set[str]) -> bool:
        return not self.defines or not tags.isdisjoint(self.defines)
