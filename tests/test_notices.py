"""Notices: on the page from their first day to their last, whenever the page was built."""

from __future__ import annotations

import datetime
import importlib.resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from statusbook.exports.html import Blocks
from statusbook.load import loads
from statusbook.messages import Texts
from statusbook.translate import make_edition
from tests.project import ROOT

FACTS = """\
shop: {name: Shop, app: https://example.com/app, links: {}}
statuses:
  paid: {label: Paid, meaning: It is.}
"""
NOTICES = """\
notices:
  storm: {label: "Storms: parcels may take longer.", begins: 2027-01-10, until: 2027-01-20}
  spring: {label: We are away., begins: 2027-01-20, until: 2027-01-31}
"""


FOLDERS = [ROOT / "overrides", Path(str(importlib.resources.files("material") / "templates"))]


def block(facts: str, today: str) -> str:
    texts = Texts("en")
    blocks = Blocks(FOLDERS, make_edition(loads(facts), texts), texts)
    return blocks.render("notices", today=datetime.date.fromisoformat(today))


@pytest.mark.parametrize(
    ("today", "hidden"),
    [("2027-01-09", 2), ("2027-01-10", 1), ("2027-01-20", 0), ("2027-01-21", 1), ("2027-02-01", 2)],
)
def test_without_script_those_are_shown_that_hold_when_the_page_is_built(today: str, hidden: int) -> None:
    assert block(FACTS + NOTICES, today).count(" hidden>") == hidden


def test_without_notices_there_is_nothing() -> None:
    assert block(FACTS, "2027-01-10").strip() == ""


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2027-01-09T23:59", []),
        ("2027-01-10T00:00", ["Storms: parcels may take longer."]),
        ("2027-01-20T12:00", ["Storms: parcels may take longer.", "We are away."]),
        ("2027-01-31T23:59", ["We are away."]),
        ("2027-02-01T00:00", []),
    ],
)
def test_script_shows_them_within_their_days(chromium: Browser, now: str, shown: list[str]) -> None:
    context = chromium.new_context(timezone_id="Asia/Tokyo")
    page = context.new_page()
    page.clock.set_fixed_time(datetime.datetime.fromisoformat(f"{now}+09:00"))
    page.goto("about:blank")
    page.set_content(block(FACTS + NOTICES, "2027-01-09"))
    script = (ROOT / "overrides" / "blocks" / "notices.js").read_text(encoding="utf-8")
    page.add_script_tag(content=script, type="module")
    page.wait_for_function("!!customElements.get('help-notices')")
    notices = page.locator(".notices__notice").all()
    assert [one.inner_text().strip() for one in notices if one.is_visible()] == shown
    context.close()
