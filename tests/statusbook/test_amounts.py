"""Two amounts side by side: longer, shorter, the same, or not to be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusbook.amounts import Length, compare, hours, upper_limit
from statusbook.model import Amount, Range, Unit


def read(text: str) -> Amount | Range:
    """``24 hours`` or ``1 to 2 days``, as editors write them."""
    count, _, unit = text.partition(" ")
    if unit.startswith("to "):
        high, _, unit = unit.removeprefix("to ").partition(" ")
        return Range(low=int(count), high=int(high), unit=Unit(unit.removesuffix("s")))
    return Amount(count=int(count), unit=Unit(unit.removesuffix("s")))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("24 hours", "48 hours", Length.LONGER),
        ("48 hours", "24 hours", Length.SHORTER),
        ("24 hours", "24 hours", Length.SAME),
        ("24 hours", "1 day", Length.SAME),
        ("2 days", "47 hours", Length.SHORTER),
        ("1 to 2 days", "24 to 48 hours", Length.SAME),
        ("1 to 2 days", "1 to 3 days", Length.LONGER),
        ("1 to 3 days", "2 to 3 days", Length.LONGER),
        ("5 days", "1 to 4 days", Length.SHORTER),
        ("3 days", "1 to 3 days", Length.UNCLEAR),  # “within 3 days” may end on the first, too
        ("3 business days", "4 business days", Length.LONGER),
        ("23 hours", "1 business day", Length.LONGER),
        ("24 hours", "1 business day", Length.LONGER),  # on a Friday it ends after the weekend
        ("1 business day", "2 days", Length.UNCLEAR),  # which is longer on a Friday alone
        ("2 days", "2 business days", Length.LONGER),
        ("1 business day", "4 days", Length.LONGER),
        ("5 business days", "4 days", Length.SHORTER),
        ("1 to 2 business days", "3 days", Length.UNCLEAR),
        ("24 hours", "1 to 2 business days", Length.LONGER),
    ],
)
def test_two_amounts(before: str, after: str, expected: Length) -> None:
    assert compare(read(before), read(after)) is expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("24 hours", (24, 24)),
        ("2 days", (48, 48)),
        ("1 to 2 days", (24, 48)),
        ("1 business day", (24, 72)),  # from Friday noon to Monday noon
        ("5 business days", (120, 168)),
        ("6 business days", (144, 240)),
        ("1 to 6 business days", (24, 240)),
    ],
)
def test_hours_on_the_clock(amount: str, expected: tuple[int, int]) -> None:
    assert hours(read(amount)) == expected


def test_the_upper_limit() -> None:
    assert upper_limit(read("1 to 2 business days")) == read("2 business days")
    assert upper_limit(read("24 hours")) == read("24 hours")


_COUNTS = st.integers(1, 60)
_UNITS = st.sampled_from(Unit)
_AMOUNTS = st.builds(Amount, count=_COUNTS, unit=_UNITS) | st.builds(
    lambda low, more, unit: Range(low=low, high=low + more, unit=unit), _COUNTS, _COUNTS, _UNITS
)
_TURNED = {Length.SHORTER: Length.LONGER, Length.LONGER: Length.SHORTER}


@given(_AMOUNTS, _AMOUNTS)
def test_what_is_longer_one_way_is_shorter_the_other(one: Amount | Range, other: Amount | Range) -> None:
    there, back = compare(one, other), compare(other, one)
    assert back is _TURNED.get(there, there)
    assert compare(one, one) is Length.SAME
