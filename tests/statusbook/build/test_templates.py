"""Compiled templates, and what a build leaves of them to the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from jinja2 import DictLoader, Environment

from statusbook.build.templates import Templates
from statusbook.exports.compiled import COMPILED

SOURCES = {"one": "{{ name }} is one", "two": "{{ name }} is two"}
VERSION = b"1" * 16


@pytest.fixture(autouse=True)
def nothing_compiled() -> Iterator[None]:
    """As in a process that has just begun."""
    before = dict(COMPILED.code)
    COMPILED.code.clear()
    yield
    COMPILED.code.clear()
    COMPILED.code.update(before)


def render(name: str, *, trim: bool = False) -> str:
    loader = DictLoader(SOURCES)
    return (
        Environment(loader=loader, bytecode_cache=COMPILED, trim_blocks=trim)
        .get_template(name)
        .render(name="This")
    )


def build(path: Path | None, *names: str, version: bytes = VERSION) -> int:
    """A build that shows some templates; how many it has compiled."""
    COMPILED.code.clear()
    templates = Templates(path, version)
    known = len(COMPILED.code)
    assert [render(name) for name in names] == [f"This is {name}" for name in names]
    learned = len(COMPILED.code) - known
    templates.keep([templates.learned()])
    return learned


def test_a_template_is_compiled_by_one_build(tmp_path: Path) -> None:
    path = tmp_path / "templates"
    assert [build(path, "one"), build(path, "one"), build(path, "one", "two"), build(path, "two", "one")] == [
        *(1, 0),
        *(1, 0),
    ]


def test_another_version_compiles_them_anew(tmp_path: Path) -> None:
    path = tmp_path / "templates"
    assert [build(path, "one", version=version * 16) for version in (b"1", b"2", b"2", b"1")] == [1, 1, 0, 1]


@pytest.mark.parametrize("damage", ["shorter", "longer", "changed", "empty"])
def test_a_damaged_file_is_as_good_as_none(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "templates"
    build(path, "one")
    whole = path.read_bytes()
    changed = whole[:-9] + bytes([whole[-9] ^ 1]) + whole[-8:]
    path.write_bytes(
        {"shorter": whole[:-1], "longer": whole + b"0", "changed": changed, "empty": b""}[damage]
    )
    assert [build(path, "one"), build(path, "one")] == [1, 0]


def test_without_a_file_nothing_is_known(tmp_path: Path) -> None:
    assert [build(None, "one"), build(None, "one")] == [1, 1]
    assert build(tmp_path, "one") == 1, "a folder stands where the file would"


def test_what_stands_in_a_template_and_how_it_is_read_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "templates"
    build(path, "one")
    monkeypatch.setitem(SOURCES, "one", "{% if name %}\n{{ name }} is none{% endif %}")
    COMPILED.code.clear()
    Templates(path, VERSION)
    assert [render("one", trim=trim) for trim in (False, True)] == ["\nThis is none", "This is none"]
