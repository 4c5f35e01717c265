"""A walk through every page with the Tab key, on a phone, on a desk and at 400 %."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.readers import Votebox
from tests.test_languages import CUT_OFF

WINDOWS = {"400 %": (320, 256), "phone": (360, 800), "wide": (1280, 800)}
"""Pixels of css; the first are what 400 % leave of 1280 × 1024."""
PATHS = ("", "order-status/", "when-will-it-ship/", "no/such/page", "thanks/", "vote-not-sent/")
LOCALES = ("en", "ru", "ar", "ja", "th")

STOP = """() => {
  const at = document.activeElement;
  if (at === document.body) return null;
  const style = getComputedStyle(at);
  const boxes = [...at.getClientRects()];
  const points = boxes.flatMap(({left, right, top, bottom}) => [0.1, 0.5, 0.9].flatMap(across =>
    [0.2, 0.5, 0.8].map(down => [left + (right - left) * across, top + (bottom - top) * down])));
  const seen = points.some(([x, y]) => {
    const there = document.elementFromPoint(x, y);
    return there && (at.contains(there) || there.contains(at) && there.closest("a, label, svg"));
  });
  return {
    html: at.outerHTML.slice(0, 100), index: [...document.querySelectorAll("*")].indexOf(at),
    name: `${at.getAttribute("href")} ${at.textContent}`, brief: Boolean(at.closest(".finder__list")),
    outlined: at.type === "date" && !at.matches(":focus")
      || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen,
  };
}"""
"""What has the focus: where it stands, whether it is there only while the finder is in use, whether it is
outlined and in sight. A day has several stops; the last is the browser's own button with its own outline."""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def visit(page: Page, votebox: Votebox, locale: str, path: str, window: str) -> None:
    width, height = WINDOWS[window]
    page.set_viewport_size({"width": width, "height": height})
    page.goto(f"{votebox.url}/{'' if locale == 'en' else f'{locale}/'}{path}")
    expect(page.locator("help-search:not(:defined)")).to_have_count(0)


def walk(page: Page, key: str) -> list[dict[str, Any]]:
    """Every stop, from where the focus is until it leaves the page or begins anew."""
    stops: list[dict[str, Any]] = []
    for _ in range(200):
        page.keyboard.press(key)
        stop = page.evaluate(STOP)
        if stop is None or (len(stops) > 1 and stop["index"] == stops[0]["index"]):
            return stops
        if not stops or stop["index"] != stops[-1]["index"]:
            stops.append(stop)
    raise AssertionError(f"the focus does not leave the page: {stops[-1]}")


@pytest.mark.parametrize(
    ("locale", "window"),
    [(locale, "400 %") for locale in LOCALES]
    + [(locale, window) for locale in ("en", "ar") for window in ("phone", "wide")],
)
def test_every_stop_is_seen_and_none_is_a_trap(shared: Votebox, page: Page, locale: str, window: str) -> None:
    for path in PATHS:
        visit(page, shared, locale, path, window)
        stops = walk(page, "Tab")
        assert [stop["html"] for stop in stops if not stop["outlined"]] == []
        assert [stop["html"] for stop in stops if not stop["seen"]] == []
        places = [stop["index"] for stop in stops]
        assert places == sorted(set(places)), "the order is not that of the text"
        assert len(stops) > 30 or "order" not in path
        if path == "order-status/":
            names = [stop["name"] for stop in stops if not stop["brief"]]
            assert [stop["name"] for stop in walk(page, "Shift+Tab")] == names[::-1]


@pytest.mark.parametrize("window", WINDOWS)
def test_escape_closes_and_the_focus_goes_back(shared: Votebox, page: Page, window: str) -> None:
    visit(page, shared, "ar", "order-status/", window)
    for opener, inside in ((".search__open", "dialog[open] *"), (".menu summary", ".menu[open] a")):
        page.locator(opener).focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        expect(page.locator(f"{inside}:focus")).to_be_in_viewport(ratio=0.9)
        page.keyboard.press("Escape")
        expect(page.locator(opener)).to_be_focused()
        expect(page.locator(inside)).to_have_count(0)


@pytest.mark.parametrize("locale", LOCALES)
def test_at_400_per_cent_nothing_scrolls_sideways_or_is_cut(shared: Votebox, page: Page, locale: str) -> None:
    for path in PATHS:
        visit(page, shared, locale, path, "400 %")
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path
        assert page.evaluate(CUT_OFF) == [], path
        for opener, panel in ((".search__open", "dialog[open]"), (".menu summary", ".menu__panel")):
            page.locator(opener).first.click()
            box = page.locator(panel).bounding_box()
            assert box is not None
            assert 0 <= box["x"] <= 320 - box["width"], path
            assert 0 <= box["y"] <= 256 - box["height"], path
            page.keyboard.press("Escape")


def test_at_400_per_cent_what_stays_in_place_leaves_room_to_read(shared: Votebox, chromium: Browser) -> None:
    """The bar, and a line that offers another language."""
    context = chromium.new_context(viewport={"width": 320, "height": 256}, locale="de")
    page = context.new_page()
    page.goto(f"{shared.url}/order-status/")
    expect(page.locator(".offer__line")).to_be_visible()
    page.mouse.wheel(0, 3000)
    expect(page.locator("main")).to_be_in_viewport()
    covered = page.evaluate(
        """() => Array.from({length: 256}, (_, y) => document.elementFromPoint(160, y))
            .filter(there => there?.closest(".bar, .offer")).length"""
    )
    context.close()
    assert covered <= 128
