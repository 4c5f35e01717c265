import pytest
from hypothesis import given
from hypothesis import strategies as st

from votebox.dashboard.charts import HEIGHT, STEP, Bar, bar_of, columns, ticks
from votebox.statistics import Counts, Interval, wilson

COUNTS = st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 10**6)), max_size=60)


def test_a_bar_goes_from_0_to_100() -> None:
    assert bar_of(0.5, Interval(low=0.25, high=0.75)) == Bar(low=25, share=50, high=75)


def test_a_share_stands_above_its_span_from_ten_votes_on() -> None:
    [tick] = ticks([(9, 0), (5, 5), (0, 0)])
    interval = wilson(Counts(yes=5, votes=10))
    assert (tick.x, tick.width, tick.share) == (STEP + 1, STEP - 2, 50)
    assert tick.top == pytest.approx(HEIGHT - 100 * interval.high)
    assert tick.top + tick.height == pytest.approx(HEIGHT - 100 * interval.low)


def test_no_stands_on_yes_and_the_most_votes_fill_the_height() -> None:
    most, none, least = columns([(30, 10), (0, 4), (1, 0)])
    assert (most.yes_top, most.yes_height, most.no_top, most.no_height) == (25, 75, 0, 25)
    assert (none.yes_height, none.no_top, none.no_height) == (0, 90, 10)
    assert (least.x, least.yes_top, least.no_height) == (2 * STEP + 1, 97.5, 0)


def test_no_votes_have_no_columns() -> None:
    assert columns([]) == columns([(0, 0)]) == ()


@given(COUNTS)
def test_nothing_leaves_the_picture(counts: list[tuple[int, int]]) -> None:
    width, slack = len(counts) * STEP, 1e-9
    for tick in ticks(counts):
        assert 0 <= tick.x < tick.x + tick.width <= width
        assert -slack <= tick.top <= tick.share + slack
        assert tick.share <= tick.top + tick.height + slack <= HEIGHT + 2 * slack
    for column in columns(counts):
        assert 0 <= column.x < column.x + column.width <= width
        assert -slack <= column.no_top <= column.yes_top <= HEIGHT + slack
        assert column.no_top + column.no_height == pytest.approx(column.yes_top)
        assert column.yes_top + column.yes_height == pytest.approx(HEIGHT)
