from tests.votebox.dashboard.making import totals
from votebox.dashboard.counted import Counted, reasons, statuses

PAGES = (
    totals("en/a", "00000001", 0, 9, statuses={"packaging": 3, "shipped": 2}, reasons={"wrong": 4}),
    totals("en/a", "00000002", 0, 9, statuses={"packaging": 1}),
    totals("ru/a", "00000003", 0, 9, statuses={"packaging": 4, "pending": 2}, reasons={"out-of-date": 1}),
)


def test_over_pages_and_revisions_with_each_language() -> None:
    assert statuses(PAGES) == (
        Counted(name="packaging", votes=8, part=100, languages=(("en", 4), ("ru", 4))),
        Counted(name="pending", votes=2, part=25, languages=(("ru", 2),)),
        Counted(name="shipped", votes=2, part=25, languages=(("en", 2),)),
    )


def test_reasons() -> None:
    assert [(one.name, one.votes, one.part) for one in reasons(PAGES)] == [
        *(("wrong", 4, 100), ("out-of-date", 1, 25)),
    ]


def test_nothing_named() -> None:
    assert statuses([]) == reasons([totals("en", "00000001", 1, 0)]) == ()
