"""A page as a tree, for tests that ask what stands where on it."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

_VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "base"})


class Element:
    """An element; what it holds are elements and texts."""

    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag, self.attributes = tag, attributes
        self.inside: list[Element | str] = []

    @property
    def text(self) -> str:
        """The words in it, white space collapsed."""
        return " ".join("".join(self._words()).split())

    def _words(self) -> Iterator[str]:
        apart = " " if self.tag in {"br", "li", "p", "td", "th"} else ""
        yield apart
        for part in self.inside:
            yield from [part] if isinstance(part, str) else part._words()
        yield apart

    @property
    def children(self) -> list[Element]:
        return [part for part in self.inside if isinstance(part, Element)]

    def walk(self) -> Iterator[Element]:
        """The element and all in it, in the order of the page."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all(self, tag: str, name: str = "", id_: str = "") -> list[Element]:
        """The elements in it of a tag and, if given, of a class and with an id."""
        return [element for element in self.walk() if element.fits(tag, name, id_)]

    def fits(self, tag: str, name: str = "", id_: str = "") -> bool:
        names = self.attributes.get("class", "").split()
        return self.tag == tag and name in (*names, "") and id_ in {self.attributes.get("id"), ""}


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].inside.append(element)
        if tag not in _VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        while tag not in _VOID and self.open.pop().tag != tag:
            pass

    def handle_data(self, data: str) -> None:
        self.open[-1].inside.append(data)


def parse(html: str) -> Element:
    """The root of a page."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.open[0]
