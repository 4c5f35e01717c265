"""What the benchmarks of the build and of the page share: the plain site that ours is measured against.

The plain site is stock Material: MkDocs, the theme with nothing set, its search and static-i18n, without our
hooks, templates and blocks. It has the same pages in the same languages with the same words: the Markdown
twin that our build puts beside a page is its Markdown. Pages that are in no menu have no twin; what stands
finished in their article is put into a Markdown file as it is.
"""

import html
import json
import os
import platform
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from mkdocs.utils.yaml import yaml_load

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT: Mapping[str, str] = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
_FONT = False
"""The one setting that is not Material's own, which loads Roboto from another host; what that takes is up to
the network. So the plain site has the fonts of the system, as ours has."""


def build_command(project: Path, site: Path) -> list[str]:
    """The command that builds a project into a folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    return [*command, "--config-file", str(project / "mkdocs.yml"), "--site-dir", str(site)]


def languages() -> list[dict[str, Any]]:
    """The languages that our mkdocs.yml has built, the default one first."""
    configured = _our_config()["plugins"]["i18n"]["languages"]
    built = [language for language in configured if language.get("build", True)]
    return sorted(built, key=lambda language: not language.get("default", False))


def locales(site: Path) -> list[str]:
    """The languages that a built site of ours has, the default one first."""
    first, *others = (str(language["locale"]) for language in languages())
    return [first, *(locale for locale in others if (site / locale).is_dir())]


def write_plain(site: Path, project: Path, ours: Path = ROOT) -> None:
    """Write a plain project with the words of our built site.

    Args:
        site: our built site.
        project: the folder for mkdocs.yml and docs/; it is made.
        ours: the project that the site was built from, if it is not the shop's own.

    Raises:
        ValueError: when a page of the site has no twin, no article and no main part.
    """
    for page in sorted(site.rglob("*.html")):
        target = project / "docs" / _source_name(page.relative_to(site))
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_words(page), encoding="utf-8")
    configured, there = _our_config(ours), locales(site)
    chosen = [language for language in languages() if language["locale"] in there]
    config = {key: configured[key] for key in ("site_name", "site_url", "nav", "not_in_nav")} | {
        "theme": {"name": "material", "font": _FONT},
        "plugins": {"search": {}, "i18n": {"docs_structure": "suffix", "languages": chosen}},
    }
    (project / "mkdocs.yml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")


def _our_config(project: Path = ROOT) -> dict[str, Any]:
    return yaml_load((project / "mkdocs.yml").read_text(encoding="utf-8"))


def _source_name(page: Path) -> str:
    """`ru/order-status/index.html` comes from `order-status.ru.md`, `404.html` from `404.md`."""
    parts = list(page.with_suffix("").parts)
    suffix = ""
    if parts[0] in {language["locale"] for language in languages()[1:]}:
        suffix = f".{parts.pop(0)}"
    if parts[-1] == "index" and len(parts) > 1:
        parts.pop()
    return f"{'/'.join(parts)}{suffix}.md"


def _words(page: Path) -> str:
    """The Markdown of a page: its twin, with links into our site as links into this one."""
    twin = page.with_name("index.md")
    if page.name != "index.html" or not twin.exists():
        return _as_html(page.read_text(encoding="utf-8"), str(page))
    text = twin.read_text(encoding="utf-8")
    return text.replace(f"]({_our_config()['site_url']}", "](/")


def _as_html(page: str, name: str) -> str:
    """The words of a page as one block of raw HTML, with the title and the description that it has."""
    words = _inside("article", page) or _inside("main", page)
    if not words:
        raise ValueError(f"{name} has neither an article nor a main part.")
    heading = re.sub(r"<[^>]+>", "", _inside("h1", words))
    about = re.search(r'<meta name="description" content="([^"]*)"', page)
    meta = {"title": html.unescape(heading), "description": html.unescape(about[1] if about else "")}
    head = "\n".join(f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in meta.items())
    return f"---\n{head}\n---\n<div>\n{words}\n</div>\n"


def _inside(tag: str, text: str) -> str:
    """What stands between the first start of an element and its last end; nothing if there is none."""
    found = re.search(rf"<{tag}\b[^>]*>(.*)</{tag}>", text, re.DOTALL)
    return found[1].strip() if found else ""


def machine() -> str:
    """The machine in one line: processor, number of processors, Python."""
    file = Path("/proc/cpuinfo")
    info = file.read_text(encoding="utf-8") if file.exists() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", info, re.MULTILINE)
    processor = model[1] if model else platform.processor() or platform.machine()
    return f"{processor}, {os.cpu_count()} CPUs, Python {platform.python_version()}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned text: the first column to the left, numbers to the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            [row[0].ljust(widths[0]), *(cell.rjust(w) for cell, w in zip(row[1:], widths[1:], strict=True))]
        )
        for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)
