"""The revisions of a page side by side: which pages are the worst, and what a change did."""

from collections.abc import Iterable
from enum import StrEnum
from itertools import groupby
from typing import Final

from msgspec import Struct

from votebox.statistics import (
    LEVEL,
    POINTS,
    SAID_FROM,
    Counts,
    Interval,
    newcombe,
    p_value,
    votes_needed,
    wilson,
)
from votebox.totals import PageTotals

HOW_TO_READ: Final = (
    "Before and after is an observation, not an experiment: whatever else changed between the two, such as "
    "the season, the readers or the shop, is in the difference, too. Where nothing changed, p falls to 0.05 "
    "in at most one of 20 comparisons, however often one looks."
)


class Verdict(StrEnum):
    """What a comparison says of the newer revision; its value with blanks is for people, too."""

    WORSE = "worse"
    BETTER = "better"
    NO_DIFFERENCE = "no-difference-shown"
    NOT_ENOUGH = "not-enough-votes-yet"
    TOO_FEW_BEFORE = "too-few-votes-before"
    """However many votes the newer revision gets, they show no difference of POINTS."""


class Comparison(Struct, frozen=True, kw_only=True):
    """The newest revision of a page and the one before it."""

    before: str
    """The revision before."""
    difference: float | None
    """The share of Yes now less that before; None while one of the two has fewer votes than SAID_FROM."""
    interval: Interval | None
    """Newcombe's, 95 %, of the difference."""
    p_value: float | None
    """Valid however often it is looked at."""
    verdict: Verdict
    more_votes: int | None
    """How many more are needed; with NOT_ENOUGH alone."""


def share_interval(page: PageTotals) -> Interval | None:
    """Return Wilson's interval of the share of Yes; None where the votes are too few to say a share."""
    return wilson(_counts(page)) if page.votes >= SAID_FROM else None


def ranked(pages: Iterable[PageTotals]) -> list[list[PageTotals]]:
    """Return the revisions of each page, the newest first, and the worst page first.

    A page is as bad as its newest revision: the lower the upper end of its interval, the worse, since only
    many votes make that end low; among equals the one with more votes is first. Pages with too few votes to
    say a share come last, those with more votes first.
    """
    groups = [list(group) for _, group in groupby(pages, key=lambda page: page.page)]
    return sorted(groups, key=lambda group: _badness(group[0]))


def published(revisions: Iterable[PageTotals]) -> list[PageTotals]:
    """Return those of a page's revisions that were ever published."""
    return [revision for revision in revisions if revision.published_at]


def compare(revisions: list[PageTotals]) -> Comparison | None:
    """Compare the newest of a page's revisions with the one before; None when it is the only one.

    A revision that never was published can be anybody's invention, so nothing is compared with it; unless the
    page has no other, as in a database that is older than the note of what was published.
    """
    revisions = published(revisions) or revisions
    if len(revisions) < 2:
        return None
    after, before = _counts(revisions[0]), _counts(revisions[1])
    said = min(before.votes, after.votes) >= SAID_FROM
    difference = after.share - before.share if said else None
    p = p_value(before, after) if said else None
    more = votes_needed(before, after.votes) if before.votes else None
    verdict = _verdict(difference, p, more)
    return Comparison(
        before=revisions[1].revision,
        difference=difference,
        interval=newcombe(before, after) if said else None,
        p_value=p,
        verdict=verdict,
        more_votes=more if verdict is Verdict.NOT_ENOUGH else None,
    )


def share_in_words(page: PageTotals) -> str:
    """Return the share with its interval, such as `66.7% (62.1–71.0%)`; empty where none is said."""
    return said(_counts(page))


def said(counts: Counts) -> str:
    """Return a share with its interval in words; empty where the votes are too few to say a share."""
    if counts.votes < SAID_FROM:
        return ""
    interval = wilson(counts)
    return f"{counts.share:.1%} ({interval.low * 100:.1f}–{interval.high:.1%})"


def in_words(comparison: Comparison) -> str:
    """Return what a comparison says: the difference in points of per cent, if any, and the verdict."""
    verdict = _verdict_in_words(comparison)
    if comparison.difference is None or comparison.interval is None:
        return verdict
    low, high = _points(comparison.interval.low), _points(comparison.interval.high)
    return f"{verdict}: {_points(comparison.difference)} points ({low} to {high}), {_p(comparison)}"


def _counts(page: PageTotals) -> Counts:
    return Counts(yes=page.yes, votes=page.votes)


def _badness(page: PageTotals) -> tuple[bool, float, int, str]:
    interval = share_interval(page)
    return (interval is None, interval.high if interval else 0.0, -page.votes, page.page)


def _verdict(difference: float | None, p: float | None, more: int | None) -> Verdict:
    if difference is not None and p is not None and p <= LEVEL:
        return Verdict.BETTER if difference > 0 else Verdict.WORSE
    if more is None:
        return Verdict.TOO_FEW_BEFORE
    return Verdict.NOT_ENOUGH if more else Verdict.NO_DIFFERENCE


def _verdict_in_words(comparison: Comparison) -> str:
    if comparison.verdict is Verdict.TOO_FEW_BEFORE:
        return f"the revision before has too few votes to show a difference of {POINTS * 100:.0f} points"
    words = comparison.verdict.replace("-", " ")
    more = comparison.more_votes
    return words if more is None else f"{words}, about {_about(more):,} more"


def _about(number: int) -> int:
    """Round up to two digits: the rest would claim more than is known."""
    step: int = 10 ** max(len(str(number)) - 2, 0)
    return -(-number // step) * step


def _points(difference: float) -> str:
    rounded = round(difference * 100, 1) + 0.0  # which makes 0 of what is rounded to -0
    return f"{rounded:+.1f}".replace("-", "−")


def _p(comparison: Comparison) -> str:
    p = comparison.p_value
    return "p < 0.001" if p is not None and p < 0.001 else f"p = {p:.3f}"
