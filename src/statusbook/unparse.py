"""Parsed blocks back to Markdown: what Python-Markdown has made of a page, before it looks at inline text.

At that moment inline text is still as it was written, or as a translator wrote it; so the Markdown that comes
out is the author's own, block by block, and nothing is converted.
"""

from __future__ import annotations

import html
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from xml.etree.ElementTree import Element

_ATTRIBUTES = re.compile(r"\s*\{:?[ #.][^{}]*\}\s*$")
"""What Python-Markdown's `attr_list` reads at the end of a block."""

_ALIGNED = {"left": ":--", "center": ":-:", "right": "--:"}


class Unparser:
    """Takes blocks apart.

    Args:
        stored: Markdown for a text that stands for stored HTML; a text that is none comes back as it is.
    """

    def __init__(self, stored: Callable[[str], str]) -> None:
        self._stored = stored

    def page(self, root: Element) -> str:
        """The blocks below `root`, with a blank line between them."""
        return "\n\n".join(self._inside(root))

    def _inside(self, element: Element) -> Iterator[str]:
        """Each block in an element; text that stands in it beside blocks is a block as well."""
        texts = [element.text, *(child.tail for child in element)]
        blocks = [None, *element]
        for block, text in zip(blocks, texts, strict=True):
            yield from filter(None, [self._block(block) if block is not None else "", self._text(text)])

    def _text(self, text: str | None) -> str:
        return _ATTRIBUTES.sub("", self._stored((text or "").strip()))

    def _block(self, block: Element) -> str:
        if re.fullmatch("h[1-6]", block.tag):
            return f"{'#' * int(block.tag[1])} {self._text(block.text)}"
        write = {
            "ul": self._list,
            "ol": self._list,
            "dl": self._definitions,
            "blockquote": self._quote,
            "pre": self._code,
            "table": self._table,
        }.get(block.tag)
        if block.tag == "hr":
            return "---"
        if write is None and "admonition" in block.get("class", "").split():
            return self._admonition(block)
        return write(block) if write else "\n\n".join(self._inside(block))

    def _list(self, block: Element) -> str:
        loose = any(child.tag == "p" for item in block for child in item)
        items = []
        for number, item in enumerate(block, 1):
            marker = f"{number}. " if block.tag == "ol" else "- "
            text = ("\n\n" if loose else "\n").join(self._inside(item))
            items.append(marker + textwrap.indent(text, " " * len(marker)).lstrip())
        return ("\n\n" if loose else "\n").join(items)

    def _definitions(self, block: Element) -> str:
        lines = []
        for item in block:
            text = "\n\n".join(self._inside(item))
            lines.append(f"\n{text}" if item.tag == "dt" else f":   {textwrap.indent(text, '    ').lstrip()}")
        return "\n".join(lines).strip()

    def _quote(self, block: Element) -> str:
        return textwrap.indent("\n\n".join(self._inside(block)), "> ", lambda _line: True).replace(
            "> \n", ">\n"
        )

    def _admonition(self, block: Element) -> str:
        inside = list(block)
        if inside and inside[0].get("class") == "admonition-title":
            inside[0].text = f"**{self._text(inside[0].text)}**"
        return self._quote(block)

    def _code(self, block: Element) -> str:
        code = html.unescape("".join(block.itertext())).rstrip("\n")
        fence = "`" * max(3, *(len(run) + 1 for run in re.findall("`+", code) or [""]))
        return f"{fence}\n{code}\n{fence}"

    def _table(self, block: Element) -> str:
        rows = [[cell for cell in row if cell.tag in {"th", "td"}] for row in block.iter("tr")]
        aligned = [re.search("left|center|right", cell.get("style", "")) for cell in rows[0]]
        head, *lines = [[self._text(cell.text) for cell in row] for row in rows]
        return table(head, lines, [_ALIGNED[found[0]] if found else "---" for found in aligned])


def table(head: Sequence[str], rows: Iterable[Sequence[str]], line: Sequence[str] = ()) -> str:
    """A table of cells that hold Markdown of one line each; `line` says how columns are aligned."""
    all_rows = [head, line or ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in all_rows)
