"""The search index, made by Pagefind from the finished pages: one index for each language."""

from __future__ import annotations

import gzip
import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from pathlib import Path

from pagefind_bin import get_executable

from statusbook.problems import StatusbookError

FOLDER = "pagefind"
"""Where Pagefind puts its index below a site's folder."""

ENTRY = f"{FOLDER}/pagefind-entry.json"
"""The file that leads to the index of each language."""

_UNUSED = ("pagefind-ui.*", "pagefind-modular-ui.*", "pagefind-component-ui.*", "pagefind-highlight.js")
"""Pagefind's own field and results; ours are in ``overrides/blocks/search.*``."""

_HTML = re.compile(r"<html[^>]*>")
_BODY = re.compile(r"<article[^>]* data-pagefind-body.*</article>", re.DOTALL)
"""What overrides/main.html says is to be found."""

_TAG = re.compile(r"(<[^>]*>)")
_LETTER = re.compile("[\u3005\u3040-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
"""Of Chinese and Japanese, which are written without blanks; overrides/blocks/search.js has the same."""


def readable(page: str) -> str:
    """What Pagefind reads of a page, if anything: to skip the rest takes it as long again.

    It knows words by the blanks around them. So letters of Chinese and Japanese get blanks, and are found as
    phrases; where words begin and end, nobody has to know.
    """
    body = _BODY.search(page)
    html = _HTML.search(page)
    return f"<!doctype html>{html[0]}<body>{_apart(body[0])}</body></html>" if html and body else ""


def _apart(html: str) -> str:
    if not _LETTER.search(html):
        return html
    parts = _TAG.split(html)
    parts[::2] = (_LETTER.sub(r" \g<0> ", text) for text in parts[::2])
    return "".join(parts)


def index_site(site: Path) -> None:
    """Writes ``pagefind/`` into a folder with whole pages.

    Raises:
        StatusbookError: with Pagefind's words, when it fails.
    """
    with tempfile.TemporaryDirectory() as name:
        for path in site.rglob("*.html"):
            if body := readable(path.read_text(encoding="utf-8")):
                page = Path(name) / path.relative_to(site)
                page.parent.mkdir(parents=True, exist_ok=True)
                page.write_text(body, encoding="utf-8")
        build_index(Path(name))
        shutil.rmtree(site / FOLDER, ignore_errors=True)
        shutil.move(Path(name) / FOLDER, site / FOLDER)


def build_index(folder: Path) -> None:
    """Writes ``pagefind/`` into a folder with what is `readable` of pages.

    What an earlier index has there has to be whole: Pagefind does not write again what has the same name.

    Raises:
        StatusbookError: with Pagefind's words, when it fails.
    """
    command = [str(get_executable()), "--site", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        raise StatusbookError(
            f"Pagefind could not index {folder}: {done.stderr.strip() or done.stdout.strip()}"
        )
    entry = folder / ENTRY
    entry.write_bytes(entry_of([entry.read_bytes()]))
    for pattern in _UNUSED:
        for file in (folder / FOLDER).glob(pattern):
            file.unlink()


def entry_of(parts: Iterable[bytes]) -> bytes:
    """The `ENTRY` of an index whose parts have languages of their own, from theirs.

    Pagefind names languages in another order each time; the same pages should be the same bytes.
    """
    told = [json.loads(part) for part in parts]
    languages = {tag: language for part in told for tag, language in part["languages"].items()}
    whole = told[0] | {"languages": dict(sorted(languages.items()))}
    return json.dumps(whole, separators=(",", ":")).encode()


def clear_index(folder: Path) -> None:
    """Takes away what an earlier index has left in a folder: what no language names, nor its list."""
    index = folder / FOLDER
    languages = json.loads((folder / ENTRY).read_bytes())["languages"].values()
    lists = {f"pagefind.{language['hash']}.pf_meta" for language in languages}
    programs = {f"wasm.{language['wasm'] or 'unknown'}.pagefind" for language in languages}
    for file in [*index.glob("*.pf_meta"), *index.glob("wasm.*")]:
        if file.name not in lists | programs | {"wasm.unknown.pagefind"}:  # which is always there
            file.unlink()
    named = b"".join(gzip.decompress((index / name).read_bytes()) for name in lists)
    for file in index.glob("*/*.pf_*"):
        if file.stem.encode() not in named:
            file.unlink()
