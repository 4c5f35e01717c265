"""The totals as text for a terminal, as JSON, and as CSV for a spreadsheet."""

import csv
from collections.abc import Callable, Iterator, Sequence
from io import StringIO

from msgspec.json import encode, format  # noqa: A004 - msgspec's name

from votebox.totals import PageTotals, Totals
from votebox.vote import Reason

_HEADINGS = ("Language", "Page", "Revision", "Votes", "Yes", "No", "Share of yes", "Received")
_WORDS = 3  # so many headings are over words, and the others over numbers


def as_text(totals: Totals) -> str:
    """Return a table, and below it why pages did not help, what readers looked for, and what they wrote."""
    if not totals.pages:
        return "There are no votes yet.\n"
    sections = [
        _table(totals.pages),
        _section("Why it did not help", totals.pages, lambda page: _counts(page.reasons)),
        _section("Statuses looked for", totals.pages, lambda page: _counts(page.statuses)),
        _section("Comments", totals.pages, _comments),
    ]
    return "\n".join(section for section in sections if section)


def as_json(totals: Totals) -> str:
    """Return the totals as they are, a document of version 1."""
    return format(encode(totals), indent=2).decode() + "\n"


def as_csv(totals: Totals) -> str:
    """Return a line for each page and revision (RFC 4180), with a column for each reason."""
    lines = StringIO()
    writer = csv.writer(lines)
    numbers = ("votes", "yes", "no", "share_of_yes", "received")
    writer.writerow(["language", "page", "revision", *numbers, *Reason, "statuses", "comments"])
    for page in totals.pages:
        statuses = "; ".join(f"{status} {count}" for status, count in page.statuses.items())
        cells: list[str | int] = [page.language, page.page, page.revision, page.votes, page.yes, page.no]
        cells += [
            f"{page.share_of_yes:.4f}",
            page.received,
            *(page.reasons.get(reason, 0) for reason in Reason),
        ]
        cells += [statuses, "\n".join(comment.text for comment in page.comments)]
        writer.writerow([_harmless(cell) for cell in cells])
    return lines.getvalue()


def _harmless(cell: str | int) -> str | int:
    """Keep a spreadsheet from running what a reader wrote as a formula (OWASP, CSV injection)."""
    return f"'{cell}" if str(cell).startswith(("=", "+", "-", "@", "\t", "\r")) else cell


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
    numbers = (page.votes, page.yes, page.no, f"{page.share_of_yes:.1%}", page.received)
    return (page.language, page.page, page.revision, *map(str, numbers))


def _all(pages: Sequence[PageTotals]) -> tuple[str, ...]:
    votes, yes = sum(page.votes for page in pages), sum(page.yes for page in pages)
    numbers = (votes, yes, votes - yes, f"{yes / votes:.1%}", sum(page.received for page in pages))
    return ("All", "", "", *map(str, numbers))


def _section(title: str, pages: Sequence[PageTotals], lines: Callable[[PageTotals], Iterator[str]]) -> str:
    found = ((page, "".join(f"  {line}\n" for line in lines(page))) for page in pages)
    blocks = [f"{page.page} {page.revision}\n{text}" for page, text in found if text]
    return f"{title}\n\n{''.join(blocks)}" if blocks else ""


def _counts(counts: dict[str, int]) -> Iterator[str]:
    width = max(map(len, counts), default=0)
    for name, count in counts.items():
        yield f"{name.ljust(width)}  {count}"


def _comments(page: PageTotals) -> Iterator[str]:
    for comment in page.comments:
        about = ", ".join(filter(None, (comment.reason, comment.status)))
        yield f"{comment.at:%Y-%m-%d %H:%M} UTC{f' ({about})' if about else ''}"
        yield from (f"  {line}" for line in comment.text.splitlines())
