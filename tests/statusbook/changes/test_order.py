"""What was moved: the fewest things, and enough of them."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from statusbook.changes.order import moved

LISTS = st.lists(st.integers(0, 6), unique=True, max_size=6)


@given(LISTS, LISTS)
def test_without_what_was_moved_the_order_is_the_same(before: list[int], after: list[int]) -> None:
    gone = set(moved(before, after))
    assert [v for v in before if v in after and v not in gone] == [
        v for v in after if v in before and v not in gone
    ]


@given(LISTS, LISTS)
def test_no_fewer_would_do(before: list[int], after: list[int]) -> None:
    found = moved(before, after)
    both = [v for v in after if v in before]
    for fewer in combinations(both, max(0, len(found) - 1)):
        if len(found) > 0:
            rest = [v for v in both if v not in fewer]
            assert rest != [v for v in before if v in rest]


def test_one_that_jumps_is_the_one_that_was_moved() -> None:
    assert moved("abcd", "dabc") == ["d"]
    assert moved("abcd", "bcda") == ["a"]
    assert moved("abcd", "abcd") == []
