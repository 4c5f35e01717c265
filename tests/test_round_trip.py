"""A page is there after one round trip, and does what its policy allows and nothing else."""

from __future__ import annotations

import functools
import http.client
import http.server
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any
from urllib.parse import urlsplit

import brotli
import pytest
from playwright.sync_api import Browser, Page, Route, expect

from statusbook.policy import HEADER
from tests.project import Project
from tests.readers import Votebox, until

TEN_SEGMENTS = 14_600
"""Bytes that a server may send before it hears of the reader again: ten TCP segments (RFC 6928)."""

WATCH = """
  window.violations = [];
  document.addEventListener("securitypolicyviolation", (event) =>
    window.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
  window.shifts = [];
  new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map((entry) => entry.value)))
    .observe({ type: "layout-shift", buffered: true });
"""


def test_every_page_with_its_css_comes_in_one_round_trip(built: Project) -> None:
    pages = {path: path.read_bytes() for path in built.site.glob("**/*.html")}
    sizes = {path: len(brotli.compress(html, quality=11)) for path, html in pages.items()}
    assert len(sizes) == 7 * 24
    assert {str(path): size for path, size in sizes.items() if size > TEN_SEGMENTS} == {}


def test_a_page_and_its_headers_come_in_one_round_trip(built: Project, shared: Votebox) -> None:
    """As votebox sends them by HTTP/1.1; with HTTP/2, headers are smaller."""
    paths = {path.parent.relative_to(built.site).as_posix() for path in built.site.glob("**/index.html")}
    host, late = urlsplit(shared.url).netloc, dict[str, int]()
    connection = http.client.HTTPConnection(host)
    for path in sorted(f"{path}/".removeprefix("./") for path in paths):
        connection.request("GET", f"/{path}", headers={"Accept-Encoding": "br"})
        response = connection.getresponse()
        head = sum(len(f"{name}: {value}\r\n") for name, value in response.getheaders())
        size = len("HTTP/1.1 200 OK\r\n") + head + len("\r\n") + len(response.read())
        assert response.headers["content-encoding"] == "br" or size < TEN_SEGMENTS // 10
        if size > TEN_SEGMENTS:
            late[path] = size
    connection.close()
    assert not late


def test_nothing_blocks_rendering(built: Project) -> None:
    for path in built.site.glob("**/*.html"):
        html = path.read_text(encoding="utf-8")
        assert not re.search(r"<link[^>]*stylesheet", html), path
        assert re.findall(r"<script(?! type=\"(?:application/(?:ld\+)?json|module)\")[^>]*>", html) == [], (
            path
        )
        assert "<style></style>" not in html, path


def test_pages_differ_in_css_by_what_is_written_and_by_what_a_language_needs(built: Project) -> None:
    styles: dict[str, dict[str, str]] = {}
    for path in built.site.glob("**/*.html"):
        html = path.read_text(encoding="utf-8")
        (language,), (style,) = (
            re.findall('<html lang="([^"]*)"', html),
            re.findall(r"<style>(.*?)</style>", html),
        )
        page = path.parent.name if "order" in str(path) else path.name
        styles.setdefault(page, {})[language] = style
    for page in ("order-status", "404.html"):
        common = styles[page]["en"]
        others = {tag for tag, style in styles[page].items() if style != common}
        assert others == {"ar", "he", "ja", "ko", "th", "zh-TW"}
        assert all(style.startswith(common) for style in styles[page].values())


@pytest.fixture
def plain(built: Project) -> Iterator[str]:
    """A host that sets no headers."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """The tests have their own."""

    handler = functools.partial(Quiet, directory=str(built.site))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize(
    ("path", "reader"), [("", "en-US"), ("ar/", "ar"), ("ja/", "ja-JP"), ("ar/", "en-US")]
)
def test_before_anything_is_done_five_requests_and_thirty_kilobytes_at_most(
    shared: Votebox, chromium: Browser, path: str, reader: str
) -> None:
    context = chromium.new_context(locale=reader, viewport={"width": 360, "height": 740})
    context.add_init_script(WATCH)
    page = context.new_page()
    network = context.new_cdp_session(page)
    network.send("Network.enable")
    loaded: list[float] = []
    asked: list[str] = []
    network.on("Network.requestWillBeSent", lambda event: asked.append(event["request"]["url"]))
    network.on("Network.loadingFinished", lambda event: loaded.append(event["encodedDataLength"]))
    page.goto(f"{shared.url}/{path}order-status/", wait_until="networkidle")
    if path and reader == "en-US":
        expect(page.locator("help-offer")).to_be_visible()
    assert len(asked) <= 5, asked
    assert sum(loaded) <= 30_000, (asked, loaded)
    blocking = "performance.getEntriesByType('resource').filter(r => r.renderBlockingStatus === 'blocking')"
    assert page.evaluate(f"{blocking}.map(r => r.name)") == []
    context.close()


def test_a_page_asks_its_device_for_few_fonts(shared: Votebox, chromium: Browser) -> None:
    """Each family, size, weight and width is made before anything is seen."""
    page = chromium.new_page(viewport={"width": 412, "height": 823})
    for path in ("", "ar/", "ja/"):
        page.goto(f"{shared.url}/{path}order-status/")
        fonts = page.evaluate("""() => {
          const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), fonts = new Set();
          while (texts.nextNode()) {
            const element = texts.currentNode.parentElement, style = getComputedStyle(element);
            if (texts.currentNode.data.trim() && element.checkVisibility())
              fonts.add([style.fontFamily, style.fontSize, style.fontWeight, style.fontStretch].join(" "));
          }
          return [...fonts];
        }""")
        assert 3 <= len(fonts) <= 12, fonts
    page.close()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("path", "reader"), [("", "en-US"), ("ar/", "ar"), ("ja/", "ja-JP"), ("ar/", "en-US")]
)
def test_nothing_moves_while_the_page_comes(
    shared: Votebox, chromium: Browser, path: str, reader: str, width: int
) -> None:
    """In most of five loads: where the network cuts a page, a browser may draw half a line of it."""
    moved = []
    for _ in range(5):
        context = chromium.new_context(locale=reader, viewport={"width": width, "height": 740})
        context.add_init_script(WATCH)
        page = context.new_page()
        page.goto(f"{shared.url}/{path}order-status/", wait_until="networkidle")
        moved.append(sum(page.evaluate("shifts")))
        context.close()
    assert median(moved) == 0, moved


def opened(chromium: Browser, url: str, reader: str) -> Page:
    context = chromium.new_context(locale=reader, viewport={"width": 1280, "height": 800})
    context.add_init_script(WATCH)
    page = context.new_page()
    page.goto(url)
    return page


def test_no_feature_breaks_the_policy(votebox: Votebox, chromium: Browser) -> None:
    page = opened(chromium, f"{votebox.url}/order-status/", "ru-RU")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))

    expect(page.locator("help-offer")).to_be_visible()
    page.locator(".offer__close").click()
    page.locator(".menu > .menu__open").click()
    expect(page.locator(".menu__languages").get_by_role("link", name="Deutsch")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator(".search--bar .search__open").click()
    page.locator(".search--bar .search__field").fill("shipped")
    expect(page.locator(".search--bar .search__results mark").first).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("#shipped").evaluate("(heading) => heading.scrollIntoView()")
    expect(page.locator(".contents [aria-current]")).to_have_count(1)

    page.get_by_role("button", name="No", exact=True).click()
    page.get_by_label("It is wrong").check()
    page.get_by_label("What should we change?").fill("The times")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator(".feedback__state")).to_contain_text("Thank you")
    page.context.set_offline(True)
    page.get_by_role("button", name="Yes", exact=True).click()
    expect(page.locator(".feedback__state")).to_contain_text("Not sent yet")
    page.context.set_offline(False)
    expect(page.locator(".feedback__state")).to_contain_text("Thank you")

    assert page.evaluate("violations") == []
    assert [text for text in said if "Content Security" in text or "worker" in text] == []
    workers = [worker.url for worker in page.workers]
    assert [url.removeprefix(votebox.url) for url in workers] == ["/pagefind/pagefind-worker.js"]
    page.context.close()


def injected(route: Route) -> None:
    """The page, with what somebody would put into it."""
    response = route.fetch()
    evil = "<style>h1{display:none}</style><script>window.hacked = 1</script>"
    evil += "<img src=x onerror='window.hacked = 2'><a id=evil href='javascript:window.hacked = 3'>x</a>"
    evil += "<script src='https://example.com/x.js'></script>"
    body = response.text().replace('<main id="main"', f'{evil}<main id="main"')
    route.fulfill(response=response, body=body)


@pytest.mark.parametrize("host", ["votebox", "plain"])
def test_what_is_put_into_a_page_does_not_run(
    host: str, shared: Votebox, plain: str, chromium: Browser
) -> None:
    url = shared.url if host == "votebox" else plain
    page = opened(chromium, "about:blank", "en-US")
    page.route("**/order-status/", injected)
    page.goto(f"{url}/order-status/")
    page.locator("#evil").click()
    until(page, "violations.length >= 5")
    broken = " ".join(page.evaluate("violations"))
    for directive in ("script-src-elem inline", "script-src-attr inline", "style-src-elem inline"):
        assert directive in broken
    assert "script-src-elem https://example.com/x.js" in broken
    assert page.evaluate("window.hacked") is None
    expect(page.locator("h1")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize(
    "sink",
    [
        "document.body.innerHTML = '<b>x</b>'",
        "document.createElement('script').textContent = 'window.hacked = 1'",
        "new DOMParser().parseFromString('<b>x</b>', 'text/html')",
        "new Worker('/pagefind/other.js')",
        "new Worker('https://example.com/pagefind/pagefind-worker.js')",
        "trustedTypes.createPolicy('another', {})",
    ],
)
def test_trusted_types_are_enforced(plain: str, chromium: Browser, sink: str) -> None:
    page = opened(chromium, f"{plain}/order-status/", "en-US")
    until(page, "customElements.get('help-search') !== undefined")
    found: Any = page.evaluate(
        f"() => {{ try {{ {sink}; return 'done' }} catch (error) {{ return error.name }} }}"
    )
    assert found in {"TypeError", "EvalError"}
    assert page.evaluate("window.hacked") is None
    page.context.close()


def test_the_policy_that_votebox_sends_is_the_short_one_and_pages_have_the_whole(
    built: Project, shared: Votebox, chromium: Browser
) -> None:
    page = opened(chromium, "about:blank", "en-US")
    for path in ("", "ar/order-status/", "thanks/", "missing"):
        response = page.goto(f"{shared.url}/{path}")
        assert response is not None
        assert response.headers["content-security-policy"] == HEADER
        meta = page.locator("meta[http-equiv='Content-Security-Policy']").get_attribute("content") or ""
        assert "unsafe-inline" not in meta
        assert meta.startswith("default-src 'none';")
        assert page.evaluate("violations") == []
    written = (Path(built.site) / "pages.json").read_text(encoding="utf-8")
    assert HEADER in written
    page.context.close()
