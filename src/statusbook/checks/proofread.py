"""What is wrong with the written pages: links that lead nowhere, pictures that say nothing, numbers.

Each rule is a function from a page to what it finds; its name is its id, and its docstring shows it, as in
`statusbook.checks.rules`.
"""

from __future__ import annotations

import functools
import posixpath
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from statusbook.checks.anchors import Anchors
from statusbook.checks.written import Owned
from statusbook.docs import WrittenPage
from statusbook.links import Link, find_links, without_code
from statusbook.messages import SOURCE_LOCALE
from statusbook.problems import Edit, Finding, nearest

_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):|//")
_GOOD_SCHEMES = {"https", "link", "mailto", "tel"}
_LINK = "link:"
_MARKS = 4
"""A letter and what may stand between it and a link: “***”."""


@dataclass(frozen=True, kw_only=True)
class Proof:
    """A written page, and what it is held against."""

    page: WrittenPage
    anchors: Mapping[str, Anchors]
    """Of every page, by its file."""
    files: Collection[str]
    """What lies in ``docs/``: ``docs/order-status.md``."""
    shop_links: Collection[str]
    """The ids of the shop's links."""
    owned: Owned
    """The amounts of time that the page should not write out, in its language."""

    @functools.cached_property
    def text(self) -> str:
        """The page without its code."""
        return without_code(self.page.text)

    @functools.cached_property
    def links(self) -> tuple[Link, ...]:
        """Its links and pictures."""
        return tuple(find_links(self.text))

    def file(self, target: str) -> str:
        """The file that a relative address means; the page's own for ``#anchor``."""
        path = unquote(re.split("[?#]", target, maxsplit=1)[0])
        folder = posixpath.dirname(self.page.file)
        return posixpath.normpath(posixpath.join(folder, path)) if path else self.page.file

    def places(self, target: str) -> Anchors | None:
        """What the page that a relative address leads to can be linked at; None for no page.

        Readers stay in their language where that page is written in it by hand.
        """
        file = self.file(target)
        by_hand = f"{file.removesuffix('.md')}.{self.page.locale}.md"
        return self.anchors.get(by_hand) or self.anchors.get(file)


Rule = Callable[[Proof], Iterator[Finding]]


def glued_link(proof: Proof) -> Iterator[Finding]:
    """A link is glued to the word before or after it.

    Only English pages are held to it: other languages may put an ending behind a link.

    Bad::

        See[your orders](link:my-orders) first.
           ^

    Good::

        See [your orders](link:my-orders) first.
    """
    if proof.page.locale != SOURCE_LOCALE:
        return
    for link in proof.links:
        before, after = (
            proof.text[max(0, link.start - _MARKS) : link.start],
            proof.text[link.end : link.end + _MARKS],
        )
        for side, offset, neighbour in (
            ("before", link.start, before.rstrip("*_")[-1:]),
            ("after", link.end, after.lstrip("*_")[:1]),
        ):
            if link.in_text and neighbour.isalnum():
                message = f"A link is glued to the word {side} it."
                yield Finding(where=proof.page.at(offset), message=message, fix="Put a space between them.")


def relative_link(proof: Proof) -> Iterator[Finding]:
    """A link or a picture leads neither to a file in docs/ nor to an absolute address.

    An address such as “/order-status/” leaves the reader’s language, and leads nowhere where the help centre
    does not stand at the top of its host.

    Bad::

        See [your orders](/my-orders/).
                          ^

    Good::

        See [your orders](link:my-orders), or [the start](index.md).
    """
    for link in proof.links:
        if not _SCHEME.match(link.target) and not link.target.startswith("#"):
            if link.target and proof.file(link.target) in proof.files:
                continue
            folder = posixpath.dirname(proof.page.file)
            known = [posixpath.relpath(file, folder) for file in proof.files]
            guess = nearest(link.target, known)
            like = (
                "the file in docs/"
                if link.is_picture
                else "a page, such as index.md, one of the shop’s links"
            )
            yield Finding(
                where=proof.page.at(link.at),
                message=f"“{link.target}” is neither a file in docs/ nor an absolute address.",
                fix=f"Did you mean “{guess}”?" if guess else f"Write {like}, or the whole https address.",
                edit=Edit(old=link.target, new=guess) if guess else None,
            )


def insecure_link(proof: Proof) -> Iterator[Finding]:
    """An absolute address is not https.

    Bad::

        See [the carrier](http://example.com/).
                          ^

    Good::

        See [the carrier](https://example.com/).
    """
    for link in proof.links:
        scheme = _SCHEME.match(link.target)
        if scheme and (scheme[1] or "").lower() not in _GOOD_SCHEMES:
            secure = re.sub(r"^(?:http:)?//", "https://", link.target, count=1, flags=re.IGNORECASE)
            changed = secure != link.target
            yield Finding(
                where=proof.page.at(link.at),
                message=f"“{link.target}” is not https.",
                fix=f"Write “{secure}”." if changed else "Write an address that starts with https://.",
                edit=Edit(old=link.target, new=secure) if changed else None,
            )


def unknown_link(proof: Proof) -> Iterator[Finding]:
    """A link names one of the shop’s links that is not there.

    Bad::

        See [your orders](link:my-order).
                          ^

    Good::

        See [your orders](link:my-orders).
    """
    for link in proof.links:
        id_ = link.target.removeprefix(_LINK)
        if link.target.startswith(_LINK) and id_ not in proof.shop_links:
            guess = nearest(id_, proof.shop_links)
            yield Finding(
                where=proof.page.at(link.at),
                message=f"There is no link “{id_}”.",
                fix=f"Did you mean “{guess}”?" if guess else "The links stand under “shop” in statuses.yaml.",
                edit=Edit(old=link.target, new=f"{_LINK}{guess}") if guess else None,
            )


def broken_anchor(proof: Proof) -> Iterator[Finding]:
    """A link leads to a place of a page that is not there, or not any more.

    Bad::

        # Orders

        ## Where to look {#look}

        We tell you [where to look](#loook).
                                    ^

    Good::

        # Orders

        ## Where to look {#look}

        We tell you [where to look](#look).
    """
    for link in proof.links:
        path, _, anchor = unquote(link.target).partition("#")
        places = None if _SCHEME.match(path) else proof.places(path)
        if anchor and places is not None and anchor not in places:
            guess = nearest(anchor, places)
            yield Finding(
                where=proof.page.at(link.at + link.target.index("#")),
                message=f"There is no place “#{anchor}” on {path or 'this page'}.",
                fix=f"Did you mean “#{guess}”?"
                if guess
                else "Write the id of a heading or of a status there.",
                edit=Edit(old=f"#{anchor}", new=f"#{guess}") if guess else None,
            )


def picture_without_alt(proof: Proof) -> Iterator[Finding]:
    """A picture says nothing to readers who do not see it.

    Bad::

        ![](https://example.com/parcel.png)
        ^

    Good::

        ![A parcel with the label on top](https://example.com/parcel.png)
    """
    for link in proof.links:
        in_html = proof.text[link.start] == "<"
        if link.is_picture and (link.alternative is None if in_html else not link.alternative):
            way = 'alt="…", or alt="" if it only adorns' if in_html else "![…]"
            yield Finding(
                where=proof.page.at(link.start),
                message="The picture has no alternative text.",
                fix=f"Say what it shows: {way}.",
            )


def written_number(proof: Proof) -> Iterator[Finding]:
    """A page writes out an amount of time that a processing time owns: it would not follow a change.

    Bad::

        You get an answer within 24 hours.
                          ^

    Good::

        You get an answer {reply:within}.
    """
    for written in proof.owned.find(proof.text):
        yield written.finding(proof.page.at(written.start))


RULES: tuple[Rule, ...] = (
    glued_link,
    relative_link,
    insecure_link,
    unknown_link,
    broken_anchor,
    picture_without_alt,
    written_number,
)
