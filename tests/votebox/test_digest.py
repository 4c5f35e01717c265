import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votebox.comments import Comment
from votebox.digest import as_markdown
from votebox.totals import PageTotals, Totals

GOLDEN = Path(__file__).parent / "golden"
MONDAY = datetime(2026, 5, 4, tzinfo=UTC)


def comment(
    text: str,
    at: datetime = MONDAY,
    reason: str | None = None,
    status: str | None = None,
    page: str = "en/order-status",
) -> Comment:
    return Comment(
        id=UUID(int=1), at=at, page=page, revision="0a1b2c3d", reason=reason, status=status, text=text
    )


def page(
    key: str,
    yes: int,
    no: int,
    revision: str = "0a1b2c3d",
    statuses: Mapping[str, int] | None = None,
) -> PageTotals:
    return PageTotals(
        page=key,
        language=key.partition("/")[0],
        revision=revision,
        votes=yes + no,
        yes=yes,
        no=no,
        share_of_yes=yes / (yes + no),
        received=yes + no,
        reasons={},
        statuses=dict(statuses or {}),
    )


TOTALS = Totals(
    pages=(
        page("de/order-status", 30, 10, revision="00000002", statuses={"pending": 3, "paid": 1}),
        page("de/order-status", 400, 200, revision="00000001", statuses={"paid": 2}),
        page("en/order-status", 1_110, 90, revision="00000004"),
        page("en/order-status", 1_050, 150, revision="00000003"),
        page("fr/order-status", 40, 60, revision="00000006"),
        page("fr/order-status", 240, 60, revision="00000005"),
        page("ru/order-status", 2, 1),
    )
)

COMMENTS = [
    comment("Où ?", MONDAY + timedelta(days=1), page="fr/order-status"),
    comment("# Where is it?\n<b>I</b> looked ``` twice, @team.", MONDAY, "not-found", "pending"),
]


def test_golden() -> None:
    assert as_markdown(TOTALS, COMMENTS, since=MONDAY) == (GOLDEN / "digest.md").read_text("utf-8")


def test_no_votes() -> None:
    assert as_markdown(Totals(pages=()), (), since=MONDAY) == (
        "# Was this page helpful? 2026-05-04 until now\n\nThere are no votes yet.\n"
    )


def test_few_votes() -> None:
    assert as_markdown(Totals(pages=(page("en", 1, 0),)), (), since=MONDAY) == (
        "# Was this page helpful? 2026-05-04 until now\n\n## New comments\n\nNone.\n"
    )


def test_twenty_comments_the_newest_first() -> None:
    comments = [comment(f"{number}.", MONDAY + timedelta(minutes=number)) for number in range(22, -1, -1)]
    text = as_markdown(Totals(pages=(page("en", 1, 30),)), comments, since=MONDAY)
    assert re.findall(r"^(\d+)\.$", text, re.MULTILINE) == [str(number) for number in range(22, 2, -1)]
    assert text.endswith("\n3 older ones are in `votebox report`.\n")


def test_long_lines_are_folded() -> None:
    text = as_markdown(Totals(pages=(page("en", 0, 1),)), [comment("word " * 40)], since=MONDAY)
    assert max(map(len, text.splitlines())) <= 100


def outside_code(text: str) -> str:
    """What is left of Markdown without its code, by CommonMark's rules for fences and code spans."""
    kept: list[str] = []
    fence = ""
    for line in re.split(r"\r\n|\n|\r", text):
        if fence:
            closes = re.fullmatch(r" {0,3}(`+)[ \t]*", line)
            fence = "" if closes and len(closes[1]) >= len(fence) else fence
        elif opened := re.match(r" {0,3}(`{3,})[^`]*$", line):
            fence = opened[1]
        else:
            kept.append(line)
    assert not fence
    return re.sub(r"(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)", "", "\n".join(kept))


HOSTILE = st.text(alphabet=st.sampled_from("`~ \n\r\t#@<>&[]()!*_-|\\:/ab1\u2028\x0c"), max_size=60)


@given(HOSTILE, HOSTILE, HOSTILE)
def test_what_readers_send_is_never_markup(text: str, key: str, status: str) -> None:
    def digest(text: str, key: str, status: str) -> str:
        found = page(f"en{key}", 10, 20, statuses={f"s{status}": 2})
        wrote = comment(text, status=f"s{status}", page=f"en{key}")
        return as_markdown(Totals(pages=(found,)), [wrote], since=MONDAY)

    assert outside_code(digest(text, key, status)) == outside_code(digest("x", "", ""))


@pytest.mark.parametrize(
    "text", ["```", "````\n```", "~~~", "<script>", "@team", "![](https://example.com/a)"]
)
def test_comments_stand_as_they_were_written(text: str) -> None:
    found = as_markdown(Totals(pages=(page("en", 0, 1),)), [comment(text)], since=MONDAY)
    fence = "`" * max(3, max(map(len, re.findall("`*", text))) + 1)
    assert found.endswith(f"\n\n{fence}text\n{text}\n{fence}\n")
