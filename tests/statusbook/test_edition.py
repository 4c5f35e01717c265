"""The catalog in one language."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.edition import Edition, make_edition
from statusbook.load import load, loads
from statusbook.messages import Texts, parse_catalog, read_texts
from statusbook.problems import InvalidInputError

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
