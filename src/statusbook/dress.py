"""Finished pages made light and safe: the css that they need in them, a policy, and no white space.

A written page has the same style in every language, and a second one for what that language needs, so that
a policy for the whole site names few.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from statusbook.compact import compact
from statusbook.policy import source
from statusbook.problems import StatusbookError
from statusbook.styles.minify import minify
from statusbook.styles.parse import parse
from statusbook.styles.select import general, select, spoken
from statusbook.styles.settle import settle
from statusbook.styles.usage import language, usage

_PLACE = "<style></style>"
"""What overrides/main.html has where the style goes."""

_INDEXED = re.compile(r" data-pagefind-[a-z]+(?:=\"[^\"]*\")?")
"""What tells Pagefind what to read; when it has, nobody needs it any more."""


def dress(
    folder: Path,
    pages: Mapping[str, Sequence[str]],
    styles: str,
    scripts: Sequence[str],
    policy: Callable[[Sequence[str]], str],
) -> set[str]:
    """Dresses the pages in the folder of a built site; search has been there before.

    Args:
        folder: the site.
        pages: for each written page, its files below `folder` in all languages.
        styles: all css that pages may need.
        scripts: the scripts of the pages, see `usage`.
        policy: the policy of a page, of what `source` says of its styles.

    Returns:
        What a policy for the whole site says of the pages' styles.

    Raises:
        StatusbookError: when the css cannot be read, or a page has no place for it.
    """
    sheet, sources = parse(styles), set[str]()
    for files in pages.values():
        texts = {file: _bare((folder / file).read_text(encoding="utf-8")) for file in files}
        used = usage(texts.values(), scripts)
        kept = settle(select(sheet, used), used.properties)
        common = minify(general(kept))
        for file, text in texts.items():
            css = [common, *filter(None, [minify(spoken(kept, language(text)))])]
            named = [source(style) for style in css]
            sources.update(named)
            rules = f'<meta http-equiv="Content-Security-Policy" content="{policy(named)}">'
            head = rules + "".join(f"<style>{style}</style>" for style in css)
            (folder / file).write_text(_filled(text, head, file), encoding="utf-8")
    return sources


def _bare(html: str) -> str:
    return _INDEXED.sub("", compact(html))


def put_in(page: Path, head: str) -> None:
    """Puts `head` where the style of a page goes.

    Raises:
        StatusbookError: when the page has no place for it.
    """
    page.write_text(_filled(page.read_text(encoding="utf-8"), head, page.name), encoding="utf-8")


def _filled(text: str, head: str, name: str) -> str:
    before, place, after = text.partition(_PLACE)
    if not place:
        raise StatusbookError(f"{name} has no “{_PLACE}” in its head, where its css would go.")
    return f"{before}{head}{after}"
