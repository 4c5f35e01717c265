"""What is drawn on previewed pages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from statusbook.model import Where
from statusbook.preview.overlay import MOST, Overlay, Remark, Told, remark
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


OVERLAY = Overlay({"en": "English", "ru": "Русский"}, [ROOT / "overrides"])
FILES = {"index.html", "orders/index.html", "ru/index.html", "ru/orders/index.html", "ru/only/index.html"}


def draw(
    file: str = "orders/index.html", *remarks: Remark, notes: tuple[str, ...] = (), is_checked: bool = True
) -> str:
    told = Told(version=7, remarks=remarks, notes=notes, is_checked=is_checked)
    return OVERLAY.draw('<body><h3 id="paid">Paid</h3></body>\n</html>\n', file, FILES, told)


def test_what_is_wrong_is_drawn() -> None:
    remark = Remark(message="It is <wrong>.", fix="Mend it.", status="paid")
    bad, good = draw("orders/index.html", remark, notes=("Until then, wait.",)), draw()
    assert "It is &lt;wrong&gt;." in bad
    assert "Until then, wait." in bad
    assert ':has(> [id="paid"])' in bad
    assert ' data-version="7" data-checked>' in bad
    assert good.startswith('<body><h3 id="paid">Paid</h3><aside class="preview"')
    assert good.endswith("</aside></body>\n</html>\n")
    assert "No problems" in good
    assert ':has(> [id="paid"])' not in good


def test_nothing_is_called_good_before_it_was_looked_at() -> None:
    page = draw(is_checked=False)
    assert ' data-version="7">' in page
    assert "Checking" in page
    assert "No problems" not in page


def test_a_long_list_ends() -> None:
    page = draw("index.html", *(Remark(message=f"Number {i}.", fix="Mend it.") for i in range(MOST + 2)))
    assert f"{MOST + 2} problems" in page
    assert f"Number {MOST - 1}." in page
    assert f"Number {MOST}." not in page
    assert "… and 2 more. Run “make check” to see them all." in page


@pytest.mark.parametrize(
    ("file", "urls"),
    [
        ("ru/only/index.html", ["/", "/ru/only/"]),
        ("orders/index.html", ["/orders/", "/ru/orders/"]),
        ("index.html", ["/", "/ru/"]),
    ],
)
def test_a_page_that_a_language_has_not_leads_to_its_home_page(file: str, urls: list[str]) -> None:
    assert re.findall(r'<a href="([^"]*)" hreflang', draw(file)) == urls
