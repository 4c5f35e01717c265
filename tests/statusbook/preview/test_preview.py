"""What is done beside the pages: it lets readers pass, and survives what goes wrong."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any

import pytest

from statusbook.preview.preview import Preview
from statusbook.preview.turns import Turns
from statusbook.problems import StatusbookError
from tests.project import copy_project

MANY = 200


def test_who_waits_gets_a_turn_between_two_of_the_background() -> None:
    turns, done, order = Turns(), threading.Event(), list[str]()

    def background() -> None:
        for _ in range(MANY):
            turns.let_others()
            with turns:
                order.append("page")
                time.sleep(0.002)
        done.set()

    thread = threading.Thread(target=background)
    thread.start()
    while len(order) < 5:
        time.sleep(0.001)
    with turns:
        order.append("reader")
    done.wait()
    thread.join()
    assert order.index("reader") < MANY / 2


def test_checks_that_fail_are_told_and_come_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such as those of a process that the system has ended."""
    project = copy_project(tmp_path, {"en"})
    preview = Preview(project.folder, [])
    real, calls = ProcessPoolExecutor.submit, list[str]()

    def submit(self: ProcessPoolExecutor, *arguments: Any) -> Future[Any]:
        calls.append("asked")
        if len(calls) == 1:
            raise BrokenProcessPool("it has ended")
        return real(self, *arguments)

    monkeypatch.setattr(ProcessPoolExecutor, "submit", submit)
    thread = threading.Thread(target=preview.work)
    thread.start()
    version = preview.wait(preview.version, 10)
    assert "it has ended" in str(preview.page("index.html"))
    preview.refresh()
    assert preview.settle(30)
    page = str(preview.page("index.html"))
    assert "No problems" in page
    assert "it has ended" not in page
    assert preview.version > version
    preview.close()
    thread.join(timeout=10)
    assert not thread.is_alive()


def test_a_script_that_cannot_be_read_at_the_start(tmp_path: Path) -> None:
    project = copy_project(tmp_path, {"en"})
    (project.folder / "overrides/blocks/new.js").write_text('import "./other.js";\n')
    with pytest.raises(StatusbookError, match=r"new\.js imports another file"):
        Preview(project.folder, [])
