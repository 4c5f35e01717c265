"""The search index of a build, made while the pages are written: Pagefind is a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from statusbook.build.memo import Memo, Shelf, digest
from statusbook.build.tree import Tree, sweep
from statusbook.search import FOLDER, build_index, clear_index


@contextmanager
def indexing(
    raw: Path, pages: Mapping[str, bytes], version: bytes, memo: Memo
) -> Iterator[Callable[[], dict[str, bytes]]]:
    """Begins the search index of the pages in a folder; gives what waits for its files.

    Where an earlier index is left, and whole, Pagefind takes a third of the time: see `clear_index`.

    Args:
        raw: the folder; what is in it besides goes.
        pages: digests of what is to be found there, by paths.
        version: of the programs, see `version`.
        memo: what earlier builds made.
    """
    parts = (part for path, told in sorted(pages.items()) for part in (path.encode(), told))
    shelf, key = Shelf(memo, dict[str, bytes]), digest("search", version, *parts)
    if (known := shelf.get(key)) is not None:
        yield lambda: known
        return
    tree, told, old = Tree(raw, memo), digest("index", version), _files(raw)
    sweep(raw, pages.keys() | (old if old and tree.stands(old, told) else ()))
    with ThreadPoolExecutor(1) as beside:
        made = beside.submit(_made, raw)

        def files() -> dict[str, bytes]:
            found = made.result()
            tree.remember(found, told)
            shelf.learn(key, found)
            return found

        yield files


def _made(raw: Path) -> dict[str, bytes]:
    build_index(raw)
    clear_index(raw)
    return {name: (raw / name).read_bytes() for name in _files(raw)}


def _files(raw: Path) -> list[str]:
    """Those of the index, by their paths below the folder."""
    found = (path for path in (raw / FOLDER).rglob("*") if path.is_file())
    return sorted(path.relative_to(raw).as_posix() for path in found)
