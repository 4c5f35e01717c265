"""Votes over time: days gathered to days, weeks or months, whichever can be seen at a glance."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from msgspec import Struct

from votebox.comparison import said
from votebox.dashboard.charts import STEP, Column, Tick, columns, ticks
from votebox.days import Day
from votebox.statistics import Counts

_MOST_DAYS: Final = 35
_MOST_WEEKS: Final = 53
_MOST_MONTHS: Final = 36

SPARK_WEEKS: Final = 12
"""The weeks of a small picture."""


class Span(Struct, frozen=True, kw_only=True):
    """The votes that count in one span of time, UTC."""

    first: date
    last: date
    yes: int
    no: int
    words: str
    """The share with its interval; empty while the votes are too few to say one."""


class Mark(Struct, frozen=True, kw_only=True):
    """A moment in a picture: a revision was published."""

    x: float
    day: date


class Trend(Struct, frozen=True, kw_only=True):
    """Votes over time."""

    unit: str
    """`day`, `week` or `month`."""
    spans: tuple[Span, ...]
    """The earliest first; spans without votes are among them."""
    width: float
    most: int
    """The most votes of a span."""
    ticks: tuple[Tick, ...]
    columns: tuple[Column, ...]
    marks: tuple[Mark, ...]
    words: str
    """What is to be seen, for whoever does not see it."""


def trend(days: Iterable[Day], until: date, published: Sequence[date] = ()) -> Trend | None:
    """Return the votes of all time until a day, or of the last three years; None where there are none.

    Votes of later days, which a clock that was set back makes, are with the last. `published` are the days on
    which revisions were published.
    """
    days = [day for day in days if day.yes + day.no]
    if not days:
        return None
    first = min(until, *(day.day for day in days))
    return _trend(*_starts(first, until), until, days, published)


def spark(days: Iterable[Day], until: date) -> Trend | None:
    """Return the votes of the last weeks, or None where there are none in them."""
    starts = _weeks(until - timedelta(weeks=SPARK_WEEKS - 1), until)
    days = [day for day in days if day.day >= starts[0] and day.yes + day.no]
    return _trend("week", starts, until, days, ()) if days else None


def merged(days: Iterable[Iterable[Day]]) -> list[Day]:
    """Add up the days of several pages or languages, the earliest day first."""
    sums: dict[date, list[int]] = {}
    for page in days:
        for day in page:
            if (found := sums.get(day.day)) is None:
                sums[day.day] = [day.yes, day.no]
            else:
                found[0] += day.yes
                found[1] += day.no
    return [Day(day=day, yes=yes, no=no) for day, (yes, no) in sorted(sums.items())]


def _trend(
    unit: str, starts: list[date], until: date, days: Iterable[Day], published: Sequence[date]
) -> Trend:
    counts = [[0, 0] for _ in starts]
    for day in days:
        if (place := bisect_right(starts, day.day) - 1) >= 0:
            counts[place][0] += day.yes
            counts[place][1] += day.no
    pairs = [(yes, no) for yes, no in counts]
    ends = [*(start - timedelta(days=1) for start in starts[1:]), until]
    spans = tuple(
        Span(first=first, last=last, yes=yes, no=no, words=said(Counts(yes=yes, votes=yes + no)))
        for first, last, (yes, no) in zip(starts, ends, pairs, strict=True)
    )
    return Trend(
        unit=unit,
        spans=spans,
        width=len(spans) * STEP,
        most=max(yes + no for yes, no in pairs),
        ticks=ticks(pairs),
        columns=columns(pairs),
        marks=tuple(_mark(spans, day) for day in published if spans[0].first <= day <= spans[-1].last),
        words=_summary(unit, spans),
    )


def _starts(first: date, last: date) -> tuple[str, list[date]]:
    if (last - first).days < _MOST_DAYS:
        return "day", _every(first, last, lambda day: day + timedelta(days=1))
    weeks = _weeks(first, last)
    if len(weeks) <= _MOST_WEEKS:
        return "week", weeks
    return "month", _every(first.replace(day=1), last, _next_month)[-_MOST_MONTHS:]


def _weeks(first: date, last: date) -> list[date]:
    """Return the Mondays from that of the first day to that of the last."""
    return _every(first - timedelta(days=first.weekday()), last, lambda day: day + timedelta(weeks=1))


def _every(first: date, last: date, following: Callable[[date], date]) -> list[date]:
    found = [first]
    while (day := following(found[-1])) <= last:
        found.append(day)
    return found


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)


def _mark(spans: Sequence[Span], day: date) -> Mark:
    place = bisect_right([span.first for span in spans], day) - 1
    span = spans[place]
    part = (day - span.first).days / ((span.last - span.first).days + 1)
    return Mark(x=(place + part) * STEP, day=day)


def _summary(unit: str, spans: Sequence[Span]) -> str:
    said = [span for span in spans if span.words]
    votes = sum(span.yes + span.no for span in spans)
    counted = f"{votes:,} {'vote' if votes == 1 else 'votes'} in {len(spans)} {unit}{'s'[: len(spans) != 1]}"
    if not said:
        return f"{counted}; no {unit} has enough votes to say a share."
    return (
        f"{counted}. Share of Yes in the first {unit} with enough votes: {said[0].words}; "
        f"in the last: {said[-1].words}."
    )
