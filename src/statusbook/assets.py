"""The site's css and js: small files in the templates' folders, published under names with their hash."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from statusbook.problems import StatusbookError

LAYERS = ("material", "tokens", "base", "layout", "blocks", "print")
"""The order of the css layers: a later one wins, however specific the selectors."""


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file to publish."""

    path: str
    """Relative to the site, such as ``assets/site.5f2c9a1b03de.css``."""
    text: str


def stylesheet(folders: Sequence[Path]) -> Asset:
    """One sheet of Material's and ours; ours lie in ``css/<layer>.css`` and beside each block.

    `folders` are the theme's, ours first and Material's among the others.
    """
    ours, material = folders[0], _material(folders)
    parts = [f"@layer {', '.join(LAYERS)};", _layer("material", [material])]
    for layer in LAYERS[1:]:
        pattern = "blocks/*.css" if layer == "blocks" else f"css/{layer}.css"
        parts.append(_layer(layer, sorted(ours.glob(pattern))))
    return _hashed("site", ".css", "\n".join(parts))


def modules(folders: Sequence[Path], data: Mapping[str, Asset] | None = None) -> list[Asset]:
    """One script for each custom element; each is a module that needs no other.

    `data` are files that scripts load by their plain names, ``new URL("finder.json", import.meta.url)``.
    """
    scripts = []
    for path in sorted(folders[0].glob("blocks/*.js")):
        text = _bare(path.read_text(encoding="utf-8"))
        for name, asset in (data or {}).items():
            text = text.replace(f'"{name}"', f'"{asset.path.removeprefix("assets/")}"')
        scripts.append(_hashed(path.stem, ".js", text))
    return scripts


def data_file(name: str, text: str) -> Asset:
    """A file for scripts to load, such as ``finder.json``."""
    stem, dot, suffix = name.rpartition(".")
    return _hashed(stem, dot + suffix, text)


def _material(folders: Sequence[Path]) -> Path:
    found = [path for folder in folders for path in folder.glob("assets/stylesheets/main.*.min.css")]
    if len(found) != 1:
        raise StatusbookError(f"Material has one main stylesheet; found {len(found)}: {found}")
    return found[0]


def _layer(name: str, files: Iterable[Path]) -> str:
    texts = (file.read_text(encoding="utf-8") for file in files)
    # A charset rule counts at the start of a file alone, and the map belongs to the file it was made for.
    css = "\n".join(
        text.removeprefix('@charset "UTF-8";').partition("/*# sourceMappingURL")[0] for text in texts
    )
    return f"@layer {name} {{\n{css}}}"


def _bare(script: str) -> str:
    """A script without what is for those who read it: comments of their own, and indentation."""
    script = re.sub(r"(?s)/\*\*.*?\*/ ?", "", script)
    return re.sub(r"(?m)^\s*//.*\n|^\s+", "", script)


def _hashed(stem: str, suffix: str, text: str) -> Asset:
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Asset(path=f"assets/{stem}.{digest}{suffix}", text=text)
