"""All pages at a glance: the worst first, what changed, what readers miss."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from msgspec import Struct

from votebox.comments import Triage
from votebox.comparison import published, ranked
from votebox.dashboard import counted
from votebox.dashboard.counted import Counted
from votebox.dashboard.filters import address, language_in
from votebox.dashboard.names import PageName, name_of
from votebox.dashboard.shares import Difference, Share, difference_of, share_of
from votebox.dashboard.sources import Moment
from votebox.dashboard.trend import Trend, merged, spark, trend
from votebox.totals import PageTotals

ROWS: Final = 50
"""The pages that are shown at once."""

_CHANGED: Final = 6


class Language(Struct, frozen=True, kw_only=True):
    """A language that the numbers can be limited to."""

    code: str
    """Empty for all of them."""
    address: str
    current: bool


class Sums(Struct, frozen=True, kw_only=True):
    """What all votes come to."""

    yes: int
    no: int
    flagged: int
    """Votes that came in bursts."""
    double: int
    """Votes that a later one of the same reader and day replaced."""


class Row(Struct, frozen=True, kw_only=True):
    """A page, as good as its newest revision."""

    name: PageName
    seen: bool
    """Whether its newest revision was ever published."""
    share: Share
    difference: Difference | None
    spark: Trend | None
    status: str
    """What readers who said No to it were looking for most often; empty where they said nothing."""


class Changed(Struct, frozen=True, kw_only=True):
    """A page whose newest revision replaced another one."""

    name: PageName
    at: datetime
    subject: str
    """Of the commit; empty where that is not known."""
    difference: Difference


class Overview(Struct, frozen=True, kw_only=True):
    """What the first page of the dashboard shows."""

    at: datetime
    language: str | None
    languages: tuple[Language, ...]
    sums: Sums
    new_comments: int
    """In all languages."""
    trend: Trend | None
    rows: tuple[Row, ...]
    pages: int
    """How many there are to be shown."""
    skipped: int
    """How many come before the first that is shown."""
    earlier: str
    """The address of the rows before; empty where these are the first."""
    later: str
    statuses: tuple[Counted, ...]
    reasons: tuple[Counted, ...]
    changed: tuple[Changed, ...]


def overview(moment: Moment, states: Mapping[Triage, int], asked: Mapping[str, str]) -> Overview:
    """Return what is shown to whoever asks so.

    Raises:
        Refused: With 422 for a language that there is not.
    """
    language = language_in(asked, moment.known)
    snapshot = moment.snapshot
    pages = [page for page in snapshot.totals.pages if language in (None, page.language)]
    groups, skip = ranked(pages), _skip(asked)
    days = merged(days for code, days in snapshot.languages.items() if language in (None, code))
    return Overview(
        at=snapshot.at,
        language=language,
        languages=_languages(snapshot.totals.pages, language),
        sums=_sums(pages),
        new_comments=states[Triage.NEW],
        trend=trend(days, snapshot.at.date()),
        rows=tuple(_row(group, moment) for group in groups[skip : skip + ROWS]),
        pages=len(groups),
        skipped=skip,
        earlier=_rows_at(language, max(skip - ROWS, 0)) if skip else "",
        later=_rows_at(language, skip + ROWS) if skip + ROWS < len(groups) else "",
        statuses=counted.statuses(pages),
        reasons=counted.reasons(pages),
        changed=_changed(groups, moment),
    )


def _skip(asked: Mapping[str, str]) -> int:
    text = asked.get("skip", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 0


def _rows_at(language: str | None, skip: int) -> str:
    return address("/dashboard/", language=language, skip=skip) + "#pages"


def _languages(pages: Iterable[PageTotals], current: str | None) -> tuple[Language, ...]:
    codes = ["", *sorted({page.language for page in pages})]
    return tuple(
        Language(code=code, address=address("/dashboard/", language=code), current=code == (current or ""))
        for code in codes
    )


def _sums(pages: Iterable[PageTotals]) -> Sums:
    pages = list(pages)
    yes, no = sum(page.yes for page in pages), sum(page.no for page in pages)
    received, flagged = sum(page.received for page in pages), sum(page.flagged for page in pages)
    return Sums(yes=yes, no=no, flagged=flagged, double=received - flagged - yes - no)


def _row(revisions: Sequence[PageTotals], moment: Moment) -> Row:
    newest = revisions[0]
    days = moment.snapshot.days.get(newest.page, ())
    return Row(
        name=name_of(newest.page, moment.pages),
        seen=newest.published_at is not None,
        share=share_of(newest),
        difference=difference_of(published(revisions)),
        spark=spark(days, moment.snapshot.at.date()),
        status=next(iter(newest.statuses), ""),
    )


def _changed(groups: Iterable[Sequence[PageTotals]], moment: Moment) -> tuple[Changed, ...]:
    pairs = [(one[0].published_at, one) for group in groups if len(one := published(group)) > 1]
    pairs.sort(key=lambda pair: (pair[0], pair[1][0].page), reverse=True)
    found = (_change(at, revisions, moment) for at, revisions in pairs if at)
    return tuple(islice((change for change in found if change), _CHANGED))


def _change(at: datetime, revisions: Sequence[PageTotals], moment: Moment) -> Changed | None:
    newest, before = revisions[:2]
    difference = difference_of(revisions)
    step = moment.history.step(before.commit, newest.commit, newest.language)
    if difference is None:
        return None
    return Changed(
        name=name_of(newest.page, moment.pages),
        at=at,
        subject=step.commits[0].subject if step.commits else "",
        difference=difference,
    )
