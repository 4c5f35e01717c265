"""The site's css and js: small files in the templates' folders, published as one of each."""

from __future__ import annotations

import hashlib
import json
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


_SHOWN = ".script.css"
"""How the names of files end that are for what script alone shows."""


def stylesheet(folder: Path) -> str:
    """The css that pages have in them: ``css/<layer>.css``, and what lies beside each block."""
    patterns = {layer: "blocks/*.css" if layer == "blocks" else f"css/{layer}.css" for layer in LAYERS}
    # Layers are in the order in which they first come.
    return "\n".join(_layer(layer, _sheets(folder, pattern)) for layer, pattern in patterns.items())


def shown(folder: Path) -> str:
    """The css of what script alone shows, which comes with the scripts: ``blocks/<name>.script.css``."""
    return _layer("blocks", sorted(folder.glob(f"blocks/*{_SHOWN}")))


def sheets(folder: Path) -> list[Path]:
    """The files of both."""
    return sorted([*folder.glob("css/*.css"), *folder.glob("blocks/*.css")])


def adopted(css: str) -> str:
    """A script that gives the css to the page that it runs on."""
    lines = (
        "const sheet = new CSSStyleSheet();",
        f"sheet.replaceSync({json.dumps(css, ensure_ascii=False)});",
        "document.adoptedStyleSheets.push(sheet);",
    )
    return "\n".join([*lines, ""])


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


def _sheets(folder: Path, pattern: str) -> list[Path]:
    return sorted(path for path in folder.glob(pattern) if not path.name.endswith(_SHOWN))


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
