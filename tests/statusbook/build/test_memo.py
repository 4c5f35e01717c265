"""What earlier builds made."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import msgspec
import pytest

from statusbook.build.memo import Learned, Memo, Shelf, digest, keep


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "below" / "build.db"


def remember(path: Path, values: dict[bytes, bytes]) -> None:
    """A build that asks for nothing and learns `values`."""
    memo = Memo(path)
    for key, value in values.items():
        memo.learn(key, value)
    keep(path, [memo.close()])


def ask(path: Path, *keys: bytes) -> list[bytes | None]:
    """A build that learns nothing."""
    memo = Memo(path)
    found = [memo.get(key) for key in keys]
    keep(path, [memo.close()])
    return found


def change(path: Path, statement: str) -> None:
    file = sqlite3.connect(path)
    with file:
        file.execute(statement)
    file.close()


def test_what_was_learned_is_known_in_the_next_build(path: Path) -> None:
    memo = Memo(path)
    memo.learn(b"a", b"1")
    assert memo.get(b"a") is None
    keep(path, [memo.close(), Learned(file=None, asked=set())])
    assert ask(path, b"a", b"b") == [b"1", None]


def test_what_is_asked_for_is_told_apart_from_what_is_not_known(path: Path) -> None:
    remember(path, {b"a": b"1"})
    memo = Memo(path)
    memo.get(b"a")
    memo.get(b"b")
    assert memo.close() == Learned(file=None, asked={b"a"})


def test_a_build_that_is_killed_leaves_what_was_known(path: Path) -> None:
    remember(path, {b"a": b"1"})
    Memo(path).learn(b"a", b"2")
    assert ask(path, b"a") == [b"1"]
    remember(path, {b"b": b"3"})
    assert ask(path, b"a", b"b") == [b"1", b"3"]
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_value_may_be_empty_and_may_be_learned_again(path: Path) -> None:
    remember(path, {b"a": b"", b"b": b"1"})
    remember(path, {b"b": b"2"})
    assert ask(path, b"a", b"b") == [b"", b"2"]


def test_without_a_file_nothing_is_known(path: Path) -> None:
    assert Memo(None).get(b"a") is None
    assert Memo(path).get(b"a") is None
    assert not path.exists()


def test_several_processes_learn_at_once(path: Path) -> None:
    one, other = Memo(path), Memo(path, 1)
    one.learn(b"a", b"1")
    other.learn(b"a", b"1")
    other.learn(b"b", b"2")
    keep(path, [memo.close() for memo in (one, other)])
    assert ask(path, b"a", b"b") == [b"1", b"2"]


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE memo SET value = substr(value, 1, length(value) - 1)",
        "UPDATE memo SET value = value || x'00'",
        "UPDATE memo SET value = x''",
        "UPDATE memo SET value = 'words'",
        "UPDATE memo SET value = (SELECT value FROM memo WHERE key = x'62') WHERE key = x'61'",
    ],
)
def test_a_damaged_value_is_not_known(path: Path, damage: str) -> None:
    """The last one is whole, and another key's."""
    remember(path, {b"a": b"1", b"b": b"2"})
    change(path, damage)
    assert ask(path, b"a") == [None]
    remember(path, {b"a": b"3"})
    assert ask(path, b"a") == [b"3"]


@pytest.mark.parametrize("data", [b"", b"no database at all, " * 500, b"SQLite format 3\0" + bytes(5000)])
def test_a_damaged_file_is_begun_anew(path: Path, data: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(data)
    assert ask(path, b"a") == [None]
    remember(path, {b"a": b"1"})
    assert ask(path, b"a") == [b"1"]


def test_a_file_that_is_damaged_in_the_middle_tells_nothing_wrong(path: Path) -> None:
    values = {b"%d" % number: b"%d" % number * 999 for number in range(99)}
    remember(path, values)
    data = bytearray(path.read_bytes())
    for start in range(4096, len(data), 4096):
        data[start : start + 2048] = bytes(2048)
    path.write_bytes(data)
    memo = Memo(path)
    assert {memo.get(key) for key in values} <= {None, *values.values()}
    remember(path, values)
    remember(path, values)
    assert ask(path, *values) == [*values.values()]


def test_a_file_of_another_version_is_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    change(path, "CREATE TABLE memo (name TEXT)")
    assert ask(path, b"a") == [None]
    remember(path, {b"a": b"1"})
    assert ask(path, b"a") == [b"1"]


@pytest.mark.parametrize("before", range(6))
def test_what_no_build_asks_for_goes_after_five_to_seven(path: Path, before: int) -> None:
    remember(path, {b"a": b"1", b"b": b"2"})
    for _ in range(before):
        assert ask(path, b"a", b"b") == [b"1", b"2"]
    for _ in range(4):
        assert ask(path, b"a") == [b"1"]
    assert Memo(path).get(b"b") == b"2"
    for _ in range(3):
        assert ask(path, b"a") == [b"1"]
    assert ask(path, b"a", b"b") == [b"1", None]


@pytest.mark.parametrize("name", ["what?mode=rwc", "a#b", "50%41", "a b", "käse"])
def test_any_name_of_a_folder_will_do(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "build.db"
    remember(path, {b"a": b"1"})
    assert ask(path, b"a") == [b"1"]
    assert [child.name for child in tmp_path.iterdir()] == [name]


class Thing(msgspec.Struct, frozen=True):
    name: str
    sizes: list[int]


class Other(msgspec.Struct, frozen=True):
    other: int


def test_a_shelf_has_values_of_one_type(path: Path) -> None:
    memo = Memo(path)
    things = Shelf(memo, Thing)
    things.learn(b"a", Thing(name="é", sizes=[1]))
    keep(path, [memo.close()])
    memo = Memo(path)
    assert Shelf(memo, Thing).get(b"a") == Thing(name="é", sizes=[1])
    assert Shelf(memo, Thing).get(b"b") is None
    assert Shelf(memo, Other).get(b"a") is None


def test_parts_are_told_apart() -> None:
    assert digest("ab", "c") != digest("a", "bc") != digest("abc")
    assert digest("ü") == digest("ü".encode())
    assert len(digest()) == 16
