"""The two sites that are compared, served alike: by votebox, and compressed by the code of our build."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks import common
from statusbook.precompress import precompress, texts_below
from tests.readers import Votebox

_POLICY = "default-src 'self' 'unsafe-inline' data:"
"""What Material's scripts and styles need; for a site without a policy, votebox sends one that stops them."""


@dataclass(frozen=True, kw_only=True)
class Search:
    """Where a reader on a phone searches, as CSS selectors."""

    opener: str
    """What opens it."""
    field: str
    """What is written into."""
    result: str
    """What is found."""


OURS = Search(
    opener=".search--bar .search__open",
    field=".search--bar .search__field",
    result=".search--bar .search__results a",
)
MATERIAL = Search(
    opener=".md-header__button[for=__search]", field=".md-search__input", result=".md-search-result__link"
)


@dataclass(frozen=True, kw_only=True)
class Side:
    """A site that is served."""

    url: str
    """Its address, without a slash at the end."""
    search: Search


def build_plain(site: Path, project: Path) -> Path:
    """Build the plain site with the words of our built one, ready to be served by votebox.

    Args:
        site: our built site.
        project: a folder for the plain project; it is made.

    Returns:
        The plain site's folder.

    Raises:
        CalledProcessError: when MkDocs finds something to say of the plain project.
    """
    common.write_plain(site, project)
    plain = project / "site"
    subprocess.run(common.build_command(project, plain), env=common.ENVIRONMENT, check=True)
    precompress(texts_below(plain))
    pages = {"version": 1, "pages": {}, "policy": _POLICY}
    (plain / "pages.json").write_text(json.dumps(pages), encoding="utf-8")
    return plain


@contextmanager
def served(ours: Path, plain: Path, folder: Path) -> Iterator[tuple[Side, Side]]:
    """Serve both sites, each by a votebox of its own, whose databases are made in a folder."""
    with _votebox(ours, folder / "ours") as our_url, _votebox(plain, folder / "plain") as plain_url:
        yield Side(url=our_url, search=OURS), Side(url=plain_url, search=MATERIAL)


@contextmanager
def _votebox(site: Path, folder: Path) -> Iterator[str]:
    folder.mkdir()
    server = Votebox(site, folder)
    server.start()
    try:
        yield server.url
    finally:
        server.stop()
