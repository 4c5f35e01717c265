import csv
import json
from collections.abc import Callable
from datetime import UTC, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import msgspec
import pytest

from votebox import report
from votebox.totals import Comment, PageTotals, Totals

GOLDEN = Path(__file__).parent / "golden"


def page(key: str, revision: str, yes: int, no: int, received: int, **more: Any) -> PageTotals:
    known: dict[str, Any] = {"reasons": {}, "statuses": {}, "comments": ()}
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


TOTALS = Totals(
    pages=(
        page("en", "0a1b2c3d4e5f", 1, 0, 1),
        page(
            "en/order-status",
            "5f2c9a1b03de",
            *(1_234, 3, 1_300),
            reasons={"not-found": 2, "hard-to-understand": 1},
            statuses={"pending": 2},
            comments=(
                Comment(
                    at=datetime(2026, 5, 4, 9, 30, tzinfo=UTC),
                    reason="not-found",
                    status="pending",
                    text="Where is it?\nI looked twice.",
                ),
                Comment(at=datetime(2026, 5, 3, 23, 59, tzinfo=UTC), reason=None, status=None, text="=1+1"),
            ),
        ),
        page(
            "ru/order-status",
            "77aa88bb99cc",
            2,
            1,
            3,
            comments=(
                Comment(
                    at=datetime(2026, 5, 1, tzinfo=UTC),
                    reason="translation",
                    status=None,
                    text="Не по-русски",
                ),
            ),
        ),
    )
)


@pytest.mark.parametrize(
    ("form", "name"),
    [(report.as_text, "report.txt"), (report.as_json, "report.json"), (report.as_csv, "report.csv")],
)
def test_golden(form: Callable[[Totals], str], name: str) -> None:
    assert form(TOTALS).replace("\r\n", "\n") == (GOLDEN / name).read_text("utf-8")


def test_lines_of_csv_end_as_rfc_4180_has_it() -> None:
    assert report.as_csv(TOTALS).count("\r\n") == 4


def test_no_votes() -> None:
    assert report.as_text(Totals(pages=())) == "There are no votes yet.\n"
    assert json.loads(report.as_json(Totals(pages=()))) == {"version": 1, "pages": []}
    assert len(report.as_csv(Totals(pages=())).splitlines()) == 1


def test_sections_without_content_are_left_out() -> None:
    text = report.as_text(Totals(pages=(page("en", "0a1b2c3d", 1, 0, 1),)))
    assert text.splitlines()[1].split() == ["en", "en", "0a1b2c3d", "1", "1", "0", "100.0%", "1"]
    assert len(text.splitlines()) == 3


def test_json_is_the_shape_of_the_totals() -> None:
    assert msgspec.json.decode(report.as_json(TOTALS).encode(), type=Totals) == TOTALS


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_is_a_formula(start: str) -> None:
    comment = Comment(
        at=datetime(2026, 5, 4, tzinfo=UTC), reason=None, status=None, text=f'{start}HYPERLINK("x")'
    )
    totals = Totals(pages=(page(f"{start}en", "0a1b2c3d", 0, 1, 1, comments=(comment,)),))
    [_, row] = csv.reader(StringIO(report.as_csv(totals), newline=""))
    assert [cell for cell in row if cell.startswith(start)] == []
    assert row[-1] == f'\'{start}HYPERLINK("x")'
    assert row[1] == f"'{start}en"
