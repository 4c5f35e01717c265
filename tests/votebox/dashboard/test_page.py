from datetime import UTC, datetime
from uuid import UUID

from tests.votebox.dashboard.making import NOW, PAGES, at, day, moment, totals
from votebox.comments import Comment
from votebox.dashboard.history import Change, Commit
from votebox.dashboard.page import PageView, page_view
from votebox.dashboard.sources import Moment

A, B, C = "a" * 40, "b" * 40, "c" * 40
KEY = "ru/order-status"
NEWEST = totals(
    KEY, "000000000012", 40, 60, received=107, published_at=at(20), commit=C, statuses={"shipped": 2}
)
MIDDLE = totals(KEY, "000000000011", 240, 60, published_at=at(10), commit=A, reasons={"wrong": 1})
FIRST = totals(KEY, "000000000010", 1, 1, published_at=at(1))
INVENTED = totals(KEY, "00000000dead", 0, 30, statuses={"packaging": 1})
COMMITS = [
    Commit(
        commit=name,
        date=datetime(2026, 11, 20, tzinfo=UTC),
        subject=subject,
        changes=(Change(sentence="In Russian.", locale="ru"), Change(sentence="In Japanese.", locale="ja")),
    )
    for name, subject in ((C, "Third"), (B, "Second"), (A, "First"))
]
COMMENT = Comment(
    id=UUID(int=7), at=NOW, page=KEY, revision="000000000012", reason=None, status=None, text="Где?"
)
ALL = moment(
    *(totals("en/order-status", "000000000002", 1, 1), NEWEST, MIDDLE, FIRST, INVENTED),
    days={KEY: [day(20, 3, 4)], "en/order-status": [day(20, 9, 9)]},
    commits=COMMITS,
)


def shown(moment: Moment = ALL, key: str = KEY) -> PageView:
    return page_view(moment, key, [COMMENT])


def test_revisions_each_with_what_it_did() -> None:
    newest, middle, first = shown().revisions
    assert (newest.revision, newest.published_at, newest.commit) == ("000000000012", at(20), "ccccccc")
    assert (newest.share.words, newest.left_out) == ("40.0% (30.9–49.8%)", 7)
    assert newest.difference
    assert (newest.difference.before, newest.difference.words) == (
        *("000000000011", "worse: −40.0 points (−50.0 to −29.0), p < 0.001"),
    )
    assert middle.difference
    assert middle.difference.words == (
        "the revision before has too few votes to show a difference of 20 points"
    )
    assert (first.difference, first.commit, first.left_out) == (None, "", 0)
    assert [revision.first for revision in (newest, middle, first)] == [False, False, True]


def test_what_changed_is_told_from_the_commit_before_to_its_own_and_in_its_language() -> None:
    newest, middle, first = shown().revisions
    assert [commit.subject for commit in newest.step.commits] == ["Third", "Second"]
    assert newest.step.whole
    assert [change.sentence for change in newest.step.commits[0].changes] == ["In Russian."]
    assert [commit.subject for commit in middle.step.commits] == ["First"]
    assert not middle.step.whole
    assert first.step.commits == ()


def test_what_was_never_published_stands_apart_and_is_compared_with_nothing() -> None:
    [unseen] = shown().unseen
    assert (unseen.revision, unseen.published_at, unseen.difference) == ("00000000dead", None, None)
    assert (unseen.share.yes, unseen.share.no) == (0, 30)


def test_of_all_revisions() -> None:
    found = shown()
    assert [(one.name, one.votes) for one in found.statuses] == [("shipped", 2), ("packaging", 1)]
    assert [(one.name, one.votes) for one in found.reasons] == [("wrong", 1)]


def test_its_own_votes_over_time_with_its_revisions() -> None:
    found = shown().trend
    assert found
    assert sum(span.yes for span in found.spans) == 3
    assert [mark.day.day for mark in found.marks] == [20]


def test_the_same_page_in_other_languages_that_have_votes() -> None:
    assert [name.key for name in shown().others] == ["en/order-status"]


def test_its_comments_lead_back_to_it() -> None:
    [note] = shown().notes
    assert note.back == f"/dashboard/page?page=ru%2Forder-status#comment-{COMMENT.id}"


def test_a_revision_that_nobody_voted_on_yet() -> None:
    assert shown().unvoted == ""
    assert shown(moment(MIDDLE)).unvoted == PAGES[KEY].revision
    assert shown(moment(totals("ja/gone", "00000001", 1, 1)), "ja/gone").unvoted == ""


def test_a_page_without_votes() -> None:
    found = page_view(moment(), KEY, [])
    assert (found.name.title, found.trend) == ("Как проверить статус?", None)
    assert (found.revisions, found.unseen, found.notes) == ((), (), ())
