"""Amounts of time in words: each form is a message of its own, since languages inflect the whole phrase.

Russian says «в течение 24 часов», but «за 24 часа»; Arabic has six forms of each. Which form goes with
a number is for the catalog's plural rule to say (gettext, CLDR), and nothing here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from babel.numbers import format_decimal

from statusbook.messages import SOURCE_LOCALE, Texts, Words
from statusbook.model import PLACEHOLDER, Amount, Form, ProcessingTime, Range, Unit

FORMS: dict[Form, str] = {
    Form.BARE: "{n} {unit}",
    Form.WITHIN: "within {n} {unit}",
    Form.AT_MOST: "no more than {n} {unit}",
    Form.IN: "in {n} {unit}",
    Form.AFTER: "after {n} {unit}",
}
"""English for each form; the pattern's ``{unit}`` is filled in before a translator sees it."""

RANGES: dict[Form, str] = {
    Form.BARE: "{low} to {n} {unit}",
    Form.WITHIN: "within {low} to {n} {unit}",
    Form.AT_MOST: "no more than {low} to {n} {unit}",
    Form.IN: "in {low} to {n} {unit}",
    Form.AFTER: "after {low} to {n} {unit}",
}
"""The same for a range; its larger number decides the plural."""


def message(form: Form, unit: Unit, *, is_range: bool = False) -> tuple[str, str, str]:
    """Context, singular and plural of the phrase for a form and a unit."""
    patterns, kind = (RANGES, "range") if is_range else (FORMS, "amount")
    context = f"{kind}.{form.name.lower().replace('_', '-')}.{unit.value.replace(' ', '-')}"
    pattern = patterns[form]
    return context, pattern.replace("{unit}", unit.value), pattern.replace("{unit}", f"{unit.value}s")


def phrase(texts: Texts, form: Form, amount: Amount | Range) -> Words:
    """The amount in words, in the language of `texts`."""
    is_range = isinstance(amount, Range)
    count = amount.high if isinstance(amount, Range) else amount.count
    words = texts.plural(*message(form, amount.unit, is_range=is_range), count)
    if isinstance(amount, Range):
        words = words.filled(low=format_decimal(amount.low, locale=texts.locale))
    return words.filled(n=format_decimal(count, locale=texts.locale))


def fill(text: Words, english: str, times: Mapping[str, ProcessingTime], texts: Texts) -> Words:
    """`text` with each ``{confirmation:within}`` in words.

    Where the language of `texts` has no words for an amount, it is the `english` sentence as a whole: one
    language a sentence. It is so, too, where a stale translation names an amount that is gone since.

    Raises:
        KeyError: where `text` names a time or a form that is not there, and is not stale.
    """
    used: list[Words] = []

    def words(found: re.Match[str]) -> str:
        amount = times[found[1]].amount
        if amount is None:
            raise KeyError(found[1])
        used.append(phrase(texts, _FORMS[found[2] or ""], amount))
        return used[-1]

    try:
        filled = text.but(PLACEHOLDER.sub(words, text))
    except KeyError:
        if not text.stale:
            raise
        filled = None
    if filled is None or any(phrase.language != text.language for phrase in used):
        return fill(Words(english, SOURCE_LOCALE), english, times, Texts(SOURCE_LOCALE))
    return filled


_FORMS = {form.value: form for form in Form}
