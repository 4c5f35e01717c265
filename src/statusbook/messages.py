"""Texts in the reader's language: gettext catalogs, read by Babel.

A message is known by its context, such as ``status.packaging.meaning``. English is the source. A text that a
catalog lacks is *missing* and shown in English; one whose English has changed since it was translated is
*stale* and shown as it is. Either way the words know it, so that readers can be told.
"""

from __future__ import annotations

import datetime
import functools
import gettext
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, Self

import babel
from babel.messages.catalog import Catalog as Gettext
from babel.messages.plurals import get_plural
from babel.messages.pofile import PoFileError, read_po

from statusbook.model import MOST_COUNT, Where
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

    def __reduce__(self) -> tuple[type[Words], tuple[str, str, datetime.date | None]]:
        """For copies, and for what one process sends to another."""
        return Words, (str(self), self.language, self.stale)

    def but(self, text: str) -> Words:
        """Another text with the same marks: this one with its placeholders filled in, say."""
        return Words(text, self.language, self.stale)

    def filled(self, **values: object) -> Words:
        """The text with each ``{name}`` replaced by the value of that name."""
        text = str(self)
        for name, value in values.items():
            text = text.replace(f"{{{name}}}", str(value))
        return self.but(text)


class Translated(Protocol):
    """A message of a catalog, such as Babel's."""

    @property
    def context(self) -> str | None:
        """By which it is known."""

    @property
    def id(self) -> str | Sequence[str]:
        """Its English, or that of each form."""

    @property
    def string(self) -> str | Sequence[str] | None:
        """Its translation, or that of each form."""

    @property
    def fuzzy(self) -> bool:
        """Whether its English has changed since."""

    @property
    def user_comments(self) -> list[str]:
        """What is written beside it."""


class Messages(Protocol):
    """A catalog that was read, such as Babel's."""

    @property
    def plural_expr(self) -> str:
        """Its rule for plurals."""

    def __iter__(self) -> Iterator[Translated]:
        """Each of its messages."""


class Texts:
    """The texts of one language; without a catalog, what the sources say."""

    def __init__(
        self,
        tag: str,
        catalog: Messages | None = None,
        changed: datetime.date | None = None,
        now: Mapping[str, str] | None = None,
    ) -> None:
        """Takes the texts of the language `tag` from its catalog.

        `changed` is said of stale texts whose comment says no day; today if it is None. `now` are the English
        texts as they are, by context: a catalog that was not brought up to date with them has a translation
        under the name that its text had before, and it goes with the text.
        """
        self.tag = tag
        """The language as addresses and ``lang`` write it: ``zh-TW``."""
        self.locale = babel.Locale.parse(tag, sep="-")
        """The same for Babel."""
        self._changed = changed or datetime.datetime.now(tz=datetime.UTC).date()
        whole = [entry for entry in catalog or () if entry.id and all(strings(entry))]
        self._entries = {str(entry.context): entry for entry in whole}
        self._same = {kind(entry): entry for entry in whole if not entry.fuzzy}
        self._moved = {
            (context.partition(".")[0], english)
            for context, english in (now or {}).items()
            if context not in self._entries or self._entries[context].id != english
        }
        self._plural_rule = catalog.plural_expr if catalog else ""

    def text(self, context: str, english: str) -> Words:
        """The message in this language, or in English where the catalog lacks it."""
        entry = self._entries.get(context)
        if entry is None or entry.id != english:
            entry = None if entry and kind(entry) in self._moved else entry
            entry = self._same.get((context.partition(".")[0], english), entry)
        if entry is None or not isinstance(entry.string, str):
            return Words(english, SOURCE_LOCALE)
        is_stale = entry.fuzzy or entry.id != english
        return Words(entry.string, self.tag, (stale_since(entry) or self._changed) if is_stale else None)

    def locale_of(self, words: Words) -> babel.Locale:
        """For Babel, the language that a text is in: this one, or English."""
        return self.locale if words.language == self.tag else babel.Locale.parse(words.language, sep="-")

    def plural(self, context: str, one: str, other: str, count: int) -> Words:
        """The plural form of the message that this language uses with `count`, or the English one."""
        entry = self._entries.get(context)
        if entry is None or entry.id != (one, other):
            return Words(one if count == 1 else other, SOURCE_LOCALE)
        index = _plural_index(self._plural_rule)(count)
        return Words(str(strings(entry)[index]), self.tag)


def strings(entry: Translated) -> list[object]:
    """The translation of each plural form; one for a message without."""
    return list(entry.string) if isinstance(entry.string, tuple | list) else [entry.string]


def kind(entry: Translated) -> tuple[str, str]:
    """What a text and the same one elsewhere have in common: what it is a text of, and its English."""
    return str(entry.context).partition(".")[0], str(entry.id)


def stale_since(entry: Translated) -> datetime.date | None:
    """The day on which the English of a stale translation was seen to have changed, if it was noted."""
    found = next(filter(None, map(STALE_SINCE.match, entry.user_comments)), None)
    try:
        return datetime.date.fromisoformat(found[1]) if found else None
    except ValueError:  # the 99th of a month
        return None


_plural_index = functools.lru_cache(maxsize=64)(gettext.c2py)
"""What gives the plural form of a number by a catalog's rule."""


@functools.lru_cache(maxsize=64)
def plural_indices(rule: str) -> tuple[int, ...]:
    """The plural form of each number from 0 to `MOST_COUNT` by a catalog's rule, such as ``n != 1``.

    Raises:
        ValueError, ArithmeticError: where the rule cannot be read, or not be followed for one of the numbers.
    """
    return tuple(map(gettext.c2py(rule), range(MOST_COUNT + 1)))


def parse_catalog(data: bytes, tag: str, name: str) -> Gettext:
    """The catalog in a file of the language `tag`; `name` is what problems call the file.

    Raises:
        InvalidInputError: where anything in it cannot be read. Babel would skip it, and it would be lost
            when the file is written again.
    """
    fix = "Open it in Poedit or run “msgfmt -c” on it."
    try:
        locale = str(babel.Locale.parse(tag, sep="-"))
        lines = data.decode("utf-8-sig").splitlines()
        for number, line in enumerate(map(str.strip, lines), 1):
            if not _PO_LINE.fullmatch(line):
                raise _unreadable(Where(name, number), f"“{line[:60]}” is no line of a catalog", fix)
        catalog = read_po(lines, locale=locale, domain=DOMAIN, abort_invalid=True)
        catalog.charset = "utf-8"
        if catalog.plural_forms != str(get_plural(locale)):  # the customary ones are known to be sound
            indices = plural_indices(catalog.plural_expr)
            if min(indices) < 0 or max(indices) >= catalog.num_plurals:
                raise ValueError("the rule for plurals leads to a form that is not there")
    except (babel.UnknownLocaleError, *_BABEL_RAISES) as error:
        where = Where(name, getattr(error, "lineno", 0) + 1)  # Babel counts lines from 0
        message = re.sub(r" on [0-9]+$", "", str(error)) or type(error).__name__
        raise _unreadable(where, message, fix) from None
    return catalog


_PO_LINE = re.compile(
    r"(?:#.*|(?:(?:msgctxt|msgid|msgid_plural|msgstr|msgstr\[[0-5]\]) )?\"[^\"\\]*+(?:\\.[^\"\\]*+)*+\")?"
)
"""A comment, a text, or nothing."""

_BABEL_RAISES = (
    PoFileError,
    ValueError,
    SyntaxError,
    LookupError,
    ArithmeticError,
    TypeError,
    AttributeError,
)
"""For bad headers: dates, plurals, charsets."""


def _unreadable(where: Where, message: str, fix: str) -> InvalidInputError:
    message = f"The catalog cannot be read: {message}."
    return InvalidInputError([Problem(where=where, rule="syntax", message=message, fix=fix)])


def catalog_path(folder: Path, tag: str) -> Path:
    """Where the catalog of a language lies below the folder ``locales/``."""
    return folder / tag / f"{DOMAIN}.po"


def catalog_name(tag: str) -> str:
    """What problems call the catalog of a language."""
    return f"locales/{tag}/{DOMAIN}.po"


def read_texts(
    folder: Path,
    tag: str,
    changed: datetime.date | None = None,
    now: Mapping[str, str] | None = None,
    read: Callable[[bytes, str, str], Messages] = parse_catalog,
) -> Texts:
    """The texts of a language; see `Texts`. `read` is what reads its catalog, see `parse_catalog`.

    Raises:
        InvalidInputError: when its catalog is missing or cannot be read.
    """
    if tag == SOURCE_LOCALE:
        return Texts(tag)
    try:
        data = catalog_path(folder, tag).read_bytes()
    except OSError as error:
        fix = f"Make it with “statusbook messages update {tag}”."
        raise _unreadable(Where(catalog_name(tag)), str(error.strerror), fix) from None
    return Texts(tag, read(data, tag, catalog_name(tag)), changed, now)
