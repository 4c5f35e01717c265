"""The search index of a build, made while the pages are written: Pagefind is a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from statusbook.build.memo import Memo, Shelf, digest
from statusbook.build.tree import Tree, sweep
from statusbook.search import FOLDER, build_index, clear_index


class Index:
    """That of the pages in a folder, and of an earlier build.

    Where an earlier index is left, and whole, Pagefind takes a third of the time: see `clear_index`.
    """

    def __init__(self, raw: Path, pages: Collection[str], version: bytes, memo: Memo) -> None:
        """Look at what is left in the folder.

        Args:
            raw: the folder.
            pages: the paths of all that may be there besides; what else there is goes.
            version: of the programs, see `version`.
            memo: what earlier builds made.
        """
        self._raw, self._version = raw, version
        self._tree, self._shelf = Tree(raw, memo), Shelf(memo, dict[str, bytes])
        left = _files(raw)
        sweep(raw, {*pages, *(left if left and self._tree.stands(left, self._whole) else ())})

    @property
    def _whole(self) -> bytes:
        return digest("index", self._version)

    @contextmanager
    def of(self, pages: Mapping[str, bytes]) -> Iterator[Callable[[], dict[str, bytes]]]:
        """Begins the index of `pages`, digests of what is in the folder; gives what waits for its files.

        At the end it is remembered.
        """
        parts = (part for path, told in sorted(pages.items()) for part in (path.encode(), told))
        key = digest("search", self._version, *parts)
        if (known := self._shelf.get(key)) is not None:
            yield lambda: known
            return
        with ThreadPoolExecutor(1) as beside:
            made = beside.submit(_made, self._raw)
            yield made.result
            self._tree.remember(made.result(), self._whole)
            self._shelf.learn(key, made.result())


def _made(raw: Path) -> dict[str, bytes]:
    build_index(raw)
    clear_index(raw)
    return {name: (raw / name).read_bytes() for name in _files(raw)}


def _files(raw: Path) -> list[str]:
    """Those of the index, by their paths below the folder."""
    top = len(f"{raw}/")
    return sorted(f"{folder}/{name}"[top:] for folder, _, names in os.walk(raw / FOLDER) for name in names)
