"""The Markdown twin of a page, beside it as ``index.md``, and ``llms.txt``, which leads to all of them.

A twin lies where its page does, so that both have the same relative addresses and one rule names every twin,
the home page's too. Its own links are absolute: a twin is read far from the site. https://llmstxt.org
"""

from __future__ import annotations

import datetime
import functools
import json
import posixpath
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from statusbook.edition import Edition
from statusbook.exports import page_words as words
from statusbook.exports.markdown import MarkdownBlocks, link, text

NAME = "index.md"
"""The file's name in the folder of its page."""

LLMS = "llms.txt"
"""The path of the list below the site's address."""

_ABOUT = (
    "Each page is also there as Markdown, at the page’s address with index.md behind it. The same facts are "
    "there as JSON, word for word as the pages say them. Please quote the pages, and link to them."
)

_quoted = json.JSONEncoder(ensure_ascii=False).encode
"""JSON, which is YAML, too."""

_TARGET = re.compile(r"(?P<before>\]\(|^\[[^\]\n]+\]: )<?(?P<to>[^\s)<>]+)>?", re.MULTILINE)
"""Where a link or a picture leads, in Markdown that is written as usual."""


@dataclass(frozen=True, kw_only=True)
class Twin:
    """One page as Markdown, before it is known what other pages there are."""

    name: str
    """Its path below ``docs/`` without ``.md``; ``index`` for the home page."""
    title: str
    about: str
    """One sentence: what the page is about."""
    url: str
    """The page's address."""
    updated: datetime.date | None
    mostly_english: bool
    has_statuses: bool
    body: str
    """Its blocks, with their links as they are written."""

    @property
    def address(self) -> str:
        """Its own address."""
        return f"{self.url.rpartition('/')[0]}/{NAME}"


def twin_md(twin: Twin, edition: Edition, blocks: MarkdownBlocks, others: Sequence[Twin], base: str) -> str:
    """The file.

    Args:
        twin: the page.
        edition: in its language; the page's language is the edition's.
        blocks: the same as Markdown.
        others: the pages that the home page lists; none for another page.
        base: where the pages of this language lie, with a slash at the end.
    """
    head = {"title": twin.title, "description": twin.about, "url": twin.url, "language": edition.locale}
    if twin.updated:
        head["updated"] = twin.updated.isoformat()
    lines = [f"{key}: {_quoted(value)}" for key, value in head.items()]
    note = f"> {blocks.say(words.MOSTLY_ENGLISH)}" if twin.mostly_english else ""
    listed = "\n".join(f"- {link(other.title, other.url)}: {text(other.about)}" for other in others)
    parts = [
        "\n".join(["---", *lines, "---"]),
        note,
        _linked(twin.body, _resolver(twin, edition, base)),
        f"## {blocks.say(words.ARTICLES)}\n\n{listed}" if others else "",
        *(
            _linked(blocks.render("status-names"), functools.partial(urljoin, other.url))
            for other in others
            if other.has_statuses
        ),
        *blocks.ending,
    ]
    return "\n\n".join(filter(None, parts)) + "\n"


def _linked(markdown: str, resolve: Callable[[str], str]) -> str:
    return _TARGET.sub(lambda found: found["before"] + resolve(found["to"]), markdown)


def _resolver(twin: Twin, edition: Edition, base: str) -> Callable[[str], str]:
    def resolve(to: str) -> str:
        """An absolute address for what a page links to: an anchor, a page, a file, one of the shop's."""
        if to.startswith("link:") and (shop := edition.links.get(to.removeprefix("link:"))):
            return shop.url
        if urlsplit(to).scheme:
            return to
        if to.startswith("#"):
            return twin.url + to
        path, _, anchor = to.partition("#")
        path = posixpath.normpath(posixpath.join(posixpath.dirname(twin.name), path))
        if path.endswith(".md"):
            path = re.sub(r"(^|/)index/$", r"\1", f"{path.removesuffix('.md')}/")
        return urljoin(base, path) + (f"#{anchor}" if anchor else "")

    return resolve


@dataclass(frozen=True, kw_only=True)
class Section:
    """The pages of one language."""

    title: str
    """The help centre's name."""
    name: str
    """The language's own name."""
    locale: str
    twins: Sequence[Twin]
    """The home page first."""
    facts: str
    """The address of its ``statuses.json``; empty without one."""
    schema: str
    """The address of their schema."""


def llms_txt(sections: Sequence[Section]) -> str:
    """The list, in English as its readers expect it, with the pages of all languages, the source's first."""
    first = sections[0]
    home, *pages = first.twins
    parts = [
        f"# {text(first.title)}",
        f"> {text(home.about)}",
        _ABOUT,
        "## Pages",
        _list((twin.title, twin.address, twin.about) for twin in [*pages, home]),
    ]
    if any(section.facts for section in sections):
        about = "every order status: what it means, how long it takes, what a customer can do"
        parts += [
            "## Data",
            _list([("statuses.json", first.facts, about), ("Its JSON Schema", first.schema, "")]),
        ]
    others = [
        (f"{section.name} ({section.locale}): {name}", address, "")
        for section in sections[1:]
        for name, address in [
            *((twin.title, twin.address) for twin in [*section.twins[1:], *section.twins[:1]]),
            *([("statuses.json", section.facts)] if section.facts else []),
        ]
    ]
    parts += ["## Other languages", _list(others)] if others else []
    return "\n\n".join(parts) + "\n"


def _list(entries: Iterable[tuple[str, str, str]]) -> str:
    return "\n".join(
        f"- {link(name, address)}" + (f": {text(about)}" if about else "") for name, address, about in entries
    )
