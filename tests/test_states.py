"""Every page in every state and every look: axe and the Nu HTML checker find nothing."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.nu_checker import nu_checker
from tests.readers import WCAG, Votebox
from tests.test_feedback import FORBIDDEN

LOCALES = ("en", "ar", "ja", "ru")
PAGES = ("", "order-status/", "when-will-it-ship/", "404.html", "thanks/", "vote-not-sent/")
LOOKS = {
    "light": {"color_scheme": "light", "forced_colors": "none"},
    "dark": {"color_scheme": "dark", "forced_colors": "none"},
    "forced": {"color_scheme": "dark", "forced_colors": "active"},
}
ENTERED = "when-will-it-ship/?paid=2026-11-25&item=any-item&days="
"""Without the last number, there is an error to show."""


def search(page: Page, words: str) -> None:
    page.locator(".search__open").first.click()
    page.locator("dialog[open] input").fill(words)


def found(page: Page) -> None:
    search(page, page.locator("#packaging").inner_text())
    expect(page.locator("dialog[open] .search__results a").first).to_be_visible()


def not_found(page: Page) -> None:
    search(page, "xyzzyqqq")
    expect(page.locator("dialog[open] .search__instead a").first).to_be_visible()


def not_loaded(page: Page) -> None:
    page.route("**/pagefind/*", lambda route: route.abort())
    search(page, "a")
    expect(page.locator("dialog[open] .search__instead a").first).to_be_visible()


def suggested(page: Page) -> None:
    page.locator("#finder").fill(page.locator("#packaging").inner_text()[:2])
    expect(page.locator(".finder__list a").first).to_be_visible()


def chosen(page: Page) -> None:
    expect(page.locator("[data-chosen]")).to_have_count(1)


def answered(page: Page) -> None:
    expect(page.locator(".estimate__result")).to_be_visible()


def wrong(page: Page) -> None:
    expect(page.locator("#days-error")).not_to_be_empty()


def voting(button: int, status: int, state: str) -> Callable[[Page], None]:
    """An answer that votebox takes or does not."""

    def vote(page: Page) -> None:
        if status != 201:
            page.route("**/votes", lambda route: route.fulfill(status=status))
        page.locator("button.feedback__answer").nth(button).click()
        expect(page.locator(f"help-feedback[data-state={state}]")).to_have_count(1)

    return vote


def offered(page: Page) -> None:
    expect(page.locator(".offer__line")).to_be_visible()


def as_it_is(page: Page) -> None:
    expect(page.locator("h1")).to_be_visible()


STATES: dict[str, tuple[str, Callable[[Page], None], str]] = {
    "menu open": ("order-status/", lambda page: page.locator(".menu summary").click(), ".bar"),
    "languages open": ("order-status/", lambda page: page.locator(".foot summary").click(), ".foot"),
    "search open": ("order-status/", lambda page: page.locator(".search__open").click(), ".bar"),
    "search with results": ("order-status/", found, ".bar"),
    "search without results": ("order-status/", not_found, ".bar"),
    "search not loaded": ("order-status/", not_loaded, ".bar"),
    "statuses suggested": ("order-status/", suggested, ".finder"),
    "a status chosen": ("order-status/?status=packaging#packaging", chosen, "article"),
    "dates told": (f"{ENTERED}3", answered, "article"),
    "dates asked for wrongly": (ENTERED, wrong, "article"),
    "voted yes": ("order-status/", voting(0, 201, "thanks"), ".feedback"),
    "voted no": ("order-status/", voting(1, 201, "more"), ".feedback"),
    "vote kept": ("order-status/", voting(1, 503, "kept"), ".feedback"),
    "vote not sent": ("order-status/", voting(1, 503, "failed"), ".feedback"),
    "vote refused": ("order-status/", voting(0, 422, "refused"), ".feedback"),
    "language offered": ("order-status/", offered, ".offer"),
} | {path or "home": (path, as_it_is, "html") for path in PAGES}
"""Where, what brings a page that was opened there into the state, and what is another then."""


def reader(chromium: Browser, locale: str, state: str) -> BrowserContext:
    """Of the page's language, with a phone that stands still."""
    spoken = "de" if state == "language offered" else locale
    context = chromium.new_context(
        viewport={"width": 360, "height": 800}, reduced_motion="reduce", locale=spoken
    )
    if state == "vote not sent":
        context.add_init_script(FORBIDDEN)
    return context


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What pages came to be, as HTML."""
    return tmp_path_factory.mktemp("states")


@pytest.mark.parametrize("locale", LOCALES)
def test_axe_finds_nothing_in_any_state(
    shared: Votebox, chromium: Browser, folder: Path, locale: str
) -> None:
    violations = {}
    for at, (state, (path, bring, part)) in enumerate(STATES.items()):
        context = reader(chromium, locale, state)
        page = context.new_page()
        page.goto(f"{shared.url}/{'' if locale == 'en' else f'{locale}/'}{path}")
        bring(page)
        (folder / f"{locale} {state.replace('/', '')}.html").write_text(page.content(), encoding="utf-8")
        # Wherever the page was scrolled to, its bar lies over something, which axe takes for smaller.
        page.evaluate("document.querySelector('.bar').style.position = 'static'")
        for look in looks(at + LOCALES.index(locale)):
            page.emulate_media(**LOOKS[look])  # type: ignore[arg-type]
            # It reads the fill of letters, which it believes to stay as it was where a reader forces colours.
            rules = {"color-contrast": {"enabled": look != "forced"}}
            options = {"runOnly": {"type": "tag", "values": WCAG}, "rules": rules}
            results = Axe().run(page, part, options=options).response
            assert len(results["passes"]) > 2, (state, look)
            violations[state, look] = [(v["id"], v["nodes"][0]["html"]) for v in results["violations"]]
        context.close()
    assert {where: what for where, what in violations.items() if what} == {}


def looks(number: int) -> list[str]:
    """The one whose turn it is: so every state is seen in every look, in one language or another.

    With ``STATES=full`` in the environment, all of them.
    """
    names = [*LOOKS]
    return names if os.environ.get("STATES") == "full" else [names[number % len(names)]]


def test_the_nu_html_checker_finds_nothing_in_any_state(folder: Path, tmp_path: Path) -> None:
    """What scripts have made of the pages of the test above, which runs before."""
    assert len([*folder.iterdir()]) == len(LOCALES) * len(STATES)
    assert nu_checker(folder, tmp_path / "states") == []
