"""The help centre as it was: its facts at a commit, and the words that there were for them."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from statusbook.changes.cache import Kept
from statusbook.history import Commit, git
from statusbook.load import loads
from statusbook.messages import SOURCE_LOCALE, Texts, Words, catalog_name, parse_catalog
from statusbook.model import Catalog
from statusbook.problems import StatusbookError

Translations = dict[str, tuple[str, str]]
"""By context, an English text and what it is in another language."""

_NAMES = frozenset({"label", "mark", "means"})
"""The fields of the model that `News` can name."""


@dataclass(frozen=True, kw_only=True)
class State:
    """The facts from one commit to the next."""

    commit: Commit
    catalog: Catalog
    until: str = ""
    """The commit that changed them, by its whole hash; empty where they are those of today."""


class Past:
    """What git knows of the project in `root`; what can be kept, is."""

    def __init__(self, root: Path, cache: Kept[Translations]) -> None:
        self._root, self._cache = root, cache

    def state(self, commit: Commit, until: str) -> State | None:
        """None where there are no facts, or none that can still be read."""
        data = git(self._root, "show", f"{commit.hash}:./statuses.yaml")
        try:
            return State(commit=commit, catalog=loads(data or b""), until=until)
        except StatusbookError:
            return None

    def texts(self, state: State, now: Texts) -> Texts:
        """The words for it: those of today where they are the same, or else the last that it had."""
        if not state.until or now.tag == SOURCE_LOCALE:
            return _Texts(now, dict)
        return _Texts(now, functools.partial(self._translations, state.until, now.tag))

    def _translations(self, until: str, tag: str) -> Translations:
        """As they were before the commit `until`: translators come after a change."""
        known = self._cache.get(until, tag)
        if known is None:
            name = catalog_name(tag)
            data = git(self._root, "show", f"{until}^:./{name}")
            if data is None:
                return {}  # which an unshallow clone may know
            known = _names(data, tag, name)
            self._cache.put(until, tag, known)
        return known


def _names(data: bytes, tag: str, name: str) -> Translations:
    try:
        catalog = parse_catalog(data, tag, name)
    except StatusbookError:
        return {}
    found = {entry.context: (entry.id, entry.string) for entry in catalog if not entry.fuzzy}
    return {
        context: (english, text)
        for context, (english, text) in found.items()
        if context and context.rpartition(".")[2] in _NAMES
        if isinstance(english, str) and isinstance(text, str) and text
    }


class _Texts(Texts):
    """Texts of today, but for what is called otherwise by now; a stale one says something else."""

    def __init__(self, now: Texts, then: Callable[[], Translations]) -> None:
        self.tag, self.locale = now.tag, now.locale
        self._now, self._then = now, then

    def text(self, context: str, english: str) -> Words:
        """The text in this language, or else in English."""
        words = self._now.text(context, english)
        if words.language == self.tag and not words.stale:
            return words
        was, text = self._known.get(context, ("", ""))
        return Words(text, self.tag) if was == english else Words(english, SOURCE_LOCALE)

    def plural(self, context: str, one: str, other: str, count: int) -> Words:
        """As the language says it today."""
        return self._now.plural(context, one, other, count)

    @functools.cached_property
    def _known(self) -> Mapping[str, tuple[str, str]]:
        return self._then()
