"""What the tests of the dashboard are made of: totals, a moment, and a client with the password."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from votebox.dashboard.history import Commit, History
from votebox.dashboard.names import language_of
from votebox.dashboard.sources import Moment
from votebox.dashboard.trend import merged
from votebox.days import Day
from votebox.pages import Page
from votebox.snapshot import Snapshot
from votebox.totals import PageTotals, Totals

NOW = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
TOKEN = "0123456789abcdef"
PAGES = {
    "en/order-status": Page(
        thanks="/",
        failed="/",
        statuses=frozenset({"pending", "packaging"}),
        revision="000000000002",
        title="How do I check my order status?",
        url="/order-status/",
    ),
    "ru/order-status": Page(
        thanks="/",
        failed="/",
        revision="000000000012",
        title="Как проверить статус?",
        url="/ru/order-status/",
    ),
    "en": Page(thanks="/", failed="/", revision="000000000021", title="Help", url="/"),
}


def at(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day, 9, tzinfo=UTC)


def totals(key: str, revision: str, yes: int, no: int, **more: Any) -> PageTotals:
    known: dict[str, Any] = {"received": yes + no, "reasons": {}, "statuses": {}}
    return PageTotals(
        page=key,
        language=key.partition("/")[0],
        revision=revision,
        votes=yes + no,
        yes=yes,
        no=no,
        share_of_yes=yes / max(yes + no, 1),
        **{**known, **more},
    )


def day(number: int, yes: int, no: int, month: int = 11) -> Day:
    return Day(day=date(2026, month, number), yes=yes, no=no)


def moment(
    *pages: PageTotals,
    days: Mapping[str, Sequence[Day]] | None = None,
    site: Mapping[str, Page] = PAGES,
    commits: Sequence[Commit] = (),
) -> Moment:
    """Make a moment of totals, which are in the order that `read_totals` gives them."""
    kept = {key: tuple(found) for key, found in (days or {}).items()}
    codes = {language_of(key) for key in kept}
    languages = {
        code: merged(found for key, found in kept.items() if language_of(key) == code) for code in codes
    }
    snapshot = Snapshot(at=NOW, totals=Totals(pages=pages), days=kept, languages=languages)
    return Moment(snapshot=snapshot, pages=site, history=History(commits))
