"""Commits that were written upon each other, compared one pair after the other."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path

from statusbook.changes.cache import Cache
from statusbook.changes.change import Change
from statusbook.changes.compare import compare
from statusbook.changes.sides import Side, of_revision
from statusbook.history import git


class Chain:
    """Opens each commit once, if the pairs are asked for in their order; two at a time are held."""

    def __init__(self, root: Path, cache: Cache) -> None:
        self._root, self._cache = root, cache
        self._open: dict[str, tuple[Side, ExitStack]] = {}

    def __enter__(self) -> Chain:
        return self

    def __exit__(self, *_: object) -> None:
        self._close(self._open)

    def changes(self, before: str, after: str) -> Sequence[Change]:
        """What `statusbook diff` says of two commits, given by their whole hashes.

        Nothing is said where there was no help centre before.

        Raises:
            StatusbookError: where the files of one cannot be read.
        """
        known = self._cache.get(before, after)
        if known is None:
            if git(self._root, "ls-tree", "--name-only", before, "statuses.yaml") == b"":
                return ()
            self._close(self._open.keys() - {before, after})
            new, old = self._side(after), self._side(before)
            known = tuple(compare(old, new))
            self._cache.put(before, after, known)
        return known

    def _side(self, commit: str) -> Side:
        if commit not in self._open:
            with ExitStack() as stack:
                side = stack.enter_context(of_revision(commit, self._root))
                self._open[commit] = side, stack.pop_all()
        return self._open[commit][0]

    def _close(self, commits: Iterable[str]) -> None:
        for commit in list(commits):
            self._open.pop(commit)[1].close()
