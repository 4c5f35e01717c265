"""What the tests in a browser share: a real votebox, and axe."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


class Votebox:
    """A real votebox on a port of its own, with a database of its own."""

    def __init__(self, site: Path, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.database = folder / "votes.db"
        self._command = [str(Path(sys.executable).parent / "votebox"), "serve", "--site", str(site)]
        self._command += ["--database", str(self.database), "--port", str(self.port)]
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self.url in self._process.stdout.readline()
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            signal.sigtimedwait([], 0.05)
        raise AssertionError("votebox does not answer")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process = None

    @contextmanager
    def hanging(self) -> Iterator[None]:
        """It takes connections, and answers none, as long as this lasts."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._process.send_signal(signal.SIGCONT)

    def report(self) -> list[dict[str, Any]]:
        command = [self._command[0], "report", "--database", str(self.database), "--format", "json"]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        pages: list[dict[str, Any]] = json.loads(done.stdout)["pages"]
        return pages

    def forget(self, receipt: str) -> None:
        """Stops, and forgets a vote, as who operates votebox does it."""
        self.stop()
        command = [self._command[0], "forget", receipt, "--database", str(self.database)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stdout) == (0, f"{receipt}: forgotten.\n"), done.stderr


def phone(chromium: Browser, **more: Any) -> Iterator[Page]:
    """Yields a page on a phone that scrolls at once; at its end, no script of it has failed."""
    context = chromium.new_context(viewport={"width": 360, "height": 800}, reduced_motion="reduce", **more)
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    yield page
    context.close()
    assert failed == []


def assert_accessible_from_its_top(page: Page) -> None:
    """As `assert_accessible`; at its top, where the bar covers no half of a link."""
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    assert_accessible(page)


def assert_accessible(page: Page, least: int = 20) -> None:
    """Axe finds nothing, and more than `least` of its rules have something to look at."""
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response
    found = [(v["id"], [node["html"][:120] for node in v["nodes"]]) for v in results["violations"]]
    assert found == []
    assert len(results["passes"]) > least


def until(page: Page, expression: str) -> None:
    """Waits until an expression is true; Playwright asks again by `eval`, which our pages do not allow."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(25)
    raise AssertionError(f"It does not come true: {expression}")
