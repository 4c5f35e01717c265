"""One visit to a page: a reader on a phone, who has seen nothing of the site before, and then searches."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page, Request, ViewportSize

from benchmarks.page.sides import Side

PHONE: ViewportSize = {"width": 360, "height": 740}
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 1.6e6 / 8, "uploadThroughput": 0.75e6 / 8}
"""Milliseconds and bytes a second: what Lighthouse takes for a slow mobile network."""
_UNLIMITED = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1}
SLOW_PROCESSOR = 4
"""A phone of the middle is about that many times slower than a computer."""
_LONG = 50
"""Milliseconds: what a task may take before a reader who taps has to wait (https://web.dev/articles/tbt)."""
_QUIET = 1_000
"""Milliseconds without a request, after which a page is taken to have loaded all that it wants."""

_WATCH = """
  window.watched = { shift: 0, largest: 0, tasks: [], stopped: [] };
  addEventListener("securitypolicyviolation", (event) => watched.stopped.push(event.violatedDirective));
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type, buffered: true });
  watch("layout-shift", (entry) => { if (!entry.hadRecentInput) watched.shift += entry.value; });
  watch("largest-contentful-paint", (entry) => { watched.largest = entry.startTime; });
  watch("longtask", (entry) => watched.tasks.push([entry.startTime, entry.duration]));
"""
_READ = """() => ({
  ...watched,
  painted: performance.getEntriesByName("first-contentful-paint")[0].startTime,
  decoded: performance.getEntriesByType("navigation")[0].decodedBodySize,
  blocking: performance.getEntriesByType("resource")
    .filter((entry) => entry.renderBlockingStatus === "blocking").map((entry) => entry.name),
  nodes: document.querySelectorAll("*").length,
})"""


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who visits a page."""

    locale: str
    words: str
    """What is searched for."""


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a page took. Bytes are those of bodies as they are sent, and of headers where that is said."""

    html: int
    """Bytes of the page itself."""
    decoded: int
    """Bytes of the page itself, unpacked."""
    first_view: int
    """Bytes of the page and of all that it waits for before it draws anything."""
    blocking: int
    """Requests that the page waits for before it draws anything."""
    requests: int
    """All before the reader does anything, the page's own and those that fail among them."""
    failing: int
    """Of them, those that are answered by an error, or not at all."""
    transferred: int
    """Bytes of all of them, with the headers of the answers."""
    script: int
    """Bytes of scripts, of those in workers, too."""
    images: int
    """Bytes of pictures and icons that are files."""
    nodes: int
    """Elements of the page."""
    shift: float
    """How far things moved while the page came: the layout shifts, added up."""
    painted: float
    """Milliseconds until the first words or pictures are there."""
    largest: float
    """Milliseconds until the largest block of words, or picture, of the first view is there."""
    blocked: float
    """Milliseconds beyond 50 of each long task, from the first paint until nothing is asked for any more."""
    searched: int
    """Bytes as `transferred`, of all until the reader has found something by searching once."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What one request came to."""

    url: str
    failed: bool
    kind: str
    """Its media type."""
    body: int
    """Bytes as they are sent."""
    head: int
    """Bytes of the answer's headers."""


class Log:
    """What a page asks for, from all of its frames and workers."""

    def __init__(self, page: Page) -> None:
        self.asked: list[Request] = []
        page.on("request", self._note)

    def _note(self, request: Request) -> None:
        self.asked.append(request)

    def answers(self) -> list[Answer]:
        """Wait for what every request up to now comes to; the page's own is the first."""
        return [_answer(request) for request in self.asked]


def visit(browser: Browser, side: Side, path: str, reader: Reader, *, slow: bool) -> Visit:
    """Load a page and search once.

    Args:
        browser: where the page is loaded, with an empty cache.
        side: the site.
        path: the page's path, with a slash at both ends.
        reader: who does so.
        slow: whether network and processor are those of a phone on its way, else as fast as they are.

    Raises:
        ValueError: when the policy of the site stops a part of the page, which would then be too small.
        TimeoutError: Playwright's own, when the page does not come to rest, or the search finds nothing.
    """
    context = browser.new_context(locale=reader.locale, viewport=PHONE, reduced_motion="reduce")
    context.add_init_script(_WATCH)
    page = context.new_page()
    log, session = Log(page), context.new_cdp_session(page)
    session.send("Network.enable")
    if slow:
        _throttle(session, SLOW_4G, SLOW_PROCESSOR)
    page.goto(side.url + path, wait_until="networkidle")
    _rest(page, log)
    page.wait_for_function("watched.largest")
    read, before = page.evaluate(_READ), log.answers()
    if read["stopped"]:
        raise ValueError(f"{page.url}: the policy stops {', '.join(read['stopped'])}.")
    _throttle(session, _UNLIMITED, 1)  # nothing of the search is timed
    _search(page, side, reader.words, log)
    found = _summed(read, before, searched=_bytes(log.answers()))
    context.close()
    return found


def _throttle(session: CDPSession, network: dict[str, Any], processor: int) -> None:
    session.send("Network.emulateNetworkConditions", network)
    session.send("Emulation.setCPUThrottlingRate", {"rate": processor})


def _search(page: Page, side: Side, words: str, log: Log) -> None:
    page.locator(side.search.opener).click()
    page.locator(side.search.field).fill(words)
    page.keyboard.press("End")  # Material listens to keys
    page.locator(side.search.result).first.wait_for()
    _rest(page, log)


def _rest(page: Page, log: Log) -> None:
    """Wait until nothing more is asked for: scripts on a slow processor take breaks between requests."""
    before = -1
    while before != len(log.asked):
        before = len(log.asked)
        page.wait_for_timeout(_QUIET)


def _answer(request: Request) -> Answer:
    response = request.response()
    if response is None:
        return Answer(url=request.url, failed=True, kind="", body=0, head=0)
    headers = response.headers
    # Not as the browser counts it, who sees nothing of the body of a worker's first script.
    body = int(headers["content-length"])
    head = request.sizes()["responseHeadersSize"]
    kind = headers.get("content-type", "").partition(";")[0]
    return Answer(url=request.url, failed=response.status >= 400, kind=kind, body=body, head=head)


def _summed(read: dict[str, Any], answers: Sequence[Answer], *, searched: int) -> Visit:
    page, *rest = answers
    waited = [answer for answer in rest if answer.url in read["blocking"]]
    return Visit(
        html=page.body,
        decoded=read["decoded"],
        first_view=page.body + sum(answer.body for answer in waited),
        blocking=len(waited),
        requests=len(answers),
        failing=sum(answer.failed for answer in answers),
        transferred=_bytes(answers),
        script=sum(answer.body for answer in answers if answer.kind.endswith("/javascript")),
        images=sum(answer.body for answer in answers if answer.kind.startswith("image/")),
        nodes=read["nodes"],
        shift=read["shift"],
        painted=read["painted"],
        largest=read["largest"],
        blocked=blocked(read["tasks"], read["painted"]),
        searched=searched,
    )


def _bytes(answers: Iterable[Answer]) -> int:
    return sum(answer.body + answer.head for answer in answers)


def blocked(tasks: Iterable[tuple[float, float]], painted: float) -> float:
    """How long a reader who taps has to wait, all in all.

    Args:
        tasks: when each long task begins, and how long it takes; milliseconds.
        painted: when there was something to tap. What a task does before does not count.
    """
    seen = (start + duration - max(start, painted) for start, duration in tasks)
    return sum(max(0.0, duration - _LONG) for duration in seen)
