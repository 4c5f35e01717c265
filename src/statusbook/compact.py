"""HTML without the white space that no reader sees."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

_TOKENS = re.compile(r"(<!--.*?-->|<(?:\"[^\"]*\"|'[^']*'|[^'\">]++)*+>)", re.DOTALL)
_NAME = re.compile(r"</?([a-zA-Z][\w-]*)")
_BLANKS = re.compile(r"[ \t\n\r\f]+")  # not \s: a no-break space is something that readers see
_IN_TAG = re.compile(r"(\"[^\"]*\"|'[^']*')|[ \t\n\r\f]+")

_VERBATIM = frozenset({"pre", "textarea", "script", "style"})

_BLOCKS = frozenset(
    {
        *("address", "article", "aside", "blockquote", "body", "br", "caption", "circle", "dd", "details"),
        *("dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "foreignobject"),
        *("g", "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "legend", "li", "line"),
        *("link", "main", "meta", "nav", "ol", "optgroup", "option", "p", "path", "pre", "rect", "script"),
        *("section", "style", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "ul"),
    }
)
"""Elements at whose edges white space is not shown."""


def compact(html: str) -> str:
    """The page with each run of white space as one blank, and with none at the edges of blocks.

    What stands in ``pre``, ``textarea``, ``script`` and ``style`` stays as it is.
    """
    parts = _TOKENS.split(html)
    texts, tags = parts[::2], [_tag(part) for part in parts[1::2]]
    out, before, verbatim = list[str](), _EDGE, ""
    for text, tag in zip(texts, [*tags, _EDGE], strict=True):
        if verbatim:
            out.append(text)
        elif text:
            line = _BLANKS.sub(" ", text)
            line = line.removeprefix(" ") if before.block else line
            out.append(line.removesuffix(" ") if tag.block else line)
        if tag.name in _VERBATIM:
            verbatim = "" if tag.closing else verbatim or tag.name
        out.append(tag.compact if not verbatim or verbatim == tag.name else tag.written)
        before = tag
    return "".join(out) + "\n"


class _Tag(NamedTuple):
    name: str
    written: str
    compact: str
    closing: bool
    block: bool
    """Whether white space beside it is not shown."""


_EDGE = _Tag("", "", "", closing=False, block=True)
"""Where the page begins or ends."""


@functools.lru_cache(maxsize=10_000)  # the frames of pages are alike
def _tag(tag: str) -> _Tag:
    found = _NAME.match(tag)
    name = found[1].lower() if found else ""
    return _Tag(
        name=name,
        written=tag,
        compact=_IN_TAG.sub(lambda found: found[1] or " ", tag) if "\n" in tag else tag,
        closing=tag.startswith("</"),
        block=tag.startswith("<!") or name in _BLOCKS,
    )
