"""The search index, made by Pagefind from the finished pages: one index for each language."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

from statusbook.problems import StatusbookError

_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""Pagefind's own field and results; ours are in ``overrides/blocks/search.*``."""

_HTML = re.compile(r"<html[^>]*>")
_BODY = re.compile(r"<article[^>]* data-pagefind-body.*</article>", re.DOTALL)
"""What overrides/main.html says is to be found."""


def readable(page: str) -> str:
    """What Pagefind reads of a page, if anything: to skip the rest takes it as long again."""
    body = _BODY.search(page)
    html = _HTML.search(page)
    return f"<!doctype html>{html[0]}<body>{body[0]}</body></html>" if html and body else ""


def build_index(site: Path) -> None:
    """Writes ``pagefind/`` into the built site.

    Raises:
        StatusbookError: with Pagefind's words, when it fails.
    """
    command = [sys.executable, "-m", "pagefind", "--site", str(site)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise StatusbookError(
            f"Pagefind could not index {site}: {done.stderr.strip() or done.stdout.strip()}"
        )
    _sort(site / "pagefind" / "pagefind-entry.json")
    for pattern in _UNUSED:
        for file in (site / "pagefind").glob(pattern):
            file.unlink()


def _sort(entry: Path) -> None:
    """Pagefind names the languages in another order each time; the same pages should be the same bytes."""
    told = json.loads(entry.read_bytes())
    told["languages"] = dict(sorted(told["languages"].items()))
    entry.write_text(json.dumps(told, separators=(",", ":")), encoding="utf-8")
