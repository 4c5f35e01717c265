"""The links and pictures in a page's Markdown, with their places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_CODE = re.compile(
    r"^ {0,3}(?P<fence>`{3,}|~{3,}).*?(?:^ {0,3}(?P=fence)[`~]*[ \t]*$|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)(?P=ticks)(?!`)"
    r"|<!--.*?(?:-->|\Z)",
    re.DOTALL | re.MULTILINE,
)
_ADDRESS = r"<?(?P<target>[^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?"
_MARK = re.compile(
    rf"\\.|(?P<open>!?\[)|\](?P<to>\(\s*{_ADDRESS}(?:\s+(?:\"[^\"\n]*\"|'[^'\n]*'))?\s*\))?", re.DOTALL
)
_DEFINITION = re.compile(rf"^ {{0,3}}\[[^\]\n]+\]:[ \t]*{_ADDRESS}", re.MULTILINE)
_ELEMENT = re.compile(r"<(?P<tag>a|img)\b(?P<attributes>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"(?<![\w-])(href|src|alt)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'<>]+))", re.IGNORECASE
)
_BARE = re.compile(r"<(?P<target>[a-z]+://[^\s<>]*)>", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Link:
    """A link or a picture; all offsets count characters of the page."""

    start: int
    end: int
    target: str
    at: int
    """Where the target starts."""
    is_picture: bool = False
    alternative: str | None = ""
    """What a picture says to those who do not see it; None where it is not even said to be nothing."""
    in_text: bool = False
    """Written ``[words](target)``, so that it stands between the words of a sentence."""


def without_code(text: str) -> str:
    """The text with spaces for code and comments, in which nothing is a link; offsets stay."""
    return _CODE.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), text)


def find_links(text: str) -> Iterator[Link]:
    """The links and pictures of a page, from which code was taken out."""
    yield from _inline(text)
    yield from _elements(text)
    for pattern in (_DEFINITION, _BARE):
        for found in pattern.finditer(text):
            start, end = found.span()
            yield Link(start=start, end=end, target=found["target"], at=found.start("target"))


def _inline(text: str) -> Iterator[Link]:
    """``[words](target)`` and ``![words](target)``, also the one inside the other."""
    opened: list[tuple[int, int, bool]] = []
    for mark in _MARK.finditer(text):
        if mark["open"]:
            opened.append((mark.start(), mark.end(), mark["open"] == "!["))
        elif mark[0][0] == "]" and opened:
            start, inner, is_picture = opened.pop()
            if mark["to"]:
                yield Link(
                    start=start,
                    end=mark.end(),
                    target=mark["target"],
                    at=mark.start("target"),
                    is_picture=is_picture,
                    alternative=text[inner : mark.start()].strip(),
                    in_text=not is_picture,
                )


def _elements(text: str) -> Iterator[Link]:
    """``<a href>`` and ``<img src>``."""
    for element in _ELEMENT.finditer(text):
        found = {
            attribute[1].lower(): (
                attribute[attribute.lastindex or 0],
                attribute.start(attribute.lastindex or 0),
            )
            for attribute in _ATTRIBUTE.finditer(element["attributes"])
        }
        is_picture = element["tag"].lower() == "img"
        target, at = found.get("src" if is_picture else "href", ("", -1))
        if is_picture or at >= 0:
            yield Link(
                start=element.start(),
                end=element.end(),
                target=target,
                at=element.start("attributes") + at if at >= 0 else element.start(),
                is_picture=is_picture,
                alternative=found.get("alt", (None, 0))[0],
            )
