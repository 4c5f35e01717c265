"""What the help team sees and does, in a real browser on a real votebox: without any script."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.readers import assert_accessible
from tests.votebox.dashboard.cast import COMMENTS, COMMITS, INVENTED, fill
from tests.votebox.dashboard.making import TOKEN
from tests.votebox.hostile import HOSTILE
from tests.votebox.sharing import ORDER_STATUS, Server, Start, make_submission, read_rows
from votebox.sqlite import SqliteStore

TITLES = {
    "en": "How do I check my order status?",
    "ru": "Как проверить статус заказа?",
    "ar": "كيف أتحقق من حالة طلبي؟",
    "ja": "注文ステータスを確認するには？",
}
NEW = "5f2c9a1b03de"
CHANGES = [
    {
        "commit": commit,
        "date": f"2026-11-{day}T10:00:00+00:00",
        "subject": subject,
        "changes": [{"area": "promises", "locale": None, "sentence": sentence}],
    }
    for commit, day, subject, sentence in (
        (COMMITS[1], 20, "Promise 48 hours", "The promise “Confirmation” becomes 48 hours; it was 24 hours."),
        (COMMITS[0], 10, "First words", "The page is new."),
    )
]
PATHS = (
    *("/", "/?language=ja", "/page?page=ru/order-status", "/page?page=en/order-status", "/comments"),
    *("/comments?words=nothing+like+that&state=done", "/forget", "/forget?id=7", "/missing"),
)

Opened = Callable[..., Page]


@pytest.fixture
def site(site: Path) -> Path:
    """A site in four languages, with a history."""
    pages = {
        f"{language}/order-status": {**ORDER_STATUS, "title": title, "revision": NEW}
        for language, title in TITLES.items()
    }
    document = {"version": 1, "commit": COMMITS[1], "pages": pages}
    (site / "pages.json").write_text(json.dumps(document), encoding="utf-8")
    (site / "changes.json").write_text(json.dumps({"version": 1, "commits": CHANGES}), encoding="utf-8")
    return site


def serve(store: SqliteStore, start: Start) -> Server:
    store.close()
    return start(VOTEBOX_DASHBOARD_TOKEN=TOKEN)


@pytest.fixture
def dashboard(store: SqliteStore, start: Start) -> str:
    """The address of a dashboard with some hundred votes."""
    fill(store, {f"{language}/order-status": NEW for language in TITLES})
    server = serve(store, start)
    return f"http://{server.host}:{server.port}/dashboard"


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Opened]:
    """Opens an address as somebody with the password; whatever the browser complains of fails the test."""
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def opened(url: str, *, width: int = 1280, **options: Any) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": 800},
            http_credentials={"username": "anna", "password": TOKEN},
            **{"java_script_enabled": False, **options},
        )
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on("request", lambda request: complaints.append(request.url) if _foreign(request.url) else None)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    refusals = "Failed to load resource: the server responded with a status of 4"
    assert [complaint for complaint in complaints if not complaint.startswith(refusals)] == []


def _foreign(url: str) -> bool:
    return not url.startswith(("http://127.0.0.1:", "http://elsewhere.example/", "data:"))


@pytest.mark.parametrize(("width", "scheme"), [(1280, "dark"), (360, "light")])
def test_everybody_can_read_it(dashboard: str, visit: Opened, width: int, scheme: str) -> None:
    page = visit(f"{dashboard}/", width=width, color_scheme=scheme, java_script_enabled=True)
    for path in PATHS:
        page.goto(dashboard + path)
        assert_accessible(page, least=10)
        assert page.locator("h1").count() == 1
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wider) == 0, path
        assert page.evaluate("document.scripts.length") == 0


def test_from_the_worst_page_to_what_changed_it(dashboard: str, visit: Opened) -> None:
    page = visit(f"{dashboard}/")
    rows = page.get_by_role("table").filter(has_text="Since its last change").get_by_role("row")
    expect(rows).to_have_count(5)
    expect(rows.nth(1)).to_contain_text(TITLES["ar"])
    expect(rows.nth(1)).to_contain_text("30.0% (20.5–41.5%)")
    english = rows.nth(2)
    expect(english).to_contain_text("40.0% (29.3–51.7%)")
    expect(english).to_contain_text("worse: −40.0 points")
    english.get_by_role("link", name=TITLES["en"]).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLES["en"])
    newest = page.locator(".revision").first
    expect(newest).to_contain_text("Revision 5f2c9a1b03de · commit bbbbbbb")
    expect(newest.get_by_role("listitem")).to_have_text(
        "The promise “Confirmation” becomes 48 hours; it was 24 hours."
    )
    unseen = page.get_by_role("region", name="Never seen published")
    expect(unseen).to_contain_text(INVENTED)
    page.get_by_role("link", name="ar", exact=True).click()
    title = page.get_by_role("heading", level=1)
    expect(title).to_have_text(TITLES["ar"])
    expect(title).to_have_css("direction", "rtl")


def test_what_readers_looked_for_leads_to_what_they_wrote(dashboard: str, visit: Opened) -> None:
    page = visit(f"{dashboard}/?language=ja")
    wanted = page.get_by_role("region", name="What readers who said No were looking for")
    wanted.get_by_role("link", name="packaging").click()
    expect(page.locator(".note").first).to_contain_text(COMMENTS["ja"])
    assert page.locator(".note__text").count() == page.locator('.note__text[lang="ja"]').count() > 0


def test_a_comment_is_found_and_decided(dashboard: str, visit: Opened) -> None:
    page = visit(f"{dashboard}/comments")
    page.get_by_label("Words").fill("МОЙ заказ")
    page.get_by_role("button", name="Search").click()
    notes = page.locator(".note")
    number = notes.count()
    assert number > 1
    second = page.locator(f"#{notes.nth(1).get_attribute('id')}")
    second.get_by_role("button", name="Planned").click()
    expect(page.get_by_label("Words")).to_have_value("МОЙ заказ")
    assert page.url.endswith(f"#{second.get_attribute('id')}")
    expect(second.get_by_role("button", name="Planned")).to_have_attribute("aria-pressed", "true")
    expect(second.get_by_role("button", name="New")).to_have_attribute("aria-pressed", "false")
    page.get_by_label("State").get_by_role("link", name="Planned").click()
    expect(notes).to_have_count(1)
    notes.get_by_role("button", name="Done").click()
    expect(page.get_by_role("heading", name="No comment is like that")).to_be_visible()


def test_a_vote_is_forgotten(dashboard: str, visit: Opened) -> None:
    page = visit(f"{dashboard}/comments")
    receipt = page.locator(".note__receipt a").first.inner_text()
    page.locator(".note__receipt a").first.click()
    expect(page.get_by_role("heading", name="This is what would go")).to_be_visible()
    page.get_by_role("button", name="Forget this vote").click()
    expect(page.get_by_role("status")).to_have_text("The vote is forgotten, with all that it held.")
    page.get_by_label("Receipt").fill(receipt)
    page.get_by_role("button", name="Show the vote").click()
    expect(page.get_by_label("Receipt")).to_have_attribute("aria-invalid", "true")
    expect(page.locator(".wrong")).to_contain_text("There is no vote with this receipt.")
    page.goto(f"{dashboard}/comments")
    expect(page.locator(".note__receipt a").first).not_to_have_text(receipt)


def test_a_form_of_another_site_changes_nothing(dashboard: str, visit: Opened) -> None:
    page = visit(f"{dashboard}/comments")
    note = page.locator(".note").first.get_attribute("id") or ""
    vote = note.removeprefix("comment-")
    form = (
        f'<form method="post" action="{dashboard}/comments/decide"><input name="id" value="{vote}">'
        '<input name="state" value="done"><button>Go</button></form>'
    )
    page.route(
        "http://elsewhere.example/**", lambda route: route.fulfill(body=form, content_type="text/html")
    )
    for options in ("", " referrerpolicy=no-referrer"):
        page.goto("http://elsewhere.example/")
        page.set_content(form.replace("<form", f"<form{options}"))
        page.get_by_role("button").click()
        expect(page.get_by_role("heading", name="Forbidden")).to_be_visible()
    page.goto(f"{dashboard}/comments")
    pressed = page.locator(f"#{note} [aria-pressed=true]")
    expect(pressed).to_have_text("New")


def test_by_keyboard_alone(dashboard: str, visit: Opened) -> None:
    page = visit(f"{dashboard}/", java_script_enabled=True)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="All languages")).to_be_focused()
    page.goto(f"{dashboard}/comments")
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.value") == "done":
            break
        focus = "getComputedStyle(document.activeElement).outlineStyle"
        assert page.evaluate(focus) != "none" or page.evaluate("document.activeElement === document.body")
    page.keyboard.press("Enter")
    expect(page.locator("[aria-pressed=true][value=done]")).to_have_count(1)


def test_what_readers_wrote_stays_harmless(
    store: SqliteStore, start: Start, visit: Opened, database: Path
) -> None:
    store.save(
        [
            make_submission(
                f"198.51.100.{number}", b"", id=str(UUID(int=number + 1)), helpful="no", comment=comment
            )
            for number, comment in enumerate(HOSTILE)
        ]
    )
    server = serve(store, start)
    base = f"http://{server.host}:{server.port}/dashboard/"
    stored = {row["id"]: row["comment"] for row in read_rows(database) if row["comment"]}
    page = visit(f"{base}comments", width=360, java_script_enabled=True)
    shown: dict[str, str | None] = {}
    while True:
        for note in page.locator(".note").all():
            text = note.locator(".note__text")
            assert text.locator("*").count() == 0
            shown[(note.get_attribute("id") or "").removeprefix("comment-")] = text.text_content()
        assert (
            page.evaluate("document.scripts.length + document.forms.length - 1")
            == page.locator(".note").count()
        )
        assert page.evaluate("document.baseURI") == page.url
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        older = page.get_by_role("link", name="Older comments")
        if not older.count():
            break
        older.click()
    assert shown == stored
    for words in HOSTILE[::12]:
        page.goto(f"{base}comments")
        page.get_by_label("Words").fill(words)
        page.get_by_role("button", name="Search").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Comments")


def test_in_print_there_is_what_can_be_read(dashboard: str, visit: Opened) -> None:
    page = visit(f"{dashboard}/comments", color_scheme="dark")
    page.emulate_media(media="print")
    expect(page.locator("body")).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.locator("body")).to_have_css("color", "rgb(28, 35, 45)")
    expect(page.locator(".note__text").first).to_be_visible()
    for part in (".top__nav", ".filter", ".decide"):
        expect(page.locator(part).first).to_be_hidden()
