"""A folder that is brought up to date."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from statusbook.build.spool import Spool
from statusbook.build.tree import Broom, put


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
    path.chmod(0o644)
    os.utime(path, ns=(1, 1))
    inode = path.stat().st_ino
    put(path, b"1")
    assert path.stat().st_ino == inode
    assert path.stat().st_mtime_ns > 1, "a broom must see that it was put"


def test_what_is_not_put_again_is_taken_away(tmp_path: Path) -> None:
    for name in ("kept.html", "gone.html", "empty/gone.html", "deep/down/gone.html", "deep/kept.html"):
        put(tmp_path / name, b"1")
        os.utime(tmp_path / name, ns=(1, 1))
    broom = Broom(tmp_path)
    for name in ("kept.html", "deep/kept.html", "new.html"):
        put(tmp_path / name, b"1")
    broom.sweep()
    left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")}
    assert left == {"kept.html", "deep", "deep/kept.html", "new.html"}


def test_a_folder_that_was_empty_is_not_swept(tmp_path: Path) -> None:
    broom = Broom(tmp_path / "new")
    put(tmp_path / "new" / "page.html", b"1")
    broom.sweep()
    assert (tmp_path / "new" / "page.html").exists()


def test_a_spool_gives_back_what_was_put_away(tmp_path: Path) -> None:
    spool = Spool(tmp_path)
    for name, data in (("one", b"1" * 70_000), ("two", b""), ("three", "ж".encode())):
        spool.put(name, data)
    assert [spool.get(name) for name in ("three", "one", "two")] == ["ж".encode(), b"1" * 70_000, b""]
    assert not list(tmp_path.iterdir()), "it has no name"
