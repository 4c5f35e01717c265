"""Amounts that a text writes out, in the words of every language that has a catalog."""

from __future__ import annotations

import pytest

from statusbook.catalogs import locales_of
from statusbook.checks.written import Owned
from statusbook.messages import Texts, read_texts
from statusbook.model import Amount, Form, Message, ProcessingTime, Range, TimeId, Unit, Where
from statusbook.phrases import phrase
from statusbook.problems import Edit
from tests.project import ROOT

HERE = Where("f", 1, 1)
LABEL = Message(context="x", english="X", where=HERE)


def owned(tag: str, **amounts: Amount | Range) -> Owned:
    times = [
        ProcessingTime(id=TimeId(id_), label=LABEL, between=amount)
        if isinstance(amount, Range)
        else ProcessingTime(id=TimeId(id_), label=LABEL, at_most=amount)
        for id_, amount in amounts.items()
    ]
    return Owned(times, read_texts(ROOT / "locales", tag))


@pytest.mark.parametrize("tag", ["en", *locales_of(ROOT)])
def test_what_the_build_says_is_found_in_every_language(tag: str) -> None:
    """And the placeholder that is proposed says the same: text and proposal differ in nothing."""
    texts = read_texts(ROOT / "locales", tag)
    amounts: list[Amount | Range] = [
        *(Amount(count=count, unit=unit) for count in (5, 21, 1000) for unit in Unit),
        *(Range(low=3, high=5, unit=unit) for unit in Unit),
    ]
    for amount in amounts:
        for form in Form:
            words = str(phrase(texts, form, amount))
            found = list(owned(tag, it=amount).find(f"({words})"))
            assert [f.words for f in found] == [words], (tag, form, amount)
            assert phrase(texts, found[0].form, amount) == words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("no more than 24 hours, 24 hours", [("no more than 24 hours", "at-most"), ("24 hours", "")]),
        ("within\n24 hours", [("within\n24 hours", "within")]),
        ("main 24 hours", [("24 hours", "")]),
        ("24 hourses, 124 hours, 1.24 hours, 2–24 hours, {24 hours}, 24", []),
        ("1,000 days or 1000 days", [("1,000 days", ""), ("1000 days", "")]),
    ],
)
def test_words_and_numbers_are_whole(text: str, found: list[tuple[str, str]]) -> None:
    numbers = owned("en", a=Amount(count=24, unit=Unit.HOUR), b=Amount(count=1000, unit=Unit.DAY))
    assert [(f.words, f.form.value) for f in numbers.find(text)] == found


def test_a_language_may_write_its_own_digits() -> None:
    numbers = owned("ar", a=Amount(count=24, unit=Unit.HOUR))
    assert [f.words for f in numbers.find("خلال ٢٤ ساعة")] == ["خلال ٢٤ ساعة"]


def test_what_no_time_owns_is_free() -> None:
    assert list(owned("en").find("24 hours")) == []


def test_the_owner_at_hand_is_proposed_first() -> None:
    day = Amount(count=24, unit=Unit.HOUR)
    (written,) = owned("en", a=day, b=day, c=day).find("in 24\nhours")
    finding = written.finding(HERE, near=["b"])
    assert finding.message == "“in 24 hours” would not follow when “b” changes."
    assert finding.fix == "Write “{b:in}”, or another of the same length: a, c."
    assert finding.edit == Edit(old="in 24\nhours", new="{b:in}")
    assert written.finding(HERE).edit == Edit(old="in 24\nhours", new="{a:in}")


def test_a_language_without_a_catalog_says_it_in_english() -> None:
    times = [ProcessingTime(id=TimeId("a"), label=LABEL, at_most=Amount(count=2, unit=Unit.DAY))]
    assert [f.words for f in Owned(times, Texts("de")).find("2 days, 2 Tage")] == ["2 days"]
