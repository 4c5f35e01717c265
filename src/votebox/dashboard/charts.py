"""Numbers to the geometry of pictures, in the units of their viewBox.

Pictures are stretched to the width that there is, so they hold neither words nor circles.
"""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from votebox.statistics import SAID_FROM, Counts, Interval, wilson

HEIGHT: Final = 100.0
"""The height of a picture: a per cent of a share is one unit, 100 % at the top."""

STEP: Final = 10.0
"""The width that a span of time has."""

_GAP: Final = 1.0
"""What is left free at each side of a span."""


class Bar(Struct, frozen=True, kw_only=True):
    """A share with its interval on a line from 0 to 100."""

    low: float
    share: float
    high: float


class Tick(Struct, frozen=True, kw_only=True):
    """A share with its interval in one span of time."""

    x: float
    width: float
    share: float
    """From the top."""
    top: float
    """The upper end of the interval, from the top."""
    height: float
    """The length of the interval."""


class Column(Struct, frozen=True, kw_only=True):
    """The votes in one span of time: Yes below, No on top of it."""

    x: float
    width: float
    yes_top: float
    yes_height: float
    no_top: float
    no_height: float


def bar_of(share: float, interval: Interval) -> Bar:
    """Return a share, between 0 and 1, as a bar."""
    return Bar(low=interval.low * 100, share=share * 100, high=interval.high * 100)


def ticks(counts: Sequence[tuple[int, int]]) -> tuple[Tick, ...]:
    """Return the shares of spans that follow each other, given as Yes and No.

    Spans with fewer votes than a share is said from have none.
    """
    return tuple(
        _tick(place * STEP, Counts(yes=yes, votes=yes + no))
        for place, (yes, no) in enumerate(counts)
        if yes + no >= SAID_FROM
    )


def columns(counts: Sequence[tuple[int, int]]) -> tuple[Column, ...]:
    """Return the votes of spans that follow each other, given as Yes and No; the most fill the height."""
    most = max((yes + no for yes, no in counts), default=0)
    return tuple(
        _column(place * STEP, yes * HEIGHT / most, no * HEIGHT / most)
        for place, (yes, no) in enumerate(counts)
        if yes + no
    )


def _tick(x: float, counts: Counts) -> Tick:
    interval = wilson(counts)
    return Tick(
        x=x + _GAP,
        width=STEP - 2 * _GAP,
        share=HEIGHT * (1 - counts.share),
        top=HEIGHT * (1 - interval.high),
        height=HEIGHT * (interval.high - interval.low),
    )


def _column(x: float, yes: float, no: float) -> Column:
    return Column(
        x=x + _GAP,
        width=STEP - 2 * _GAP,
        yes_top=HEIGHT - yes,
        yes_height=yes,
        no_top=HEIGHT - yes - no,
        no_height=no,
    )
