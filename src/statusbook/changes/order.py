"""What was moved, when a list comes in another order."""

from __future__ import annotations

import bisect
from collections.abc import Hashable, Sequence


def moved(before: Sequence[Hashable], after: Sequence[Hashable]) -> list[Hashable]:
    """The fewest of what both have that were moved, to make the order of one that of the other."""
    places = {value: i for i, value in enumerate(before)}
    kept = [value for value in after if value in places]
    stayed = _longest_rise([places[value] for value in kept])
    return [value for value in kept if places[value] not in stayed]


def _longest_rise(numbers: Sequence[int]) -> set[int]:
    """The numbers of a longest rising subsequence (patience sorting)."""
    tops: list[int] = []
    below: dict[int, int | None] = {}
    for number in numbers:
        pile = bisect.bisect_left(tops, number)
        below[number] = tops[pile - 1] if pile else None
        tops[pile : pile + 1] = [number]
    found: set[int] = set()
    top = tops[-1] if tops else None
    while top is not None:
        found.add(top)
        top = below[top]
    return found
