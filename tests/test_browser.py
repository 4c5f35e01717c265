"""What readers see and do, in a real browser, on the site as votebox gives it out."""

from __future__ import annotations

import io
import json
import re
import urllib.error
import urllib.request
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.project import Project
from tests.readers import Votebox, assert_accessible

HOMES = ("/", "/ru/")
ARTICLES = {"en": "/order-status/", "ru": "/ru/order-status/"}
PAGES = (*HOMES, *ARTICLES.values())
WORDS = {
    "en": {
        "yes": "Yes",
        "no": "No",
        "send": "Send",
        "thanks": "Thank you. Your answer is saved, and the people who write this page will read it.",
        "more": "Your answer is saved. Would you tell us more?",
        "kept": "Not sent yet. Your answer is kept on this device "
        "and will be sent when the connection works again.",
        "again": "Try again",
        "reason": "It is out of date",
        "packaging": "Packaging",
    },
    "ru": {
        "yes": "Да",
        "no": "Нет",
        "send": "Отправить",
        "thanks": "Спасибо. Ответ сохранён, и авторы этой страницы его прочитают.",
        "more": "Ответ сохранён. Расскажете подробнее?",
        "kept": "Ответ ещё не отправлен. Он сохранён на этом устройстве "
        "и отправится, когда связь восстановится.",
        "again": "Попробовать ещё раз",
        "reason": "Сведения устарели",
        "packaging": "Упаковка",
    },
}


Opener = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Opener]:
    """Opens a page as a reader would; ``errors`` of the page's context are checked at the end."""
    contexts: list[BrowserContext] = []

    def opened(url: str, *, width: int = 1280, **options: Any) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        contexts.append(context)
        page = context.new_page()
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()


def rows(votebox: Votebox, page: str) -> list[dict[str, Any]]:
    return [row for row in votebox.report() if row["page"] == page]


# Reading


@pytest.mark.parametrize("path", PAGES)
def test_nothing_fails_and_nothing_leaves_the_host(shared: Votebox, chromium: Browser, path: str) -> None:
    asked: list[str] = []
    answered: list[tuple[int, str]] = []
    context = chromium.new_context()
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("response", lambda response: answered.append((response.status, response.url)))
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(shared.url + path)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if "pagefind" in url], "search is loaded unasked"
    page.locator(".search__open").first.click()
    page.locator("dialog[open] input").fill("a")
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if "pagefind" in url]
    page.keyboard.press("Escape")
    page.mouse.wheel(0, 20000)
    page.wait_for_load_state("networkidle")
    assert not [url for url in asked if not url.startswith((shared.url, "data:"))]
    assert not [answer for answer in answered if answer[0] >= 400]
    assert said == []
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", [*PAGES, "/what-changed/", "/ar/what-changed/"])
def test_axe_finds_nothing(shared: Votebox, visit: Opener, path: str, width: int, scheme: str) -> None:
    page = visit(shared.url + path, width=width, color_scheme=scheme)
    assert_accessible(page)


@pytest.mark.parametrize("width", [320, 360, 768, 1280, 1920])
@pytest.mark.parametrize("path", [*PAGES, "/ru/thanks/", "/ru/what-changed/", "/404.html"])
def test_nothing_scrolls_sideways(shared: Votebox, visit: Opener, path: str, width: int) -> None:
    page = visit(shared.url + path, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    outside = page.evaluate(
        """width => [...document.querySelectorAll("main *, header *, footer *")].filter(element => {
            const box = element.getBoundingClientRect();
            return box.width > 1 && (box.right > width + 1 || box.left < -1) && element.checkVisibility();
        }).map(element => element.outerHTML.slice(0, 80))""",
        width,
    )
    assert outside == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_qr_code_decodes_to_the_link(shared: Votebox, visit: Opener, scheme: str) -> None:
    page = visit(shared.url + ARTICLES["en"], color_scheme=scheme)
    codes = page.locator("figure.code [role=img]")
    assert codes.count() == 2
    for i in range(2):
        picture = Image.open(io.BytesIO(codes.nth(i).screenshot()))
        (code,) = zxingcpp.read_barcodes(picture)
        assert code.text == "https://litb.cc/l/aonK"
    links = page.locator("a[href='https://litb.cc/l/aonK']")
    assert links.all_inner_texts() == ["Join in the app", "Download the app now"]


def test_a_phone_gets_the_link_and_no_code(shared: Votebox, visit: Opener) -> None:
    page = visit(shared.url + ARTICLES["en"], width=360)
    expect(page.locator("figure.code").first).to_be_hidden()
    line = page.locator(".invitation__line")
    expect(line).to_be_visible()
    line.click()
    expect(page.get_by_role("link", name="Download the app now")).to_be_in_viewport()
    assert page.locator("h1").bounding_box()["height"] < 100  # type: ignore[index]


@pytest.mark.parametrize("locale", list(ARTICLES))
def test_the_table_is_a_table_and_every_row_leads_to_its_status(
    shared: Votebox, visit: Opener, locale: str
) -> None:
    page = visit(shared.url + ARTICLES[locale])
    table = page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table.get_by_role("rowheader")).to_have_count(7)
    links = table.get_by_role("rowheader").get_by_role("link")
    for i in range(links.count()):
        links.nth(i).click()
        target = page.url.partition("#")[2]
        expect(page.locator(f"#{target}")).to_be_in_viewport()
        expect(page.locator(f"#{target}")).to_have_text(links.nth(i).inner_text().strip())


def test_the_page_works_with_no_script(shared: Votebox, visit: Opener) -> None:
    page = visit(shared.url + ARTICLES["ru"], width=360, java_script_enabled=False)
    expect(page.get_by_role("heading", level=1)).to_have_text("Как проверить статус заказа?")
    expect(page.locator(".search__open").first).to_be_hidden()
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("link", name="English").click()
    assert page.url == shared.url + ARTICLES["en"]
    page.locator("svg.life__picture").get_by_role("link", name="Shipped").click()
    expect(page.locator("#shipped")).to_be_in_viewport()


def test_the_language_switch_keeps_the_place(shared: Votebox, visit: Opener) -> None:
    page = visit(shared.url + ARTICLES["en"] + "#packaging")
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_role("link", name="Русский").click()
    page.wait_for_url(shared.url + ARTICLES["ru"] + "#packaging")
    expect(page.locator("#packaging")).to_have_text("Упаковка")
    expect(page.locator("html")).to_have_attribute("lang", "ru")


@pytest.mark.parametrize(
    ("path", "words", "anchor"),
    [
        ("/", "packaging", "/order-status/#packaging"),
        ("/", "dispatched", "/order-status/#shipped"),
        ("/ru/", "упаковка", "/ru/order-status/#packaging"),
        ("/ru/order-status/", "выслан", "/ru/order-status/#shipped"),
    ],
)
def test_search_finds_a_status_by_its_name_and_by_another_name(
    shared: Votebox, visit: Opener, path: str, words: str, anchor: str
) -> None:
    page = visit(shared.url + path)
    page.locator(".search__open:visible").last.click()
    page.keyboard.type(words)
    expect(page.locator("dialog[open] .search__results a").first).to_be_visible()
    links = page.locator("dialog[open] .search__results a").evaluate_all("links => links.map(a => a.href)")
    assert shared.url + anchor in links
    assert all(("/ru/" in link) == ("/ru/" in path) for link in links)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("dialog[open]")).to_have_count(0)


@pytest.mark.parametrize(
    ("words", "marked", "anchor"),
    [
        ("住所", "住所", "/ja/order-status/#pending"),
        ("住所を変更したい", "住所", "/ja/order-status/#packaging"),
        ("24時間", "時間", "/ja/order-status/#pending"),
        ("確認する", "確認する", "/ja/when-will-it-ship/"),
        ("退款", "退款", "/zh-TW/order-status/#processing"),
    ],
)
def test_search_finds_words_that_have_no_blanks_around_them(
    shared: Votebox, visit: Opener, words: str, marked: str, anchor: str
) -> None:
    page = visit(shared.url + anchor)
    page.locator(".search__open:visible").last.click()
    page.keyboard.insert_text(words)
    results = page.locator("dialog[open] .search__results")
    expect(results.locator("a").first).to_be_visible()
    links = results.locator("a").evaluate_all("links => links.map(a => a.href)")
    assert any(link.startswith(shared.url + anchor) for link in links), links
    assert marked in results.locator("mark").all_inner_texts()
    assert not re.search("[\u3040-\u9fff] [\u3040-\u9fff]", results.inner_text()), "the index's blanks"


def test_a_search_without_a_result_offers_a_way_on(shared: Votebox, visit: Opener) -> None:
    page = visit(shared.url + "/")
    page.locator(".search--home .search__open").click()
    page.keyboard.type("xyzzyqqq")
    expect(page.locator("dialog[open] [role=status]")).to_contain_text("Nothing found.")
    expect(page.locator("dialog[open]").get_by_role("link", name="Customer service")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".search--home .search__open")).to_be_focused()


def test_a_page_that_is_not_there_says_so_in_its_language(shared: Votebox, visit: Opener) -> None:
    for path, words, link in (
        ("/no/such/page", "This page is not here", "/order-status/"),
        ("/ru/no/such/page", "Здесь ничего нет", "/ru/order-status/"),
    ):
        page = visit(shared.url + path)
        expect(page.get_by_role("heading", level=1)).to_have_text(words)
        page.locator("article a").click()
        page.wait_for_url(shared.url + link)


# Voting


@pytest.mark.parametrize("locale", list(ARTICLES))
def test_yes_with_script(votebox: Votebox, visit: Opener, locale: str) -> None:
    words = WORDS[locale]
    page = visit(votebox.url + ARTICLES[locale])
    button = page.get_by_role("button", name=words["yes"], exact=True)
    button.click()
    expect(page.locator("help-feedback [role=status]")).to_have_text(words["thanks"])
    expect(button).to_be_focused()
    (row,) = rows(votebox, f"{locale}/order-status")
    assert (row["votes"], row["yes"], row["no"]) == (1, 1, 0)


@pytest.mark.parametrize("locale", list(ARTICLES))
def test_no_with_all_details_with_script_by_keyboard_alone(
    votebox: Votebox, visit: Opener, locale: str
) -> None:
    words = WORDS[locale]
    page = visit(votebox.url + ARTICLES[locale])
    page.get_by_role("button", name=words["no"], exact=True).focus()
    page.keyboard.press("Enter")
    expect(page.locator("help-feedback [role=status]")).to_have_text(words["more"])
    assert rows(votebox, f"{locale}/order-status")[0]["no"] == 1, "the No counts before anything is added"
    expect(page.locator("[name=reason]").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label(words["reason"])).to_be_checked()
    page.keyboard.press("Tab")
    for _ in range(5):  # none, pending, processing, two stages of payment, packaging
        page.keyboard.press("ArrowDown")
    expect(page.locator("[name=status] option:checked")).to_have_text(words["packaging"])
    page.keyboard.press("Tab")
    page.keyboard.type("Write to me@example.com, +7 912 345-67-89")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name=words["send"], exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("help-feedback [role=status]")).to_have_text(words["thanks"])
    assert_no_with_details(votebox, locale, "Write to [email], [phone]")


def assert_no_with_details(votebox: Votebox, locale: str, comment: str) -> None:
    (row,) = rows(votebox, f"{locale}/order-status")
    assert (row["votes"], row["yes"], row["no"]) == (1, 0, 1)
    assert row["reasons"] == {"out-of-date": 1}
    assert row["statuses"] == {"packaging": 1}
    assert [c["text"] for c in row["comments"]] == [comment]


@pytest.mark.parametrize("locale", list(ARTICLES))
def test_yes_and_no_without_script(votebox: Votebox, visit: Opener, locale: str) -> None:
    words, url = WORDS[locale], votebox.url + ARTICLES[locale]
    prefix = "/ru" if locale == "ru" else ""
    page = visit(url, java_script_enabled=False)
    expect(page.get_by_label(words["reason"])).to_be_hidden()
    page.locator(".feedback__answer", has_text=words["no"]).click()
    page.get_by_label(words["reason"]).check()
    page.locator("[name=status]").select_option("packaging")
    page.locator("[name=comment]").fill("Two\nlines")
    page.get_by_role("button", name=words["send"], exact=True).click()
    page.wait_for_url(f"{votebox.url}{prefix}/thanks/#*")
    assert_no_with_details(votebox, locale, "Two\nlines")

    page.goto(url)
    page.locator(".feedback__answer", has_text=words["yes"]).click()
    page.get_by_role("button", name=words["send"], exact=True).click()
    page.wait_for_url(f"{votebox.url}{prefix}/thanks/#*")
    assert sum(row["received"] for row in rows(votebox, f"{locale}/order-status")) == 2


def test_a_form_that_cannot_be_stored_says_so_in_the_reader_s_language(
    votebox: Votebox, visit: Opener
) -> None:
    page = visit(votebox.url + ARTICLES["ru"], java_script_enabled=False)
    page.locator(".feedback__answer", has_text=WORDS["ru"]["yes"]).click()
    with page.expect_navigation() as navigation:
        page.route(
            "**/votes", lambda route: route.continue_(post_data="page=ru%2Forder-status&helpful=maybe")
        )
        page.get_by_role("button", name=WORDS["ru"]["send"], exact=True).click()
    assert navigation.value is not None
    assert navigation.value.status == 422
    expect(page.get_by_role("heading", level=1)).to_have_text("Ваш ответ не сохранился")
    assert votebox.report() == []


@pytest.mark.parametrize("locale", list(ARTICLES))
def test_with_votebox_down_the_answer_is_kept_and_can_be_sent_again(
    votebox: Votebox, visit: Opener, locale: str
) -> None:
    words = WORDS[locale]
    page = visit(votebox.url + ARTICLES[locale])
    page.clock.install()
    page.clock.pause_at("2100-01-01")  # it is the reader who sends it again
    votebox.stop()
    page.get_by_role("button", name=words["yes"], exact=True).click()
    status = page.locator("help-feedback [role=status]")
    expect(status).to_have_text(words["kept"])
    expect(page.get_by_role("button", name=words["yes"], exact=True)).to_have_attribute(
        "aria-pressed", "true"
    )
    votebox.start()
    page.get_by_role("button", name=words["again"]).click()
    expect(status).to_have_text(words["thanks"])
    (row,) = rows(votebox, f"{locale}/order-status")
    assert row["received"] == 1


def test_another_answer_after_a_failure_is_a_vote_of_its_own(votebox: Votebox, visit: Opener) -> None:
    """The first may have been stored although its answer was lost; the later one counts."""
    page = visit(votebox.url + ARTICLES["en"])
    page.route("**/votes", lambda route: (route.fetch(), route.abort()))
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.locator("help-feedback [role=status]")).to_have_text(WORDS["en"]["kept"])
    page.unroute("**/votes")
    page.get_by_role("button", name="No", exact=True).click()
    expect(page.locator("help-feedback [role=status]")).to_have_text(WORDS["en"]["more"])
    (row,) = rows(votebox, "en/order-status")
    assert (row["votes"], row["yes"], row["no"], row["received"]) == (1, 0, 1, 2)


def test_a_long_comment_in_any_script_fits_into_a_form(votebox: Votebox, visit: Opener) -> None:
    """Forms write each byte of a letter as three characters, and votebox takes 8 KiB."""
    page = visit(votebox.url + "/ja/order-status/", java_script_enabled=False)
    page.locator(".feedback__answer").nth(1).click()
    page.locator("[name=comment]").fill("注" * 800)
    page.locator(".feedback__send").click()
    page.wait_for_url(f"{votebox.url}/ja/thanks/#*")
    assert rows(votebox, "ja/order-status")[0]["comments"][0]["text"] == "注" * 800


def test_the_same_id_twice_counts_once(votebox: Votebox, built: Project) -> None:
    revision = re.search(r'name="revision" value="(\w+)"', built.page("order-status"))
    assert revision is not None
    vote = {"id": str(uuid.uuid4()), "page": "en/order-status", "revision": revision[1], "helpful": "yes"}
    assert [post(votebox, vote), post(votebox, vote), post(votebox, vote | {"helpful": "no"})] == [
        201,
        200,
        409,
    ]
    (row,) = rows(votebox, "en/order-status")
    assert (row["received"], row["yes"]) == (1, 1)


def post(votebox: Votebox, vote: dict[str, str]) -> int:
    request = urllib.request.Request(
        f"{votebox.url}/votes",
        json.dumps(vote).encode(),
        {"Content-Type": "application/json", "Origin": votebox.url},
    )
    try:
        with urllib.request.urlopen(request, timeout=10) as response:
            status: int = response.status
            return status
    except urllib.error.HTTPError as error:
        return error.code


def test_nothing_is_stored_on_the_reader_s_device(votebox: Votebox, visit: Opener) -> None:
    page = visit(votebox.url + ARTICLES["en"])
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.locator("help-feedback [role=status]")).to_have_text(WORDS["en"]["thanks"])
    assert page.evaluate("[localStorage.length, sessionStorage.length, document.cookie]") == [0, 0, ""]
