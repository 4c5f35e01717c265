"""A folder that is brought up to date."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from statusbook.build.memo import Memo, keep
from statusbook.build.spool import Spool
from statusbook.build.tree import Tree, look, put, sweep


@pytest.mark.parametrize("before", [None, b"", b"12345678", b"1234", b"123456789012"])
def test_a_file_holds_what_is_put_there(tmp_path: Path, before: bytes | None) -> None:
    path = tmp_path / "a" / "b" / "page.html"
    if before is not None:
        path.parent.mkdir(parents=True)
        path.write_bytes(before)
    put(path, b"12345678")
    assert path.read_bytes() == b"12345678"


def test_a_file_that_is_right_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    put(path, b"1")
    os.utime(path, ns=(1, 1))
    put(path, b"1")
    assert path.stat().st_mtime_ns == 1


def test_what_is_not_named_is_taken_away(tmp_path: Path) -> None:
    for name in ("kept.html", "gone.html", "empty/gone.html", "deep/down/gone.html", "deep/kept.html"):
        put(tmp_path / name, b"1")
    sweep(tmp_path, {"kept.html", "deep/kept.html", "never.html"})
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"kept.html", "deep", "deep/kept.html"}


FILES = {"page.html": b"<p>", "page.html.br": b"1"}


def remembered(folder: Path) -> Tree:
    """A tree that knows what an earlier one has put into the folder."""
    cache = folder.with_name("cache.db")
    memo = Memo(cache)
    folder.mkdir()
    tree = Tree(folder, memo, "all")
    tree.put(FILES, b"made of this")
    tree.close()
    keep(cache, [memo.close()])
    return Tree(folder, Memo(cache), "all")


def test_files_that_are_as_they_were_put_stand(tmp_path: Path) -> None:
    tree = remembered(tmp_path / "site")
    assert tree.stands([*FILES], b"made of this")
    assert tree.files.keys() == FILES.keys()
    assert tree.files["page.html"] == look((tmp_path / "site" / "page.html").stat())
    assert not tree.stands([*FILES], b"made of that")
    assert not tree.stands(["page.html"], b"made of this")
    assert not tree.stands([*FILES, "page.html.gz"], b"made of this"), "it is not there"


def set_back(path: Path) -> None:
    """Writes to the file, and hides it as well as one can."""
    before = path.stat()
    path.write_bytes(b"<q>")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


@pytest.mark.parametrize(
    "change",
    [
        lambda path: path.write_bytes(b"<q>"),
        set_back,
        lambda path: path.unlink(),
        lambda path: (path.rename(path.with_name("aside")), path.with_name("aside").rename(path)),
        lambda path: (path.unlink(), path.write_bytes(b"<p>")),
    ],
    ids=["written", "written, with its time set back", "deleted", "moved", "made anew"],
)
def test_files_that_somebody_has_touched_do_not_stand(
    tmp_path: Path, change: Callable[[Path], object]
) -> None:
    tree = remembered(tmp_path / "site")
    time.sleep(0.02)  # longer than the system's clock for files stands still
    change(tmp_path / "site" / "page.html")
    assert not tree.stands([*FILES], b"made of this")
    assert not tree.files


def test_after_a_power_cut_nothing_stands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tree = remembered(tmp_path / "site")
    monkeypatch.setattr("statusbook.build.tree._since", lambda: b"another start of the system")
    assert not tree.stands([*FILES], b"made of this")


def test_a_spool_gives_back_what_was_put_away(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for name, data in (("one", b"1" * 70_000), ("two", b""), ("three", "ж".encode())):
        spool.put(name, data)
    assert [spool.get(name) for name in ("three", "one", "two")] == ["ж".encode(), b"1" * 70_000, b""]
    assert not list(tmp_path.iterdir()), "it has no name"
