from datetime import UTC, datetime
from typing import Any

import pytest
from msgspec import structs

from votebox.comparison import (
    Comparison,
    Verdict,
    compare,
    in_words,
    ranked,
    share_in_words,
    share_interval,
)
from votebox.statistics import Interval
from votebox.totals import PageTotals

TOO_FEW = "the revision before has too few votes to show a difference of 20 points"


def page(key: str, yes: int, no: int, revision: str = "0a1b2c3d") -> PageTotals:
    return PageTotals(
        page=key,
        language=key.partition("/")[0],
        revision=revision,
        votes=yes + no,
        yes=yes,
        no=no,
        share_of_yes=yes / max(yes + no, 1),
        received=yes + no,
        reasons={},
        statuses={},
    )


def change(after: tuple[int, int], before: tuple[int, int]) -> Comparison:
    found = compare([page("en", *after, revision="b" * 8), page("en", *before, revision="a" * 8)])
    assert found is not None
    return found


def test_under_ten_votes_no_share_is_said() -> None:
    assert share_interval(page("en", 9, 0)) is None
    assert share_in_words(page("en", 9, 0)) == ""
    assert share_in_words(page("en", 10, 0)) == "100.0% (72.2–100.0%)"
    assert share_in_words(page("en", 2, 8)) == "20.0% (5.7–51.0%)"


def test_the_worst_page_is_first() -> None:
    pages = [
        page("en/a", 9, 1),
        page("en/few-but-bad", 2, 8),  # up to 51 %
        page("en/many-and-bad", 200, 300),  # up to 44 %
        page("en/most-are-well", 900, 100, revision="00000002"),
        page("en/most-are-well", 0, 100, revision="00000001"),  # once
        page("en/two", 0, 2),
        page("en/nine", 9, 0),
        page("en/9-of-10", 9, 1),
    ]
    assert [[(one.page, one.yes) for one in group] for group in ranked(pages)] == [
        [("en/many-and-bad", 200)],
        [("en/few-but-bad", 2)],
        [("en/most-are-well", 900), ("en/most-are-well", 0)],
        [("en/9-of-10", 9)],
        [("en/a", 9)],
        [("en/nine", 9)],
        [("en/two", 0)],
    ]


def test_of_pages_with_the_same_end_that_with_more_votes_is_first() -> None:
    pages = [page("en/a", 10, 0), page("en/b", 1_000, 0)]
    assert [group[0].page for group in ranked(pages)] == ["en/b", "en/a"]


def test_a_page_of_one_revision_is_compared_with_nothing() -> None:
    assert compare([page("en", 50, 50)]) is None


def test_nothing_is_compared_with_a_revision_that_never_was_published() -> None:
    new, old, unseen = (page("en", 50, 50, revision=digit * 8) for digit in "cba")
    new, old = (structs.replace(one, published_at=datetime(2026, 11, 26, tzinfo=UTC)) for one in (new, old))
    found = compare([new, unseen, old])
    assert found
    assert found.before == old.revision
    assert compare([new, unseen]) is None


def test_only_the_newest_and_the_one_before_it_are_compared() -> None:
    pages = [page("en", *votes) for votes in ((90, 10), (20, 80), (0, 500))]
    assert compare(pages) == compare(pages[:2])


@pytest.mark.parametrize(
    ("after", "before", "verdict", "words"),
    [
        ((270, 30), (120, 80), Verdict.BETTER, "better: +30.0 points (+22.4 to +37.5), p < 0.001"),
        ((120, 80), (270, 30), Verdict.WORSE, "worse: −30.0 points (−37.5 to −22.4), p < 0.001"),
        (
            (700, 300),
            (690, 310),
            Verdict.NO_DIFFERENCE,
            "no difference shown: +1.0 points (−3.0 to +5.0), p = 1.000",
        ),
        (
            (14, 6),
            (240, 160),
            Verdict.NOT_ENOUGH,
            "not enough votes yet, about 140 more: +10.0 points (−12.4 to +26.2), p = 1.000",
        ),
        ((9, 0), (240, 160), Verdict.NOT_ENOUGH, "not enough votes yet, about 150 more"),
        (
            (300, 100),
            (30, 10),
            Verdict.TOO_FEW_BEFORE,
            f"{TOO_FEW}: +0.0 points (−11.7 to +15.7), p = 1.000",
        ),
        ((300, 100), (9, 0), Verdict.TOO_FEW_BEFORE, TOO_FEW),
    ],
)
def test_words(after: tuple[int, int], before: tuple[int, int], verdict: Verdict, words: str) -> None:
    found = change(after, before)
    assert (found.verdict, in_words(found)) == (verdict, words)


def test_a_difference_that_is_plain_needs_no_more_votes() -> None:
    assert change((39, 1), (2, 38)).verdict is Verdict.BETTER
    assert in_words(change((39, 1), (2, 38))) == "better: +92.5 points (+77.0 to +96.7), p < 0.001"


@pytest.mark.parametrize(("more", "about"), [(7, "7"), (99, "99"), (101, "110"), (2_301, "2,400")])
def test_a_number_of_votes_is_rounded_up(more: int, about: str) -> None:
    members: dict[str, Any] = {"before": "a", "difference": None, "interval": None, "p_value": None}
    found = Comparison(**members, verdict=Verdict.NOT_ENOUGH, more_votes=more)
    assert in_words(found) == f"not enough votes yet, about {about} more"


def test_swapped_revisions_mirror_the_difference() -> None:
    there, back = change((40, 60), (70, 30)), change((70, 30), (40, 60))
    assert there.difference == pytest.approx(-(back.difference or 0))
    assert isinstance(there.interval, Interval)
    assert isinstance(back.interval, Interval)
    assert there.interval.low == pytest.approx(-back.interval.high)
    assert there.p_value == pytest.approx(back.p_value)
    assert (there.verdict, back.verdict) == (Verdict.WORSE, Verdict.BETTER)


def test_a_revision_with_fewer_than_ten_votes_always_asks_for_more() -> None:
    assert change((9, 0), (10**6, 0)).more_votes
    assert change((0, 9), (0, 10**6)).more_votes
    assert change((10**6, 0), (9, 0)).verdict is Verdict.TOO_FEW_BEFORE


def test_more_votes_are_said_only_where_they_would_help() -> None:
    assert change((40, 60), (240, 60)).verdict is Verdict.WORSE
    assert change((40, 60), (240, 60)).more_votes is None
    assert change((700, 300), (690, 310)).more_votes is None


def test_a_revision_may_have_no_vote_that_counts() -> None:
    assert in_words(change((0, 0), (500, 500))) == "not enough votes yet, about 130 more"
    assert in_words(change((500, 500), (0, 0))) == TOO_FEW
    assert share_in_words(page("en", 0, 0)) == ""
