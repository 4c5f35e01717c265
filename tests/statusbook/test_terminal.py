"""Lines for a terminal: what readers get, wrapped by the columns that letters take."""

from __future__ import annotations

import pytest

from statusbook.edition import Edition
from statusbook.exports.terminal import Line, action_lines, layout, rows, status_lines, time_lines
from statusbook.load import loads
from statusbook.messages import Texts
from statusbook.translate import make_edition

BOOK = """\
shop: {name: Shop, app: https://example.com/app, links: {}}
times:
  reply: {label: Reply, short: Answer, at_most: 24 hours}
  apart: {label: Apart, at_most: 1 day}
actions: {ask: Ask, cancel: {label: Cancel, until: shipped}}
statuses:
  paid:
    label: Paid
    meaning: We have it.
    next: [shipped]
    actions: [cancel]
    stages:
      packed: {label: Packed, meaning: In a box., times: [reply]}
      held: {label: Held, meaning: At customs., actions: [ask, cancel: {only_if_late: true}]}
  shipped: {label: Shipped, meaning: On its way., terminal: true}
"""


@pytest.fixture(scope="module")
def edition() -> Edition:
    return make_edition(loads(BOOK), Texts("en"))


def shown(edition: Edition, id_: str) -> str:
    return layout(status_lines(edition, Texts("en"), id_), 80)


def test_a_stage_has_the_actions_of_its_status_or_its_own(edition: Edition) -> None:
    assert shown(edition, "packed") == (
        "Packed (packed)\n\n  In a box.\n\nHow long it takes\n  · Reply: within 24 hours\n\n"
        "What I can do now\n  · Cancel – until it is “Shipped”"
    )
    assert shown(edition, "held") == (
        "Held (held)\n\n  At customs.\n\nWhat I can do now\n  · Ask\n"
        "  · Cancel – only if it is late · until it is “Shipped”"
    )


def test_what_comes_next_is_named_as_readers_know_it(edition: Edition) -> None:
    assert shown(edition, "paid").endswith("\n\n→ Shipped")


def test_a_time_has_its_short_words(edition: Edition) -> None:
    assert layout(time_lines(edition, "reply"), 80) == (
        "Reply: within 24 hours (reply)\n  Answer: within 24 hours"
    )


def test_what_no_status_shows_has_no_lines(edition: Edition) -> None:
    assert list(status_lines(edition, Texts("en"), "reply")) == []
    assert list(time_lines(edition, "apart")) == []
    assert list(action_lines(edition, "paid")) == []


def test_further_lines_are_indented_as_far_as_the_first() -> None:
    line = Line(
        start="  1. ", text="Open the made-to-order page of https://example.com/a/long/address and wait."
    )
    assert layout([line], 24) == (
        "  1. Open the\n     made-to-order page\n     of\n"
        "     https://example.com/a/long/address\n     and wait."
    )


def test_wide_letters_take_two_columns_and_part_anywhere() -> None:
    assert (
        layout([Line(start="  ", text="商品をそろえ、品質を確認")], 12)
        == "  商品をそろ\n  え、品質を\n  確認"
    )


def test_a_table_leaves_out_what_says_nothing() -> None:
    lines = rows("Title", {"a": "one", "longer": "two words", "empty": ""})
    assert layout(lines, 15) == "\nTitle\n  a       one\n  longer  two\n          words"
    assert layout(rows("Title", {"empty": ""}), 15) == "\nTitle"
