"""Texts in the reader's language: gettext catalogs, read by Babel.

A message is known by its context, such as ``status.packaging.meaning``, and its English text. English is
the source; a text that a catalog lacks, or marks as fuzzy, is shown in English.
"""

from __future__ import annotations

import gettext
import io
import re
from pathlib import Path
from typing import Protocol

import babel
from babel.messages.mofile import write_mo
from babel.messages.pofile import PoFileError, read_po

from statusbook.model import Where
from statusbook.problems import InvalidInputError, Problem

SOURCE_LOCALE = "en"
"""The language of ``statuses.yaml``, ``docs/`` and the templates."""

DOMAIN = "statusbook"
"""The catalogs' name: ``locales/ru/statusbook.po``."""


class Texts(Protocol):
    """The texts of one language."""

    tag: str
    """The language as addresses and ``lang`` write it: ``zh-TW``."""
    locale: babel.Locale
    """The same for Babel."""

    def text(self, context: str, english: str) -> str:
        """The message in this language, or in English where the catalog lacks it."""

    def plural(self, context: str, one: str, other: str, count: int) -> str:
        """The plural form of the message that this language uses with `count`."""


class SourceTexts:
    """English: every message says what the sources say."""

    def __init__(self) -> None:
        self.tag = SOURCE_LOCALE
        self.locale = babel.Locale.parse(SOURCE_LOCALE)

    def text(self, context: str, english: str) -> str:  # noqa: ARG002 - the same questions as of a catalog
        """See `Texts.text`."""
        return english

    def plural(self, context: str, one: str, other: str, count: int) -> str:  # noqa: ARG002
        """See `Texts.plural`."""
        return one if count == 1 else other


class CatalogTexts:
    """The texts of a gettext catalog; what it lacks is collected in `missing`."""

    def __init__(self, po: str, tag: str) -> None:
        self.tag = tag
        self.locale = babel.Locale.parse(tag, sep="-")
        self.missing: set[tuple[str, str]] = set()
        """Context and English text of each message that was asked for in vain."""
        compiled = io.BytesIO()
        # Babel writes no fuzzy message, and gettext reads the rule for plurals from the header.
        write_mo(compiled, read_po(io.StringIO(po), locale=str(self.locale), abort_invalid=True))
        compiled.seek(0)
        self._gettext = gettext.GNUTranslations(compiled)
        self._gettext.add_fallback(_Missing(self.missing))

    def text(self, context: str, english: str) -> str:
        """See `Texts.text`."""
        return self._gettext.pgettext(context, english)

    def plural(self, context: str, one: str, other: str, count: int) -> str:
        """See `Texts.plural`."""
        return self._gettext.npgettext(context, one, other, count)


class _Missing(gettext.NullTranslations):
    """Answers in English, and remembers for what."""

    def __init__(self, missing: set[tuple[str, str]]) -> None:
        super().__init__()
        self._missing = missing

    def pgettext(self, context: str, message: str) -> str:
        self._missing.add((context, message))
        return message

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:
        self._missing.add((context, msgid1))
        return msgid1 if n == 1 else msgid2


def catalog_path(folder: Path, tag: str) -> Path:
    """Where the catalog of a language lies below the folder ``locales/``."""
    return folder / tag / f"{DOMAIN}.po"


def read_texts(folder: Path, tag: str) -> Texts:
    """The texts of a language.

    Raises:
        InvalidInputError: when its catalog is missing or cannot be read.
    """
    if tag == SOURCE_LOCALE:
        return SourceTexts()
    path = catalog_path(folder, tag)
    name = f"{folder.name}/{tag}/{path.name}"
    try:
        return CatalogTexts(path.read_text(encoding="utf-8"), tag)
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
