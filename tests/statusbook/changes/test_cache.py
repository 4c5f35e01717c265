"""What was found before is found again, unless anything could be different."""

from __future__ import annotations

import importlib.metadata
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from statusbook.changes import cache as module
from statusbook.changes.cache import LIBRARIES, Cache, write_whole
from statusbook.changes.change import Area, Change, Kind
from tests.test_imports import ALLOWED, STATUSBOOK, imports, room

ONE, TWO, THREE = ("1" * 40, "2" * 40, "3" * 40)
CHANGES = (
    Change(
        area=Area.PROMISES, kind=Kind.LONGER, subject="time.reply.amount", sentence="A “b”: с.", row="paid"
    ),
    Change(area=Area.TRANSLATIONS, kind=Kind.STALE, subject="x", sentence="Stale.", locale="ru"),
)


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    """Nothing that a test says of the tools is remembered."""
    module._tools.cache_clear()
    yield
    module._tools.cache_clear()


def test_what_was_put_in_comes_out(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    assert cache.get(ONE, TWO) is None
    cache.put(ONE, TWO, CHANGES)
    cache.put(TWO, THREE, ())
    assert Cache(tmp_path / "cache").get(ONE, TWO) == CHANGES
    assert cache.get(TWO, THREE) == ()
    assert cache.get(TWO, ONE) is None
    assert cache.get(ONE, THREE) is None


def test_another_project_of_the_same_repository_has_changes_of_its_own(tmp_path: Path) -> None:
    Cache(tmp_path, b"help/\n").put(ONE, TWO, CHANGES)
    assert Cache(tmp_path, b"other/\n").get(ONE, TWO) is None
    assert Cache(tmp_path, b"help/\n").get(ONE, TWO) == CHANGES


@pytest.mark.parametrize("name", LIBRARIES)
def test_another_version_of_a_library_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    Cache(tmp_path).put(ONE, TWO, CHANGES)
    module._tools.cache_clear()
    version = importlib.metadata.version
    monkeypatch.setattr(module, "version", lambda asked: "0" if asked == name else version(asked))
    assert Cache(tmp_path).get(ONE, TWO) is None


def test_another_python_finds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Cache(tmp_path).put(ONE, TWO, CHANGES)
    module._tools.cache_clear()
    monkeypatch.setattr(sys, "version", "4.0")
    assert Cache(tmp_path).get(ONE, TWO) is None


@pytest.mark.parametrize("change", ["edited", "renamed", "added", "removed"])
def test_another_statusbook_finds_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    code, folder = tmp_path / "code", tmp_path / "cache"
    (code / "changes").mkdir(parents=True)
    for name in ("model.py", "changes/wording.py"):
        (code / name).write_text("A = 1\n", encoding="utf-8")
    monkeypatch.setattr(module, "_PACKAGE", code)
    Cache(folder).put(ONE, TWO, CHANGES)
    module._tools.cache_clear()
    assert Cache(folder).get(ONE, TWO) == CHANGES

    wording = code / "changes" / "wording.py"
    if change == "edited":
        wording.write_text("A = 2\n", encoding="utf-8")
    elif change == "renamed":
        wording.rename(code / "changes" / "words.py")
    elif change == "added":
        (code / "new.py").write_text("", encoding="utf-8")
    else:
        wording.unlink()
    module._tools.cache_clear()
    assert Cache(folder).get(ONE, TWO) is None


def test_the_code_of_this_very_package_counts() -> None:
    assert module._PACKAGE == STATUSBOOK


def test_every_library_that_has_a_part_in_the_sentences_is_named() -> None:
    """All that `changes` imports, and the rooms below it; Markupsafe escapes for Jinja."""
    rooms, found = {"changes"}, set[str]()
    while more := {below for name in rooms for below in ALLOWED[name]} - rooms:
        rooms |= more
    for path in STATUSBOOK.glob("**/*.py"):
        if room(path) in rooms:
            found |= {name.split(".")[0] for name in imports(path)}
    packages = importlib.metadata.packages_distributions()
    others = {packages[top][0].lower() for top in found - sys.stdlib_module_names if top in packages}
    assert others - {"statusbook", "msgspec"} <= set(LIBRARIES)  # msgspec writes the cache


@pytest.mark.parametrize(
    "damage", [b"", b"[", b"{}", b'[{"area": "Promises"}]', b"\xff", b'"x"', b'[{"sentence": "\xff"}]']
)
def test_a_damaged_file_is_found_anew(tmp_path: Path, damage: bytes) -> None:
    cache = Cache(tmp_path)
    cache.put(ONE, TWO, CHANGES)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)
    assert cache.get(ONE, TWO) is None
    cache.put(ONE, TWO, CHANGES)
    assert cache.get(ONE, TWO) == CHANGES


def test_every_part_of_a_file_that_was_cut_off_is_damaged(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    cache.put(ONE, TWO, CHANGES)
    (file,) = tmp_path.iterdir()
    whole = file.read_bytes()
    for length in range(len(whole)):
        file.write_bytes(whole[:length])
        assert cache.get(ONE, TWO) is None


def test_where_nothing_can_be_written_nothing_is_kept(tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("in the way", encoding="utf-8")
    cache = Cache(tmp_path / "cache")
    cache.put(ONE, TWO, CHANGES)
    assert cache.get(ONE, TWO) is None


def test_a_file_that_cannot_be_written_stays_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "changes.json"
    write_whole(path, b"old")

    def fail(self: Path, data: bytes) -> int:
        with self.open("wb") as file:
            file.write(data[:1])
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "write_bytes", fail)
        with pytest.raises(OSError, match="No space left"):
            write_whole(path, b"new")
    assert path.read_bytes() == b"old"
    assert [file.name for file in tmp_path.iterdir()] == ["changes.json"]
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["changes.json"]


def test_a_file_may_be_read_by_whom_other_files_may(tmp_path: Path) -> None:
    """A web server is seldom the user who builds the site."""
    (tmp_path / "other").write_bytes(b"")
    write_whole(tmp_path / "mine", b"")
    assert (tmp_path / "mine").stat().st_mode == (tmp_path / "other").stat().st_mode
