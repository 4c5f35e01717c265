"""What pages carry or load: css, the scripts as one module with the css of what they show, and their data."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from pathlib import Path

from statusbook import assets, offline
from statusbook.built import Setup
from statusbook.dress import put_in, settled, wardrobe
from statusbook.edition import Edition
from statusbook.exports import finder
from statusbook.exports.offers import offers_json
from statusbook.problems import StatusbookError
from statusbook.styles.parse import parse


def _settled(theme: Path, css: str) -> str:
    try:
        return settled(assets.shown(theme), css)
    except StatusbookError:
        for path in assets.sheets(theme):  # all together do not tell which of them is wrong
            try:
                parse(f"@layer one {{{path.read_text(encoding='utf-8')}}}")
            except StatusbookError as error:
                place = path.relative_to(theme.parent)
                raise StatusbookError(f"{place}: {error} Mend it.") from None
        raise


class Loaded:
    """That of one site.

    Attributes:
        wardrobe: chooses css for pages.
        script: the path of the scripts below the site's folder.
        offers: the path of the offers of other languages.
    """

    def __init__(self, setup: Setup, editions: Mapping[str, Edition]) -> None:
        """Read css and scripts; `editions` are of all languages, the source language first.

        Raises:
            StatusbookError: when the css or a script cannot be read.
        """
        theme = setup.folders[0]
        self._css, scripts = assets.stylesheet(theme), assets.scripts(theme)
        shown = setup.recall("shown", lambda: _settled(theme, self._css))
        self.wardrobe = wardrobe(self._css, tuple(scripts), shown)
        self._scripts = [assets.adopted(shown), *scripts]
        kept = offline.register(theme) if setup.offline else []
        offers = assets.hashed("offers", ".json", offers_json(editions))
        self._names = assets.hashed("finder", ".json", finder.finder_json(editions.values()))
        bundle = assets.bundle([*self._scripts, *kept], {finder.NAME: self._names})
        self._hashed = (bundle, offers, self._names)
        self.script, self.offers = bundle.path, offers.path

    def files(self) -> dict[str, bytes]:
        """All files, by their paths below the site's folder."""
        return {asset.path: asset.text.encode() for asset in self._hashed}

    def live(self) -> dict[str, bytes]:
        """The same for a preview, with those that `undressed` pages load."""
        plain = {self._plain.path: self._plain, f"assets/{finder.NAME}": self._names}
        return self.files() | {path: asset.text.encode() for path, asset in plain.items()}

    def undressed(self, html: str) -> str:
        """A page for a preview: with all of the css, no policy, and a script that is the same for all words.

        Raises:
            StatusbookError: when it has no place for css.
        """
        return put_in(html.replace(self.script, self._plain.path), f"<style>{self._css}</style>")

    @functools.cached_property
    def _plain(self) -> assets.Asset:
        """All scripts, which name their data plainly."""
        return assets.bundle(self._scripts)
