"""Saves, as editors make them."""

from __future__ import annotations

import queue
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from statusbook.preview.watch import Watch

LATE = 5.0
"""Seconds after which a save was not seen."""


class Seen:
    """What a watch has told."""

    def __init__(self, root: Path) -> None:
        self._watch = Watch(root)
        self._told: queue.SimpleQueue[set[str]] = queue.SimpleQueue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        for changed in self._watch.saves():
            self._told.put(changed)

    def next(self) -> set[str]:
        return self._told.get(timeout=LATE)

    def close(self) -> None:
        self._watch.close()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in ("docs/orders/a.md", "locales/ru/statusbook.po", "statuses.yaml", "mkdocs.yml", "README.md"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before")
    return tmp_path


@pytest.fixture
def seen(root: Path) -> Iterator[Seen]:
    found = Seen(root)
    yield found
    found.close()


@pytest.mark.parametrize(
    "name",
    ["statuses.yaml", "mkdocs.yml", "docs/orders/a.md", "docs/orders/new.md", "locales/ru/statusbook.po"],
)
def test_a_file_that_is_written(root: Path, seen: Seen, name: str) -> None:
    (root / name).write_text("after")
    assert seen.next() == {name}


def test_a_file_that_is_put_in_place(root: Path, seen: Seen) -> None:
    """As editors write that fear for their files."""
    (root / "docs/.a.swp").write_text("after")
    (root / "docs/.a.swp").rename(root / "docs/orders/a.md")
    told = seen.next()
    while "docs/orders/a.md" not in told:
        told |= seen.next()


def test_what_is_read_or_of_no_page_is_no_save(root: Path, seen: Seen) -> None:
    for path in root.rglob("*"):
        if path.is_file():
            path.read_bytes()
    (root / "README.md").write_text("after")
    (root / ".cache").mkdir()
    (root / ".cache/build.db").write_text("new")
    (root / "statuses.yaml").write_text("after")
    assert seen.next() == {"statuses.yaml"}


def test_a_file_that_is_gone(root: Path, seen: Seen) -> None:
    (root / "docs/orders/a.md").unlink()
    assert seen.next() == {"docs/orders/a.md"}
