"""An open page of the preview becomes what is served by now, and keeps all else."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import Browser, BrowserContext, Page, expect

from statusbook.assets import stylesheet
from tests.project import ROOT, Project, copy_project
from tests.readers import assert_accessible

PAGE = "/order-status/"
SENTENCE, CHANGED = "Three steps take you there", "Three small steps take you there"
FINDER = '<div class="finder">'
ENDED = "The preview has ended."
POLICY = re.compile(r'<meta http-equiv="?Content-Security-Policy"?[^>]*>', re.IGNORECASE)
STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
TYPES = {".html": "text/html", ".js": "text/javascript", ".json": "application/json"}

WATCH = """() => {
  document.querySelectorAll("*").forEach((element) => { element.known = true; });
  window.watcher?.disconnect();
  window.records = [];
  window.watcher = new MutationObserver((some) => records.push(...some));
  watcher.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}"""
TOUCHED = """() => {
  const element = (node) => node.closest ? node : node.parentElement;
  const what = ({ type, target, attributeName, addedNodes, removedNodes }) => ({
    childList: `+${addedNodes.length} -${removedNodes.length}`,
    attributes: attributeName,
    characterData: target.data,
  })[type];
  return [...records, ...watcher.takeRecords()]
    .filter(({ target }) => !element(target)?.closest(".preview, help-offer"))
    .map((record) => `${record.target.nodeName} ${what(record)}`);
}"""
STATE = """() => {
  const { activeElement } = document;
  return {
    focus: activeElement.id,
    typed: [activeElement.value, activeElement.selectionStart, activeElement.selectionEnd],
    selected: `${getSelection()}`,
    comment: document.querySelector("#feedback-comment").value,
    open: [...document.querySelectorAll("[open]")].map((element) => element.className),
    suggested: document.querySelectorAll(".finder__list:not([hidden]) a").length,
    found: document.querySelectorAll(".search__results a").length,
    chosen: document.querySelector("article").dataset.chosen,
    address: location.search + location.hash,
  };
}"""
TOP = "document.querySelector('#cancelled').getBoundingClientRect().top"


class Server:
    """The preview's server, as far as a browser knows it: a built site, a bar on each page, and events."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._changes: list[Callable[[str], str]] = []
        self._changed = threading.Condition()
        self.version = 1
        self.fetched = 0
        """Pages that were asked for."""
        self.broken = False
        """Whether pages are answered by an error."""
        self.free = threading.Event()
        """Pages are answered while it is set."""
        self.free.set()
        self.remarks: list[dict[str, str]] = []
        environment = Environment(
            loader=FileSystemLoader(ROOT / "overrides"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        css = stylesheet(ROOT / "overrides")  # all of it: the pages of the preview are not dressed
        self._style = lambda _: f"<style>{css}</style>"
        self._overlay = environment.get_template("preview/overlay.html")
        self.port = 0
        self.start()

    def start(self) -> None:
        """Starts, or starts again at the same address."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                (server.tell if self.path == "/preview/events" else server.answer)(self)

            def log_message(self, *_: object) -> None:
                pass

        self._going = True
        self._http = ThreadingHTTPServer(("127.0.0.1", self.port), Handler)
        self._http.daemon_threads = True
        self.port = self._http.server_port
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._http.serve_forever, args=[0.05]).start()

    def stop(self) -> None:
        self._going = False
        with self._changed:
            self._changed.notify_all()
        self._http.shutdown()
        self._http.server_close()

    def show(self, *changes: Callable[[str], str]) -> None:
        """A new version, in which pages have these changes alone; browsers are told."""
        with self._changed:
            self._changes = list(changes)
            self.version += 1
            self._changed.notify_all()

    def tell(self, to: BaseHTTPRequestHandler) -> None:
        """The version, now and whenever it is another."""
        to.send_response(200)
        to.send_header("Content-Type", "text/event-stream")
        to.end_headers()
        told = 0
        while self._going:
            with self._changed:
                while self._going and self.version == told:
                    self._changed.wait()
                told = self.version
            if self._going:
                try:
                    to.wfile.write(f"data: {told}\n\n".encode())
                except OSError:
                    return  # nobody listens

    def answer(self, to: BaseHTTPRequestHandler) -> None:
        path = to.path.partition("?")[0].lstrip("/")
        file = self._site / path / ("index.html" if path.endswith("/") or not path else "")
        data = file.read_bytes() if file.is_file() else b""
        if file.suffix == ".html":
            self.fetched += 1
            version, changes = self.version, self._changes
            self.free.wait(10)
            html = STYLE.sub(self._style, POLICY.sub("", data.decode()), count=1)
            for change in changes:
                html = change(html)
            data = b"" if self.broken else self._drawn(html, version).encode()
        to.send_response(200 if data else 500)
        to.send_header("Content-Type", TYPES.get(file.suffix, "application/octet-stream"))
        to.end_headers()
        to.wfile.write(data)

    def _drawn(self, html: str, version: int) -> str:
        """The page with the bar at its end, as statusbook/preview draws it."""
        english = {"tag": "en", "name": "English", "url": PAGE, "here": True}
        arabic = {"tag": "ar", "name": "العربية", "url": f"/ar{PAGE}", "here": False}
        overlay = self._overlay.render(
            version=version,
            is_checked=True,
            remarks=self.remarks,
            more=0,
            notes=[],
            statuses=set(),
            languages=[english, arabic],
        )
        return f"{html.partition('</body>')[0]}{overlay}</body>\n</html>\n"


def put(old: str, new: str) -> Callable[[str], str]:
    """Replaces the first place where `old` stands, on pages that have it."""
    return lambda html: html.replace(old, new, 1)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Project:
    project = copy_project(tmp_path_factory.mktemp("live"), {"en", "ar"})
    done = project.build()
    assert done.returncode == 0, done.stderr
    return project


@pytest.fixture
def server(site: Project) -> Iterator[Server]:
    server = Server(site.site)
    yield server
    server.free.set()
    server.stop()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    yield context
    context.close()


@pytest.fixture
def page(server: Server, context: BrowserContext) -> Iterator[Page]:
    """A page whose scripts have started; at its end, none of them has failed."""
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    visit(page, server.url + PAGE)
    yield page
    assert failed == []


def visit(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_function("document.readyState === 'complete' && !!customElements.get('help-search')")
    page.evaluate(WATCH)


def show(server: Server, page: Page, *changes: Callable[[str], str]) -> None:
    """A new version, which the page has taken up."""
    server.show(*changes)
    expect(page.locator(f".preview[data-version='{server.version}']")).to_be_attached()


def touched(page: Page) -> list[str]:
    """What was done to the page, its bar apart."""
    return list(page.evaluate(TOUCHED))


def is_known(page: Page, selector: str = "*") -> bool:
    """Whether these elements were all there from the start."""
    return bool(page.evaluate("(css) => [...document.querySelectorAll(css)].every((e) => e.known)", selector))


def stays(page: Page, top: float) -> bool:
    """Whether what the reader looks at is where it was, to the pixel; windows are not scrolled by less."""
    return abs(float(page.evaluate(TOP)) - top) <= 1


def go_down(page: Page) -> float:
    """Scrolls, and says where what is there then stands."""
    page.locator("#cancelled").evaluate("(element) => element.scrollIntoView()")
    assert page.evaluate("scrollY") > 500
    return float(page.evaluate(TOP))


def fill_in(page: Page, field: str, words: str) -> None:
    """Types half a word and selects two letters in it; the rest of the page has been typed in, too."""
    page.evaluate("document.querySelector('help-feedback').toggleAttribute('data-open', true)")
    page.locator("#feedback-comment").fill("The refun")
    page.locator(field).fill(words)
    page.locator(field).evaluate("(input) => input.setSelectionRange(1, 3)")


def test_of_one_word_one_text_is_touched(server: Server, page: Page) -> None:
    html = page.content()
    show(server, page, put(SENTENCE, CHANGED))
    expect(page.get_by_text(CHANGED)).to_be_visible()
    (record,) = touched(page)
    assert record.startswith("#text ")
    assert CHANGED in record
    show(server, page)
    assert len(touched(page)) == 2
    assert is_known(page)
    assert page.content() == html.replace('data-version="1"', 'data-version="3"')


def test_nothing_is_touched_where_nothing_is_new(server: Server, page: Page) -> None:
    for path in ("/", "/when-will-it-ship/", "/what-changed/", "/404.html", "/ar/", f"/ar{PAGE}"):
        visit(page, server.url + path)
        show(server, page)
        assert touched(page) == [], path


def test_who_types_in_the_middle_of_the_page_goes_on(server: Server, page: Page) -> None:
    """While something above changes, comes, and goes."""
    fill_in(page, "#finder", "ship")
    expect(page.locator(".finder__said")).not_to_be_empty()  # it has loaded all names
    top = go_down(page)
    before = page.evaluate(STATE)
    assert (before["focus"], before["typed"]) == ("finder", ["ship", 1, 3])
    added = '<p class="added">A paragraph above.</p>'
    for changes, number in (
        ([put(SENTENCE, CHANGED)], 0),
        ([put(FINDER, added + FINDER)], 1),
        ([put(FINDER, f'{added * 3}<div class="finder" title="new">'), put(SENTENCE, CHANGED)], 3),
        ([], 0),
    ):
        show(server, page, *changes)
        expect(page.locator(".added")).to_have_count(number)
        assert page.evaluate(STATE) == before
        assert stays(page, top)
    assert is_known(page, "#finder, body > *, main :not(help-finder *)")
    page.keyboard.press("End")
    page.keyboard.type("ped")
    expect(page.locator(".finder__list a")).to_have_count(1)


def test_a_selection_stays_where_words_change_around_it(server: Server, page: Page) -> None:
    page.get_by_text(SENTENCE).evaluate("""(element) => {
      const text = element.firstChild, start = text.data.indexOf("take you there");
      getSelection().setBaseAndExtent(text, start, text, start + 14);
    }""")
    show(server, page, put(SENTENCE, CHANGED))
    expect(page.get_by_text(CHANGED)).to_be_visible()
    assert page.evaluate(STATE)["selected"] == "take you there"


def test_the_menu_stays_open(server: Server, page: Page) -> None:
    page.locator(".menu summary").click()
    show(server, page, put("All help topics", "Every help topic"))
    expect(page.locator(".menu").get_by_text("Every help topic")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".menu").get_by_text("Every help topic")).to_be_hidden()
    assert is_known(page)


def test_the_search_stays_open_with_what_it_found(server: Server, page: Page) -> None:
    page.locator(".search__open").click()
    page.locator(".search__field").fill("refund")
    expect(page.locator(".search__results a")).not_to_have_count(0)
    before = page.evaluate(STATE)
    show(server, page, put(SENTENCE, CHANGED), put("<title>", "<title>New: "))
    assert page.title().startswith("New: ")
    assert page.evaluate(STATE) == before
    assert (before["focus"], before["typed"]) == ("search-bar", ["refund", 6, 6])
    page.keyboard.press("ArrowDown")
    expect(page.locator(".search__results a").first).to_be_focused()


def test_a_chosen_status_stays_chosen(server: Server, page: Page) -> None:
    visit(page, f"{server.url}{PAGE}?status=packaging#packaging")
    expect(page.locator(".finder__said")).to_contain_text("Only “Packaging” is shown.")
    before = page.evaluate(STATE)
    section = re.compile(r'<(section[^>]*class="?status )')
    show(server, page, put(SENTENCE, CHANGED), lambda html: section.sub(r"<\1other ", html))
    assert page.evaluate(STATE) == before
    expect(page.locator(".status.other.chosen")).to_have_count(1)
    assert page.locator(".status.other").count() > 1
    page.locator(".finder__all").click()
    expect(page.locator("#shipped")).to_be_visible()
    assert is_known(page, "main :not(help-finder *)")


def test_a_status_comes_and_goes(server: Server, page: Page) -> None:
    """Its row, its section with a button, its place in the list at the side and in the finder."""
    body = '<tbody class="tone--cancelled">'
    section = '<section class="status tone--cancelled">'
    item = '<li><a href="#cancelled">'
    changes = [
        put(body, f'<tbody class="added"><tr><th scope="row">Labelled</th></tr></tbody>{body}'),
        put(
            section,
            '<section class="status added" style="height: 20rem">'
            f'<h3 id="labelled">Labelled</h3></section>{section}',
        ),
        put(item, f'<li><a href="#labelled">Labelled</a></li>{item}'),
    ]
    top, before = go_down(page), page.evaluate(STATE)
    buttons, rows = page.locator(".copy").count(), page.locator("tbody tr").count()
    show(server, page, *changes)
    assert page.locator("tbody tr").count() == rows + 1
    assert page.locator("#labelled + .copy").count() == 1
    assert page.locator(".copy").count() == buttons + 1
    assert stays(page, top)
    assert page.evaluate(STATE) == before
    assert is_known(page, "tbody:not(.added), tbody:not(.added) *, .status:not(.added)")
    page.locator(".contents a[href='#labelled']").click()
    expect(page.locator(".contents a[href='#labelled']")).to_have_attribute("aria-current", "true")

    fill_in(page, "#finder", "lab")
    expect(page.locator(".finder__list a")).to_have_text(["Labelled"])
    show(server, page)
    assert page.locator("tbody tr").count() == rows
    assert page.locator(".copy").count() == buttons
    after = page.evaluate(STATE)
    assert (after["focus"], after["typed"], after["suggested"]) == ("finder", ["lab", 1, 3], 0)
    assert is_known(page, "tbody *, .status, .status :not(.copy, .copy *)")


def test_attributes_and_styles(server: Server, page: Page) -> None:
    link = "document.querySelector('.bar__name')"
    show(
        server,
        page,
        put('class="bar__name"', 'class="bar__name" title="new"'),
        put("</style>", ".bar__name { color: rgb(1, 2, 3) !important }</style>"),
    )
    assert page.evaluate(f"[{link}.title, getComputedStyle({link}).color]") == ["new", "rgb(1, 2, 3)"]
    assert len(touched(page)) == 2
    show(server, page)
    assert page.evaluate(f"{link}.hasAttribute('title') || getComputedStyle({link}).color") != "rgb(1, 2, 3)"
    assert is_known(page)


def test_what_scripts_have_made_of_a_form_stays(server: Server, page: Page) -> None:
    """Radio buttons have become buttons; their words and pictures are the served ones."""
    show(server, page, put("<span>Yes</span>", "<span>Yes, it was</span>"), put('value="en/', 'value="new/'))
    expect(page.get_by_role("button", name="Yes, it was")).to_have_attribute("aria-pressed", "false")
    assert page.locator("[name=page]").input_value() == "new/order-status"
    assert is_known(page)


def test_what_a_script_has_taken_away_comes_by_a_whole_page(server: Server, page: Page) -> None:
    with page.expect_event("load"):
        server.show(put('value="yes" required', 'value="yes" data-new'))
    expect(page.get_by_role("button", name="Yes")).to_be_visible()
    assert not is_known(page)


def test_the_estimate_counts_with_the_new_rules(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/when-will-it-ship/")
    page.locator("#paid").fill("2026-03-02")
    page.locator("#item").select_option("ships-fast")
    page.locator("form").get_by_role("button", name="Show the dates").click()
    dates = page.locator(".estimate__result time")
    first = dates.all_text_contents()
    page.locator("#paid").focus()
    show(server, page, lambda html: html.replace('"high": 24', '"high": 72'))
    expect(dates.last).not_to_have_text(first[-1])
    expect(page.locator("#paid")).to_have_value("2026-03-02")
    expect(page.locator("#paid")).to_be_focused()
    expect(page.locator("#item")).to_have_value("ships-fast")


def test_another_script_or_language_comes_by_a_whole_page(server: Server, page: Page) -> None:
    top = go_down(page)
    for change in (
        put("</head>", "<script>window.other = true</script></head>"),
        put('lang="en"', 'lang="en-GB"'),
    ):
        with page.expect_event("load"):
            server.show(change)
        page.wait_for_function(f"Math.abs({TOP} - {top}) <= 1")
        assert not is_known(page)
        page.evaluate(WATCH)


def test_events_during_a_fetch_lead_to_one_more(server: Server, page: Page) -> None:
    server.fetched = 0
    server.free.clear()
    with page.expect_request("**/order-status/"):
        server.show(put(SENTENCE, "Text 0"))
    for number in range(1, 5):
        server.show(put(SENTENCE, f"Text {number}"))
        page.wait_for_timeout(50)
    assert server.fetched == 1
    server.free.set()
    expect(page.get_by_text("Text 4")).to_be_visible()
    page.wait_for_timeout(200)
    assert server.fetched == 2


def test_a_page_that_failed_is_fetched_again_at_the_next_event(server: Server, page: Page) -> None:
    server.broken = True
    with page.expect_response("**/order-status/"):
        server.show(put(SENTENCE, CHANGED))
    server.broken = False
    page.wait_for_timeout(200)
    expect(page.get_by_text(SENTENCE)).to_be_visible()
    show(server, page, put(SENTENCE, CHANGED))
    expect(page.get_by_text(CHANGED)).to_be_visible()
    assert is_known(page)


def test_problems_come_and_go_in_the_bar(server: Server, page: Page) -> None:
    bar = page.get_by_role("complementary", name="Preview")
    expect(bar.get_by_text("No problems")).to_be_visible()
    server.remarks = [
        {"place": "a.yaml:1:1", "message": "It is broken.", "fix": "", "frame": "", "status": ""}
    ]
    show(server, page)
    expect(bar.get_by_text("It is broken.")).to_be_visible()
    bar.get_by_text("1 problem").click()
    show(server, page, put(SENTENCE, CHANGED))
    expect(bar.get_by_text("It is broken.")).to_be_hidden()  # closed, until there are others
    page.reload()
    expect(bar.get_by_text("It is broken.")).to_be_hidden()
    server.remarks = [server.remarks[0] | {"message": "It still is."}]
    show(server, page)
    expect(bar.get_by_text("It still is.")).to_be_visible()
    server.remarks = []
    show(server, page)
    expect(bar.get_by_text("No problems")).to_be_visible()


def test_a_server_that_ended_is_waited_for(server: Server, page: Page) -> None:
    fill_in(page, "#finder", "ship")
    status = page.locator(".preview").get_by_role("status")
    expect(status).to_have_text("")
    server.stop()
    expect(status).to_contain_text(ENDED)
    assert_accessible(page)
    server.show(put(SENTENCE, CHANGED))
    server.start()
    expect(page.get_by_text(CHANGED)).to_be_visible(timeout=20_000)
    expect(status).to_have_text("")
    expect(page.locator("#finder")).to_have_value("ship")
    assert is_known(page, "body > *")


def test_a_page_that_nobody_looks_at_waits(server: Server, page: Page) -> None:
    """So that a browser, which keeps six connections to a server, can have more tabs of it."""
    see = """(hidden) => {
      Object.defineProperty(document, "hidden", { value: hidden, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(see, True)
    server.fetched = 0
    server.show(put(SENTENCE, CHANGED))
    page.wait_for_timeout(300)
    assert server.fetched == 0
    page.evaluate(see, False)
    expect(page.get_by_text(CHANGED)).to_be_visible()


def test_a_page_that_is_read_from_the_right(server: Server, page: Page) -> None:
    visit(page, f"{server.url}/ar{PAGE}")
    word = page.locator("article p").nth(1).inner_text().split()[0]
    fill_in(page, "#finder", "تم")
    expect(page.locator(".finder__said")).not_to_be_empty()
    top = go_down(page)
    page.evaluate(WATCH)
    before = page.evaluate(STATE)
    show(server, page, put(f">{word} ", f">{word} كلمة "))
    expect(page.get_by_text(f"{word} كلمة").first).to_be_attached()
    assert page.evaluate(STATE) == before
    assert stays(page, top)
    assert [record for record in touched(page) if "كلمة" not in record] in (
        [],
        ["A aria-current"],
    )  # the place that is read
    assert is_known(page)


def test_what_is_new_is_marked_for_a_moment(server: Server, page: Page) -> None:
    """The word in its text, the element as a whole; and nothing moves."""
    marked = """() => ({
      words: [...CSS.highlights.get("preview")].map(String),
      elements: document.getAnimations().map(({ effect }) => effect.target.className),
    })"""
    size = "() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]"
    show(server, page, put(SENTENCE, CHANGED), put('class="bar__name"', 'class="bar__name" title="new"'))
    assert page.evaluate(marked) == {"words": ["small steps"], "elements": ["bar__name"]}
    before = page.evaluate(size)
    page.wait_for_function(f"Object.values(({marked})()).every((list) => !list.length)")
    assert page.evaluate(size) == before


def test_a_restarted_finder_does_not_scroll(server: Server, page: Page) -> None:
    visit(page, f"{server.url}{PAGE}?status=processing#processing")
    expect(page.locator(".finder__said")).to_contain_text("is shown")
    section = '<section class="status tone--cancelled">'
    change = put(section, f'<section class="status"><h3 id="new">New</h3></section>{section}')
    for place, changes in ((0, [change]), (700, [])):
        page.evaluate("(y) => scrollTo(0, y)", place)
        show(server, page, *changes)
        assert page.locator("#new + .copy").count() == len(changes)
        assert abs(page.evaluate("scrollY") - place) <= 1


PAIRS = {
    "nothing": ("<p>a</p><p>b</p>", "<p>a</p><p>b</p>", [0, 1]),
    "one before": ("<p>a</p><p>b</p>", "<p>new</p><p>a</p><p>b</p>", [None, 0, 1]),
    "one gone": ("<p>a</p><p>b</p><p>c</p>", "<p>a</p><p>c</p>", [0, 2]),
    "changed, and one before": ("<p>one two three</p>", "<p>quite new</p><p>one two four</p>", [None, 0]),
    "other ids": ('<p id="a">a</p>', '<p id="b">a</p>', [None]),
    "without words, between others that changed": (
        '<b>old</b><img src="a"><img src="b"><i>old</i>',
        '<b>new</b><img src="n"><img src="a"><img src="b"><i>new</i>',
        [0, None, 1, 2, 3],
    ),
}


@pytest.mark.parametrize(("old", "new", "pairs"), PAIRS.values(), ids=PAIRS)
def test_pairs(chromium: Browser, old: str, new: str, pairs: list[int | None]) -> None:
    """For each new child, the number of the old one that becomes it."""
    page = chromium.new_page()
    script = (ROOT / "overrides/preview/pairs.js").read_text(encoding="utf-8")
    found = page.evaluate(
        f"""([old, next]) => {{
          {script}
          const [olds, news] = [old, next].map((html) => {{
            const holder = document.createElement("div");
            holder.innerHTML = html;
            return [...holder.childNodes];
          }});
          const pairs = align(olds, news);
          return news.map((one) => pairs.has(one) ? olds.indexOf(pairs.get(one)) : null);
        }}""",
        [old, new],
    )
    page.close()
    assert found == pairs


def test_how_long_it_takes(server: Server, page: Page) -> None:
    """From the event to the text in the page, on whatever machine this is: only told."""
    page.evaluate("""() => {
      window.took = [];
      const events = new EventSource("/preview/events");
      events.onmessage = () => { window.asked = performance.now(); };
      new MutationObserver(() => took.push(performance.now() - asked)).observe(
        document.querySelector(".preview"), { attributes: true, attributeFilter: ["data-version"] });
    }""")
    for i in range(10):
        show(server, page, put(SENTENCE, f"{SENTENCE} {i}"))
    took = sorted(page.evaluate("took"))
    print(f"\nfrom event to page: median {took[5]:.0f} ms, slowest {took[-1]:.0f} ms")
    assert len(took) == 10
