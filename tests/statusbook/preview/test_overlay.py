"""What is drawn on previewed pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from statusbook.model import Where
from statusbook.preview.overlay import MOST, Overlay, Remark, remark
from statusbook.problems import Problem
from tests.project import ROOT

YAML = """\
actions:
  shipped:
    label: The same id as a status
statuses:
  # The first.
  pending:
    label: Pending
    actions:
    - pay
    stages:
      paid: {label: Paid}
      checked:
        label: Checked
    next [shipped]
  shipped:
    label: Shipped
\t
<<<<<<< HEAD
  lost:
    label: Lost
"""


def problem(line: int, column: int = 1, file: str = "statuses.yaml") -> Problem:
    return Problem(where=Where(file, line, column), rule="any", message="It is wrong.", fix="Mend it.")


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (3, ""),
        (4, ""),
        (6, "pending"),
        (7, "pending"),
        (9, "pending"),
        (11, "paid"),
        (13, "checked"),
        (14, "pending"),
        (15, "shipped"),
        (17, "shipped"),
        (18, "shipped"),
        (20, ""),
        (99, ""),
    ],
)
def test_a_line_stands_in_a_status(tmp_path: Path, line: int, status: str) -> None:
    """Even where the file is no YAML; “lost” is not on the page that is shown meanwhile."""
    (tmp_path / "statuses.yaml").write_text(YAML, encoding="utf-8")
    assert remark(problem(line), tmp_path, {"pending", "paid", "checked", "shipped"}).status == status


def test_a_remark_has_the_line_and_its_caret(tmp_path: Path) -> None:
    (tmp_path / "statuses.yaml").write_text(YAML, encoding="utf-8")
    assert remark(problem(14, 10), tmp_path, {"pending"}) == Remark(
        place="statuses.yaml:14:10",
        message="It is wrong.",
        fix="Mend it.",
        frame="14 |     next [shipped]\n   |          ^",
        status="pending",
    )
    gone = remark(problem(14, 10, "docs/gone.md"), tmp_path, {"pending"})
    assert (gone.place, gone.frame, gone.status) == ("docs/gone.md:14:10", "", "")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    for name in (
        "index.html",
        "orders/index.html",
        "ru/index.html",
        "ru/orders/index.html",
        "ru/only/index.html",
    ):
        page = tmp_path / name
        page.parent.mkdir(parents=True, exist_ok=True)
        page.write_text('<body><h3 id="paid">Paid</h3></body>\n</html>\n', encoding="utf-8")
    return tmp_path


OVERLAY = Overlay({"en": "English", "ru": "Русский"}, [ROOT / "overrides"])


def test_drawing_again_replaces_what_was_drawn(site: Path) -> None:
    page = site / "orders/index.html"
    OVERLAY.draw(
        site, [Remark(message="It is <wrong>.", fix="Mend it.", status="paid")], ["Until then, wait."]
    )
    first = page.read_text(encoding="utf-8")
    assert "It is &lt;wrong&gt;." in first
    assert "Until then, wait." in first
    assert ':has(> [id="paid"])' in first
    OVERLAY.draw(site, [], [])
    second = page.read_text(encoding="utf-8")
    assert second.startswith('<body><h3 id="paid">Paid</h3><aside class="preview"')
    assert second.endswith("</aside></body>\n</html>\n")
    assert second.count("<aside") == 1
    assert "No problems" in second
    assert "wrong" not in second
    assert ':has(> [id="paid"])' not in second


def test_a_long_list_ends(site: Path) -> None:
    OVERLAY.draw(site, [Remark(message=f"Number {i}.", fix="Mend it.") for i in range(MOST + 2)], [])
    page = (site / "index.html").read_text(encoding="utf-8")
    assert f"{MOST + 2} problems" in page
    assert f"Number {MOST - 1}." in page
    assert f"Number {MOST}." not in page
    assert "… and 2 more. Run “make check” to see them all." in page


def test_a_page_that_a_language_has_not_leads_to_its_home_page(site: Path) -> None:
    OVERLAY.draw(site, [], [])
    page = (site / "ru/only/index.html").read_text(encoding="utf-8")
    assert re.findall(r'<a href="([^"]*)" hreflang', page) == ["/", "/ru/only/"]
