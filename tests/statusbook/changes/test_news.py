"""What readers are told of a change: each kind once, and nothing of what they cannot see."""

from __future__ import annotations

import pytest
from hypothesis import given

from statusbook.changes.news import find_news
from statusbook.changes.pair import Pair
from statusbook.changes.told import Teller
from statusbook.load import loads
from statusbook.messages import Texts
from statusbook.model import Catalog
from tests.statusbook.books import catalogs

BOOK = """\
shop:
  name: Shop
  app: https://example.com/app
  links: {orders: {label: Orders, url: https://example.com/1}, help: {label: Help, url: https://example.com/2}}
times:
  reply: {label: Reply, at_most: 24 hours}
  search: {label: Search, after: 30 days}
actions:
  pay: {label: Pay now, link: orders}
  cancel: {label: Cancel, link: help}
statuses:
  paid:
    label: Paid
    meaning: We answer {reply:within}.
    times: [reply]
    actions: [pay]
  sent: {label: Sent, meaning: It is under way., terminal: true}
"""
TIME = "Reply: now within 48 hours; before, within 24 hours."
GUARANTEED = "Reply: now no more than 48 hours, *guaranteed*; before, within 24 hours."
GONE = "The status “Sent” is no longer listed."
SENT = "  sent: {label: Sent, meaning: It is under way., terminal: true}\n"


def sentences(before: Catalog, after: Catalog) -> list[str]:
    pair, english = Pair(before, after), Texts("en")
    return [str(Teller(pair, english, english).sentence(news)) for news in find_news(pair)]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("24 hours", "48 hours", [TIME]),
        ("at_most: 24 hours", "at_most: 48 hours, guaranteed: true", [GUARANTEED]),
        ("meaning: It is", "meaning: Your parcel is", ["New wording for “Sent”."]),
        ("{label: Sent,", "{label: Shipped,", ["“Sent” is now called “Shipped”."]),
        ("[pay]", "[pay, cancel]", ["New at “Paid”: Cancel."]),
        ("    actions: [pay]\n", "", ["No longer at “Paid”: Pay now."]),
        ("times: [reply]", "times: [reply, search]", ["New at “Paid”: Search: after 30 days."]),
        ("[pay]", "[{action: pay, only_if_late: true}]", ["“Pay now” at “Paid” now has other conditions."]),
        ("link: orders", "link: help", ["“Pay now” now leads to another page."]),
        ("https://example.com/1", "https://example.com/3", ["“Pay now” now leads to another page."]),
        ("{label: Pay now", "{label: Pay", ["“Pay now” is now called “Pay”."]),
        ("  sent:", "  lost: {label: Lost, meaning: Sorry.}\n  sent:", ["New status: “Lost”."]),
        (SENT, "", [GONE]),
        ("under way., terminal", "under way., hidden: true, terminal", [GONE]),
    ],
)  # fmt: skip
def test_each_kind_of_news_in_english(old: str, new: str, told: list[str]) -> None:
    assert BOOK.count(old) == 1
    assert sentences(loads(BOOK), loads(BOOK.replace(old, new))) == told


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("after: 30 days", "after: 60 days"),  # no status shows it
        ("{label: Cancel,", "{label: Cancel it,"),  # no status offers it
        ("  sent:", "  lost: {label: Lost, meaning: Sorry., hidden: true}\n  sent:"),
        ("  sent: {", "  gone: {formerly: [sent], "),  # an id is no word
        ("terminal: true", "terminal: true, code: SENT"),
        ("name: Shop\n", "name: Shop  # a comment\n"),
    ],
)
def test_nothing_is_told_of_what_readers_do_not_see(old: str, new: str) -> None:
    assert BOOK.count(old) == 1
    assert sentences(loads(BOOK), loads(BOOK.replace(old, new))) == []


def test_a_status_that_was_hidden_is_new_and_is_not_told_of_before() -> None:
    hidden = BOOK.replace("terminal: true", "terminal: true, hidden: true")
    assert sentences(loads(hidden), loads(hidden.replace("under way", "on its way"))) == []
    assert sentences(loads(hidden), loads(BOOK)) == ["New status: “Sent”."]


@given(catalogs(), catalogs())
def test_any_two_catalogs_can_be_told_apart_and_one_has_no_news_of_itself(
    before: Catalog, after: Catalog
) -> None:
    assert sentences(before, before) == []
    assert all(sentences(before, after))


def test_an_id_that_was_given_up_may_be_given_again() -> None:
    """The time “reply” is called “answer” now, which “search” had been called once."""
    before = BOOK.replace("after: 30 days}", "after: 30 days, formerly: [answer]}")
    after = (
        BOOK.replace("  reply: {", "  answer: {")
        .replace("{reply:", "{answer:")
        .replace("[reply]", "[answer]")
    )
    assert sentences(loads(before), loads(after)) == []
