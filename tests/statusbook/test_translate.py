"""The catalog in one language."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.edition import Edition
from statusbook.load import load, loads
from statusbook.messages import Texts, parse_catalog, read_texts
from statusbook.problems import InvalidInputError
from statusbook.translate import make_edition

ROOT = Path(__file__).parent.parent.parent
SMALL = """\
shop: {name: Shop, app: https://example.com/app, links: {}}
shipping: {slow: Slow, slower: Slower}
times:
  reply: {label: Reply, at_most: 24 hours}
actions:
  cancel: {label: Cancel, until: shipped}
  ask: {label: Ask, after: checked}
statuses:
  paid:
    label: Paid
    meaning: You get a reply {reply:within}, no later than {reply}.
    next: [shipped]
    actions:
      - cancel: {needs_approval: true, only_if_late: true}
      - ask: {not_with: [slow, slower]}
    stages:
      received: {label: Received, meaning: It is here., next: [checked]}
      checked: {label: Checked, meaning: It is right.}
  shipped: {label: Shipped, meaning: It is on its way., terminal: true}
  secret: {label: Secret, meaning: Never shown., hidden: true, terminal: true}
"""
AXES = """\
shop: {name: Shop, app: https://example.com/app, links: {}}
times:
  pickup: {label: Pickup, after: 3 days, formerly: [collection]}
axes:
  payment: {label: Payment, about: Where your money is.}
  nothing: Nothing
  parcel: Parcel
statuses:
  sent: {label: Sent, meaning: It is on its way., axis: parcel, next: [lost, secret], times: [pickup]}
  lost:
    label: Lost
    meaning: It is nowhere.
    axis: parcel
    code: LOST
    formerly: [gone, missing]
    terminal: true
    unordered: true
    stages:
      asked: {label: Asked, meaning: We asked the carrier., also_in: [sent, paid]}
  paid: {label: Paid, meaning: We have it., axis: payment, terminal: true}
  secret:
    label: Secret
    meaning: Never shown.
    axis: parcel
    hidden: true
    terminal: true
    stages:
      deep: {label: Deep, meaning: Never shown either., also_in: [sent]}
"""


@pytest.fixture(scope="module")
def small() -> Edition:
    return make_edition(loads(SMALL), Texts("en"))


def test_sentences_take_amounts_in(small: Edition) -> None:
    assert small.statuses[0].meaning == "You get a reply within 24 hours, no later than 24 hours."


def test_conditions_are_said_in_words(small: Edition) -> None:
    cancel, ask = small.statuses[0].offers
    assert cancel.conditions == (
        "on request, not always possible",
        "only if it is late",
        "until it is “Shipped”",
    )
    assert ask.conditions == ("from “Checked” on", "not always with Slow or Slower")


def test_a_hidden_status_is_not_in_any_edition(small: Edition) -> None:
    assert [status.id for status in small.walk()] == ["paid", "received", "checked", "shipped"]


@pytest.fixture(scope="module")
def axes() -> Edition:
    return make_edition(loads(AXES), Texts("en"))


def test_statuses_are_grouped_by_axis_in_the_order_of_the_axes(axes: Edition) -> None:
    """An axis without a status makes no group."""
    found = [(group.id, group.label, group.about, [s.id for s in group.walk()]) for group in axes.groups]
    assert found == [
        ("payment", "Payment", "Where your money is.", ["paid"]),
        ("parcel", "Parcel", "", ["sent", "lost", "asked"]),
    ]
    assert [status.id for status in axes.statuses] == ["paid", "sent", "lost"]
    assert [status.id for status in axes.walk()] == ["paid", "sent", "lost", "asked"]


def test_without_axes_all_are_one_group_without_a_label(small: Edition) -> None:
    (group,) = small.groups
    assert (group.id, group.label, group.about) == ("", "", "")
    assert group.statuses == small.statuses


def test_a_stage_is_mentioned_where_else_it_can_be(axes: Edition) -> None:
    """But one of a hidden status is not on the page, and nothing mentions it."""
    also = {status.id: [other.id for other in status.also] for status in axes.walk()}
    assert also == {"paid": ["asked"], "sent": ["asked"], "lost": [], "asked": []}


def test_former_ids_codes_and_alternatives_are_carried(axes: Edition) -> None:
    paid, sent, lost = axes.statuses
    assert (lost.formerly, lost.code, lost.unordered) == (("gone", "missing"), "LOST", True)
    assert (paid.formerly, paid.code, paid.unordered) == ((), "paid", False)
    assert sent.times[0].formerly == ("collection",)
    assert sent.next == ("lost",)


def test_a_translation_that_names_no_amount_is_a_problem() -> None:
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgctxt "status.paid.meaning"\n'
    po += 'msgid "You get a reply {reply:within}, no later than {reply}."\nmsgstr "Ответ {replay:within}."\n'
    with pytest.raises(InvalidInputError) as error:
        make_edition(
            loads(SMALL), Texts("ru", parse_catalog(po.encode(), "ru", "x")), "locales/ru/statusbook.po"
        )
    assert str(error.value) == (
        "locales/ru/statusbook.po:1:1: The translation of status.paid.meaning has “{replay}”, "
        "which is no amount. "
        "Take it over from the English text: “You get a reply {reply:within}, no later than {reply}.”"
    )


@pytest.mark.parametrize("locale", ["en", "ru"])
def test_the_shop_s_edition_says_everything(locale: str) -> None:
    edition = make_edition(load(ROOT / "statuses.yaml"), read_texts(ROOT / "locales", locale))
    assert edition.direction == "ltr"
    for status in edition.walk():
        assert status.label
        assert status.meaning
        assert "{" not in f"{status.meaning}{status.details}{[t.takes for t in status.times]}"
    assert [len(status.offers) for status in edition.statuses] == [4, 6, 4, 2]
