"""What is taken out of a comment before it reaches the disk.

Three kinds of personal data are replaced by a word in brackets; characters that a reader cannot see and that
could hide or reorder text are removed. It errs on the side of replacing: a date such as 2024-05-12 has eight
digits with dashes between, and becomes `[number]`.
"""

import re

# What str.isdigit calls a digit: \d (the decimal digits of every script) and these others, from superscripts
# to circled digits. A test compares the class with str.isdigit for every code point.
_DIGIT = (
    r"[\d\u00b2\u00b3\u00b9\u1369-\u1371\u19da\u2070\u2074-\u2079\u2080-\u2089\u2460-\u2468\u2474-\u247c"
    r"\u2488-\u2490\u24ea\u24f5-\u24fd\u24ff\u2776-\u277e\u2780-\u2788\u278a-\u2792"
    r"\U00010a40-\U00010a43\U00010e60-\U00010e68\U00011052-\U0001105a\U0001f100-\U0001f10a]"
)
# Blanks, dashes, and what has no width: a run of digits with these between is still read as one number.
_GAP_CHARACTERS = (
    r"\t \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000\-\u00ad\u058a\u2010-\u2015\u2212\ufe58\ufe63\uff0d"
    r"\u034f\u061c\u200b-\u200f\u2060-\u2064\ufe0f\u20e3\ufeff"
)
_GAP = f"[{_GAP_CHARACTERS}]"
_PHONE_GAP = rf"[{_GAP_CHARACTERS}./()]"

# Control characters but tab and line feed; bidirectional embeddings, overrides and isolates (Unicode Standard
# Annex 9, section 2); surrogates, which UTF-8 cannot write.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")

# The lookbehind lets a match begin only where a word begins, which keeps the search linear.
_EMAIL = re.compile(r"""(?<![^\s@<>"'(),:;\[\]])[^\s@<>"'(),:;\[\]]++@[^\s@<>"'(),:;\[\]]+\.[^\W\d_][\w-]*""")

_D, _G = _DIGIT, rf"{_PHONE_GAP}{{0,3}}"
_PHONES = (
    rf"(?:\+|\uff0b|00){_G}{_D}(?:{_G}{_D}){{6,14}}",  # +7 495 123-45-67
    rf"(?:{_D}{_G})?\({_D}{{2,5}}\)(?:{_G}{_D}){{5,8}}",  # (555) 123-4567
    rf"0(?:{_G}{_D}){{8,10}}",  # 06.12.34.56.78
    rf"8(?:{_G}{_D}){{10}}",  # 8 495 123 45 67
    rf"{_D}{{3}}[-. ]{_D}{{3}}[-. ]{_D}{{4}}",  # 555-123-4567
)
# Between other digits it is a part of a longer number.
_PHONE = re.compile(rf"(?<!{_DIGIT})(?:{'|'.join(_PHONES)})(?!{_GAP}{{0,3}}{_DIGIT})")

_NUMBER = re.compile(rf"{_DIGIT}(?:{_GAP}*{_DIGIT}){{5,}}")


def redact(comment: str) -> str:
    """Return the comment as it may be stored, without blanks at its ends.

    E-mail addresses become `[email]`, telephone numbers `[phone]`, and every other run of six or more digits
    of any script, with or without blanks and dashes between, `[number]`. Lines end with a line feed.
    """
    text = _UNSEEN.sub("", comment.replace("\r\n", "\n").replace("\r", "\n"))
    text = _EMAIL.sub("[email]", text)
    text = _PHONE.sub("[phone]", text)
    return _NUMBER.sub("[number]", text).strip()
