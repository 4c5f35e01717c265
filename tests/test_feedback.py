"""“Was this page helpful?” when all goes well and when it does not, in a real browser."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, Route, expect

from statusbook.assets import scripts
from tests.project import ROOT
from tests.readers import WCAG, Votebox

WORDS = {
    "en": {
        "yes": "Yes",
        "no": "No",
        "send": "Send",
        "again": "Try again",
        "sending": "Sending …",
        "thanks": "Thank you. Your answer is saved, and the people who write this page will read it.",
        "more": "Your answer is saved. Would you tell us more?",
        "kept": "Not sent yet. Your answer is kept on this device "
        "and will be sent when the connection works again.",
        "failed": "Your answer was not sent. It is still here: please try again.",
        "refused": "Your answer could not be accepted. Please reload the page and try again.",
        "change": "You can change your answer.",
        "service": "Customer service",
    },
    "ru": {
        "yes": "Да",
        "no": "Нет",
        "send": "Отправить",
        "again": "Попробовать ещё раз",
        "sending": "Отправляем…",
        "thanks": "Спасибо. Ответ сохранён, и авторы этой страницы его прочитают.",
        "more": "Ответ сохранён. Расскажете подробнее?",
        "kept": "Ответ ещё не отправлен. Он сохранён на этом устройстве "
        "и отправится, когда связь восстановится.",
        "failed": "Ответ не отправлен. Он остался здесь — попробуйте ещё раз.",
        "refused": "Ответ не удалось принять. Обновите страницу и попробуйте ещё раз.",
        "change": "Ответ можно изменить.",
        "service": "Служба поддержки",
    },
    "ar": {
        "yes": "نعم",
        "no": "لا",
        "send": "إرسال",
        "again": "المحاولة مرة أخرى",
        "sending": "جارٍ الإرسال…",
        "thanks": "شكرًا لك. حُفظت إجابتك، وسيقرؤها من يكتبون هذه الصفحة.",
        "more": "حُفظت إجابتك. هل تودّ أن تخبرنا بالمزيد؟",
        "kept": "لم تُرسَل إجابتك بعد. حُفظت على هذا الجهاز وستُرسَل عند عودة الاتصال.",
        "failed": "لم تُرسَل إجابتك، لكنها لا تزال هنا. نرجو المحاولة مرة أخرى.",
        "refused": "تعذر قبول إجابتك. أعد تحميل الصفحة وحاول مرة أخرى.",
        "change": "يمكنك تغيير إجابتك.",
        "service": "خدمة العملاء",
    },
    "ja": {
        "yes": "はい",
        "no": "いいえ",
        "send": "送信",
        "again": "もう一度試す",
        "sending": "送信中…",
        "thanks": "ありがとうございます。ご回答は保存され、このページの担当者が目を通します。",
        "more": "ご回答を保存しました。もう少し詳しく教えていただけますか？",
        "kept": "まだ送信されていません。"
        "ご回答はこの端末に保存されており、接続が回復したときに送信されます。",
        "failed": "ご回答を送信できませんでした。内容は残っていますので、もう一度お試しください。",
        "refused": "ご回答を受け付けられませんでした。ページを再読み込みして、もう一度お試しください。",
        "change": "ご回答は変更できます。",
        "service": "カスタマーサービス",
    },
}
EN = WORDS["en"]
LOCALES = list(WORDS)
SIZE_LIMIT = 3 * 1024
FORBIDDEN = """Object.defineProperty(window, "localStorage", {
    get() { throw new DOMException("", "SecurityError"); }
});"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('', 'QuotaExceededError'); };"
UNLOCKED = "Object.defineProperty(Navigator.prototype, 'locks', {value: undefined});"

Newcomer = Callable[..., BrowserContext]


class Widget:
    """The question at the end of one open page."""

    def __init__(self, page: Page, locale: str = "en") -> None:
        self.page = page
        self.words = WORDS[locale]
        self.box = page.locator("help-feedback")
        self.status = self.box.get_by_role("status")

    def stop_timers(self) -> None:
        """From now on nothing is sent again unless the reader or an event asks for it."""
        self.page.clock.install()
        self.page.clock.pause_at("2100-01-01")

    def button(self, name: str) -> Locator:
        return self.box.get_by_role("button", name=self.words[name], exact=True)

    def answer(self, name: str) -> None:
        self.button(name).click()

    def says(self, *states: str) -> None:
        expect(self.status).to_have_text(" ".join(self.words[state] for state in states))

    def pressed(self, name: str) -> None:
        for other in ("yes", "no"):
            expect(self.button(other)).to_have_attribute("aria-pressed", str(other == name).lower())

    def stored_on_the_device(self) -> list[dict[str, Any]]:
        items: list[str] = self.page.evaluate("Object.values({...localStorage})")
        return [json.loads(item) for item in items]


@pytest.fixture
def newcomer(chromium: Browser) -> Iterator[Newcomer]:
    """Readers, each with a device of their own."""
    contexts: list[BrowserContext] = []

    def made(*, width: int = 1280, script: str = "", **options: Any) -> BrowserContext:
        context = chromium.new_context(viewport={"width": width, "height": 800}, **options)
        if script:
            context.add_init_script(script)
        contexts.append(context)
        return context

    yield made
    for context in contexts:
        context.close()


def visit(reader: BrowserContext, votebox: Votebox, locale: str = "en") -> Widget:
    page = reader.new_page()
    page.goto(address(votebox, locale))
    widget = Widget(page, locale)
    expect(page.locator("help-feedback[data-state]")).to_have_count(1)
    return widget


def address(votebox: Votebox, locale: str) -> str:
    return f"{votebox.url}{'' if locale == 'en' else f'/{locale}'}/order-status/"


def counts(votebox: Votebox, locale: str = "en") -> tuple[int, int, int]:
    """Received, and Yes and No that count."""
    rows = [row for row in votebox.report() if row["page"] == f"{locale}/order-status"]
    received, yes, no = (sum(row[name] for row in rows) for name in ("received", "yes", "no"))
    return received, yes, no


def is_vote(request: Request) -> bool:
    return request.url.endswith("/votes")


def abort(route: Route) -> None:
    route.abort()


# A vote that does not arrive


@pytest.mark.parametrize("locale", LOCALES)
def test_a_vote_that_failed_is_kept_and_sent_by_the_next_page(
    votebox: Votebox, newcomer: Newcomer, locale: str
) -> None:
    widget = visit(newcomer(), votebox, locale)
    assert widget.stored_on_the_device() == []
    votebox.stop()
    widget.answer("yes")
    widget.says("kept")
    widget.pressed("yes")
    (kept,) = widget.stored_on_the_device()
    widget.page.goto("about:blank")  # the page itself would send it as soon as it can
    votebox.start()
    widget.page.goto(address(votebox, locale))
    widget.says("thanks")
    widget.pressed("yes")
    assert widget.stored_on_the_device() == []
    assert counts(votebox, locale) == (1, 1, 0)
    assert sorted(kept["vote"]) == ["helpful", "id", "page", "revision"]


@pytest.mark.parametrize("locale", LOCALES)
def test_a_page_that_is_opened_meanwhile_says_that_the_vote_waits(
    shared: Votebox, newcomer: Newcomer, locale: str
) -> None:
    reader = newcomer()
    reader.route("**/votes", abort)
    visit(reader, shared, locale).answer("no")
    later = visit(reader, shared, locale)
    later.says("kept")
    later.pressed("no")
    expect(later.button("again")).to_be_visible()
    elsewhere = visit(reader, shared, "ru" if locale == "en" else "en")
    expect(elsewhere.status).to_have_text("")


def test_a_vote_that_waits_is_sent_again_while_the_page_is_open(votebox: Votebox, newcomer: Newcomer) -> None:
    widget = visit(newcomer(), votebox)
    widget.page.clock.install()
    votebox.stop()
    widget.answer("no")
    widget.says("kept")
    widget.button("no").focus()
    votebox.start()
    widget.page.clock.run_for(10_000)
    widget.says("more")
    expect(widget.button("no")).to_be_focused()
    assert counts(votebox) == (1, 0, 1)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_vote_made_offline_is_delivered_once_when_the_device_is_online(
    votebox: Votebox, newcomer: Newcomer, locale: str
) -> None:
    reader = newcomer()
    widget = visit(reader, votebox, locale)
    widget.stop_timers()
    reader.set_offline(True)
    widget.answer("yes")
    widget.says("kept")
    reader.set_offline(False)
    widget.says("thanks")
    assert widget.stored_on_the_device() == []
    assert counts(votebox, locale) == (1, 1, 0)


def test_a_vote_that_arrived_although_its_answer_was_lost_is_stored_once(
    votebox: Votebox, newcomer: Newcomer
) -> None:
    widget = visit(newcomer(), votebox)
    widget.stop_timers()
    widget.page.route("**/votes", lambda route: (route.fetch(), route.abort()))
    widget.answer("yes")
    widget.says("kept")
    widget.page.unroute("**/votes")
    widget.button("again").click()
    widget.says("thanks")
    assert counts(votebox) == (1, 1, 0)


def test_details_that_do_not_arrive_are_kept_with_the_answer(votebox: Votebox, newcomer: Newcomer) -> None:
    reader = newcomer()
    widget = visit(reader, votebox)
    widget.answer("no")
    widget.says("more")
    votebox.stop()
    widget.page.locator("[name=comment]").fill("More pictures")
    widget.button("send").click()
    widget.says("kept")
    expect(widget.button("send")).to_be_focused()
    expect(widget.status).to_be_in_viewport()
    expect(widget.button("again")).to_be_hidden()  # Send does the same
    widget.page.close()  # or it would send them itself
    votebox.start()
    visit(reader, votebox).says("thanks")
    assert counts(votebox) == (1, 0, 1)
    assert [c["text"] for row in votebox.report() for c in row["comments"]] == ["More pictures"]


@pytest.mark.parametrize(
    ("status", "body", "state"),
    [
        *((status, "", "refused") for status in (400, 403, 409, 422)),
        *((status, "", "kept") for status in (408, 429, 500, 503)),
        (200, "<title>Log in to this network</title>", "kept"),
        (200, '{"stored": true}', "thanks"),
        (201, '{"stored": true}', "thanks"),
    ],
)
def test_what_an_answer_of_the_server_means(
    shared: Votebox, newcomer: Newcomer, status: int, body: str, state: str
) -> None:
    widget = visit(newcomer(), shared)
    widget.stop_timers()
    widget.page.route("**/votes", abort)
    widget.answer("yes")
    widget.says("kept")
    widget.page.unroute("**/votes")
    widget.page.route("**/votes", lambda route: route.fulfill(status=status, body=body))
    widget.button("again").click()
    widget.says(state)
    assert len(widget.stored_on_the_device()) == (state == "kept")


@pytest.mark.parametrize("after", ["60", "Fri, 01 Jan 2100 00:01:00 GMT"])
def test_the_time_for_which_votebox_wants_to_be_left_alone(
    shared: Votebox, newcomer: Newcomer, after: str
) -> None:
    asked: list[str] = []

    def busy(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=503, headers={"Retry-After": after})

    reader = newcomer()
    reader.route("**/votes", busy)
    reader.clock.install()
    widget = visit(reader, shared)
    reader.clock.pause_at("2100-01-01T00:00:00Z")
    widget.answer("yes")
    widget.says("kept")
    reader.clock.run_for(50_000)
    widget.page.reload()
    reader.clock.run_for(1)  # scripts start each in a task of its own
    widget.says("kept")
    reader.clock.run_for(5_000)
    assert len(asked) == 1
    with widget.page.expect_response("**/votes"):
        reader.clock.run_for(10_000)
    assert len(asked) == 2


def test_attempts_grow_rarer(shared: Votebox, newcomer: Newcomer) -> None:
    reader = newcomer()
    reader.clock.install()
    asked: list[str] = []

    def refuse(route: Route) -> None:
        asked.append(route.request.url)
        route.abort()

    reader.route("**/votes", refuse)
    widget = visit(reader, shared)
    widget.answer("yes")
    widget.says("kept")
    found = []
    for _ in range(3):
        del asked[:]
        for _ in range(20):
            reader.clock.run_for(5_000)
        found.append(len(asked))
    assert found == sorted(found, reverse=True)
    assert found[0] > found[-1]


@pytest.mark.parametrize(
    ("locale", "script"),
    [*((locale, FORBIDDEN) for locale in LOCALES), ("en", FULL)],
    ids=[*LOCALES, "full"],
)
def test_where_nothing_can_be_kept_the_page_says_so_and_can_send_again(
    shared: Votebox, newcomer: Newcomer, locale: str, script: str
) -> None:
    widget = visit(newcomer(script=script), shared, locale)
    widget.page.route("**/votes", abort)
    widget.answer("yes")
    widget.says("failed")
    widget.page.unroute("**/votes")
    widget.button("again").click()
    widget.says("thanks")


def test_of_21_votes_that_failed_the_latest_20_are_kept(shared: Votebox, newcomer: Newcomer) -> None:
    widget = visit(newcomer(), shared)
    widget.page.route("**/votes", abort)
    widget.page.evaluate(
        """async () => {
            const outbox = document.querySelector("help-outbox");
            for (let i = 0; i < 21; i++) {
                const id = crypto.randomUUID();
                await outbox.send({id, page: `en/page-${i}`, revision: "0", helpful: "yes"});
                await new Promise(resolve => setTimeout(resolve, 2));
            }
        }"""
    )
    kept = {item["vote"]["page"] for item in widget.stored_on_the_device()}
    assert kept == {f"en/page-{i}" for i in range(1, 21)}


@pytest.mark.parametrize(("days", "kept"), [(6, True), (8, False)])
def test_a_vote_waits_for_seven_days(shared: Votebox, newcomer: Newcomer, days: int, kept: bool) -> None:
    reader = newcomer()
    reader.route("**/votes", abort)
    widget = visit(reader, shared)
    widget.answer("yes")
    widget.says("kept")
    widget.page.close()
    reader.add_init_script(f"const now = Date.now; Date.now = () => now() + {days} * 86_400_000;")
    later = visit(reader, shared)
    expect(later.status).to_have_text(EN["kept"] if kept else "")
    assert len(later.stored_on_the_device()) == kept


def test_a_vote_that_always_fails_is_in_no_other_s_way(shared: Votebox, newcomer: Newcomer) -> None:
    reader = newcomer()
    reader.clock.install()
    widget = visit(reader, shared)
    widget.page.route("**/votes", abort)
    widget.page.evaluate(
        """async () => {
            const outbox = document.querySelector("help-outbox");
            for (const page of ["bad", "good"]) {
                await outbox.send({id: crypto.randomUUID(), page, revision: "0", helpful: "yes"});
            }
        }"""
    )
    widget.page.unroute("**/votes")
    widget.page.route(
        "**/votes",
        lambda route: route.fulfill(
            status=500 if json.loads(route.request.post_data or "")["page"] == "bad" else 201,
            body='{"stored": true}',
        ),
    )
    for _ in range(40):
        widget.page.clock.run_for(600_000)
        if len(widget.stored_on_the_device()) == 1:
            break
    assert [item["vote"]["page"] for item in widget.stored_on_the_device()] == ["bad"]


# Two tabs


@pytest.mark.parametrize("locale", LOCALES)
def test_two_tabs_send_what_waits_once(votebox: Votebox, newcomer: Newcomer, locale: str) -> None:
    reader = newcomer()
    held: list[Route] = []
    reader.route("**/votes", abort)
    first = visit(reader, votebox, locale)
    first.answer("yes")
    first.says("kept")
    with reader.expect_event("requestfailed", is_vote):  # what it tries when it opens is over
        second = visit(reader, votebox, locale)
    second.says("kept")
    reader.unroute("**/votes")
    reader.route("**/votes", lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks it
    for tab in (first, second):
        tab.page.evaluate("dispatchEvent(new Event('online'))")
    first.page.wait_for_timeout(300)
    assert len(held) == 1
    held[0].continue_()
    for tab in (first, second):
        tab.says("thanks")
    assert first.stored_on_the_device() == []
    assert counts(votebox, locale) == (1, 1, 0)


def test_without_locks_the_id_keeps_a_vote_single(votebox: Votebox, newcomer: Newcomer) -> None:
    reader = newcomer(script=UNLOCKED)
    reader.route("**/votes", abort)
    first = visit(reader, votebox)
    first.answer("yes")
    first.says("kept")
    with reader.expect_event("requestfailed", is_vote):
        second = visit(reader, votebox)
    second.says("kept")
    reader.unroute("**/votes")
    for tab in (first, second):
        tab.page.evaluate("dispatchEvent(new Event('online'))")
    for tab in (first, second):
        tab.says("thanks")
    assert counts(votebox) == (1, 1, 0)


def test_an_answer_in_another_tab_takes_the_place_of_one_that_waits(
    votebox: Votebox, newcomer: Newcomer
) -> None:
    """Sent later, the one that waits would count."""
    reader = newcomer()
    first, second = visit(reader, votebox), visit(reader, votebox)
    first.page.route("**/votes", abort)
    first.answer("yes")
    first.says("kept")
    second.answer("no")
    second.says("more")
    expect(first.status).to_have_text("")
    first.pressed("neither")
    assert first.stored_on_the_device() == []
    assert counts(votebox) == (1, 0, 1)


# Another answer


@pytest.mark.parametrize("locale", LOCALES)
def test_a_reader_can_change_the_answer_and_the_last_one_counts(
    votebox: Votebox, newcomer: Newcomer, locale: str
) -> None:
    widget = visit(newcomer(), votebox, locale)
    change = widget.box.get_by_text(widget.words["change"], exact=True)
    expect(change).to_be_hidden()
    for answer, state, expected in (
        ("yes", "thanks", (1, 1, 0)),
        ("no", "more", (2, 0, 1)),
        ("yes", "thanks", (3, 1, 0)),
    ):
        widget.answer(answer)
        widget.says(state)
        widget.pressed(answer)
        expect(change).to_be_visible()
        expect(widget.page.locator("[name=comment]")).to_be_visible(visible=answer == "no")
        assert counts(votebox, locale) == expected
    assert widget.stored_on_the_device() == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_id_of_the_vote_is_the_reader_s_receipt(
    votebox: Votebox, newcomer: Newcomer, locale: str
) -> None:
    widget = visit(newcomer(), votebox, locale)
    receipt = widget.page.locator(".feedback__receipt")
    expect(receipt).to_be_hidden()
    widget.answer("no")
    widget.says("more")
    expect(receipt).to_be_visible()
    votebox.forget(receipt.locator("code").inner_text())
    assert votebox.report() == []


def test_the_receipt_of_a_form_stands_in_the_address(votebox: Votebox, newcomer: Newcomer) -> None:
    page = newcomer(java_script_enabled=False).new_page()
    page.goto(address(votebox, "en"))
    widget = Widget(page)
    expect(page.locator(".feedback__receipt")).to_be_hidden()
    widget.box.get_by_text("Yes", exact=True).click()
    widget.button("send").click()
    page.wait_for_url("**/thanks/#*")
    votebox.forget(page.url.partition("#")[2])
    assert votebox.report() == []


def test_the_same_answer_again_sends_nothing_and_opens_the_details_after_no(
    votebox: Votebox, newcomer: Newcomer
) -> None:
    widget = visit(newcomer(), votebox)
    widget.answer("no")
    widget.button("send").click()
    widget.says("thanks")
    expect(widget.page.locator("[name=comment]")).to_be_hidden()
    widget.answer("no")
    widget.page.locator("[name=comment]").fill("One thing more")
    assert counts(votebox) == (1, 0, 1)
    widget.button("send").click()
    widget.says("thanks")
    assert [c["text"] for row in votebox.report() for c in row["comments"]] == ["One thing more"]


@pytest.mark.parametrize("locale", LOCALES)
def test_customer_service_is_offered_to_who_wrote_a_comment(
    shared: Votebox, newcomer: Newcomer, locale: str
) -> None:
    widget = visit(newcomer(), shared, locale)
    service = widget.box.get_by_role("link", name=widget.words["service"])
    widget.answer("no")
    widget.button("send").click()
    widget.says("thanks")
    expect(service).to_be_hidden()
    widget.answer("no")
    widget.page.locator("[name=comment]").fill("Where is my order?")
    expect(service).to_be_hidden()
    widget.button("send").click()
    widget.says("thanks")
    expect(service).to_have_attribute("href", "https://www.lightinthebox.com/r/contact-us.html")


# Who uses no mouse, no eyes, no script


@pytest.mark.parametrize("locale", LOCALES)
def test_by_keyboard_alone_focus_is_never_lost(votebox: Votebox, newcomer: Newcomer, locale: str) -> None:
    widget = visit(newcomer(), votebox, locale)
    widget.stop_timers()
    press = widget.page.keyboard.press
    votebox.stop()
    widget.page.locator("#feedback").focus()
    press("Tab")
    expect(widget.button("yes")).to_be_focused()
    press("Tab")
    press("Space")
    widget.says("kept")
    expect(widget.button("no")).to_be_focused()
    press("Tab")
    expect(widget.button("again")).to_be_focused()
    votebox.start()
    press("Enter")
    widget.says("more")
    expect(widget.page.locator("[name=reason]").first).to_be_focused()
    for _ in range(3):
        press("Tab")
    expect(widget.button("send")).to_be_focused()
    press("Enter")
    widget.says("thanks")
    expect(widget.status).to_be_focused()
    assert counts(votebox, locale) == (1, 0, 1)


def test_a_screen_reader_hears_every_state_where_it_listened_before(
    shared: Votebox, newcomer: Newcomer
) -> None:
    widget = visit(newcomer(), shared)
    widget.stop_timers()
    widget.page.evaluate(
        """() => {
            const status = document.querySelector("help-feedback [role=status]");
            window.heard = [];
            new MutationObserver(() => heard.push(status.textContent)).observe(status, {childList: true});
        }"""
    )
    assert widget.status.bounding_box(), "what is not rendered is not listened to"
    widget.page.route("**/votes", abort)
    widget.answer("no")
    widget.says("kept")
    widget.page.unroute("**/votes")
    widget.button("again").click()
    widget.says("more")
    widget.button("send").click()
    widget.says("thanks")
    heard = [EN[name] for name in ("sending", "kept", "sending", "more", "sending", "thanks")]
    assert widget.page.evaluate("heard") == heard


@pytest.mark.parametrize("script", [True, False])
def test_the_field_for_robots_is_shown_to_nobody(
    shared: Votebox, newcomer: Newcomer, *, script: bool
) -> None:
    reader = newcomer(java_script_enabled=script)
    page = reader.new_page()
    page.goto(address(shared, "en"))
    field = page.locator("[name=website]")
    box = field.locator("xpath=../..").bounding_box()  # of what hides the label, too
    assert box is not None
    assert (box["width"], box["height"]) == (1, 1)
    assert "website" not in page.locator("form.feedback__form").aria_snapshot()
    assert "Leave this empty" not in page.locator("form.feedback__form").aria_snapshot()
    page.locator("#feedback").focus()
    for _ in range(12):
        page.keyboard.press("Tab")
        expect(field).not_to_be_focused()


def test_script_never_sends_the_field_for_robots(shared: Votebox, newcomer: Newcomer) -> None:
    widget = visit(newcomer(), shared)
    widget.page.locator("[name=website]").evaluate("field => field.value = 'https://example.com/'")
    with widget.page.expect_request("**/votes") as first:
        widget.answer("no")
    widget.says("more")
    with widget.page.expect_request("**/votes") as second:
        widget.button("send").click()
    for request in (first.value, second.value):
        assert sorted(json.loads(request.post_data or "")) == ["helpful", "id", "page", "revision"]


@pytest.mark.parametrize("locale", LOCALES)
def test_with_no_script_the_form_votes_alone(votebox: Votebox, newcomer: Newcomer, locale: str) -> None:
    page = newcomer(java_script_enabled=False).new_page()
    page.goto(address(votebox, locale))
    widget = Widget(page, locale)
    expect(widget.button("again")).to_be_hidden()
    expect(widget.box.get_by_text(widget.words["change"])).to_be_hidden()
    expect(widget.box.get_by_role("link")).to_have_count(0)
    widget.box.get_by_text(widget.words["no"], exact=True).click()
    page.locator("[name=comment]").fill("1")
    widget.button("send").click()
    page.wait_for_url("**/thanks/#*")
    assert counts(votebox, locale) == (1, 0, 1)


STATES = ("ready", "kept", "failed", "refused", "more", "unsent", "thanks", "service")


def bring(widget: Widget, state: str) -> None:
    """Brings a page that has just been opened into a state."""
    status = {"refused": 422, "kept": 503, "failed": 503}.get(state)
    if status:
        widget.page.route("**/votes", lambda route: route.fulfill(status=status))
    if state != "ready":
        widget.answer("yes" if state in ("kept", "failed", "refused", "thanks") else "no")
        widget.says({"unsent": "more", "service": "more"}.get(state, state))
    if state in ("unsent", "service"):
        widget.page.locator("[name=comment]").fill("42")
        if state == "unsent":
            widget.page.route("**/votes", abort)
        widget.button("send").click()
        widget.says("kept" if state == "unsent" else "thanks")


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("locale", ["ar", "ja"])
def test_axe_finds_nothing_in_any_state(shared: Votebox, newcomer: Newcomer, state: str, locale: str) -> None:
    width, scheme = {"ar": (360, "dark"), "ja": (1280, "light")}[locale]
    script = FORBIDDEN if state == "failed" else ""
    widget = visit(newcomer(width=width, color_scheme=scheme, script=script), shared, locale)
    bring(widget, state)
    # Wherever the page was scrolled to, the bar at its top lies over something, which axe takes for smaller.
    widget.page.evaluate("document.querySelector('.bar').style.position = 'static'")
    only = {"runOnly": {"type": "tag", "values": WCAG}}
    found = Axe().run(widget.page, "section.feedback", options=only).response
    assert [(v["id"], [node["html"] for node in v["nodes"]]) for v in found["violations"]] == []
    assert len(found["passes"]) > 10
    assert widget.page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_script_is_small() -> None:
    widget = [
        script for script in scripts(ROOT / "overrides") if re.search(r"help-(feedback|outbox)\"", script)
    ]
    assert len(widget) == 2
    assert sum(len(gzip.compress(script.encode())) for script in widget) < SIZE_LIMIT
