"""The file of what is said to readers whose browser prefers another language."""

from __future__ import annotations

import json

from statusbook.exports.offers import offers_json
from statusbook.load import load
from statusbook.messages import Texts, read_texts
from statusbook.translate import make_edition
from tests.project import ROOT


def test_each_language_offers_itself_in_its_own_words_and_direction() -> None:
    catalog = load(ROOT / "statuses.yaml")
    texts = [Texts("en"), read_texts(ROOT / "locales", "ru"), read_texts(ROOT / "locales", "ar")]
    editions = {one.tag: make_edition(catalog, one) for one in texts}
    text = offers_json(editions)
    found = json.loads(text)
    assert list(found) == ["en", "ru", "ar"]
    english = "This page is also available in English"
    assert found["en"] == {"direction": "ltr", "offer": english, "close": "Close"}
    assert found["ar"]["direction"] == "rtl"
    assert {one["offer"] for one in found.values()} == {edition.offer for edition in editions.values()}
    assert "<" not in text, "a script writes it as text"
