"""The newest changes in each reader's language, for the page and the feeds that tell of them."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from statusbook.changes.cache import Kept
from statusbook.changes.news import Label, News, Time, What, find_news
from statusbook.changes.pair import Pair
from statusbook.changes.past import Past, State, Translations
from statusbook.history import Commit, commits, git
from statusbook.messages import SOURCE_LOCALE, Texts, Words
from statusbook.problems import StatusbookError
from statusbook.translate import Maker

MOST = 10
"""So many changes are told."""

_LOOKED_AT = 20
"""Commits that changed ``statuses.yaml``; what is older is no news."""

_ENGLISH = Texts(SOURCE_LOCALE)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one commit changed for readers, in one language."""

    commit: Commit
    sentences: tuple[Words, ...]

    @property
    def date(self) -> datetime.date:
        """The day of the commit, in UTC."""
        return self.commit.date.date()


def read_told(root: Path, languages: Iterable[Texts]) -> dict[str, list[Told]]:
    """By language, the newest changes in the history of the project in `root`, newest first.

    There are none where git knows no history, and none of a commit where a shallow clone ends.
    """
    project = git(root, "rev-parse", "--show-prefix") or b""
    past = Past(root, Kept(Translations, root / ".cache" / "changes", project))
    found = list(_newest(root, past))
    return {
        texts.tag: [
            Told(commit=new.commit, sentences=tuple(_sentences(pair, news, past, (old, new), texts)))
            for old, new, pair, news in found
        ]
        for texts in languages
    }


_Found = tuple[State, State, Pair, Sequence[News]]


def _newest(root: Path, past: Past) -> Iterator[_Found]:
    """The commits that have news, with what was before each; whole ones, unless the first has too many."""
    found, left = commits(root, _LOOKED_AT + 1, ("statuses.yaml",)) or [], MOST
    untils = ["", *(commit.hash for commit in found)]
    states = map(past.state, found, untils)
    for new, old in pairwise(states):
        if new is None or old is None:
            continue
        pair = Pair(old.catalog, new.catalog)
        try:
            news = find_news(pair)[:MOST]
        except StatusbookError:
            continue  # a text names an amount that is not there: `check` said so at the time
        left -= len(news)
        if left < 0:
            return
        if news:
            yield old, new, pair, news


def _sentences(
    pair: Pair, news: Iterable[News], past: Past, states: tuple[State, State], texts: Texts
) -> Iterator[Words]:
    then, now = (past.texts(state, texts) for state in states)
    teller = Teller(pair, then, now, instead=Teller(pair, _ENGLISH, _ENGLISH))
    return map(teller.sentence, news)


class Teller:
    """Tells of one change in the language of its texts; `instead` does where these lack a word."""

    def __init__(self, pair: Pair, then: Texts, now: Texts, instead: Teller | None = None) -> None:
        self._then, self._now = Maker(pair.before, then, ""), Maker(pair.after, now, "")
        self._texts, self._instead = now, instead

    def sentence(self, news: News) -> Words:
        """It is of one language."""
        pattern = self._patterns[news.what]
        values = {name: self._value(value) for name, value in news.values.items()}
        tongues = {part.language for part in (pattern, *values.values()) if isinstance(part, Words)}
        if self._instead and tongues != {self._texts.tag}:
            return self._instead.sentence(news)
        return pattern.filled(**values)

    def _value(self, value: Label | Time) -> str:
        maker = self._then if value.then else self._now
        if isinstance(value, Label):
            return maker.say(value.message)
        words: str = getattr(maker.time(value.id, ""), value.part)
        return words

    @functools.cached_property
    def _patterns(self) -> dict[What, Words]:
        say = self._texts.text
        return {
            What.NEW: say("news.new", "New status: “{status}”."),
            What.GONE: say("news.gone", "The status “{status}” is no longer listed."),
            What.RENAMED: say("news.renamed", "“{before}” is now called “{name}”."),
            What.TIME: say("news.time", "{time}: now {takes}; before, {before}."),
            What.MORE: say("news.more", "New at “{status}”: {what}."),
            What.LESS: say("news.less", "No longer at “{status}”: {what}."),
            What.CONDITIONS: say("news.conditions", "“{action}” at “{status}” now has other conditions."),
            What.LINK: say("news.link", "“{action}” now leads to another page."),
            What.REWORDED: say("news.reworded", "New wording for “{status}”."),
        }
