from tests.votebox.dashboard.making import at, totals
from votebox.comparison import Verdict, published
from votebox.dashboard.charts import Bar
from votebox.dashboard.shares import Difference, Share, difference_of, share_of


def test_a_share_in_words_and_as_a_bar() -> None:
    found = share_of(totals("en", "0a1b2c3d", 5, 5))
    assert (found.yes, found.no, found.words) == (5, 5, "50.0% (23.7–76.3%)")
    assert isinstance(found.bar, Bar)
    assert (round(found.bar.low, 1), found.bar.share, round(found.bar.high, 1)) == (23.7, 50, 76.3)


def test_under_ten_votes_the_counts_alone() -> None:
    assert share_of(totals("en", "0a1b2c3d", 3, 6)) == Share(yes=3, no=6, words="", bar=None)


def test_a_revision_is_compared_with_the_one_before() -> None:
    revisions = [
        totals("en", "00000003", 40, 60),
        totals("en", "00000002", 240, 60),
        totals("en", "00000001", 0, 90),
    ]
    found = difference_of(revisions)
    assert isinstance(found, Difference)
    assert (found.verdict, found.before) == (Verdict.WORSE, "00000002")
    assert found.words == "worse: −40.0 points (−50.0 to −29.0), p < 0.001"


def test_what_was_ever_published() -> None:
    seen, unseen = totals("en", "00000002", 1, 0, published_at=at(1)), totals("en", "00000001", 9, 0)
    assert published([unseen, seen]) == [seen]


def test_the_first_is_compared_with_nothing() -> None:
    assert difference_of([totals("en", "00000001", 40, 60)]) is None
    assert difference_of([]) is None
