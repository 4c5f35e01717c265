from datetime import UTC, datetime

import pytest

from tests.votebox.dashboard.making import NOW, at, day, moment, totals
from votebox.comments import Triage
from votebox.comparison import Verdict
from votebox.dashboard.history import Commit
from votebox.dashboard.overview import ROWS, Changed, Overview, overview
from votebox.dashboard.sources import Moment
from votebox.errors import Refused
from votebox.totals import PageTotals

STATES = {Triage.NEW: 7, Triage.PLANNED: 1, Triage.DONE: 2, Triage.DISMISSED: 3}
RU = totals(
    "ru/order-status",
    "000000000012",
    *(40, 60),
    received=110,
    flagged=6,
    reasons={"wrong": 3},
    statuses={"packaging": 9, "shipped": 1},
    published_at=at(20),
    commit="b" * 40,
)
RU_BEFORE = totals("ru/order-status", "000000000011", 240, 60, published_at=at(1), commit="a" * 40)
EN = totals("en/order-status", "000000000002", 90, 10, statuses={"packaging": 2}, published_at=at(21))
EN_BEFORE = totals("en/order-status", "000000000001", 5, 5, published_at=at(2))
HOME = totals("en", "00000000abcd", 3, 1)
COMMIT = Commit(
    commit="b" * 40, date=datetime(2026, 11, 20, tzinfo=UTC), subject="Reword “Packaging”", changes=()
)
ALL = moment(
    *(HOME, EN, EN_BEFORE, RU, RU_BEFORE),
    days={"en/order-status": [day(20, 1, 2)], "ru/order-status": [day(20, 3, 4), day(24, 5, 6)]},
    commits=[COMMIT, Commit(commit="a" * 40, date=COMMIT.date, subject="First")],
)


def shown(moment: Moment = ALL, **asked: str) -> Overview:
    return overview(moment, STATES, asked)


def test_the_worst_page_is_first_and_as_good_as_its_newest_revision() -> None:
    found = shown()
    assert [(row.name.key, row.share.words, row.seen) for row in found.rows] == [
        ("ru/order-status", "40.0% (30.9–49.8%)", True),
        ("en/order-status", "90.0% (82.6–94.5%)", True),
        ("en", "", False),
    ]
    assert [row.status for row in found.rows] == ["packaging", "packaging", ""]
    worse, unknown, first = [row.difference for row in found.rows]
    assert worse
    assert unknown
    assert worse.words == "worse: −40.0 points (−50.0 to −29.0), p < 0.001"
    assert unknown.verdict is Verdict.TOO_FEW_BEFORE
    assert first is None
    assert (found.at, found.pages, found.skipped, found.earlier, found.later) == (NOW, 3, 0, "", "")


def test_sums_of_all_pages_and_revisions() -> None:
    found = shown()
    assert (found.sums.yes, found.sums.no, found.sums.flagged, found.sums.double) == (378, 136, 6, 4)
    assert found.new_comments == 7
    assert [(one.name, one.votes, one.languages) for one in found.statuses] == [
        ("packaging", 11, (("ru", 9), ("en", 2))),
        ("shipped", 1, (("ru", 1),)),
    ]
    assert [(one.name, one.votes) for one in found.reasons] == [("wrong", 3)]
    assert found.trend
    assert [(span.yes, span.no) for span in found.trend.spans] == [
        *((4, 6), (0, 0), (0, 0), (0, 0), (5, 6), (0, 0)),
    ]


def test_one_language() -> None:
    found = shown(language="en")
    assert [row.name.key for row in found.rows] == ["en/order-status", "en"]
    assert (found.sums.yes, found.sums.no, found.sums.flagged) == (98, 16, 0)
    assert [(one.name, one.votes) for one in found.statuses] == [("packaging", 2)]
    assert [change.name.key for change in found.changed] == ["en/order-status"]
    assert found.trend
    assert sum(span.yes for span in found.trend.spans) == 1
    assert [(one.code, one.address, one.current) for one in found.languages] == [
        ("", "/dashboard/", False),
        ("en", "/dashboard/?language=en", True),
        ("ru", "/dashboard/?language=ru", False),
    ]


def test_a_language_that_there_is_not() -> None:
    with pytest.raises(Refused):
        shown(language="xx")


def test_what_changed_last() -> None:
    english, russian = shown().changed
    assert isinstance(russian, Changed)
    assert (english.name.key, english.at, english.subject) == ("en/order-status", at(21), "")
    assert (russian.name.key, russian.at, russian.subject) == (
        *("ru/order-status", at(20), "Reword “Packaging”"),
    )
    assert russian.difference.words.startswith("worse: −40.0 points")


def test_what_was_never_published_is_compared_with_nothing() -> None:
    invented = totals("en/order-status", "00000000dead", 500, 0)
    found = shown(moment(EN, invented))
    [row] = found.rows
    assert (row.share.yes, row.difference) == (90, None)
    assert found.changed == ()


def many(pages: int) -> list[PageTotals]:
    return [totals(f"en/{number:03}", "00000001", number, 1_000) for number in range(pages)]


def test_many_pages_are_shown_by_parts() -> None:
    pages = moment(*many(2 * ROWS + 1))
    first, second, last = (shown(pages, skip=str(skip)) for skip in (0, ROWS, 2 * ROWS))
    assert [len(part.rows) for part in (first, second, last)] == [ROWS, ROWS, 1]
    assert (first.earlier, first.later) == ("", f"/dashboard/?skip={ROWS}#pages")
    assert (second.earlier, second.later) == ("/dashboard/#pages", f"/dashboard/?skip={2 * ROWS}#pages")
    assert (last.earlier, last.later) == (f"/dashboard/?skip={ROWS}#pages", "")
    assert (second.skipped, second.pages) == (ROWS, 2 * ROWS + 1)
    assert shown(pages, language="en").later == f"/dashboard/?language=en&skip={ROWS}#pages"


@pytest.mark.parametrize("skip", ["", "-1", "x", "٣", "1e3", "9" * 4_000])
def test_a_part_that_is_no_number_is_the_first(skip: str) -> None:
    assert shown(skip=skip).skipped == 0


def test_nothing_yet() -> None:
    found = shown(moment())
    assert (found.rows, found.trend, found.statuses, found.changed) == ((), None, (), ())
    assert [one.code for one in found.languages] == [""]
