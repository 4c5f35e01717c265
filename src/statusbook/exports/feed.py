"""``feed.xml``: what changed in the statuses, in one language, as an Atom feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from xml.etree import ElementTree

from markupsafe import Markup

from statusbook.changes.told import Told
from statusbook.exports.html import inline, plain
from statusbook.messages import SOURCE_LOCALE, Words

FEED = "feed.xml"
"""Its name, in the folder of the pages of its language."""

_ATOM = "http://www.w3.org/2005/Atom"
_SINCE = "2026"
"""The year in which the ids got their form; a part of them, by RFC 4151."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the feed is read."""

    url: str
    """Its own address."""
    page: str
    """The address of the page that tells the same."""
    title: str
    shop: str
    locale: str
    direction: str
    """``ltr`` or ``rtl``."""


def feed_xml(told: Sequence[Told], place: Place) -> bytes:
    """The feed; `told` are newest first, and at least one."""
    host = f"tag:{urlsplit(place.url).hostname or 'localhost'},{_SINCE}"
    # Every language has entries of its own; those in English were there first.
    own = "" if place.locale == SOURCE_LOCALE else f"/{place.locale}"
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": place.locale})
    _add(feed, "title", place.title)
    _add(feed, "id", f"{host}:statuses{own}")
    _add(feed, "updated", told[0].commit.date.isoformat())
    _add(_add(feed, "author"), "name", place.shop)
    _add(feed, "link", rel="self", type="application/atom+xml", href=place.url)
    _add(feed, "link", rel="alternate", type="text/html", href=place.page)
    for entry in told:
        added, said = _add(feed, "entry"), entry.sentences
        _add(added, "title", plain(said[0]) + (f" (+{len(said) - 1})" if len(said) > 1 else ""))
        _add(added, "id", f"{host}:commits/{entry.commit.hash}{own}")
        _add(added, "updated", entry.commit.date.isoformat())
        _add(added, "link", rel="alternate", type="text/html", href=place.page)
        _add(added, "content", _list(said, place), type="html")
    ElementTree.indent(feed, " ")
    xml: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _list(sentences: Sequence[Words], place: Place) -> str:
    items = Markup("").join(_item(sentence, place) for sentence in sentences)
    return str(Markup('<ul dir="{}">{}</ul>').format(place.direction, items))


def _item(sentence: Words, place: Place) -> Markup:
    if sentence.language == place.locale:
        return Markup("<li>{}</li>").format(inline(sentence))
    return Markup('<li lang="{}" dir="ltr">{}</li>').format(sentence.language, inline(sentence))


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element
