"""What every page depends on: templates, programs, and how MkDocs is set up."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from importlib.metadata import version as version_of
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from statusbook.build.memo import Memo, Shelf, digest
from statusbook.build.tree import below, contents
from statusbook.built import Recall

_LIBRARIES = (
    *("babel", "brotli", "jinja2", "markdown", "markupsafe", "mkdocs", "mkdocs-material"),
    *("mkdocs-static-i18n", "msgspec", "pagefind_bin", "segno", "tinycss2", "zstandard"),
)
"""Those whose work is in the pages."""


def version(config: MkDocsConfig) -> bytes:
    """A digest of them, so that what another version made is not taken for what this one would make."""
    root = Path(config.config_file_path).parent
    told = [
        sys.version,
        str(config.site_url),
        repr(config.extra),
        *(f"{name} {version_of(name)}" for name in _LIBRARIES),
    ]
    languages = [
        f"{language.locale} {language.build}" for language in config.plugins["i18n"].config.languages
    ]
    return digest(*told, *languages, *_files(root), *_names(root / "docs"))


def recall(memo: Memo, version: bytes) -> Recall:
    """What gives what depends on nothing but the version."""
    shelf = Shelf(memo, str)
    return lambda name, make: shelf.made(digest("recalled", version, name), make)


def _files(root: Path) -> Iterator[bytes]:
    ours = Path(__file__).parent.parent
    for folder in (ours, root / "hooks", root / "overrides"):
        for name, data in contents(folder):
            yield name.encode()
            yield data
    yield (root / "mkdocs.yml").read_bytes()


def _names(docs: Path) -> Iterator[bytes]:
    """To which a page may lead."""
    yield from (name.encode() for name in below(docs))
