"""An edition as HTML, structured data and pages.json."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from statusbook.edition import Edition, make_edition
from statusbook.exports import jsonld
from statusbook.exports.html import Blocks, UnknownBlockError, inline, isolate, life, plain
from statusbook.exports.pages import PageEntry, pages_json
from statusbook.load import load
from statusbook.messages import Texts

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def edition() -> Edition:
    return make_edition(load(ROOT / "statuses.yaml"), Texts("en"))


def test_a_text_is_escaped_and_its_one_mark_is_markup() -> None:
    assert inline("Press *Track* & <wait>") == "Press <b>Track</b> &amp; &lt;wait&gt;"
    assert plain("Press *Track*") == "Press Track"


def test_latin_words_and_numbers_are_isolated_and_tags_are_not() -> None:
    html = inline("خلال 24 ساعة *Track* & LightInTheBox")
    assert isolate(html) == ("خلال <bdi>24</bdi> ساعة <b><bdi>Track</bdi></b> &amp; <bdi>LightInTheBox</bdi>")


def test_the_picture_follows_next_and_mirrors(edition: Edition) -> None:
    picture = life(edition)
    assert [(stop["status"].id, stop["x"]) for stop in picture["stops"]] == [  # type: ignore[attr-defined]
        ("pending", 16.67),
        ("processing", 50.0),
        ("shipped", 83.33),
        ("cancelled", 33.33),
    ]
    assert [(line["from"], line["to"], line["branch"]) for line in picture["lines"]] == [
        (16.67, 50.0, False),
        (16.67, 33.33, True),
        (50.0, 83.33, False),
        (50.0, 33.33, True),
    ]
    mirrored = life(dataclasses.replace(edition, direction="rtl"))
    assert [stop["x"] for stop in mirrored["stops"]] == [83.33, 50.0, 16.67, 66.67]


def test_an_unknown_block_is_named(edition: Edition) -> None:
    with pytest.raises(UnknownBlockError, match=r"^there is no overrides/blocks/nothing\.html$"):
        Blocks([ROOT / "overrides"], edition, Texts("en")).render("nothing")


def test_structured_data_answer_for_every_status(edition: Edition) -> None:
    page = jsonld.faq_page(edition, Texts("en"), "Title", "https://example.com/order-status/")
    questions = page["mainEntity"]
    assert isinstance(questions, list)
    assert [q["@id"].partition("#")[2] for q in questions] == [status.id for status in edition.walk()]
    assert questions[0]["about"] == {"@id": "https://schema.org/OrderPaymentDue"}
    assert questions[0]["name"] == "What does the order status “Pending” mean?"
    assert "*" not in json.dumps(page)


def test_structured_data_cannot_end_their_script() -> None:
    assert jsonld.script({"name": "</script>"}) == '{"name":"\\u003c/script>"}'


def test_pages_json_is_ordered_and_versioned() -> None:
    def entry(key: str) -> PageEntry:
        return PageEntry(key=key, title="T", revision="0" * 12, url="/", thanks="/", failed="/", statuses=())

    written = json.loads(pages_json([entry("ru"), entry("en")]))
    assert written["version"] == 1
    assert list(written["pages"]) == ["en", "ru"]
