"""The search index of a build, and what earlier builds left of it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from statusbook.build import index
from statusbook.build.index import Index
from statusbook.build.memo import Memo, digest, keep
from statusbook.build.tree import put
from statusbook.search import build_index

PAGE = (
    '<!doctype html><html lang="en"><body><article data-pagefind-body><h1>One</h1>{}</article></body></html>'
)


class Builds:
    """Builds of one project, each with the cache of those before."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._raw, self._cache = folder / "raw", folder / "build.db"
        self.begun = list[int]()
        """For each time that Pagefind was called, how many of its files were there already."""
        monkeypatch.setattr(index, "build_index", self._begin)

    def _begin(self, folder: Path) -> None:
        self.begun.append(len(list(folder.glob("pagefind/fragment/*"))))
        build_index(folder)

    def build(self, words: Mapping[str, str], version: bytes = b"1") -> dict[str, bytes]:
        pages = {f"{name}/index.html": PAGE.format(text).encode() for name, text in words.items()}
        for name, page in pages.items():
            put(self._raw / name, page)
        memo = Memo(self._cache)
        index = Index(self._raw, [*pages], version, memo)
        index.begin({name: digest(page) for name, page in pages.items()})
        found = {name: (self._raw / name).read_bytes() for name in index.files()}
        keep(self._cache, [memo.close()])
        return found


@pytest.fixture
def builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Builds:
    return Builds(tmp_path, monkeypatch)


def test_the_index_of_the_same_pages_is_made_once(builds: Builds) -> None:
    first = builds.build({"one": "A parcel."})
    assert builds.build({"one": "A parcel."}) == first
    assert builds.begun == [0]
    assert builds.build({"one": "A letter."}) != first
    assert builds.build({"one": "A parcel."}) == first
    assert builds.begun == [0, 1, 1], "what was left was whole, and was left to Pagefind"


def test_another_pagefind_makes_it_anew_and_is_given_nothing(builds: Builds) -> None:
    first = builds.build({"one": "A parcel."})
    assert builds.build({"one": "A parcel."}, b"2") == first
    assert builds.begun == [0, 0]


def test_of_an_index_that_is_not_whole_nothing_is_left(builds: Builds, tmp_path: Path) -> None:
    builds.build({"one": "A parcel.", "two": "A letter."})
    (fragment, *_) = sorted(tmp_path.glob("raw/pagefind/fragment/*"))
    fragment.write_bytes(b"")
    found = builds.build({"one": "A parcel.", "two": "A letter.", "three": "A card."})
    assert builds.begun == [0, 0]
    assert all(found.values())
    assert len([name for name in found if name.endswith(".pf_fragment")]) == 3
