import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest

from votebox import report
from votebox.comments import Comment, Triage
from votebox.totals import PageTotals, Totals

GOLDEN = Path(__file__).parent / "golden"


def page(key: str, revision: str, yes: int, no: int, received: int, **more: Any) -> PageTotals:
    known: dict[str, Any] = {"reasons": {}, "statuses": {}}
    return PageTotals(
        page=key,
        language=key.partition("/")[0],
        revision=revision,
        votes=yes + no,
        yes=yes,
        no=no,
        share_of_yes=yes / (yes + no),
        received=received,
        **{**known, **more},
    )


def comment(text: str, at: datetime, key: str = "en/order-status", **more: Any) -> Comment:
    known: dict[str, Any] = {
        "id": UUID(int=at.minute),
        "revision": "5f2c9a1b03de",
        "reason": None,
        "status": None,
    }
    return Comment(page=key, at=at, text=text, **{**known, **more})


COMMENTS = (
    comment(
        "Where is it?\nI looked twice.",
        datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
        reason="not-found",
        status="pending",
        triage=Triage.PLANNED,
    ),
    comment("=1+1", datetime(2026, 5, 3, 23, 59, tzinfo=UTC)),
    comment(
        "Не по-русски",
        datetime(2026, 5, 1, tzinfo=UTC),
        "ru/order-status",
        revision="77aa88bb99cc",
        reason="translation",
    ),
)

TOTALS = Totals(
    pages=(
        page("ar/order-status", "00000011", 30, 10, 40),
        page("ar/order-status", "00000010", 12, 8, 20),
        page("de/order-status", "00000003", 9, 0, 9),
        page("de/order-status", "00000002", 500, 100, 610),
        page("en", "0a1b2c3d4e5f", 1, 0, 1),
        page(
            "en/order-status",
            "5f2c9a1b03de",
            *(1_234, 3, 1_300),
            reasons={"not-found": 2, "hard-to-understand": 1},
            statuses={"pending": 2},
        ),
        page("fr/order-status", "00000008", 40, 60, 103),
        page("fr/order-status", "00000007", 240, 60, 310),
        page("ja/order-status", "00000006", 21, 9, 30),
        page("ja/order-status", "00000005", 200, 100, 300),
        page("ja/order-status", "00000004", 50, 50, 100),
        page("ko/order-status", "00000013", 812, 188, 1_000),
        page("ko/order-status", "00000012", 405, 95, 500),
        page("pl/order-status", "00000015", 1_110, 90, 1_234),
        page("pl/order-status", "00000014", 1_050, 150, 1_260),
        page(
            "ru/order-status",
            "77aa88bb99cc",
            2,
            1,
            3,
        ),
    )
)


@pytest.mark.parametrize(
    ("form", "name"),
    [(report.as_text, "report.txt"), (report.as_json, "report.json"), (report.as_csv, "report.csv")],
)
def test_golden(form: Callable[..., str], name: str) -> None:
    assert form(TOTALS, COMMENTS).replace("\r\n", "\n") == (GOLDEN / name).read_text("utf-8")


def test_lines_of_csv_end_as_rfc_4180_has_it() -> None:
    assert report.as_csv(TOTALS).count("\r\n") == len(TOTALS.pages) + 1


def test_no_votes() -> None:
    assert report.as_text(Totals(pages=())) == "There are no votes yet.\n"
    assert json.loads(report.as_json(Totals(pages=()))) == {"version": 1, "pages": []}
    assert len(report.as_csv(Totals(pages=())).splitlines()) == 1


def test_sections_without_content_are_left_out() -> None:
    text = report.as_text(Totals(pages=(page("en", "0a1b2c3d", 1, 0, 1),)))
    assert text.splitlines()[1].split() == ["en", "en", "0a1b2c3d", "1", "1", "0", "–", "1"]
    assert len(text.splitlines()) == 3


@pytest.mark.parametrize(("yes", "said"), [(9, False), (10, True)])
def test_under_ten_votes_no_share_is_said(yes: int, said: bool) -> None:
    totals = Totals(pages=(page("en", "00000002", yes, 0, yes), page("en", "00000001", 500, 500, 1_000)))
    newest = report.as_text(totals).splitlines()[1]
    assert ("100.0%" in newest) is said
    [row, _] = csv.DictReader(StringIO(report.as_csv(totals), newline=""))
    assert [bool(row[name]) for name in ("share_of_yes", "share_low", "difference", "p_value")] == [said] * 4
    [found, _] = json.loads(report.as_json(totals))["pages"]
    assert (found["interval"] is not None) is said
    assert (found["comparison"]["difference"] is not None) is said


def test_whoever_read_version_1_reads_it_still() -> None:
    read = msgspec.json.decode(report.as_json(TOTALS).encode(), type=Totals)
    assert read.version == TOTALS.version
    assert sorted(read.pages, key=TOTALS.pages.index) == list(TOTALS.pages)


@pytest.mark.parametrize(
    "start",
    [*("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "﹦", "−"), " =", '"=', "\u00a0'=", "\ufeff="],
)
def test_no_cell_is_a_formula(start: str) -> None:
    key = f"{start}en"
    found = comment(f'{start}HYPERLINK("x")', datetime(2026, 5, 4, tzinfo=UTC), key, revision="0a1b2c3d")
    totals = Totals(pages=(page(key, "0a1b2c3d", 0, 1, 1),))
    [_, row] = csv.reader(StringIO(report.as_csv(totals, [found]), newline=""))
    assert [cell for cell in row if cell.startswith(start)] == []
    assert row[-1] == f'\'{start}HYPERLINK("x")'
    assert row[1] == f"'{start}en"
