from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tests.votebox.dashboard.making import day
from votebox.dashboard.charts import STEP
from votebox.dashboard.trend import SPARK_WEEKS, Trend, merged, spark, trend
from votebox.days import Day

TODAY = date(2026, 11, 25)  # a Wednesday


def known(found: Trend | None) -> Trend:
    assert found is not None
    return found


def test_without_votes_there_is_nothing_to_be_seen() -> None:
    assert trend([], TODAY) is None
    assert trend([day(24, 0, 0)], TODAY) is None
    assert spark([day(1, 5, 5, month=1)], TODAY) is None


def test_days_with_those_between_them() -> None:
    found = known(trend([day(22, 8, 4), day(24, 1, 0)], TODAY))
    assert found.unit == "day"
    assert [(span.first.day, span.last.day, span.yes, span.no) for span in found.spans] == [
        *((22, 22, 8, 4), (23, 23, 0, 0), (24, 24, 1, 0), (25, 25, 0, 0)),
    ]
    assert [bool(span.words) for span in found.spans] == [True, False, False, False]
    assert (found.width, found.most, len(found.ticks), len(found.columns)) == (4 * STEP, 12, 1, 2)


def test_weeks_begin_on_monday_and_the_last_ends_today() -> None:
    found = known(trend([day(20, 1, 2, month=10), day(1, 3, 4), day(2, 5, 6)], TODAY))
    assert found.unit == "week"
    assert found.spans[0].first == date(2026, 10, 19)
    assert [(str(span.first), str(span.last)) for span in found.spans[1:3]] == [
        *(("2026-10-26", "2026-11-01"), ("2026-11-02", "2026-11-08")),
    ]
    assert [(span.yes, span.no) for span in found.spans] == [(1, 2), (3, 4), (5, 6), (0, 0), (0, 0), (0, 0)]
    assert (found.spans[-1].first, found.spans[-1].last) == (date(2026, 11, 23), TODAY)


def test_months_of_the_last_three_years() -> None:
    long_ago = Day(day=date(2021, 2, 3), yes=7, no=7)
    found = known(trend([long_ago, day(31, 1, 2, month=1), day(1, 3, 4, month=2)], TODAY))
    assert found.unit == "month"
    assert (len(found.spans), found.spans[0].first) == (36, date(2023, 12, 1))
    assert [span.yes for span in found.spans if span.yes] == [1, 3]
    assert [(str(span.first), str(span.last)) for span in found.spans if span.yes] == [
        *(("2026-01-01", "2026-01-31"), ("2026-02-01", "2026-02-28")),
    ]


def test_revisions_that_were_published_in_the_time_are_marked() -> None:
    published = [date(2026, 10, 1), date(2026, 11, 24), date(2026, 11, 25)]
    found = known(trend([day(22, 1, 0)], TODAY, published))
    assert [(mark.x, mark.day) for mark in found.marks] == [(20, published[1]), (30, published[2])]
    weeks = known(trend([day(1, 1, 0, month=9)], TODAY, [date(2026, 11, 19)]))
    assert [mark.x for mark in weeks.marks] == [STEP * (len(weeks.spans) - 2 + 3 / 7)]


def test_in_words() -> None:
    assert known(trend([day(23, 30, 10), day(25, 5, 5)], TODAY)).words == (
        "50 votes in 3 days. Share of Yes in the first day with enough votes: 75.0% (59.8–85.8%); "
        "in the last: 50.0% (23.7–76.3%)."
    )
    assert known(trend([day(25, 1, 0)], TODAY)).words == (
        "1 vote in 1 day; no day has enough votes to say a share."
    )


def test_a_small_picture_has_the_last_weeks() -> None:
    found = known(spark([day(1, 50, 50, month=1), day(24, 20, 5)], TODAY))
    assert (len(found.spans), found.unit, found.most) == (SPARK_WEEKS, "week", 25)
    assert found.spans[0].first == date(2026, 9, 7)


def test_pages_together() -> None:
    pages = [(day(1, 1, 2), day(3, 3, 4)), (day(2, 5, 6), day(3, 7, 8))]
    assert merged(pages) == [day(1, 1, 2), day(2, 5, 6), day(3, 10, 12)]
    assert merged([]) == []


DAYS = st.lists(
    st.builds(
        Day,
        day=st.dates(TODAY - timedelta(days=1_500), TODAY + timedelta(days=3)),
        yes=st.integers(0, 50),
        no=st.integers(0, 50),
    ),
    max_size=20,
)


@given(DAYS)
def test_spans_follow_each_other_and_no_vote_of_their_time_is_lost(days: list[Day]) -> None:
    found = trend(days, TODAY)
    if found is None:
        assert not sum(one.yes + one.no for one in days)
        return
    assert len(found.spans) <= 53
    for one, following in zip(found.spans, found.spans[1:], strict=False):
        assert one.first <= one.last
        assert following.first == one.last + timedelta(days=1)
    assert found.spans[-1].last == TODAY
    begin = found.spans[0].first
    assert sum(span.yes for span in found.spans) == sum(one.yes for one in days if one.day >= begin)
    assert sum(span.no for span in found.spans) == sum(one.no for one in days if one.day >= begin)
