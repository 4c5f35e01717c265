"""Amounts of time compared: which of two is longer, as far as that can be said.

A business day is no fixed number of hours, since nobody can say which days a reader's order meets. So
what is told of two amounts holds on every calendar of five-day weeks, or it is told to be unclear.
"""

from __future__ import annotations

import enum

from statusbook.model import Amount, Range, Unit

_HOURS = {Unit.HOUR: 1, Unit.DAY: 24, Unit.BUSINESS_DAY: 24}
"""The fewest hours in one of each."""


class Length(enum.Enum):
    """What an amount is beside another."""

    SHORTER = "shorter"
    LONGER = "longer"
    SAME = "same"
    UNCLEAR = "unclear"
    """It depends on the calendar, or on what a lower limit means."""


def hours(amount: Amount | Range) -> tuple[int, int]:
    """The fewest and the most hours that can pass on the clock.

    Of a range, the fewest are those of its lower limit, the most those of its upper one. Five business days
    take in a weekend or two: so many business days take two days more for every five that are begun.
    """
    low, high = _limits(amount)
    weekends = -(-high // 5) if amount.unit is Unit.BUSINESS_DAY else 0
    return low * _HOURS[amount.unit], high * _HOURS[amount.unit] + weekends * 48


def upper_limit(amount: Amount | Range) -> Amount:
    """The amount after which it is over at the latest."""
    return Amount(count=_limits(amount)[1], unit=amount.unit)


def compare(before: Amount | Range, after: Amount | Range) -> Length:
    """Whether `after` is shorter or longer than `before`.

    The upper limits decide; where they are the same, the lower ones of two ranges. Business days are
    compared with other units only where no calendar could say otherwise: two business days are never shorter
    than two days, and longer where a weekend comes in between.
    """
    if before.unit is not after.unit and Unit.BUSINESS_DAY in {before.unit, after.unit}:
        return _by_clock(hours(upper_limit(before)), hours(upper_limit(after)))
    scales = _HOURS[before.unit], _HOURS[after.unit]
    (low, high), (new_low, new_high) = _limits(before), _limits(after)
    by_upper = _by_number(high * scales[0], new_high * scales[1])
    if by_upper is not Length.SAME:
        return by_upper
    if type(before) is not type(after):
        return Length.UNCLEAR
    return _by_number(low * scales[0], new_low * scales[1])


def _limits(amount: Amount | Range) -> tuple[int, int]:
    return (amount.low, amount.high) if isinstance(amount, Range) else (amount.count, amount.count)


def _by_number(before: int, after: int) -> Length:
    if before == after:
        return Length.SAME
    return Length.LONGER if after > before else Length.SHORTER


def _by_clock(before: tuple[int, int], after: tuple[int, int]) -> Length:
    if after[0] >= before[1]:
        return Length.LONGER
    return Length.SHORTER if after[1] <= before[0] else Length.UNCLEAR
