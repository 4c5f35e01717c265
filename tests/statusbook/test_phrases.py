"""Amounts of time in words, in the shop's own catalogs."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.messages import Texts, read_texts
from statusbook.model import Amount, Form, Range, Unit
from statusbook.phrases import phrase

LOCALES = Path(__file__).parent.parent.parent / "locales"


@pytest.fixture(scope="module")
def russian() -> Texts:
    return read_texts(LOCALES, "ru")


@pytest.mark.parametrize(
    ("count", "within", "at_most", "ships_in"),
    [
        (1, "в течение 1 часа", "не более 1 часа", "за 1 час"),
        (2, "в течение 2 часов", "не более 2 часов", "за 2 часа"),
        (5, "в течение 5 часов", "не более 5 часов", "за 5 часов"),
        (11, "в течение 11 часов", "не более 11 часов", "за 11 часов"),
        (21, "в течение 21 часа", "не более 21 часа", "за 21 час"),
        (24, "в течение 24 часов", "не более 24 часов", "за 24 часа"),
        (48, "в течение 48 часов", "не более 48 часов", "за 48 часов"),
    ],
)
def test_russian_inflects_the_whole_phrase(
    russian: Texts, count: int, within: str, at_most: str, ships_in: str
) -> None:
    amount = Amount(count=count, unit=Unit.HOUR)
    assert phrase(russian, Form.WITHIN, amount) == within
    assert phrase(russian, Form.AT_MOST, amount) == at_most
    assert phrase(russian, Form.IN, amount) == ships_in


@pytest.mark.parametrize(
    ("form", "amount", "words"),
    [
        (Form.BARE, Amount(count=1, unit=Unit.HOUR), "1 hour"),
        (Form.WITHIN, Amount(count=48, unit=Unit.HOUR), "within 48 hours"),
        (Form.AFTER, Amount(count=30, unit=Unit.DAY), "after 30 days"),
        (Form.BARE, Amount(count=1200, unit=Unit.DAY), "1,200 days"),
        (Form.WITHIN, Range(low=1, high=2, unit=Unit.BUSINESS_DAY), "within 1 to 2 business days"),
    ],
)
def test_english(form: Form, amount: Amount | Range, words: str) -> None:
    assert phrase(Texts("en"), form, amount) == words


def test_a_range_takes_the_plural_of_its_larger_number(russian: Texts) -> None:
    assert phrase(russian, Form.BARE, Range(low=1, high=2, unit=Unit.BUSINESS_DAY)) == "1–2 рабочих дня"
    assert phrase(russian, Form.BARE, Range(low=2, high=5, unit=Unit.DAY)) == "2–5 дней"
