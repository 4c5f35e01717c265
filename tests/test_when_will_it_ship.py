"""When will it ship, in a real browser: by keyboard, with errors in words, by address, without script."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.readers import Votebox, phone
from tests.readers import assert_accessible_from_its_top as accessible

PATH = "when-will-it-ship/"
ENTERED = "?paid=2026-11-25&item=any-item&days=3"
PAGES = {
    "en": ("/", "Show the dates", "Tuesday, December 1, 2026", "Enter a whole number from 1 to 365."),
    "ru": ("/ru/", "Показать даты", "вторник, 1 декабря 2026 г.", "Введите целое число от 1 до 365."),
    "ar": ("/ar/", "اعرض التواريخ", "الثلاثاء، 1 ديسمبر 2026", "أدخل عددًا صحيحًا من 1 إلى 365."),
    "ja": ("/ja/", "日付を表示", "2026年12月1日火曜日", "1から365までの整数を入力してください。"),
}


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    """A phone in London, where it is winter and as late as on the shop's clock."""
    yield from phone(chromium, locale="en-US", timezone_id="Europe/London")


@pytest.mark.parametrize("locale", PAGES)
def test_by_keyboard(shared: Votebox, page: Page, locale: str) -> None:
    home, show, date, error = PAGES[locale]
    page.goto(f"{shared.url}{home}{PATH}")
    accessible(page)
    page.locator("#paid").focus()
    page.keyboard.type("11252026")
    page.get_by_role("button", name=show).focus()
    page.keyboard.press("Enter")
    days = page.locator("#days")
    expect(days).to_be_focused()
    expect(days).to_have_attribute("aria-invalid", "true")
    expect(days).to_have_accessible_description(f"{page.locator('#days-hint').text_content()} {error}")
    expect(page.locator(".estimate__result")).to_be_hidden()
    accessible(page)
    page.keyboard.type("3")
    expect(page.locator("#days-error")).to_have_text("")
    page.keyboard.press("Enter")
    # Paid on Wednesday, confirmed by the end of Thursday; Friday, Monday and Tuesday follow.
    times = page.locator(".estimate__result time")
    assert [time.get_attribute("datetime") for time in times.all()] == ["2026-11-26", "2026-12-01"]
    expect(times.last).to_have_text(date)
    expect(page.locator(".estimate [role=status]")).to_contain_text(date)
    assert page.url == f"{shared.url}{home}{PATH}{ENTERED}"
    accessible(page)


def test_the_address_brings_the_dates_and_back_brings_those_before(shared: Votebox, page: Page) -> None:
    page.goto(f"{shared.url}/{PATH}{ENTERED}")
    last = page.locator(".estimate__result time").last
    expect(last).to_have_attribute("datetime", "2026-12-01")
    page.locator("#days").fill("1")
    page.keyboard.press("Enter")
    expect(last).to_have_attribute("datetime", "2026-11-27")
    page.go_back()
    expect(last).to_have_attribute("datetime", "2026-12-01")
    page.locator(".menu summary").click()
    page.locator(".menu a[hreflang=ru]").click()
    expect(last).to_have_text("вторник, 1 декабря 2026 г.")


RANGES = {
    "en": ("/", "At the earliest: Monday, November 30, 2026", "Thursday, December 3, 2026"),
    "ru": ("/ru/", "Самое раннее: понедельник, 30 ноября 2026 г.", "четверг, 3 декабря 2026 г."),
    "ar": ("/ar/", "على أقرب تقدير: الاثنين، 30 نوفمبر 2026", "الخميس، 3 ديسمبر 2026"),
    "ja": ("/ja/", "早ければ：2026年11月30日月曜日", "2026年12月3日木曜日"),
}


@pytest.mark.parametrize("entered", ["days=3&to=5", "days=5&to=3"])
@pytest.mark.parametrize("locale", RANGES)
def test_two_numbers_give_the_earliest_day_too(
    shared: Votebox, page: Page, locale: str, entered: str
) -> None:
    home, soonest, latest = RANGES[locale]
    page.goto(f"{shared.url}{home}{PATH}?paid=2026-11-25&item=any-item&{entered}")
    expect(page.locator(".estimate__date").last).to_have_text(latest)
    expect(page.locator(".estimate__earliest")).to_have_text(soonest)
    expect(page.locator(".estimate__earliest time")).to_have_attribute("datetime", "2026-11-30")
    expect(page.locator(".estimate [role=status]")).to_contain_text(soonest)
    accessible(page)
    page.locator("#to").fill("")
    page.keyboard.press("Enter")
    expect(page.locator(".estimate__earliest")).to_be_hidden()
    assert "to=" not in page.url
    page.go_back()
    expect(page.locator("#to")).to_have_value(entered[-1])
    expect(page.locator(".estimate__earliest")).to_have_text(soonest)


def test_a_second_number_that_is_none_is_said_at_its_field(shared: Votebox, page: Page) -> None:
    page.goto(f"{shared.url}/{PATH}{ENTERED}")
    second = page.get_by_role("spinbutton", name="Second number, if there is one")
    for wrong in ("0", "366", "2.5", "e"):
        second.focus()
        page.keyboard.press("Control+A")
        page.keyboard.type(wrong)
        page.keyboard.press("Enter")
        expect(second).to_be_focused()
        expect(second).to_have_accessible_description(
            "Enter a whole number from 1 to 365, or leave this empty."
        )
        expect(page.locator(".estimate__result")).to_be_hidden()
    accessible(page)
    page.keyboard.press("Backspace")
    expect(page.locator("#to-error")).to_have_text("")
    page.keyboard.press("Enter")
    expect(page.locator(".estimate__result")).to_be_visible()


def test_items_with_a_time_of_their_own_need_no_number(shared: Votebox, page: Page) -> None:
    page.goto(f"{shared.url}/{PATH}")
    page.locator("#to").fill("999")
    page.locator("#item").select_option("ships-fast")
    expect(page.locator("#days")).to_be_hidden()
    expect(page.locator("#to")).to_be_hidden()
    page.locator("#paid").fill("2028-02-28")
    page.get_by_role("button", name="Show the dates").click()
    times = page.locator(".estimate__result time")
    assert [time.get_attribute("datetime") for time in times.all()] == ["2028-02-29", "2028-03-01"]
    shown = [one for one in page.locator(".estimate__result small").all() if one.is_visible()]
    assert [one.text_content() for one in shown] == ["within 24 hours", "no more than 24 hours, guaranteed"]
    assert page.url.endswith("?paid=2028-02-28&item=ships-fast")


@pytest.mark.parametrize("entered", ["?paid=&item=any-item&days=3", "?paid=yesterday&item=<b>&days=-1"])
def test_an_address_that_says_nothing_is_answered_in_words(shared: Votebox, page: Page, entered: str) -> None:
    page.goto(f"{shared.url}/{PATH}{entered}")
    expect(page.locator("#paid-error")).to_have_text("Enter the day on which you paid.")
    expect(page.locator(".estimate__result")).to_be_hidden()
    expect(page.locator("#item")).to_have_value("any-item")


def test_nothing_is_stored_and_nothing_is_sent(shared: Votebox, page: Page) -> None:
    page.goto(f"{shared.url}/{PATH}")
    page.wait_for_load_state("networkidle")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator("#paid").fill("2026-11-25")
    page.locator("#days").fill("3")
    page.keyboard.press("Enter")
    expect(page.locator(".estimate__result")).to_be_visible()
    assert [url for url in asked if not url.endswith("favicon.svg")] == []
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]


def test_without_script_the_words_tell_how_to_count(shared: Votebox, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{shared.url}/{PATH}")
    expect(page.locator(".estimate")).to_be_hidden()
    told = page.locator("article").inner_text()
    for words in (
        "Confirmation after your payment has arrived: within 24 hours",
        "Any item: the processing time shown on its product page",
        "Items marked Ships in 24 hours: no more than 24 hours, guaranteed",
        "A business day is over at midnight by this clock: UTC",
        "Two things decide by which day we expect your order to leave our warehouse: when you paid, and what",
        "If the product page shows two numbers, the larger one gives the latest day.",
        "Business days are Monday to Friday, without our holidays.",
    ):
        assert words in told
    context.close()


@pytest.mark.parametrize(
    ("width", "scheme"), [(360, "dark"), (1280, "light"), (1280, "dark"), (320, "light")]
)
def test_axe_and_no_scrolling_sideways(shared: Votebox, chromium: Browser, width: int, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(f"{shared.url}/ar/{PATH}{ENTERED}&to=5")
    expect(page.locator(".estimate__result")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    accessible(page)
    context.close()


def test_the_pages_lead_to_each_other(shared: Votebox, page: Page) -> None:
    page.goto(shared.url)
    page.get_by_role("link", name="When will my order ship?").first.click()
    page.get_by_role("main").get_by_role("link", name="How do I check my order status?").click()
    page.get_by_role("main").get_by_role("link", name="When will my order ship?").click()
    assert page.url == f"{shared.url}/{PATH}"
