"""Pages that were opened are there without a network, where mkdocs.yml says so, in a real browser."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import Error as BrowserError

from tests.project import Project, copy_project
from tests.readers import Votebox, assert_accessible, phone

KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const all = await (await caches.open(name)).matchAll(), requests = await (await caches.open(name)).keys();
    found[name] = requests.map(({ url }, i) => [url.replace(origin, ""), all[i].url]).sort();
  }
  return found;
}"""
"""What is kept: for each cache the addresses, and those that the answers remember."""

REGISTERED = "() => navigator.serviceWorker.getRegistrations().then((all) => all.length)"


def build(project: Project) -> None:
    done = project.build()
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def keeping(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A site whose pages are kept; tests must not change it."""
    project = copy_project(tmp_path_factory.mktemp("keeping"), {"en", "ru"})
    project.change("mkdocs.yml", "offline: false", "offline: true")
    build(project)
    return project


@contextmanager
def serving(project: Project, folder: Path) -> Iterator[Votebox]:
    server = Votebox(project.site, folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture
def votebox(keeping: Project, tmp_path: Path) -> Iterator[Votebox]:
    with serving(keeping, tmp_path) as server:
        yield server


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    yield from phone(chromium)


def kept(page: Page) -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = page.evaluate(KEPT)
    return found


def paths(page: Page) -> list[str]:
    """The addresses that are kept, all in one cache."""
    ((_, found),) = kept(page).items()
    return [path for path, _ in found]


def until(page: Page, holds: str, argument: object = None) -> None:
    """Waits for what a script says asynchronously; Playwright's own wait takes a promise for yes."""
    for _ in range(200):
        if page.evaluate(holds, argument):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never: {holds}")


def opened(page: Page, address: str) -> None:
    """Opens a page, and waits until it is kept with the script that it needs."""
    page.goto(address)
    until(
        page,
        """async () => (await caches.match(location.pathname)) !== undefined
          && (await caches.match(document.querySelector("script[src]").src)) !== undefined""",
    )


def test_a_page_that_was_opened_is_there_without_a_network(votebox: Votebox, page: Page) -> None:
    opened(page, f"{votebox.url}/order-status/?status=packaging#packaging")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("article")).to_have_attribute("data-chosen", "packaging")
    page.locator("help-finder input").fill("ship")
    page.locator("help-finder").get_by_role("link", name="Shipped").click()
    expect(page.locator("article")).to_have_attribute("data-chosen", "shipped")


def test_a_server_that_is_gone_or_says_nothing_is_no_network_either(votebox: Votebox, page: Page) -> None:
    opened(page, f"{votebox.url}/order-status/")
    with votebox.hanging():
        begun = time.monotonic()
        page.reload()
        assert 2.9 < time.monotonic() - begun < 10
        expect(page.locator("h1")).to_be_visible()
    votebox.stop()
    page.reload()
    expect(page.locator("h1")).to_be_visible()


def test_only_what_was_opened_is_kept_and_nothing_that_was_entered(votebox: Votebox, page: Page) -> None:
    opened(page, f"{votebox.url}/order-status/?status=packaging")
    for path in ("thanks/", "vote-not-sent/", "pages.json", "order-status/index.md", "missing/?q=1"):
        page.goto(f"{votebox.url}/{path}")
    opened(page, f"{votebox.url}/ru/?q=2")
    hashed = re.compile(r"/assets/\w+\.[0-9a-f]{12}\.js(?:on)?")
    assert [path for path in paths(page) if not hashed.fullmatch(path)] == ["/order-status/", "/ru/"]
    assert {address for found in kept(page).values() for _, address in found} == {""}


def test_of_a_page_that_is_not_kept_it_is_said_so_in_its_language(votebox: Votebox, page: Page) -> None:
    opened(page, f"{votebox.url}/")
    before = kept(page)
    page.context.set_offline(True)
    for path, words in (("", "No connection"), ("ru/", "Нет связи")):
        response = page.goto(f"{votebox.url}/{path}when-will-it-ship/")
        assert response is not None
        assert response.status == 503
        expect(page.get_by_role("heading")).to_have_text(words)
    assert_accessible(page, least=10)
    assert kept(page) == before
    page.context.set_offline(False)
    page.reload()
    expect(page.locator("help-outbox")).to_be_attached()


def test_votes_go_past_it(votebox: Votebox, page: Page) -> None:
    opened(page, f"{votebox.url}/order-status/")
    before = kept(page)
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.locator(".feedback__state")).to_contain_text("Not sent yet")
    page.context.set_offline(False)
    expect(page.locator(".feedback__state")).to_contain_text("Thank you")
    assert [(found["page"], found["yes"]) for found in votebox.report()] == [("en/order-status", 1)]
    assert kept(page) == before
    assert page.evaluate("localStorage.length") == 0


class OutOfOrder(BaseHTTPRequestHandler):
    """Fails, whatever it is asked."""

    def do_GET(self) -> None:
        self.send_response(503)
        self.end_headers()
        self.wfile.write(b"Out of order")

    def log_message(self, *_: object) -> None:
        """The tests have their own."""


def test_a_server_that_fails_does_not_hide_what_is_kept(votebox: Votebox, page: Page) -> None:
    opened(page, f"{votebox.url}/order-status/")
    before = kept(page)
    votebox.stop()
    with ThreadingHTTPServer(("127.0.0.1", votebox.port), OutOfOrder) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        response = page.reload()
        assert response is not None
        assert response.status == 200
        expect(page.locator("h1")).to_be_visible()
        page.goto(f"{votebox.url}/ru/")
        expect(page.locator("body")).to_have_text("Out of order")
        server.shutdown()
    assert kept(page) == before


def test_no_policy_is_in_its_way_and_none_is_wider_than_it_needs(votebox: Votebox, page: Page) -> None:
    page.add_init_script(
        "window.violations = []; document.addEventListener('securitypolicyviolation',"
        " (event) => window.violations.push(event.violatedDirective))"
    )
    opened(page, f"{votebox.url}/order-status/")
    assert page.evaluate(REGISTERED) == 1
    assert page.evaluate("violations") == []
    other: Any = page.evaluate(
        "navigator.serviceWorker.register('/assets/other.js').catch((error) => error.name)"
    )
    assert other == "TypeError"


def test_a_new_build_takes_the_place_of_the_one_before_and_off_ends_it(
    project: Project, tmp_path: Path, page: Page
) -> None:
    project.change("mkdocs.yml", "offline: false", "offline: true")
    build(project)
    with serving(project, tmp_path) as votebox:
        follow(project, votebox, page)


def follow(project: Project, votebox: Votebox, page: Page) -> None:
    """What a reader sees who comes back after each of three builds."""
    opened(page, f"{votebox.url}/ru/")
    opened(page, f"{votebox.url}/order-status/")
    (first,) = kept(page)
    expect(page.locator("article")).to_contain_text("within 24 hours")

    project.set_time("confirmation", "48 hours")
    build(project)
    page.reload()
    expect(page.locator("article")).to_contain_text("within 48 hours")
    until(
        page,
        "async (first) => !(await caches.has(first)) && !!(await caches.match(location.pathname))",
        first,
    )
    assert "/ru/" not in paths(page)
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("article")).to_contain_text("within 48 hours")
    page.context.set_offline(False)

    project.change("mkdocs.yml", "offline: true", "offline: false")
    build(project)
    page.reload()
    until(page, f"async () => await ({REGISTERED})() === 0")
    assert kept(page) == {}
    page.reload()
    assert page.evaluate("navigator.serviceWorker.controller") is None
    page.context.set_offline(True)
    with pytest.raises(BrowserError, match="ERR_INTERNET_DISCONNECTED"):
        page.reload()


def test_off_is_what_it_is_and_then_no_page_knows_of_it(
    built: Project, chromium: Browser, tmp_path: Path
) -> None:
    for path in built.site.glob("assets/*.js"):
        assert "serviceWorker" not in path.read_text(encoding="utf-8")
    assert "offline" not in built.page("order-status")
    context = chromium.new_context()
    page = context.new_page()
    with serving(built, tmp_path) as votebox:
        page.goto(f"{votebox.url}/order-status/", wait_until="networkidle")
        assert page.evaluate(REGISTERED) == 0
        assert kept(page) == {}
    context.close()


def test_what_is_neither_on_nor_off_is_refused(project: Project) -> None:
    project.change("mkdocs.yml", "offline: false", 'offline: "no"')
    done = project.build()
    assert done.returncode != 0
    assert "mkdocs.yml: “offline” is “no”. Write true or false, without quotes." in done.stderr
