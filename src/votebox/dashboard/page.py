"""One page: its votes over time, and its revisions, each with what changed and what became of the share."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct

from votebox.comments import Comment
from votebox.comparison import published
from votebox.dashboard import counted
from votebox.dashboard.counted import Counted
from votebox.dashboard.filters import address
from votebox.dashboard.history import SHORT, Step
from votebox.dashboard.names import PageName, in_other_languages, name_of
from votebox.dashboard.notes import Note, notes
from votebox.dashboard.shares import Difference, Share, difference_of, share_of
from votebox.dashboard.sources import Moment
from votebox.dashboard.trend import Trend, trend
from votebox.totals import PageTotals

NOTES: Final = 5
"""The latest comments that are shown."""


class Revision(Struct, frozen=True, kw_only=True):
    """What a page said for a time, and what readers said of it."""

    revision: str
    published_at: datetime | None
    commit: str
    """The first digits of the commit that the words are of; empty where that is not known."""
    share: Share
    left_out: int
    """Votes that do not count: double, or part of a burst."""
    difference: Difference | None
    """From the revision that was published before."""
    step: Step
    """What changed since that."""
    first: bool
    """Whether none was published before."""


class PageView(Struct, frozen=True, kw_only=True):
    """What is shown of one page."""

    at: datetime
    name: PageName
    others: tuple[PageName, ...]
    """The same page in other languages."""
    trend: Trend | None
    unvoted: str
    """The revision that the site has now, where nobody has voted on it yet; else empty."""
    revisions: tuple[Revision, ...]
    """Those that were published, that published last first."""
    unseen: tuple[Revision, ...]
    """Those that votebox never saw published."""
    statuses: tuple[Counted, ...]
    reasons: tuple[Counted, ...]
    notes: tuple[Note, ...]


def page_view(moment: Moment, key: str, comments: Iterable[Comment]) -> PageView:
    """Return what is shown of a page that the site has, or that got votes."""
    totals = [page for page in moment.snapshot.totals.pages if page.page == key]
    seen = published(totals)
    days = [revision.published_at.date() for revision in seen if revision.published_at]
    return PageView(
        at=moment.snapshot.at,
        name=name_of(key, moment.pages),
        others=_others(moment, key),
        trend=trend(moment.snapshot.days.get(key, ()), moment.snapshot.at.date(), days),
        unvoted=_unvoted(moment, key, totals),
        revisions=tuple(_revision(seen[place:], moment) for place in range(len(seen))),
        unseen=tuple(_revision([one], moment) for one in totals if one.published_at is None),
        statuses=counted.statuses(totals),
        reasons=counted.reasons(totals),
        notes=notes(comments, moment.pages, address("/dashboard/page", page=key)),
    )


def _others(moment: Moment, key: str) -> tuple[PageName, ...]:
    voted = {page.page for page in moment.snapshot.totals.pages}
    return tuple(name_of(other, moment.pages) for other in in_other_languages(key, voted))


def _unvoted(moment: Moment, key: str, totals: Iterable[PageTotals]) -> str:
    now = moment.pages[key].revision if key in moment.pages else ""
    return "" if now in {page.revision for page in totals} else now


def _revision(revisions: Sequence[PageTotals], moment: Moment) -> Revision:
    """Return the first of revisions, the newest first."""
    this, before = revisions[0], revisions[1] if len(revisions) > 1 else None
    return Revision(
        revision=this.revision,
        published_at=this.published_at,
        commit=(this.commit or "")[:SHORT],
        share=share_of(this),
        left_out=this.received - this.votes,
        difference=difference_of(revisions),
        step=moment.history.step(before.commit if before else None, this.commit, this.language),
        first=before is None,
    )
