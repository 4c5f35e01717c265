"""Builders that are no dependencies of ours, each in an environment of its own, and their projects.

Both get the Markdown of the plain project (`common`), as far as they know what to do with it.
"""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks import common

HUGO = "0.168.0"
ZENSICAL = "0.0.73"
"""The last release that is whole in itself: later ones need zensical-ui, which not every index has."""
_FOLDER = common.ROOT / ".cache" / "builders"
_LAYOUT = """<!doctype html>
<html lang="{{ .Site.Language.Lang }}">
<head>
<meta charset="utf-8">
<title>{{ .Title }}</title>
<meta name="description" content="{{ .Description }}">
{{ range .AllTranslations }}<link rel="alternate" hreflang="{{ .Language.Lang }}" href="{{ .Permalink }}">
{{ end }}</head>
<body>
<nav>
{{ range .Site.RegularPages }}<a href="{{ .RelPermalink }}">{{ .Title }}</a>
{{ end }}</nav>
<main>{{ .Content }}</main>
</body>
</html>
"""


def environment(name: str, version: str) -> Path | None:
    """The folder of an environment with one package from PyPI; it is kept for later runs.

    Returns:
        None, after a word about it, when the package cannot be had.
    """
    folder = _FOLDER / f"{name}-{version}"
    done = folder / "installed"
    if done.exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    pip = [str(folder / "bin" / "pip"), "install", "--quiet", "--disable-pip-version-check"]
    for command in ([sys.executable, "-m", "venv", str(folder)], [*pip, f"{name}=={version}"]):
        ended = subprocess.run(command, capture_output=True, text=True, check=False)
        if ended.returncode:
            last = (ended.stderr.strip() or ended.stdout.strip()).splitlines()[-1:]
            print(f"{name} {version} could not be had, and is left out: {''.join(last)}", flush=True)
            return None
    done.touch()
    return folder


def hugo_program(folder: Path) -> Path:
    """Hugo itself; the script beside it is a Python that starts it."""
    (program,) = folder.glob("lib/python*/site-packages/hugo/binaries/hugo*")
    return program


def write_zensical(plain: Path) -> Path:
    """The settings of the plain project once more, with the folder of the site, which no option takes."""
    settings = plain / "zensical.yml"
    site = {"site_dir": "zensical-site"}
    settings.write_text(json.dumps(_settings(plain) | site, ensure_ascii=False), encoding="utf-8")
    return settings


def write_hugo(plain: Path, project: Path) -> None:
    """A project for Hugo with the pages of the plain one, in its languages; it has one layout."""
    (project / "content").mkdir(parents=True)
    (project / "layouts").mkdir()
    (project / "layouts" / "all.html").write_text(_LAYOUT, encoding="utf-8")
    for page in (plain / "docs").glob("*.md"):
        text = page.read_text(encoding="utf-8")
        (project / "content" / hugo_name(page.name)).write_text(hugo_text(text), encoding="utf-8")
    ours = _settings(plain)
    tags = [language["locale"] for language in ours["plugins"]["i18n"]["languages"]]
    settings = {
        "baseURL": ours["site_url"],
        "title": ours["site_name"],
        "defaultContentLanguage": tags[0],
        "disableDefaultLanguageRedirect": True,
        "disableKinds": ["404", "rss", "taxonomy", "term"],  # the others do without them
        "languages": {tag: {"weight": number} for number, tag in enumerate(tags, 1)},
        "markup": {"goldmark": {"renderer": {"unsafe": True}}},  # HTML in Markdown stays, as in MkDocs
    }
    (project / "hugo.json").write_text(json.dumps(settings), encoding="utf-8")


def hugo_name(name: str) -> str:
    """A folder's own page is `_index.md`; `index.md` would make everything beside it a part of it."""
    return re.sub(r"^index\.", "_index.", name)


def hugo_text(text: str) -> str:
    """Markdown without the address in its head, which Hugo would take for the place where the page goes."""
    return re.sub(r"\A(---\n(?:.*\n)*?)url: .*\n", r"\1", text)


def _settings(plain: Path) -> dict[str, Any]:
    settings: dict[str, Any] = json.loads((plain / "mkdocs.yml").read_text(encoding="utf-8"))
    return settings
