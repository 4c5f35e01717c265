"""The search index of a build, made while the pages are written: Pagefind is a process of its own."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from statusbook.build.memo import Memo, digest
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
        self._raw, self._version, self._memo, self._tree = raw, version, memo, Tree(raw, memo, "index")
        self._name = digest("index", version)
        """What the last index is of is remembered by it."""
        left, self._left = _files(raw), memo.get(self._name) or b""
        if not self._tree.stands(left, self._left):
            left, self._left = [], b""
        sweep(raw, {*pages, *left})

    @contextmanager
    def of(self, pages: Mapping[str, bytes]) -> Iterator[Callable[[], list[str]]]:
        """Begins the index of `pages`, digests of what is in the folder; gives what waits for it to be there.

        That gives the paths of its files below the folder. At the end they are remembered.
        """
        parts = (part for path, told in sorted(pages.items()) for part in (path.encode(), told))
        key = digest("search", self._version, *parts)
        with ThreadPoolExecutor(1) as beside:
            made = beside.submit(self._made, is_left=key == self._left)
            yield made.result
            self._tree.remember(made.result(), key)
            self._tree.close()
            self._memo.learn(self._name, key)

    def _made(self, *, is_left: bool) -> list[str]:
        if not is_left:
            build_index(self._raw)
            clear_index(self._raw)
        return _files(self._raw)


def _files(raw: Path) -> list[str]:
    """Those of the index, by their paths below the folder."""
    top = len(f"{raw}/")
    return sorted(f"{folder}/{name}"[top:] for folder, _, names in os.walk(raw / FOLDER) for name in names)
