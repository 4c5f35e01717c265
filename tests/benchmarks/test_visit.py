import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from benchmarks.page.sides import Search, Side
from benchmarks.page.visit import Reader, Visit, blocked, visit
from tests.readers import Votebox

FILES = {
    "index.html": """<!doctype html><html lang="en"><head><title>A page</title>
        <link rel="icon" href="data:,"><link rel="stylesheet" href="/page.css"></head><body>
        <p>Words</p><img src="/picture.svg" alt=""><button id="open">Search</button><input id="field">
        <script>
          new Worker("/worker.js");
          fetch("/missing.json");
          field.onkeyup = () => fetch("/found.json").then(() => {
            document.body.insertAdjacentHTML("beforeend", `<a id="result">${field.value}</a>`);
          });
        </script></body></html>""",
    "page.css": "p { color: blue; }" * 10,
    "picture.svg": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>',
    "worker.js": 'importScripts("/more.js"); // a worker',
    "more.js": "// imported by a worker",
    "found.json": json.dumps("found" * 300),
    "404.html": "Not here",
    "pages.json": json.dumps(
        {"version": 1, "pages": {}, "policy": "default-src 'self' 'unsafe-inline' data:"}
    ),
}
SIZES = {name: len(text.encode()) for name, text in FILES.items()}
SEARCH = Search(opener="#open", field="#field", result="#result")


@pytest.fixture
def side(tmp_path: Path) -> Iterator[Side]:
    (tmp_path / "site").mkdir()
    for name, text in FILES.items():
        (tmp_path / "site" / name).write_text(text, encoding="utf-8")
    server = Votebox(tmp_path / "site", tmp_path)
    server.start()
    yield Side(url=server.url, search=SEARCH)
    server.stop()


def visited(chromium: Browser, side: Side, *, slow: bool = False) -> Visit:
    return visit(chromium, side, "/", Reader(locale="en", words="words"), slow=slow)


def test_all_that_a_page_and_its_workers_ask_for_is_counted(chromium: Browser, side: Side) -> None:
    found = visited(chromium, side)
    assert (found.requests, found.failing, found.blocking) == (6, 1, 1)
    assert found.html == found.decoded == SIZES["index.html"]
    assert found.first_view == SIZES["index.html"] + SIZES["page.css"]
    assert found.script == SIZES["worker.js"] + SIZES["more.js"]
    assert found.images == SIZES["picture.svg"]
    before = sum(SIZES[name] for name in FILES if name not in {"found.json", "pages.json"})
    assert before + 6 * 100 < found.transferred < before + 6 * 1_000  # and the headers of six answers
    found_later = found.searched - found.transferred - SIZES["found.json"]
    assert 100 < found_later < 1_000
    assert found.nodes == 11


def test_a_slow_network_is_slow(chromium: Browser, side: Side) -> None:
    """Two requests in turn, of 150 ms each, before anything is drawn."""
    found = visited(chromium, side, slow=True)
    assert 300 <= found.painted <= found.largest


@pytest.mark.parametrize(
    ("tasks", "painted", "milliseconds"),
    [
        ([], 100, 0),
        ([(200, 80)], 100, 30),
        ([(200, 80), (400, 150)], 100, 130),
        ([(0, 90)], 100, 0),
        ([(50, 120)], 100, 20),
        ([(80, 60)], 100, 0),
    ],
    ids=["none", "one", "two", "before the paint", "cut by the paint", "what is left is short"],
)
def test_blocked_is_what_long_tasks_take_beyond_fifty_milliseconds(
    tasks: list[tuple[float, float]], painted: float, milliseconds: float
) -> None:
    assert blocked(tasks, painted) == milliseconds
