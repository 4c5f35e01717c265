"""Texts in the reader's language: gettext catalogs, read by Babel.

A message is known by its context, such as ``status.packaging.meaning``. English is the source. A text that a
catalog lacks is *missing* and shown in English; one whose English has changed since it was translated is
*stale* and shown as it is. Either way the words know it, so that readers can be told.
"""

from __future__ import annotations

import datetime
import gettext
import io
import re
from pathlib import Path
from typing import Self

import babel
from babel.messages.catalog import Catalog as Gettext
from babel.messages.catalog import Message as Entry
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from statusbook.model import Where
from statusbook.problems import InvalidInputError, Problem

SOURCE_LOCALE = "en"
"""The language of ``statuses.yaml``, ``docs/`` and the templates."""

DOMAIN = "statusbook"
"""The catalogs' name: ``locales/ru/statusbook.po``."""

STALE_SINCE = re.compile(r"Stale since (\d{4}-\d{2}-\d{2})\.")
"""The comment of a translation whose English has changed, with the day on which that was seen."""


class Words(str):
    """A text that knows its language, and whether its English is newer."""

    __slots__ = ("language", "stale")

    language: str
    """The language that the text is in: the reader's, or English where there is no translation."""
    stale: datetime.date | None
    """The day on which the English changed, where the translation has not followed."""

    def __new__(cls, text: str, language: str, stale: datetime.date | None = None) -> Self:
        """See the attributes."""
        words = super().__new__(cls, text)
        words.language, words.stale = language, stale
        return words

    def but(self, text: str) -> Words:
        """Another text with the same marks: this one with its placeholders filled in, say."""
        return Words(text, self.language, self.stale)

    def filled(self, **values: object) -> Words:
        """The text with each ``{name}`` replaced by the value of that name."""
        text = str(self)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return self.but(text)


class Texts:
    """The texts of one language; without a catalog, what the sources say."""

    def __init__(self, tag: str, po: str | None = None, changed: datetime.date | None = None) -> None:
        """Reads the catalog `po` of the language `tag`.

        `changed` is said of stale texts whose comment says no day; today if it is None.
        """
        self.tag = tag
        """The language as addresses and ``lang`` write it: ``zh-TW``."""
        self.locale = babel.Locale.parse(tag, sep="-")
        """The same for Babel."""
        self._changed = changed or datetime.datetime.now(tz=datetime.UTC).date()
        catalog = read_po(io.StringIO(po or ""), locale=str(self.locale), abort_invalid=True)
        self._entries = {str(e.context): e for e in catalog if e.id and all(strings(e))}
        self._plurals = _compile(catalog) if po else gettext.NullTranslations()

    def text(self, context: str, english: str) -> Words:
        """The message in this language, or in English where the catalog lacks it."""
        entry = self._entries.get(context)
        if entry is None or not isinstance(entry.string, str):
            return Words(english, SOURCE_LOCALE)
        is_stale = entry.fuzzy or entry.id != english
        return Words(entry.string, self.tag, (stale_since(entry) or self._changed) if is_stale else None)

    def plural(self, context: str, one: str, other: str, count: int) -> str:
        """The plural form of the message that this language uses with `count`."""
        if context not in self._entries:
            return one if count == 1 else other
        return self._plurals.npgettext(context, one, other, count)


def strings(entry: Entry) -> list[object]:
    """The translation of each plural form; one for a message without."""
    return list(entry.string) if isinstance(entry.string, tuple | list) else [entry.string]


def stale_since(entry: Entry) -> datetime.date | None:
    """The day on which the English of a stale translation was seen to have changed, if it was noted."""
    found = next(filter(None, map(STALE_SINCE.match, entry.user_comments)), None)
    return datetime.date.fromisoformat(found[1]) if found else None


def _compile(catalog: Gettext) -> gettext.NullTranslations:
    # gettext reads the rule for plurals from the header, and chooses the form.
    compiled = io.BytesIO()
    write_mo(compiled, catalog, use_fuzzy=True)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def catalog_path(folder: Path, tag: str) -> Path:
    """Where the catalog of a language lies below the folder ``locales/``."""
    return folder / tag / f"{DOMAIN}.po"


def read_texts(folder: Path, tag: str, changed: datetime.date | None = None) -> Texts:
    """The texts of a language; see `Texts`.

    Raises:
        InvalidInputError: when its catalog is missing or cannot be read.
    """
    if tag == SOURCE_LOCALE:
        return Texts(tag)
    path = catalog_path(folder, tag)
    name = f"{folder.name}/{tag}/{path.name}"
    try:
        return Texts(tag, path.read_text(encoding="utf-8"), changed)
    except OSError as error:
        problem = Problem(
            where=Where(name),
            rule="unreadable",
            message=f"The catalog cannot be read: {error.strerror}.",
            fix=f"Make it with “statusbook messages update {tag}”.",
        )
    except (PoFileError, ValueError, SyntaxError) as error:
        problem = Problem(
            where=Where(name, getattr(error, "lineno", 0) + 1),  # Babel counts lines from 0
            rule="syntax",
            message=f"The catalog cannot be read: {re.sub(r' on [0-9]+$', '', str(error))}.",
            fix="Open it in Poedit or run “msgfmt -c” on it.",
        )
    raise InvalidInputError([problem])
