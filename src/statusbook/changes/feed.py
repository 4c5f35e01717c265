"""``feed.xml``: what the last commits changed in the statuses, as an Atom feed (RFC 4287).

There is one for all languages, in English, and it says so. The sentences put names of statuses and amounts of
time into many patterns, where other languages would inflect them: put together word by word they would be
wrong in most of the 23, and nobody translates them commit by commit.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.etree import ElementTree

from markupsafe import Markup

from statusbook.changes.change import Area, Change
from statusbook.changes.log import Entry
from statusbook.history import FEED
from statusbook.messages import SOURCE_LOCALE

_ATOM = "http://www.w3.org/2005/Atom"
_SINCE = "2026"
"""The year in which the ids got their form; a part of them, by RFC 4151."""

_AREAS = (Area.READERS, Area.PROMISES, Area.WORDS)
_KINDS = ("action", "axis", "shipping", "status", "time")
"""What the subject of a change begins with, where it is about statuses and what belongs to them."""


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the feed is read."""

    base: str
    """The site's address, with a slash at the end."""
    page: str
    """The address of the page that shows the statuses."""
    title: str
    """Its title."""
    shop: str


def read_place(site: Path) -> Place | None:
    """What a built site says of itself in its ``statuses.json``; None where it has no statuses."""
    try:
        facts = json.loads((site / "statuses.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    page = facts["page"]
    base = urljoin(facts["$schema"], "/")
    return Place(base=base, page=page["url"], title=page["title"], shop=facts["shop"])


def feed_xml(entries: Sequence[Entry], place: Place) -> bytes:
    """The feed; commits that changed nothing in the statuses are left out.

    `entries` are newest first, and at least one.
    """
    told = [(entry, said) for entry in entries if (said := _sentences(entry))]
    newest = told[0][0] if told else entries[-1]
    host = urlsplit(place.base).hostname or "localhost"
    feed = ElementTree.Element("feed", {"xmlns": _ATOM, "xml:lang": SOURCE_LOCALE})
    _add(feed, "title", f"{place.shop}: what changed in the order statuses")
    _add(feed, "id", f"tag:{host},{_SINCE}:statuses")
    _add(feed, "updated", newest.commit.date.isoformat())
    _add(_add(feed, "author"), "name", place.shop)
    _add(feed, "link", rel="self", type="application/atom+xml", href=place.base + FEED)
    _add(feed, "link", rel="alternate", type="text/html", href=place.page)
    for entry, sentences in told:
        _entry(feed, entry, sentences, host, place)
    ElementTree.indent(feed, " ")
    xml: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _sentences(entry: Entry) -> list[str]:
    return [change.sentence for change in entry.changes if _is_shown(change)]


def _is_shown(change: Change) -> bool:
    return change.area in _AREAS and change.subject.partition(".")[0] in _KINDS


def _entry(feed: ElementTree.Element, entry: Entry, said: Sequence[str], host: str, place: Place) -> None:
    commit, added = entry.commit, _add(feed, "entry")
    more = f" And {len(said) - 1} more." if len(said) > 1 else ""
    _add(added, "title", said[0] + more)
    _add(added, "id", f"tag:{host},{_SINCE}:commits/{commit.hash}")
    _add(added, "updated", commit.date.isoformat())
    _add(added, "link", rel="alternate", type="text/html", href=place.page)
    _add(added, "content", _list(said), type="html")


def _list(sentences: Iterable[str]) -> str:
    items = Markup("").join(Markup("<li>{}</li>").format(sentence) for sentence in sentences)
    return str(Markup("<ul>{}</ul>").format(items))


def _add(parent: ElementTree.Element, tag: str, text: str = "", **attributes: str) -> ElementTree.Element:
    element = ElementTree.SubElement(parent, tag, attributes)
    element.text = text or None
    return element
