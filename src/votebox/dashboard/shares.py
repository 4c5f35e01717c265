"""Shares of Yes as they are shown: in the words of `votebox report`, and as a bar."""

from collections.abc import Sequence

from msgspec import Struct

from votebox.comparison import Verdict, compare, in_words, share_in_words, share_interval
from votebox.dashboard.charts import Bar, bar_of
from votebox.totals import PageTotals


class Share(Struct, frozen=True, kw_only=True):
    """The votes that count of a page at a revision."""

    yes: int
    no: int
    words: str
    """The share with its interval; empty while the votes are too few to say one."""
    bar: Bar | None
    """The same as a picture."""


class Difference(Struct, frozen=True, kw_only=True):
    """What became of the share of Yes with a revision."""

    verdict: Verdict
    words: str
    """The verdict, and the difference with its interval and p where they are known."""
    before: str
    """The revision that it is compared with."""


def share_of(page: PageTotals) -> Share:
    """Return the share of a page at a revision."""
    interval = share_interval(page)
    bar = bar_of(page.share_of_yes, interval) if interval else None
    return Share(yes=page.yes, no=page.no, words=share_in_words(page), bar=bar)


def difference_of(published: Sequence[PageTotals]) -> Difference | None:
    """Compare the first of published revisions, the newest first, with the second, if there is one."""
    found = compare(list(published[:2]))
    if found is None:
        return None
    return Difference(verdict=found.verdict, words=in_words(found), before=found.before)
