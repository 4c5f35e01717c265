"""What is removed from a comment, and the plain copy of a text in which personal data are searched."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

# Control characters but tab and line feed; bidirectional embeddings, overrides and isolates (Unicode Standard
# Annex 9, section 2); surrogates, which UTF-8 cannot write.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_LINE_END = re.compile(r"\r\n?|[\u2028\u2029]")

UNSEEN = "\u200b"
"""What stands in a shadow for every character without a width."""

_LAST_DIGIT = 0x1FBF9  # a test looks at every code point
_BLANKS = "\t \u00a0\u1680\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# With the katakana long mark, which Japanese keyboards give for a dash.
_DASHES = "-\u058a\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u30fc\ufe58\ufe63\uff0d\uff70"
# Soft hyphen, joiners, marks of direction, variation selectors, the frame of a keycap.
_WIDTHLESS = (
    "\u00ad\u034f\u061c\u200b\u200c\u200d\u200e\u200f\u2060\u2061\u2062\u2063\u2064\ufe0e\ufe0f\u20e3\ufeff"
)
_LOOKALIKES = {"٫": ".", "٬": ",", "،": ",", "·": ".", "・": ".", "﹫": "@", "’": "'"}
_FULL_WIDTH = {chr(point + 0xFEE0): chr(point) for point in range(0x21, 0x7F)}

_PLAIN = str.maketrans(
    _FULL_WIDTH
    | _LOOKALIKES
    | {
        sign: str(unicodedata.digit(sign))
        for sign in map(chr, range(0x80, _LAST_DIGIT + 1))
        if sign.isdigit()
    }
    | dict.fromkeys(_BLANKS, " ")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_WIDTHLESS, UNSEEN)
)


@dataclass(frozen=True, kw_only=True)
class Step:
    """One kind of text that is searched in a shadow."""

    pattern: re.Pattern[str]
    judge: Callable[[re.Match[str]], str | None]
    """Returns what is put there; None keeps the match."""
    group: int = 0
    """The group that is replaced; 0 is the whole match."""


def cleaned(comment: str) -> str:
    """Return a comment without what cannot be seen or stored, and what reorders text."""
    return _UNSEEN.sub("", _LINE_END.sub("\n", comment))


def shadow(text: str) -> str:
    """Return a copy of the same length that is easy to search.

    Digits of every script are 0 to 9 in it, blanks are spaces, dashes hyphens, and full-width forms ASCII.
    """
    return text.translate(_PLAIN)
