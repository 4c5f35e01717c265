"""The pseudo-locale ``en-XA``: English that shows what cannot be translated.

Every text that comes from a catalog is accented, a third longer and in brackets; so a text without brackets
is one that no translator can reach, and one that is cut off will be cut off in German.
"""

from __future__ import annotations

import datetime
import re

import babel

from statusbook.messages import Texts, Words

PSEUDO_LOCALE = "en-XA"
"""The tag that ICU and Android use for it."""

_ACCENTS = str.maketrans(
    "ACDEGHIJKLNORSTUWYZacdeghijklnorstuwyz",
    "ÅÇÐÉĜĤÎĴĶĻÑÖŔŠŢÛŴÝŽåçðéĝĥîĵķļñöŕšţûŵýž",
)
_KEPT = re.compile(r"\{[^}]*\}|\]\([^)]*\)|&[a-z]+;")
"""Placeholders, addresses of links, entities."""


class PseudoTexts(Texts):
    """The texts of the pseudo-locale; it needs no catalog."""

    def __init__(self) -> None:
        """Takes plurals, dates and numbers from English."""
        super().__init__("en", changed=datetime.date.min)
        self.tag = PSEUDO_LOCALE
        self.locale = babel.Locale.parse("en")

    def text(self, context: str, english: str) -> Words:  # noqa: ARG002 - the same question as of a catalog
        """The text, changed as the module says."""
        return Words(pseudo(english), self.tag)

    def plural(self, context: str, one: str, other: str, count: int) -> Words:
        """The phrase, accented; the sentence that takes it in has the brackets."""
        return Words(_accented(super().plural(context, one, other, count)), self.tag)


def pseudo(english: str) -> str:
    """The text accented, a third longer and in brackets; placeholders and addresses stay as they are."""
    more = "·" * max(1, len(english) // 3)
    return f"⟦{_accented(english)}{more}⟧"


def _accented(english: str) -> str:
    kept, parts = _KEPT.findall(english), _KEPT.split(english)
    accented = [part.translate(_ACCENTS) for part in parts]
    return "".join(a + k for a, k in zip(accented, [*kept, ""], strict=True))
