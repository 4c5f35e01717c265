"""The site's css and js: small files in the templates' folders, published as one of each."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from statusbook.problems import StatusbookError

LAYERS = ("tokens", "text", "base", "layout", "blocks", "print")
"""The order of the css layers: a later one wins, however specific the selectors."""

_COMMENTS = re.compile(r"(?s)/\*\*.*?\*/ ?")
_LINES = re.compile(r"(?m)^\s*//.*\n|^\s+")
_EXPORT = re.compile(r"(?m)^export (?:default )?(?=async |class |const |function|let )")
_IMPORT = re.compile(r"(?m)^import\b(?!\()")


@dataclass(frozen=True, kw_only=True)
class Asset:
    """A file to publish."""

    path: str
    """Relative to the site, such as ``assets/site.5f2c9a1b03de.js``."""
    text: str


def stylesheet(folder: Path) -> str:
    """All css of the templates in a folder: ``css/<layer>.css``, and what lies beside each block."""
    patterns = {layer: "blocks/*.css" if layer == "blocks" else f"css/{layer}.css" for layer in LAYERS}
    # Layers are in the order in which they first come.
    return "\n".join(_layer(layer, sorted(folder.glob(pattern))) for layer, pattern in patterns.items())


def scripts(folder: Path, pattern: str = "blocks/*.js") -> list[str]:
    """The scripts beside the blocks, or others, without what is for those who read them; each needs no other.

    Raises:
        StatusbookError: when one imports another file.
    """
    return [_script(path) for path in sorted(folder.glob(pattern))]


def bundle(modules: Iterable[str], data: Mapping[str, Asset] | None = None) -> Asset:
    """All scripts as one module; the names of each stay its own.

    Each starts in a task of its own, so that what a reader does meanwhile need not wait for all of them.

    `data` are files that scripts load by their plain names, ``new URL("finder.json", import.meta.url)``.
    """
    text = "".join(f"setTimeout(() => {{\n{module}}});\n" for module in modules)
    for name, asset in (data or {}).items():
        text = text.replace(f'"{name}"', f'"{asset.path.removeprefix("assets/")}"')
    return hashed("site", ".js", text)


def hashed(stem: str, suffix: str, text: str) -> Asset:
    """A file whose name changes with what is in it, so that it can be kept for good."""
    digest = hashlib.sha256(text.encode()).hexdigest()[:12]
    return Asset(path=f"assets/{stem}.{digest}{suffix}", text=text)


def _layer(name: str, files: Sequence[Path]) -> str:
    css = "\n".join(file.read_text(encoding="utf-8") for file in files)
    return f"@layer {name} {{\n{css}}}"


def _script(path: Path) -> str:
    text = _LINES.sub("", _COMMENTS.sub("", path.read_text(encoding="utf-8")))
    if _IMPORT.search(text):
        raise StatusbookError(
            f"{path.name} imports another file, and scripts are bundled. Use import() where it is needed."
        )
    return _EXPORT.sub("", text.removesuffix("\n") + "\n")
