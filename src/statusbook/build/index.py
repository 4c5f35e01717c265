"""The search index of some languages, made while their pages are written, by Pagefind in its own process."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from statusbook.build.memo import Memo, digest
from statusbook.build.tree import Tree, below, sweep
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
        self._name = digest("index", version, str(raw))
        """What the last index is of is remembered by it."""
        left, self._left = self._there(), memo.get(self._name) or b""
        if not self._tree.stands(left, self._left):
            left, self._left = [], b""
        sweep(raw, {*pages, *left})

    def begin(self, pages: Mapping[str, bytes]) -> None:
        """Has it made of `pages`, digests of what is in the folder."""
        parts = (part for path, told in sorted(pages.items()) for part in (path.encode(), told))
        self._key = digest("search", self._version, *parts)
        beside = ThreadPoolExecutor(1)
        self._made: Future[None] = beside.submit(self._make)
        beside.shutdown(wait=False)

    def files(self) -> list[str]:
        """Their paths below the folder, when they are there; from the next build on they are remembered.

        Raises:
            StatusbookError: when Pagefind fails.
        """
        self._made.result()
        found = self._there()
        self._tree.remember(found, self._key)
        self._tree.close()
        self._memo.learn(self._name, self._key)
        return found

    def _make(self) -> None:
        if self._key != self._left:
            build_index(self._raw)
            clear_index(self._raw)

    def _there(self) -> list[str]:
        return [f"{FOLDER}/{name}" for name in below(self._raw / FOLDER)]
