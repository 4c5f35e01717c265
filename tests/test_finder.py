"""Find your status, in a real browser: by keyboard, in any language, by address, without script, on paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.readers import Votebox, phone
from tests.readers import assert_accessible_from_its_top as accessible

PAGES = {
    "en": ("/order-status/", "Packaging", "Only “Packaging” is shown."),
    "ru": ("/ru/order-status/", "Упаковка", "Показан только статус «Упаковка»."),
    "ar": ("/ar/order-status/", "قيد التغليف", "تُعرض حالة «قيد التغليف» وحدها."),
    "ja": ("/ja/order-status/", "梱包中", "「梱包中」だけを表示しています。"),
}
CHOICE = "?status=packaging#packaging"


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    yield from phone(chromium)


def shown(page: Page) -> list[str]:
    """The headings that are not hidden; of what is read aloud, the same."""
    found: list[str] = page.eval_on_selector_all(
        "article :is(h2, h3, h4)[id]", "all => all.filter(one => one.checkVisibility()).map(one => one.id)"
    )
    return found


@pytest.mark.parametrize("locale", PAGES)
def test_by_keyboard_a_name_of_another_language_finds_the_status(
    shared: Votebox, page: Page, locale: str
) -> None:
    path, name, said = PAGES[locale]
    page.goto(shared.url + path)
    everything = shown(page)
    page.locator("#finder").focus()
    page.keyboard.type("PACKING")
    link = page.locator(".finder__list a")
    expect(link).to_have_count(1)
    expect(link).to_contain_text(name)
    page.keyboard.press("ArrowDown")
    expect(link).to_be_focused()
    accessible(page)
    page.keyboard.press("Enter")
    assert page.url == shared.url + path + CHOICE
    assert shown(page) == ["details", "processing", "packaging"]
    expect(page.locator("#packaging")).to_be_focused()
    expect(page.locator(".finder__said")).to_contain_text(said)
    expect(page.locator("#finder")).to_have_value(name)
    accessible(page)
    page.go_back()
    assert shown(page) == everything
    page.go_forward()
    assert shown(page) == ["details", "processing", "packaging"]
    page.locator(".finder__all").press("Enter")
    assert page.url == shared.url + path
    assert shown(page) == everything
    expect(page.locator("#finder")).to_be_focused()


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("упаковка", "packaging"),
        ("ＳＨＩＰＰＥＤ", "shipped"),
        ("cekajici", "pending"),
        ("قَيْد الانتظار", "pending"),
        ("my order is called off!", "cancelled"),
        ("בהמתנה", "pending"),
        ("versandt", "shipped"),
    ],
)
def test_case_accents_width_marks_and_punctuation_make_no_difference(
    shared: Votebox, page: Page, words: str, status: str
) -> None:
    page.goto(shared.url + "/order-status/")
    page.locator("#finder").fill(words)
    expect(page.locator(".finder__list a").first).to_have_attribute("href", f"?status={status}#{status}")


def test_where_nothing_fits_readers_are_told_what_to_do(shared: Votebox, page: Page) -> None:
    page.goto(shared.url + "/order-status/")
    page.locator("#finder").fill("zebra")
    said = page.locator(".finder__said")
    expect(said).to_have_text(
        "No status is called that. Try one word of it, or write to us: Customer service"
    )
    expect(said.locator("a")).to_have_attribute("href", re.compile("contact-us"))
    expect(page.locator(".finder__list")).to_be_hidden()
    accessible(page)


def test_names_are_loaded_when_somebody_asks_and_not_before(shared: Votebox, page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(shared.url + "/order-status/")
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "finder." in url and url.endswith(".json")]
    page.locator("#finder").focus()
    expect(page.locator(".finder__list a")).to_have_count(7)
    page.wait_for_load_state("networkidle")
    assert len([url for url in asked if re.search(r"finder\.[0-9a-f]{12}\.json$", url)]) == 1


def test_without_the_file_the_page_s_own_names_do(shared: Votebox, page: Page) -> None:
    page.route("**/finder.*.json", lambda route: route.abort())
    page.goto(shared.url + "/ru/order-status/")
    page.locator("#finder").fill("упак")
    page.keyboard.press("Enter")
    assert shown(page) == ["details", "processing", "packaging"]


def test_an_address_shows_one_status_and_a_link_on_the_page_leads_out_of_it(
    shared: Votebox, page: Page
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    page.goto(shared.url + "/order-status/?status=shipped#shipped")
    assert shown(page) == ["details", "shipped"]
    expect(page.locator("#finder")).to_be_in_viewport()
    expect(page.locator(".finder__said")).to_contain_text("Only “Shipped” is shown.")
    page.locator(".contents a[href='#cancelled']").click()
    assert shown(page) == ["details", "cancelled"]
    page.locator(".contents a[href='#check']").click()
    assert "check" in shown(page)
    expect(page.locator("#check")).to_be_in_viewport()
    page.goto(shared.url + "/order-status/#shipped")
    assert "check" in shown(page)


def test_the_choice_goes_along_into_another_language(shared: Votebox, page: Page) -> None:
    page.goto(shared.url + "/order-status/" + CHOICE)
    page.locator(".menu summary").click()
    page.locator(".menu a[hreflang=ru]").click()
    assert page.url == shared.url + "/ru/order-status/" + CHOICE
    assert shown(page) == ["details", "processing", "packaging"]


def test_paper_shows_all(shared: Votebox, page: Page) -> None:
    page.goto(shared.url + "/order-status/" + CHOICE)
    page.emulate_media(media="print")
    assert {"check", "statuses", "pending", "cancelled", "packaging"} <= set(shown(page))


def test_without_script_the_address_leads_to_the_same_status(shared: Votebox, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(shared.url + "/order-status/" + CHOICE)
    expect(page.locator("#packaging")).to_be_in_viewport()
    expect(page.locator("#finder")).to_be_hidden()
    expect(page.locator(".life__stop").first).to_be_visible()
    context.close()


@pytest.mark.parametrize("allowed", [True, False])
def test_a_link_to_a_status_is_copied(shared: Votebox, chromium: Browser, *, allowed: bool) -> None:
    allowed_to = ["clipboard-read", "clipboard-write"]
    context = chromium.new_context(permissions=allowed_to, reduced_motion="reduce")
    page = context.new_page()
    page.goto(shared.url + "/ru/order-status/")
    if not allowed:
        page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
        page.evaluate("document.execCommand = () => false")
    button = page.get_by_role("button", name="Скопировать ссылку на «Упаковка»")
    button.focus()
    page.keyboard.press("Enter")
    address = shared.url + "/ru/order-status/#packaging"
    said = page.locator(".copied")
    if allowed:
        expect(said).to_have_text("Ссылка скопирована")
        assert page.evaluate("navigator.clipboard.readText()") == address
    else:
        expect(said).to_have_text("Ссылку не удалось скопировать. Теперь она в адресной строке.")
        assert page.url == address
    expect(button).to_be_focused()
    accessible(page)
    context.close()


def test_colours_that_readers_force_and_400_per_cent(shared: Votebox, chromium: Browser) -> None:
    context = chromium.new_context(viewport={"width": 320, "height": 256}, forced_colors="active")
    page = context.new_page()
    page.goto(shared.url + "/ar/order-status/" + CHOICE)
    expect(page.locator(".finder__said")).to_contain_text("قيد التغليف")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    border = page.locator("#finder").evaluate("field => getComputedStyle(field).borderTopStyle")
    assert border == "solid"
    context.close()
