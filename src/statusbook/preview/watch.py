"""Tells of files that have changed, as soon as whoever changes them is done."""

from __future__ import annotations

import queue
from collections.abc import Iterator
from pathlib import Path

from watchdog.events import (
    FileClosedEvent,
    FileCreatedEvent,
    FileDeletedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer

FOLDERS = ("docs", "hooks", "locales", "overrides")
FILES = ("mkdocs.yml", "statuses.yaml")
"""What is watched, in the project's folder."""

_CHANGES: list[type[FileSystemEvent]] = [
    *(FileClosedEvent, FileCreatedEvent, FileDeletedEvent),
    *(FileModifiedEvent, FileMovedEvent),
]
"""Not that a file was opened or read, which we do ourselves, thousands of times."""

_QUIET = 0.008
"""Seconds without a change after which a save is over: an editor writes, closes and renames."""


class Watch(FileSystemEventHandler):
    """The changes in the project in a folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._changed: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._observer = Observer()
        self._observer.schedule(self, str(root), event_filter=_CHANGES)
        for name in FOLDERS:
            if (root / name).is_dir():
                self._observer.schedule(self, str(root / name), recursive=True, event_filter=_CHANGES)
        self._observer.start()

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by watchdog, in a thread of its own."""
        for path in filter(None, (event.src_path, event.dest_path)):
            name = Path(str(path)).relative_to(self._root).as_posix()
            if name in FILES or name.startswith(tuple(f"{folder}/" for folder in FOLDERS)):
                self._changed.put(name)

    def saves(self) -> Iterator[set[str]]:
        """Paths below the folder that changed together, again and again."""
        while True:
            changed = {self._changed.get()}
            while True:
                try:
                    changed.add(self._changed.get(timeout=_QUIET))
                except queue.Empty:
                    break
            yield changed

    def close(self) -> None:
        """Ends it."""
        self._observer.stop()
        self._observer.join()
