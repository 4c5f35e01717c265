"""`feed.xml`: to the letter, and as RFC 4287 wants it."""

from __future__ import annotations

import datetime
import html
import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.feed import Place, feed_xml, read_place
from statusbook.changes.log import Entry
from statusbook.history import Commit

PLACE = Place(
    base="https://help.example:8443/",
    page="https://help.example:8443/order-status/",
    title="How do I check my order status?",
    shop="Shop & Co",
)
ATOM = "{http://www.w3.org/2005/Atom}"
WRITTEN = """\
<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
 <title>Shop &amp; Co: what changed in the order statuses</title>
 <id>tag:help.example,2026:statuses</id>
 <updated>2026-11-02T10:00:00+00:00</updated>
 <author>
  <name>Shop &amp; Co</name>
 </author>
 <link rel="self" type="application/atom+xml" href="https://help.example:8443/feed.xml" />
 <link rel="alternate" type="text/html" href="https://help.example:8443/order-status/" />
 <entry>
  <title>“A &lt;b&gt;” is gone. And 1 more.</title>
  <id>tag:help.example,2026:commits/2222222222222222222222222222222222222222</id>
  <updated>2026-11-02T10:00:00+00:00</updated>
  <link rel="alternate" type="text/html" href="https://help.example:8443/order-status/" />
  <content type="html">%s</content>
 </entry>
</feed>
"""


CONTENT = "<ul><li>“A &lt;b&gt;” is gone.</li><li>Longer.</li></ul>"


def change(area: Area, subject: str, sentence: str) -> Change:
    return Change(area=area, kind=Kind.CHANGED, subject=subject, sentence=sentence)


def entry(day: int, *changes: Change) -> Entry:
    date = datetime.datetime(2026, 11, day, 10, tzinfo=datetime.UTC)
    return Entry(
        commit=Commit(hash=str(day) * 40, date=date, subject="Secret", cut_off=False), changes=changes
    )


ENTRIES = [
    entry(
        3, change(Area.TRANSLATIONS, "status.a.label", "No."), change(Area.WORDS, "page.index.title", "No.")
    ),
    entry(
        2,
        change(Area.READERS, "status.a", "“A <b>” is gone."),
        change(Area.PROMISES, "time.t.amount", "Longer."),
        change(Area.SYSTEMS, "status.a.code", "No."),
        change(Area.READERS, "link.help", "No."),
    ),
    entry(1),
]


def test_the_feed_to_the_letter() -> None:
    assert feed_xml(ENTRIES, PLACE).decode() == WRITTEN % html.escape(CONTENT, quote=False)


def test_it_has_what_atom_asks_for() -> None:
    """RFC 4287, 4.1: ids that are URIs and differ, dates with their zones, an author, its own address."""
    several = [replace(ENTRIES[1], commit=entry(day).commit) for day in (5, 4)]
    feed = ElementTree.fromstring(feed_xml(several, PLACE))
    assert feed.tag == f"{ATOM}feed"
    assert feed.findtext(f"{ATOM}author/{ATOM}name")
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"{PLACE.base}feed.xml"
    parts = [feed, *feed.findall(f"{ATOM}entry")]
    ids = [str(part.findtext(f"{ATOM}id")) for part in parts]
    assert len(set(ids)) == len(parts) == 3
    for part, id_ in zip(parts, ids, strict=True):
        assert re.fullmatch(r"tag:[a-z.]+,\d{4}:[a-z0-9/]+", id_)  # RFC 4151
        assert len(part.findall(f"{ATOM}title")) == len(part.findall(f"{ATOM}updated")) == 1
        assert datetime.datetime.fromisoformat(str(part.findtext(f"{ATOM}updated"))).utcoffset() is not None


def test_nothing_to_tell_is_a_feed_without_entries() -> None:
    feed = feed_xml([ENTRIES[0], ENTRIES[2]], PLACE).decode()
    assert "<entry>" not in feed
    assert "<updated>2026-11-01T10:00:00+00:00</updated>" in feed


def test_ids_stay_when_more_commits_come() -> None:
    before = re.findall("<id>.*</id>", feed_xml(ENTRIES[1:], PLACE).decode())
    assert re.findall("<id>.*</id>", feed_xml(ENTRIES, PLACE).decode()) == before


def test_a_site_says_where_it_is(tmp_path: Path) -> None:
    assert read_place(tmp_path) is None
    facts = {"$schema": f"{PLACE.base}schemas/statuses-1.json", "shop": PLACE.shop}
    page = {"url": PLACE.page, "title": PLACE.title}
    (tmp_path / "statuses.json").write_text(json.dumps(facts | {"page": page}), encoding="utf-8")
    assert read_place(tmp_path) == PLACE
