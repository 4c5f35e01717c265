"""The totals as text for a terminal, as JSON, and as CSV for a spreadsheet: the worst page first."""

import csv
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import StringIO
from textwrap import fill
from typing import Literal

from msgspec import Struct
from msgspec.json import encode, format  # noqa: A004 - msgspec's name
from msgspec.structs import asdict

from votebox.comments import Comment
from votebox.comparison import (
    HOW_TO_READ,
    Comparison,
    compare,
    in_words,
    ranked,
    share_in_words,
    share_interval,
)
from votebox.statistics import Interval
from votebox.totals import PageTotals, Totals
from votebox.vote import Reason

_HEADINGS = ("Language", "Page", "Revision", "Votes", "Yes", "No", "Share of yes", "Received")
_WORDS = 3  # so many headings are over words, and the others over numbers
_WIDTH = 100  # characters in a line of prose
_COLUMNS = (
    *("language", "page", "revision", "votes", "yes", "no", "share_of_yes", "share_low", "share_high"),
    *("received", "flagged", *Reason),
    *("before", "difference", "difference_low", "difference_high", "p_value", "verdict", "more_votes"),
    *("statuses", "comments"),
)

# What begins a formula (OWASP, CSV injection), in every width, behind what spreadsheets may pass over.
_FORMULA = re.compile(r"[\s\"'\u200b-\u200d\u2060\ufeff]*[=+@＝＋＠﹦﹢﹫\u2212－﹣-]|[\t\r]")


class _Page(PageTotals, frozen=True, kw_only=True):
    """The totals of a page at a revision, and what is derived from them."""

    interval: Interval | None
    """Wilson's, 95 %, of the share of Yes; null where the votes are too few to say a share."""
    comparison: Comparison | None
    """Of a page's newest revision with the one before."""
    comments: tuple[Comment, ...]
    """The newest first."""


class _Document(Struct, frozen=True, kw_only=True):
    version: Literal[1] = 1
    pages: tuple[_Page, ...]


def as_text(totals: Totals, comments: Iterable[Comment] = ()) -> str:
    """Return a table; below it what changed, why pages did not help, what readers looked for and wrote."""
    if not totals.pages:
        return "There are no votes yet.\n"
    pages = _pages(totals, comments)
    sections = [
        _table(pages),
        _changes(pages),
        _section("Why it did not help", pages, lambda page: _counts(page.reasons)),
        _section("Statuses looked for", pages, lambda page: _counts(page.statuses)),
        _section("Comments", pages, _comments),
    ]
    return "\n".join(section for section in sections if section)


def as_json(totals: Totals, comments: Iterable[Comment] = ()) -> str:
    """Return the totals with what is derived from them, a document of version 1.

    Each page has `interval`, `comparison` and `comments` besides; `share_of_yes` is the counts divided,
    however few.
    """
    return format(encode(_Document(pages=_pages(totals, comments))), indent=2).decode() + "\n"


def as_csv(totals: Totals, comments: Iterable[Comment] = ()) -> str:
    """Return a line for each page and revision (RFC 4180), with a column for each reason."""
    lines = StringIO()
    writer = csv.writer(lines)
    writer.writerow(_COLUMNS)
    for page in _pages(totals, comments):
        writer.writerow([_harmless(cell) for cell in _cells(page)])
    return lines.getvalue()


def _pages(totals: Totals, comments: Iterable[Comment]) -> tuple[_Page, ...]:
    written: dict[tuple[str, str], list[Comment]] = defaultdict(list)
    for comment in comments:
        written[comment.page, comment.revision].append(comment)
    return tuple(
        _Page(
            **asdict(page),
            interval=share_interval(page),
            comparison=compare(revisions) if place == 0 else None,
            comments=tuple(written[page.page, page.revision]),
        )
        for revisions in ranked(totals.pages)
        for place, page in enumerate(revisions)
    )


_Cell = str | int | float | None


def _cells(page: _Page) -> Iterator[_Cell]:
    yield from (page.language, page.page, page.revision, page.votes, page.yes, page.no)
    yield round(page.share_of_yes, 4) if page.interval else None
    yield from _ends(page.interval)
    yield from (page.received, page.flagged)
    yield from (page.reasons.get(reason, 0) for reason in Reason)
    yield from _change_cells(page.comparison)
    yield "; ".join(f"{status} {count}" for status, count in page.statuses.items())
    yield "\n".join(comment.text for comment in page.comments)


def _change_cells(found: Comparison | None) -> tuple[_Cell, ...]:
    if found is None:
        return (None,) * 7
    difference = None if found.difference is None else round(found.difference, 4)
    p = None if found.p_value is None else float(f"{found.p_value:.2g}")
    return (found.before, difference, *_ends(found.interval), p, found.verdict, found.more_votes)


def _ends(interval: Interval | None) -> tuple[float | None, float | None]:
    return (round(interval.low, 4), round(interval.high, 4)) if interval else (None, None)


def _harmless(cell: _Cell) -> _Cell:
    """Keep a spreadsheet from running what a reader wrote as a formula."""
    return f"'{cell}" if isinstance(cell, str) and _FORMULA.match(cell) else cell


def _table(pages: Sequence[PageTotals]) -> str:
    rows = [_HEADINGS, *(_row(page) for page in pages), _all(pages)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for row in rows:
        words = [cell.ljust(width) for cell, width in zip(row[:_WORDS], widths, strict=False)]
        numbers = [cell.rjust(width) for cell, width in zip(row[_WORDS:], widths[_WORDS:], strict=True)]
        lines.append("  ".join([*words, *numbers]).rstrip() + "\n")
    return "".join(lines)


def _row(page: PageTotals) -> tuple[str, ...]:
    numbers = (page.votes, page.yes, page.no, share_in_words(page) or "–", page.received)
    return (page.language, page.page, page.revision, *map(str, numbers))


def _all(pages: Sequence[PageTotals]) -> tuple[str, ...]:
    votes, yes = sum(page.votes for page in pages), sum(page.yes for page in pages)
    numbers = (votes, yes, votes - yes, "", sum(page.received for page in pages))
    return ("All", "", "", *map(str, numbers))


def _changes(pages: Sequence[_Page]) -> str:
    lines = [
        f"{page.page} {page.revision}, before it {page.comparison.before}\n  {in_words(page.comparison)}\n"
        for page in pages
        if page.comparison
    ]
    if not lines:
        return ""
    return f"From one revision to the next\n\n{''.join(lines)}\n{fill(HOW_TO_READ, _WIDTH)}\n"


def _section(title: str, pages: Sequence[_Page], lines: Callable[[_Page], Iterator[str]]) -> str:
    found = ((page, "".join(f"  {line}\n" for line in lines(page))) for page in pages)
    blocks = [f"{page.page} {page.revision}\n{text}" for page, text in found if text]
    return f"{title}\n\n{''.join(blocks)}" if blocks else ""


def _counts(counts: dict[str, int]) -> Iterator[str]:
    width = max(map(len, counts), default=0)
    for name, count in counts.items():
        yield f"{name.ljust(width)}  {count}"


def _comments(page: _Page) -> Iterator[str]:
    for comment in page.comments:
        about = ", ".join(filter(None, (comment.reason, comment.status)))
        yield f"{comment.at:%Y-%m-%d %H:%M} UTC{f' ({about})' if about else ''}"
        yield from (f"  {line}" for line in comment.text.splitlines())
