"""A written page's blocks: out as messages, in as translations, with the shop's own blocks put in.

A Python-Markdown extension. It stands between the parsing of blocks and that of their inline text, so that
a translator sees a paragraph's Markdown, and every other extension goes on working. On a line of its own,
``{{ status-table }}`` is a block that statusbook renders; ``link:customer-service`` is one of the shop's
links.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import slugify
from markdown.treeprocessors import Treeprocessor
from markdown.util import STX

_BLOCK = re.compile(r"\{\{ *([a-z-]+)(?: +([a-z0-9-]+))? *\}\}")
_TRANSLATED = {"p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd"}
_ATTRIBUTES = re.compile(r"(.*?)([ ]*\{:?[ ][^}]*\}|[ ]*\{:?#[^}]*\})?", re.DOTALL)
_LINK = "link:"

EXTENSIONS = ("admonition", "attr_list", "def_list", "md_in_html", "tables", "toc")
"""Python-Markdown's extensions on written pages, so that blocks are found as they are shown."""

TRANSLATED_FIELDS = ("description", "section")
"""What readers see of the fields at the top of a page."""


class PageExtension(Extension):
    """Translates blocks, puts in blocks by name and resolves links; the three calls are set for each page."""

    def __init__(self) -> None:
        super().__init__()
        self.translate: Callable[[str], str] = str
        """The Markdown of a block to the same in the page's language."""
        self.render: Callable[[str, str], str] = _refuse_block
        """The name and the argument of a block to HTML."""
        self.resolve: Callable[[str], str] = _refuse_link
        """The id of a link to its address."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Registers the three: blocks below lists (90), the others around inline text (20)."""
        md.parser.blockprocessors.register(_Blocks(md.parser, self), "statusbook-blocks", 85)
        md.treeprocessors.register(_Translation(md, self), "statusbook-translation", 25)
        md.treeprocessors.register(_Links(md, self), "statusbook-links", 15)


def blocks(markdown: str) -> list[str]:
    """The Markdown of each block that a translator sees, in the page's order."""
    found: list[str] = []
    extension = PageExtension()

    def note(text: str) -> str:
        found.append(text)
        return text

    extension.translate = note
    extension.render = lambda _name, _argument: ""
    extension.resolve = lambda _id: "#"
    Markdown(extensions=[*EXTENSIONS, extension]).convert(markdown)
    return found


def _refuse_block(name: str, _argument: str) -> str:
    raise LookupError(name)


def _refuse_link(id_: str) -> str:
    raise LookupError(id_)


class _Blocks(BlockProcessor):
    """``{{ name argument }}`` on a line of its own."""

    def __init__(self, parser: object, page: PageExtension) -> None:
        super().__init__(parser)  # type: ignore[arg-type]
        self._page = page

    def test(self, parent: ElementTree.Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown's signature
        return _BLOCK.fullmatch(block.strip()) is not None

    def run(self, parent: ElementTree.Element, blocks: list[str]) -> None:
        found = _BLOCK.fullmatch(blocks.pop(0).strip())
        if found:
            html = self._page.render(found[1], found[2] or "")
            # A paragraph that holds nothing but stored HTML is replaced by it when the page is written.
            ElementTree.SubElement(parent, "p").text = self.parser.md.htmlStash.store(html)


class _Translation(Treeprocessor):
    def __init__(self, md: Markdown, page: PageExtension) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter():
            if element.tag in _TRANSLATED and element.text and element.text.strip():
                self._block(element, element.text)

    def _block(self, element: ElementTree.Element, text: str) -> None:
        if STX in text:  # stored HTML: what a block rendered is in the page's language already
            return
        found = _ATTRIBUTES.fullmatch(text.strip())
        words, attributes = (found[1], found[2] or "") if found else (text, "")
        words = " ".join(words.split())
        if element.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} and "#" not in attributes:
            # Anchors stay those of the English heading, so that links hold in every language.
            element.set("id", slugify(words, "-"))
        element.text = self._page.translate(words) + attributes


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, page: PageExtension) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter("a"):
            href = element.get("href", "")
            if href.startswith(_LINK):
                element.set("href", self._page.resolve(href.removeprefix(_LINK)))
