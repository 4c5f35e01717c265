"""Finished pages made light and safe: the css that they need in them, a policy, and no white space.

A written page has the same css in every language, and after it what that language needs.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence

from statusbook.built import Styles
from statusbook.policy import policy
from statusbook.problems import StatusbookError
from statusbook.styles.minify import minify
from statusbook.styles.parse import Item, parse
from statusbook.styles.select import general, particular, select, spoken
from statusbook.styles.settle import settle, settle_within
from statusbook.styles.usage import Usage, Vocabulary

_PLACE = "<style></style>"
"""What overrides/main.html has where the style goes."""

_INDEXED = re.compile(r" data-pagefind-[a-z]+(?:=\"[^\"]*\")?")
"""What tells Pagefind what to read; when it has, nobody needs it any more."""


class Clothes:
    """The css of a written page in all of its languages."""

    def __init__(self, items: Sequence[Item]) -> None:
        self._particular = particular(items)
        self._common = minify(general(items))
        self._spoken: dict[str, str] = {}

    def styles(self, languages: Iterable[str]) -> Styles:
        """The same for all, and what each of some languages needs besides."""
        if missing := set(languages) - self._spoken.keys():
            self._spoken.update((tag, minify(spoken(self._particular, tag))) for tag in missing)
        return Styles(common=self._common, spoken=self._spoken)


_parsed = functools.lru_cache(maxsize=2)(parse)
"""It takes as long as ten pages."""


@functools.lru_cache(maxsize=2)
def settled(shown: str, styles: str) -> str:
    """The css of what scripts show, which comes after the css of pages, in few bytes.

    A preview asks again and again.

    Raises:
        StatusbookError: when either cannot be read.
    """
    return minify(settle_within(parse(shown), _parsed(styles)))


class Wardrobe:
    """Chooses css for pages; pages that use the same of it get the same."""

    def __init__(self, styles: str, scripts: Sequence[str], shown: str = "") -> None:
        """Take all css that pages may need, the pages' scripts, and what is `settled` to come with those."""
        self._styles = styles
        self._vocabulary = Vocabulary(styles, scripts, shown)
        self._made: dict[Usage, Clothes] = {}

    def usage(self, page: str) -> Usage:
        """What is on a page, given as HTML, as far as the css can ask for it."""
        return self._vocabulary.usage(page)

    def together(self, used: Iterable[Usage]) -> Usage:
        """What is on a page in any of some languages."""
        return self._vocabulary.together(used)

    def clothes(self, used: Iterable[Usage]) -> Clothes:
        """The css of a page, from its `usage` in each language, or `together` in some.

        Raises:
            StatusbookError: when the css cannot be read.
        """
        together = self.together(used)
        if together not in self._made:
            kept = settle(select(_parsed(self._styles), together), together.properties)
            self._made[together] = Clothes(kept)
        return self._made[together]


@functools.lru_cache(maxsize=2)
def wardrobe(styles: str, scripts: tuple[str, ...], shown: str) -> Wardrobe:
    """The one for the same; a preview asks again and again."""
    return Wardrobe(styles, scripts, shown)


def dress(html: str, style: str, votes: str, *, offline: bool) -> str:
    """A page with its style in it, and with a policy that names it.

    Args:
        html: what `compact` has been at; search has read it before.
        style: its css, see `Styles.of`.
        votes: where votes are sent, see `policy`.
        offline: whether pages are kept, see there, too.

    Raises:
        StatusbookError: when the page has no place for it.
    """
    return put_in(_INDEXED.sub("", html), _head(style, votes, offline))


@functools.cache
def _head(style: str, votes: str, offline: bool) -> str:
    rules = policy(style, votes, offline=offline)
    return f'<meta http-equiv="Content-Security-Policy" content="{rules}"><style>{style}</style>'


def put_in(html: str, head: str) -> str:
    """The page with `head` where its style goes.

    Raises:
        StatusbookError: when the page has no place for it.
    """
    before, place, after = html.partition(_PLACE)
    if not place:
        raise StatusbookError(f"overrides/main.html has no “{_PLACE}” in its head, where the css would go.")
    return f"{before}{head}{after}"
