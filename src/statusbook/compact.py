"""HTML without the white space that no reader sees."""

from __future__ import annotations

import re

_TOKENS = re.compile(r"(<!--.*?-->|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>)", re.DOTALL)
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
    out, verbatim = list[str](), ""
    for i, part in enumerate(parts):
        if i % 2:
            name, closing = _name(part), part.startswith("</")
            if name in _VERBATIM:
                verbatim = "" if closing else verbatim or name
            out.append(_tag(part) if not verbatim or verbatim == name else part)
        elif verbatim:
            out.append(part)
        else:
            out.append(_text(part, _block(parts, i - 1), _block(parts, i + 1)))
    return "".join(out) + "\n"


def _name(tag: str) -> str:
    found = _NAME.match(tag)
    return found[1].lower() if found else ""


def _block(parts: list[str], i: int) -> bool:
    """Whether a block begins or ends there, or the page does."""
    return not 0 <= i < len(parts) or parts[i].startswith("<!") or _name(parts[i]) in _BLOCKS


def _text(text: str, after_block: bool, before_block: bool) -> str:
    text = _BLANKS.sub(" ", text)
    text = text.removeprefix(" ") if after_block else text
    return text.removesuffix(" ") if before_block else text


def _tag(tag: str) -> str:
    return _IN_TAG.sub(lambda found: found[1] or " ", tag) if "\n" in tag else tag
