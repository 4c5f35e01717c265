"""What belongs to a site as a whole, when all of its pages are known; how a plain builder ends with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from statusbook import offline, policy, search
from statusbook.built import Gathered
from statusbook.dress import dress
from statusbook.exports.headers import headers_file
from statusbook.exports.pages import pages_json
from statusbook.exports.twins import LLMS, llms_txt
from statusbook.history import committed
from statusbook.precompress import precompress, texts_below
from statusbook.problems import InvalidInputError
from statusbook.site import Site


def finish(site: Site, folder: Path, votes: str) -> None:
    """Makes the pages in the site's folder ready, and writes what belongs to the whole site.

    `votes` is the address that votes are sent to.

    Raises:
        InvalidInputError: with all problems of the site, if there are any.
        StatusbookError: when the css cannot be read, or the search index cannot be made.
    """
    if site.problems:
        raise InvalidInputError(site.problems)
    gathered = site.gathered()
    _write(folder, site.beside())
    search.index_site(folder)
    styles = site.styles((name, [usage]) for name, usage in site.together().items())
    for file, own in gathered.styles(styles):
        page = folder / file
        html = dress(page.read_text(encoding="utf-8"), own, votes, offline=site.setup.offline)
        page.write_text(html, encoding="utf-8")
    _write(folder, whole(site, folder, gathered))
    precompress(texts_below(folder))


def whole(site: Site, folder: Path, gathered: Gathered) -> Iterator[tuple[str, bytes]]:
    """What belongs to the site as a whole: the path of each file below its folder, and what is in it.

    Args:
        site: at least its settings and what its pages load.
        folder: where its pages lie finished.
        gathered: what is known of all of them.
    """
    yield from site.loaded.files().items()
    yield from told(site, gathered).items()
    yield offline.WORKER, _worker(site, folder, gathered).encode()
    listed, commit = gathered.entries.values(), committed(site.setup.root)
    yield "pages.json", pages_json(listed, commit, policy.HEADER).encode()
    headers = {"Content-Security-Policy": policy.HEADER, **policy.HEADERS}
    yield "_headers", headers_file(headers, site.loaded.files()).encode()


def told(site: Site, gathered: Gathered) -> dict[str, bytes]:
    """What programs read of the whole site."""
    if sections := [gathered.sections[tag] for tag in site.editions if tag in gathered.sections]:
        return {LLMS: llms_txt(sections).encode()}
    return {}


def _worker(site: Site, folder: Path, gathered: Gathered) -> str:
    """What keeps the pages of the menus, which lie finished in the folder."""
    theme = site.setup.folders[0]
    if not site.setup.offline:
        return offline.leave(theme)
    urls = [entry.url for entry in gathered.entries.values()]
    pages = {url: (folder / url[1:] / "index.html").read_bytes() for url in urls}
    return offline.keep(theme, pages, dict(sorted(gathered.missing.items())))


def _write(folder: Path, files: Iterable[tuple[str, bytes]]) -> None:
    for path, data in files:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)
