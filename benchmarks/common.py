"""What the benchmarks of the build and of the page share: the plain site that ours is measured against.

The plain site is MkDocs with Material, its search and static-i18n, without our hooks, templates and blocks.
It has the same pages in the same languages with the same words: what stands finished in the article of each
of our built pages (on the home page, which has none, in its main part) is put into a Markdown file as it is.
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
_PALETTE = [  # light or dark as the reader's system is, as on our pages
    {"media": "(prefers-color-scheme: light)", "scheme": "default"},
    {"media": "(prefers-color-scheme: dark)", "scheme": "slate"},
]


def build_command(project: Path, site: Path) -> list[str]:
    """The command that builds a project into a folder."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet"]
    return [*command, "--config-file", str(project / "mkdocs.yml"), "--site-dir", str(site)]


def languages() -> list[dict[str, Any]]:
    """The languages that our mkdocs.yml has built, the default one first."""
    configured = _our_config()["plugins"]["i18n"]["languages"]
    built = [language for language in configured if language.get("build", True)]
    return sorted(built, key=lambda language: not language.get("default", False))


def write_plain(site: Path, project: Path) -> None:
    """Write a plain project with the words of our built site.

    Args:
        site: our built site.
        project: the folder for mkdocs.yml and docs/; it is made.

    Raises:
        ValueError: when a page of the site has no article and no main part.
    """
    docs = project / "docs"
    for page in sorted(site.rglob("*.html")):
        name, text = _source_name(page.relative_to(site)), page.read_text(encoding="utf-8")
        target = docs / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(_markdown(text, name), encoding="utf-8")
    ours = _our_config()
    i18n = {"docs_structure": "suffix", "languages": languages()}
    config = {key: ours[key] for key in ("site_name", "site_url", "nav", "not_in_nav")} | {
        "theme": {"name": "material", "font": False, "palette": _PALETTE},
        "plugins": {"search": {}, "i18n": i18n},
    }
    (project / "mkdocs.yml").write_text(json.dumps(config, ensure_ascii=False), encoding="utf-8")


def _our_config() -> dict[str, Any]:
    return yaml_load((ROOT / "mkdocs.yml").read_text(encoding="utf-8"))


def _source_name(page: Path) -> str:
    """`ru/order-status/index.html` comes from `order-status.ru.md`, `404.html` from `404.md`."""
    parts = list(page.with_suffix("").parts)
    suffix = ""
    if parts[0] in {language["locale"] for language in languages()[1:]}:
        suffix = f".{parts.pop(0)}"
    if parts[-1] == "index" and len(parts) > 1:
        parts.pop()
    return f"{'/'.join(parts)}{suffix}.md"


def _markdown(page: str, name: str) -> str:
    """The words of a page as one block of raw HTML, with the title and the description that it has."""
    words = _inside("article", page) or _inside("main", page)
    if not words:
        raise ValueError(f"{name}: the built page has neither an article nor a main part.")
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
