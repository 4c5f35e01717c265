"""`feed.xml`: to the letter, and as RFC 4287 wants it."""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import replace
from xml.etree import ElementTree

from statusbook.changes.told import Told
from statusbook.exports.feed import Place, feed_xml
from statusbook.history import Commit
from statusbook.messages import Words

PLACE = Place(
    url="https://help.example:8443/feed.xml",
    page="https://help.example:8443/what-changed/",
    title="What changed · Shop & Co Help",
    shop="Shop & Co",
    locale="en",
    direction="ltr",
)
HEBREW = replace(PLACE, url="https://help.example:8443/he/feed.xml", locale="he", direction="rtl")
ATOM = "{http://www.w3.org/2005/Atom}"
WRITTEN = """\
<?xml version='1.0' encoding='utf-8'?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
 <title>What changed · Shop &amp; Co Help</title>
 <id>tag:help.example,2026:statuses</id>
 <updated>2026-11-02T10:00:00+00:00</updated>
 <author>
  <name>Shop &amp; Co</name>
 </author>
 <link rel="self" type="application/atom+xml" href="https://help.example:8443/feed.xml" />
 <link rel="alternate" type="text/html" href="https://help.example:8443/what-changed/" />
 <entry>
  <title>New at “A &lt;b&gt;”: Track. (+1)</title>
  <id>tag:help.example,2026:commits/2222222222222222222222222222222222222222</id>
  <updated>2026-11-02T10:00:00+00:00</updated>
  <link rel="alternate" type="text/html" href="https://help.example:8443/what-changed/" />
  <content type="html">%s</content>
 </entry>
</feed>
"""
CONTENT = '<ul dir="ltr"><li>New at “A &lt;b&gt;”: <b>Track</b>.</li><li>Longer.</li></ul>'


def told(day: int, *sentences: Words) -> Told:
    date = datetime.datetime(2026, 11, day, 10, tzinfo=datetime.UTC)
    commit = Commit(hash=str(day) * 40, date=date, subject="Secret", cut_off=False)
    return Told(commit=commit, sentences=sentences)


TOLD = [told(2, Words("New at “A <b>”: *Track*.", "en"), Words("Longer.", "en"))]


def ids(feed: bytes) -> list[str]:
    return re.findall("<id>(.*)</id>", feed.decode())


def test_the_feed_to_the_letter() -> None:
    assert feed_xml(TOLD, PLACE).decode() == WRITTEN % html.escape(CONTENT, quote=False)


def test_it_has_what_atom_asks_for() -> None:
    """RFC 4287, 4.1: ids that are URIs and differ, dates with their zones, an author, its own address."""
    for place in (PLACE, HEBREW):
        feed = ElementTree.fromstring(feed_xml([told(5, *TOLD[0].sentences), *TOLD], place))
        assert feed.tag == f"{ATOM}feed"
        assert feed.findtext(f"{ATOM}author/{ATOM}name")
        assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == place.locale
        links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
        assert links == {"self": place.url, "alternate": place.page}
        parts = [feed, *feed.findall(f"{ATOM}entry")]
        found = [str(part.findtext(f"{ATOM}id")) for part in parts]
        assert len(set(found)) == len(parts) == 3
        for part, id_ in zip(parts, found, strict=True):
            assert re.fullmatch(r"tag:[a-z.]+,\d{4}:[a-z0-9/]+", id_)  # RFC 4151
            assert len(part.findall(f"{ATOM}title")) == len(part.findall(f"{ATOM}updated")) == 1
            when = datetime.datetime.fromisoformat(str(part.findtext(f"{ATOM}updated")))
            assert when.utcoffset() is not None


def test_what_is_not_translated_says_that_it_is_english() -> None:
    written = html.unescape(feed_xml([told(2, Words("חדש.", "he"), Words("New.", "en"))], HEBREW).decode())
    assert '<ul dir="rtl"><li>חדש.</li><li lang="en" dir="ltr">New.</li></ul>' in written


def test_ids_stay_when_more_commits_come_and_those_of_another_language_are_others() -> None:
    before = ids(feed_xml(TOLD, PLACE))
    assert ids(feed_xml([told(5, Words("More.", "en")), *TOLD], PLACE))[::2] == before
    assert not set(before) & set(ids(feed_xml(TOLD, HEBREW)))
