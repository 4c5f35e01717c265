"""Css and js under names that change with what is in them."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from statusbook.assets import LAYERS, adopted, bundle, hashed, scripts, shown, stylesheet
from statusbook.problems import StatusbookError
from statusbook.pseudo import pseudo


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_the_stylesheet_is_in_layers(tmp_path: Path) -> None:
    write(tmp_path, **{"css/tokens.css": ":root { --a: 1 }", "blocks/life.css": ".life {}"})
    sheet = stylesheet(tmp_path)
    assert re.findall(r"@layer (\w+) \{", sheet) == list(LAYERS)
    assert sheet.index(":root") < sheet.index(".life")


def test_css_of_what_script_shows_comes_with_the_scripts(tmp_path: Path) -> None:
    write(tmp_path, **{"blocks/a.css": ".a {}", "blocks/a.script.css": ".a::after { content: '“'; }"})
    assert ".a {}" in stylesheet(tmp_path)
    assert "::after" not in stylesheet(tmp_path)
    assert shown(tmp_path) == "@layer blocks {\n.a::after { content: '“'; }}"
    assert adopted('.a::after{content:"“"}').splitlines() == [
        "const sheet = new CSSStyleSheet();",
        'sheet.replaceSync(".a::after{content:\\"“\\"}");',
        "document.adoptedStyleSheets.push(sheet);",
    ]


def test_scripts_are_one_module_in_which_names_do_not_meet(tmp_path: Path) -> None:
    write(tmp_path, **{"blocks/a.js": "const KEY = 1;\n", "blocks/b.js": "export const KEY = 2;"})
    script = bundle(scripts(tmp_path))
    assert script.text == "".join(f"setTimeout(() => {{\nconst KEY = {key};\n}});\n" for key in (1, 2))
    assert script.path == f"assets/site.{hashlib.sha256(script.text.encode()).hexdigest()[:12]}.js"


def test_a_script_that_needs_another_file_is_refused_and_one_that_loads_it_later_is_not(
    tmp_path: Path,
) -> None:
    write(tmp_path, **{"blocks/a.js": 'import("./b.js");\n'})
    assert scripts(tmp_path) == ['import("./b.js");\n']
    write(tmp_path, **{"blocks/a.js": 'import { b } from "./b.js";\n'})
    with pytest.raises(StatusbookError) as error:
        scripts(tmp_path)
    words = "a.js imports another file, and scripts are bundled. Use import() where it is needed."
    assert str(error.value) == words


def test_a_script_finds_a_file_of_data_by_its_plain_name() -> None:
    data = hashed("names", ".json", "{}")
    assert re.fullmatch(r"assets/names\.[0-9a-f]{12}\.json", data.path)
    script = bundle(['new URL("names.json", import.meta.url);\n'], {"names.json": data})
    assert f'new URL("{data.path.removeprefix("assets/")}", import.meta.url)' in script.text


def test_the_pseudo_locale_keeps_what_must_be_kept() -> None:
    assert pseudo("Track {reply:within} [here](link:a)") == (
        "⟦Ţŕåçķ {reply:within} [ĥéŕé](link:a)···········⟧"
    )


def test_scripts_are_published_without_what_is_for_those_who_read_them(tmp_path: Path) -> None:
    (tmp_path / "blocks").mkdir()
    source = "/** Says hello.\n * @param {string} name\n */\nfunction hello(name) {\n  // A reason.\n"
    source += '  return "//" + name; // kept\n}\n'
    (tmp_path / "blocks" / "hello.js").write_text(source, encoding="utf-8")
    (script,) = scripts(tmp_path)
    assert script == 'function hello(name) {\nreturn "//" + name; // kept\n}\n'
