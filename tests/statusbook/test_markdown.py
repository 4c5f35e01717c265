"""An edition's blocks as Markdown: escaped, complete, and none forgotten."""

from __future__ import annotations

import dataclasses
import datetime
import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from statusbook.edition import Days, Edition
from statusbook.exports import page_words
from statusbook.exports.markdown import MORE_HELP, MarkdownBlocks, link, text
from statusbook.load import load, loads
from statusbook.messages import Texts, parse_catalog
from statusbook.pages import _BLOCK
from statusbook.translate import make_edition
from tests.tree import parse

ROOT = Path(__file__).parent.parent.parent
WITHOUT_WORDS = {"finder", "picture"}
"""Blocks that say nothing that the page around them does not say: illustrations, and a field to type into."""
WITHOUT_TWIN = {"what-changed"}
"""The block of a page that is beside the menu, and so has no Markdown twin; its twin is the feed."""


def shown(markdown: str) -> str:
    """What a reader of the Markdown sees."""
    return parse(MarkdownIt("commonmark").enable("table").render(markdown)).text


@pytest.mark.parametrize(
    "words",
    [
        *(
            "a_b_c d*e",
            "[x](y) <b> & &amp; `c` \\ |",
            "# no heading",
            "1. no list",
            "12) no list",
            "- no",
            "+ no",
        ),
        *("==", "5 < 6 > 4", "![x]", "~~~", "https://example.com/a_b", "snake_case_", "1.5 kg", "> quoted"),
    ],
)
def test_a_text_says_what_it_says(words: str) -> None:
    assert shown(text(words)) == words
    assert parse(MarkdownIt().render(text(words))).children[0].tag == "p"


def test_the_name_of_a_button_is_bold_and_a_link_needs_an_address() -> None:
    assert text("Press *Track*, not * or _it_") == "Press **Track**, not \\* or \\_it\\_"
    assert link("A [b]", "https://e.com/") == "[A \\[b\\]](https://e.com/)"
    assert link("A", "") == "A"


def made(book: str, texts: Texts | None = None) -> MarkdownBlocks:
    head = "shop: {name: Shop, app: https://example.com/app, links: {}}\n"
    texts = texts or Texts("en")
    return MarkdownBlocks(make_edition(loads(head + book), texts), texts)


BOOK = """\
times: {t: {label: T, at_most: 2 days}}
actions: {go: {label: Go, does: Goes.}}
axes: {one: {label: One, about: First.}, two: Two}
statuses:
  a:
    label: A | B
    meaning: M.
    axis: one
    next: [b]
    stages: {s: {label: S, meaning: M., times: [t], also_in: [c]}}
  b: {label: B, meaning: M., axis: one, times: [t], actions: [go: {only_if_late: true}]}
  c: {label: C, meaning: M., axis: two}
"""


def test_each_axis_has_its_table_and_no_column_that_would_say_nothing() -> None:
    assert made(BOOK).render("status-table") == (
        "**One**\n\n"
        "| My order is | It means | How long it takes | What I can do now |\n"
        "| --- | --- | --- | --- |\n"
        "| **[A \\| B](#a)** | M. | It depends on the stage. | – |\n"
        "| [S](#s) | M. | T: within 2 days |  |\n"
        "| **[B](#b)** | M. | T: within 2 days | Go (only if it is late) |\n\n"
        "**Two**\n\n"
        "| My order is | It means |\n"
        "| --- | --- |\n"
        "| **[C](#c)** | M. |\n"
        "| [S](#s) | M. |"
    )


def test_details_outline_axes_statuses_and_stages() -> None:
    details = made(BOOK).render("status-details")
    assert re.findall("^#+ .*", details, re.MULTILINE) == [
        "### One",
        "#### [A \\| B](#a)",
        "##### [S](#s)",
        "#### [B](#b)",
        "### Two",
        "#### [C](#c)",
    ]
    assert "- Go (only if it is late): Goes." in details
    assert details.endswith("#### [C](#c)\n\nM.\n\n- [S](#s)")


def test_the_life_of_an_order_is_told_in_the_direction_of_reading() -> None:
    assert made(BOOK).render("life") == "**One**\n\n- A \\| B → B"
    assert "←" in made(BOOK, Texts("ar")).render("life")


def test_a_shop_without_links_has_no_list_of_them() -> None:
    assert made(BOOK).render("more-help") == ""
    assert made(BOOK).render("nothing") == ""


def test_what_is_older_than_its_english_says_so() -> None:
    po = b'msgctxt "status.a.meaning"\nmsgid "Old."\nmsgstr "\xd0\xa1."\n'
    texts = Texts("ru", parse_catalog(po, "ru", "ru.po"), datetime.date(2026, 11, 5))
    blocks = made("statuses: {a: {label: A, meaning: New.}}", texts)
    told = "> The English version of this part changed on November 5, 2026."
    assert told in blocks.render("status-details")
    assert blocks.stale_line(None) == ""


def test_every_block_of_a_page_has_words_or_none_to_say() -> None:
    """A block that is new on a page gets its Markdown, or is named above."""
    blocks = MarkdownBlocks(edition(), Texts("en"))
    named = {
        found[1]
        for page in (ROOT / "docs").glob("**/*.md")
        for line in page.read_text(encoding="utf-8").splitlines()
        if (found := _BLOCK.fullmatch(line.strip()))
    }
    assert named
    assert named - blocks.names - WITHOUT_WORDS - WITHOUT_TWIN == set()
    assert all(blocks.render(name) for name in blocks.names)


def edition() -> Edition:
    return make_edition(load(ROOT / "statuses.yaml"), Texts("en"))


def test_the_page_s_words_are_those_of_its_templates() -> None:
    templates = "".join(path.read_text("utf-8") for path in (ROOT / "overrides/blocks").glob("*.html"))
    named = [value for name, value in vars(page_words).items() if name.isupper()]
    messages = [m for value in named for m in ([value] if isinstance(value[0], str) else value)]
    assert len(messages) > 20
    for context, english in messages:
        assert f't("{context}", "{english}"' in templates, context
    assert all(f'"{id_}"' in templates for id_ in MORE_HELP)


def test_what_an_order_s_dates_are_counted_with_is_told_holidays_too() -> None:
    told = MarkdownBlocks(edition(), Texts("en")).render("estimate")
    assert told.startswith("**What we count with**\n\n- ")
    assert told.endswith("A business day is over at midnight by this clock: UTC")
    day = Days(
        id="spring",
        label="Spring *Festival*",
        begins=datetime.date(2027, 2, 6),
        ends=datetime.date(2027, 2, 8),
    )
    with_holidays = dataclasses.replace(
        make_edition(load(ROOT / "statuses.yaml"), Texts("de")), holidays=(day,)
    )
    told = MarkdownBlocks(with_holidays, Texts("de")).render("estimate")
    assert told.endswith("- Spring **Festival**: 6\\.–8. Feb. 2027")
