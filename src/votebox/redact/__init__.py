"""What is taken out of a comment before it reaches the disk.

Personal data are replaced by a word in brackets, and characters that nobody sees are removed. In doubt a
number is replaced, but for dates, times, prices and sizes, which editors need.

- `shadow`: what is removed, and the plain copy of a text in which the others search
- `contacts`: e-mail addresses, secrets of links, order codes and tokens
- `numbers`: telephone numbers, cards, accounts, and every other long number; what is kept of them
"""

from typing import Final

from votebox.redact.contacts import CONTACTS
from votebox.redact.numbers import NUMBERS
from votebox.redact.shadow import Step, cleaned, shadow

PLACEHOLDERS: Final = ("[email]", "[token]", "[iban]", "[order]", "[phone]", "[card]", "[number]")
"""All that may stand in place of personal data."""

_STEPS = (*CONTACTS, *NUMBERS)


def redact(comment: str) -> str:
    """Return the comment as it may be stored, without blanks at its ends; lines end with a line feed.

    It is at most eight for five as long. What was redacted once is not changed by redacting it again.
    """
    text = cleaned(comment)
    once = _round(text)
    # What stood behind something that is replaced now begins a word: it is searched once more.
    return (once if once == text else _round(once)).strip()


def _round(text: str) -> str:
    plain = shadow(text)
    for step in _STEPS:
        replaced = _replaced(text, plain, step)
        if replaced != text:
            text, plain = replaced, shadow(replaced)
    return text


def _replaced(text: str, plain: str, step: Step) -> str:
    parts, end = [], 0
    for match in step.pattern.finditer(plain):
        placeholder = step.judge(match)
        if placeholder is not None:
            begin, after = match.span(step.group)
            parts += [text[end:begin], placeholder]
            end = after
    return "".join([*parts, text[end:]])
