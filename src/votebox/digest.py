"""The digest for the help team, as Markdown (CommonMark): what changed, what is wanted, what readers wrote.

What readers wrote stands in code alone, which no Markdown renderer reads for markup, links or mentions.
"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from textwrap import fill

from votebox.comments import Comment
from votebox.comparison import HOW_TO_READ, Verdict, compare, in_words, ranked, share_in_words, share_interval
from votebox.totals import PageTotals, Totals

_WORST = 5
_WANTED = 10
_COMMENTS = 20
_WIDTH = 100  # characters in a line of a comment; code is not wrapped where it is shown


def as_markdown(totals: Totals, comments: Sequence[Comment], *, since: datetime) -> str:
    """Return the digest. The comments are those since then; everything else is of all votes until now."""
    title = f"# Was this page helpful? {since:%Y-%m-%d} until now\n"
    if not totals.pages:
        return f"{title}\nThere are no votes yet.\n"
    pages = ranked(totals.pages)
    sections = [title, _changes(pages), _worst(pages), _wanted(totals), _comments(comments)]
    return "\n".join(section for section in sections if section)


def _changes(pages: list[list[PageTotals]]) -> str:
    found = [(revisions[0], comparison) for revisions in pages if (comparison := compare(revisions))]
    order = list(Verdict)
    found.sort(key=lambda item: order.index(item[1].verdict))
    lines = [f"- {_code(page.page)}: {in_words(comparison)}" for page, comparison in found]
    return _section("What got better or worse", [*lines, "", HOW_TO_READ]) if lines else ""


def _worst(pages: list[list[PageTotals]]) -> str:
    newest = [revisions[0] for revisions in pages if share_interval(revisions[0])]
    lines = [
        f"- {_code(page.page)}: {share_in_words(page)} Yes, {page.votes:,} votes" for page in newest[:_WORST]
    ]
    return _section("Pages that help least", lines) if lines else ""


def _wanted(totals: Totals) -> str:
    counts: Counter[str] = Counter()
    for page in totals.pages:
        counts.update(page.statuses)
    most = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_WANTED]
    lines = [f"- {_code(status)}: {count:,}" for status, count in most]
    return _section("Statuses that readers did not find", lines) if lines else ""


def _comments(comments: Sequence[Comment]) -> str:
    if not comments:
        return _section("New comments", ["None."])
    blocks = "\n".join(map(_comment, comments[:_COMMENTS]))
    left = len(comments) - _COMMENTS
    more = f"\n{left:,} older ones are in `votebox report`.\n" if left > 0 else ""
    return f"## New comments\n\n{blocks}{more}"


def _comment(comment: Comment) -> str:
    about = [_code(word) for word in (comment.page, comment.reason, comment.status) if word]
    lines = "\n".join(fill(line, _WIDTH, break_long_words=False) for line in comment.text.splitlines())
    fence = "`" * max(3, _longest_run(lines) + 1)
    return f"{', '.join(about)}, {comment.at:%Y-%m-%d %H:%M} UTC\n\n{fence}text\n{lines}\n{fence}\n"


def _section(title: str, lines: list[str]) -> str:
    return "\n".join([f"## {title}", "", *lines, ""])


def _code(text: str) -> str:
    """A code span (CommonMark 0.31, section 6.1): its fence is longer than any run of backticks within."""
    line = " ".join(text.split())
    fence = "`" * (_longest_run(line) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{pad}{line}{pad}{fence}"


def _longest_run(text: str) -> int:
    return max(map(len, re.findall("`+", text)), default=0)
