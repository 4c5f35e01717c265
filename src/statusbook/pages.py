"""A written page's blocks: out as messages, in as translations, with the shop's own blocks put in.

A Python-Markdown extension. It stands between the parsing of blocks and that of their inline text, so that
a translator sees a paragraph's Markdown, and every other extension goes on working. On a line of its own,
``{{ status-table }}`` is a block that statusbook renders; ``link:customer-service`` is one of the shop's
links.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from xml.etree import ElementTree

from markdown import Markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.toc import slugify_unicode, unique
from markdown.treeprocessors import Treeprocessor
from markdown.util import HTML_PLACEHOLDER_RE, STX

from statusbook.messages import SOURCE_LOCALE, Words
from statusbook.unparse import Unparser

_BLOCK = re.compile(r"\{\{ *([a-z-]+)(?: +([a-z0-9-]+))? *\}\}")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_TRANSLATED = _HEADINGS | {"p", "li", "td", "th", "dt", "dd"}
_FIELDS = re.compile(r"-{3}[ \t]*\n(.*?\n)(?:\.{3}|-{3})[ \t]*(?:\n|$)", re.DOTALL)
_NOTED = {"p", "li", "td", "dd"}
_ANCHOR = re.compile(r"#([^\s}]+)")
_ATTRIBUTES = re.compile(r"(.*?)([ ]*\{:?[ ][^}]*\}|[ ]*\{:?#[^}]*\})?", re.DOTALL)
_LINK = "link:"
_TRANSLATION = "statusbook-translation"

EXTENSIONS = ("admonition", "attr_list", "def_list", "md_in_html", "tables", "toc")
"""Python-Markdown's extensions on written pages, so that blocks are found as they are shown."""

TRANSLATED_FIELDS = ("description", "section")
"""What readers see of the fields at the top of a page."""


class PageExtension(Extension):
    """Translates blocks, puts in blocks by name and resolves links; what it calls is set for each page."""

    def __init__(self) -> None:
        super().__init__()
        self.language = SOURCE_LOCALE
        """The language of the page."""
        self.translate: Callable[[str, str], Words] = lambda _name, text: Words(text, SOURCE_LOCALE)
        """The name and the Markdown of a block to its Markdown in the page's language."""
        self.stale_note: Callable[[Words, str], str] = lambda _words, _anchor: ""
        """A translation whose English is newer, and the anchor of its section, to HTML that says so."""
        self.render: Callable[[str, str], str] = _refuse_block
        """The name and the argument of a block to HTML."""
        self.resolve: Callable[[str], str] = _refuse_link
        """The id of a link to its address."""
        self.markdown: Callable[[str, str], str] = lambda _name, _argument: ""
        """The name and the argument of a block to Markdown that says the same."""
        self.stale_line: Callable[[Words], str] = lambda _words: ""
        """The same as `stale_note`, in Markdown."""
        self.write: Callable[[str], None] = lambda _markdown: None
        """Takes the page as Markdown, translated and with its blocks put in."""
        self.stored: dict[str, str] = {}
        """Markdown by what stands for stored HTML; of the page that is being parsed."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Registers its parts: blocks below lists (90), the others around inline text (20)."""
        md.parser.blockprocessors.register(_Blocks(md.parser, self), "statusbook-blocks", 85)
        md.treeprocessors.register(_Translation(md, self), _TRANSLATION, 25)
        md.treeprocessors.register(_Twin(md, self), "statusbook-twin", 24)
        md.treeprocessors.register(_Links(md, self), "statusbook-links", 15)


def split(text: str) -> tuple[str, str]:
    """The fields at the top of a page, as YAML, and its Markdown; by the rule that MkDocs goes by."""
    found = _FIELDS.match(text)
    return (found[1], text[found.end() :]) if found else ("", text)


def blocks(markdown: str) -> list[tuple[str, str]]:
    """The name and the Markdown of each block that a translator sees, in the page's order.

    A heading is named by its anchor, what follows it by the anchor and its number below it: ``check.2``. So
    a change in one section leaves the names in the others as they are.
    """
    found: list[tuple[str, str]] = []
    extension = PageExtension()

    def note(name: str, text: str) -> Words:
        found.append((name, text))
        return Words(text, SOURCE_LOCALE)

    extension.translate = note
    extension.render = lambda _name, _argument: ""
    md, lines = Markdown(extensions=[*EXTENSIONS, extension]), markdown.split("\n")
    for preprocessor in md.preprocessors:
        lines = preprocessor.run(lines)
    root = md.parser.parseDocument(lines).getroot()
    # What is inline, and HTML, would take four times as long.
    md.treeprocessors[_TRANSLATION].run(root)  # type: ignore[arg-type]
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
            stored = self.parser.md.htmlStash.store(html)
            ElementTree.SubElement(parent, "p").text = stored
            self._page.stored[stored] = self._page.markdown(found[1], found[2] or "")


class _Translation(Treeprocessor):
    def __init__(self, md: Markdown, page: PageExtension) -> None:
        super().__init__(md)
        self._page = page
        self._section, self._number = "", 0
        self._anchors: set[str] = set()

    def run(self, root: ElementTree.Element) -> None:
        self._section, self._number = "", 0
        self._anchors = set()
        parents = {child: parent for parent in root.iter() for child in parent}
        for element in list(root.iter()):
            # Stored HTML is what a block rendered, in the page's language already.
            if (
                element.tag in _TRANSLATED
                and element.text
                and element.text.strip()
                and STX not in element.text
            ):
                words = self._block(element, element.text.strip())
                self._tell(element, parents[element], words)

    def _block(self, element: ElementTree.Element, text: str) -> Words:
        found = _ATTRIBUTES.fullmatch(text)
        words, attributes = (found[1], found[2] or "") if found else (text, "")
        words = " ".join(words.split())
        translated = self._page.translate(self._name(element, words, attributes), words)
        element.text = translated + attributes
        return translated

    def _tell(self, element: ElementTree.Element, parent: ElementTree.Element, words: Words) -> None:
        """Marks a text in another language, and puts a note below one whose English is newer."""
        if words.language != self._page.language:
            element.set("lang", words.language)
            element.set("dir", "ltr")
        if words.stale and element.tag in _NOTED and (html := self._page.stale_note(words, self._section)):
            note = ElementTree.Element("p")
            note.text = self.md.htmlStash.store(html)
            self._page.stored[note.text] = self._page.stale_line(words)
            if element.tag == "p":
                parent.insert(list(parent).index(element) + 1, note)
            else:
                element.append(note)

    def _name(self, element: ElementTree.Element, words: str, attributes: str) -> str:
        if element.tag not in _HEADINGS:
            self._number += 1
            return f"{self._section}.{self._number}".lstrip(".")
        # Anchors stay those of the English heading, so that links hold in every language.
        anchor = _ANCHOR.search(attributes)
        slug = anchor[1] if anchor else slugify_unicode(words, "-") or "section"
        self._section, self._number = unique(slug, self._anchors), 0
        if not anchor:
            element.set("id", self._section)
        if element.tag == "h1":
            self._section = "title"
        return self._section


class _Twin(Treeprocessor):
    """Writes the page as Markdown, while its blocks are translated and their inline text is as written."""

    def __init__(self, md: Markdown, page: PageExtension) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: ElementTree.Element) -> None:
        page = Unparser(self._markdown).page(copy.deepcopy(root))
        # A link may be written by its name alone, with the address elsewhere on the page.
        references = [f"[{id_}]: <{url}>" for id_, (url, _title) in self.md.references.items()]
        self._page.write("\n\n".join(filter(None, [page, "\n".join(references)])))
        self._page.stored.clear()

    def _markdown(self, text: str) -> str:
        """A text that stands for stored HTML as Markdown, which may be HTML; others come back as they are."""
        if text in self._page.stored:
            return self._page.stored[text]
        raw = self.md.htmlStash.rawHtmlBlocks
        return HTML_PLACEHOLDER_RE.sub(lambda found: str(raw[int(found[1])]).strip(), text)


class _Links(Treeprocessor):
    def __init__(self, md: Markdown, page: PageExtension) -> None:
        super().__init__(md)
        self._page = page

    def run(self, root: ElementTree.Element) -> None:
        for element in root.iter("a"):
            href = element.get("href", "")
            if href.startswith(_LINK):
                element.set("href", self._page.resolve(href.removeprefix(_LINK)))
