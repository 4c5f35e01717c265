"""Reading without a network: browsers keep the pages that a reader has opened, if mkdocs.yml says so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from statusbook import assets

WORKER = "service-worker.js"
"""The path below the site's folder: a worker answers for what lies beside it and below."""


def register(theme: Path) -> list[str]:
    """What every page runs besides the scripts of its blocks; `theme` is the folder of our templates."""
    return assets.scripts(theme, "offline/register.js")


def keep(theme: Path, pages: Mapping[str, bytes], missing: Mapping[str, str]) -> str:
    """The script at `WORKER`.

    Args:
        theme: the folder of our templates.
        pages: the path and the HTML of each page that may be kept.
        missing: what is shown for a page that is not kept: a page for each folder of a language, by its name,
            which is empty for the first language.
    """
    build = hashlib.sha256(b"".join(pages[path] for path in sorted(pages))).hexdigest()[:12]
    given = {"BUILD": build, "PAGES": sorted(pages), "MISSING": missing}
    lines = [f"const {name} = {json.dumps(value, ensure_ascii=False)};\n" for name, value in given.items()]
    return "".join([*lines, *assets.scripts(theme, "offline/keep.js")])


def leave(theme: Path) -> str:
    """The script at `WORKER` where no pages are kept, for those whose browser did when they were."""
    return "".join(assets.scripts(theme, "offline/leave.js"))
