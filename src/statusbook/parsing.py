"""A written page while its Markdown is parsed: its texts and links, and what is wrong with either."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from statusbook import phrases
from statusbook.built import PageSource
from statusbook.edition import Edition
from statusbook.exports.html import Blocks
from statusbook.messages import SOURCE_LOCALE, Texts, Words, catalog_name
from statusbook.model import ProcessingTime, Where
from statusbook.problems import Problems, nearest

_TAG = re.compile(r"</?[A-Za-z!][^>]*>?|javascript:", re.IGNORECASE)
"""Markup; a translator may take over what the English page has, and add none."""


def place(root: Path, file: str, pattern: str) -> Where:
    """Where the regular expression first matches in a file of the project; its start if nowhere."""
    text = (root / file).read_text(encoding="utf-8", errors="replace")
    found = re.search(pattern, text)
    start = found.start() if found else 0
    return Where(file, text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))


@dataclass(frozen=True, kw_only=True)
class Parsing:
    """What the words of one page become; see `PageExtension`, which asks for it."""

    page: PageSource
    root: Path
    """The project's folder."""
    texts: Texts
    edition: Edition
    times: Mapping[str, ProcessingTime]
    """The amounts of time that it may name."""
    blocks: Blocks
    """They count what readers have to be told of its language."""
    problems: Problems
    """What is wrong with it is put there."""

    def resolve(self, id_: str) -> str:
        """The address of a link of the shop's."""
        links = self.edition.links
        link = links.get(id_)
        if link is None:
            guess = nearest(id_, links)
            fix = f"Did you mean “{guess}”?" if guess else "The links stand under “shop” in statuses.yaml."
            where = self._place(rf"link:{re.escape(id_)}\b")
            self.problems.note(where, "unknown-link", f"There is no link “{id_}”.", fix)
        return link.url if link else f"link:{id_}"

    def translate(self, name: str, text: str) -> Words:
        """A block, by its name and its English, with its amounts of time."""
        page, catalog = self.page, catalog_name(self.page.locale)
        words = Words(text, page.locale)
        if not page.by_hand:
            words = self.texts.text(f"page.{page.name}.{name}", text)
        self.blocks.notes.see(words, page.locale)
        try:
            if added := set(_TAG.findall(words)) - set(_TAG.findall(text)):
                listed = ", ".join(sorted(added))
                message = f"{page.name}.{name} has markup that the English has not: {listed}."
                self.problems.note(Where(catalog), "markup", message, "Delete it.")
                return Words(text, SOURCE_LOCALE)
            return phrases.fill(words, text, self.times, self.texts)
        except KeyError as error:
            mark = rf"[{{:]{re.escape(error.args[0])}[:}}]"
            by_editor = re.search(mark, text) is not None
            where = self._place(mark) if by_editor else Where(catalog)
            wrong = (text if by_editor else words)[:60]
            message = f"“{{{error.args[0]}}}” names no amount of time, in “{wrong}”."
            self.problems.note(where, "placeholder", message, "The ids stand under “times” in statuses.yaml.")
            return words

    def stale_note(self, _words: Words, anchor: str) -> str:
        """What is said below a text whose English, found at the anchor, is newer."""
        return self.blocks.stale_note(f"{self.page.english}#{anchor}")

    def _place(self, pattern: str) -> Where:
        return place(self.root, self.page.file, pattern)
