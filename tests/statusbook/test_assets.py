"""Css and js under names that change with what is in them."""

from __future__ import annotations

import hashlib
import re
import subprocess
from pathlib import Path

import pytest

from statusbook.assets import LAYERS, data_file, modules, stylesheet
from statusbook.history import last_change
from statusbook.problems import StatusbookError
from statusbook.pseudo import pseudo


@pytest.fixture
def folders(tmp_path: Path) -> list[Path]:
    ours, material = tmp_path / "ours", tmp_path / "material"
    for path, text in {
        ours / "css/tokens.css": ":root { --a: 1 }",
        ours / "blocks/life.css": ".life {}",
        ours / "blocks/menu.js": "// menu",
        material
        / "assets/stylesheets/main.0a1b2c3d.min.css": '@charset "UTF-8";html{}/*# sourceMappingURL=x */',
    }.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return [ours, material]


def test_the_stylesheet_is_one_file_in_layers(folders: list[Path]) -> None:
    sheet = stylesheet(folders)
    assert re.findall(r"@layer (\w+) \{", sheet.text) == list(LAYERS)
    assert sheet.text.startswith("@layer material, tokens, base, layout, blocks, print;")
    assert "charset" not in sheet.text
    assert "sourceMappingURL" not in sheet.text
    assert sheet.path == f"assets/site.{hashlib.sha256(sheet.text.encode()).hexdigest()[:12]}.css"


def test_each_script_is_a_module_of_its_own(folders: list[Path]) -> None:
    (script,) = modules(folders)
    assert re.fullmatch(r"assets/menu\.[0-9a-f]{12}\.js", script.path)


def test_a_script_finds_a_file_of_data_by_its_plain_name(folders: list[Path]) -> None:
    (folders[0] / "blocks/menu.js").write_text('new URL("names.json", import.meta.url)', encoding="utf-8")
    data = data_file("names.json", "{}")
    assert re.fullmatch(r"assets/names\.[0-9a-f]{12}\.json", data.path)
    (script,) = modules(folders, {"names.json": data})
    assert script.text == f'new URL("{data.path.removeprefix("assets/")}", import.meta.url)'


def test_two_stylesheets_of_material_are_refused(folders: list[Path]) -> None:
    (folders[1] / "assets/stylesheets/main.ffffffff.min.css").write_text("", encoding="utf-8")
    with pytest.raises(StatusbookError, match="Material has one main stylesheet; found 2"):
        stylesheet(folders)


def test_the_last_change_is_git_s_and_none_without_git(tmp_path: Path) -> None:
    assert last_change([Path("a")], tmp_path) is None
    (tmp_path / "a").write_text("a", encoding="utf-8")
    git = ["git", "-c", "user.name=A", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "-q"], cwd=tmp_path, check=True)
    subprocess.run([*git, "add", "a"], cwd=tmp_path, check=True)
    date = {"GIT_COMMITTER_DATE": "2026-11-20T12:00:00Z", "GIT_AUTHOR_DATE": "2026-11-20T12:00:00Z"}
    subprocess.run(
        [*git, "commit", "-qm", "a"], cwd=tmp_path, check=True, env=date | {"PATH": "/usr/bin:/bin"}
    )
    found = last_change([Path("a")], tmp_path)
    assert found is not None
    assert found.isoformat() == "2026-11-20"
    assert last_change([Path("b")], tmp_path) is None


def test_the_pseudo_locale_keeps_what_must_be_kept() -> None:
    assert pseudo("Track {reply:within} [here](link:a)") == (
        "⟦Ţŕåçķ {reply:within} [ĥéŕé](link:a)···········⟧"
    )


def test_scripts_are_published_without_what_is_for_those_who_read_them(tmp_path: Path) -> None:
    (tmp_path / "blocks").mkdir()
    source = "/** Says hello.\n * @param {string} name\n */\nfunction hello(name) {\n  // A reason.\n"
    source += '  return "//" + name; // kept\n}\n'
    (tmp_path / "blocks" / "hello.js").write_text(source, encoding="utf-8")
    (script,) = modules([tmp_path])
    assert script.text == 'function hello(name) {\nreturn "//" + name; // kept\n}\n'
