"""Amounts of time that a text writes out, although a processing time owns them.

What is looked for are the words that the build itself would put in. So no language needs anything of its
own here, and the placeholder that says the same is known at once.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from babel.numbers import format_decimal

from statusbook import phrases
from statusbook.messages import Texts
from statusbook.model import PLACEHOLDER, Amount, Form, ProcessingTime, Range, Where
from statusbook.problems import Edit, Finding

_DIGIT = re.compile(r"\d")
"""Of any script."""
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af]")
"""Letters of scripts in which the next word, or an ending, follows without a space."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """An amount of time in a text."""

    start: int
    words: str
    form: Form
    owners: tuple[str, ...]
    """The ids of the processing times that have this amount."""

    def finding(self, where: Where, near: Collection[str] = ()) -> Finding:
        """The same as something to mend; an owner in `near` is the one that is probably meant."""
        owner = next((id_ for id_ in self.owners if id_ in near), self.owners[0])
        placeholder = f"{{{owner}:{self.form.value}}}" if self.form.value else f"{{{owner}}}"
        others = [id_ for id_ in self.owners if id_ != owner]
        same = f", or another of the same length: {', '.join(others)}" if others else ""
        return Finding(
            where=where,
            message=f"“{' '.join(self.words.split())}” would not follow when “{owner}” changes.",
            fix=f"Write “{placeholder}”{same}.",
            edit=Edit(old=self.words, new=placeholder),
        )


class Owned:
    """The amounts that processing times own, in the words of one language."""

    def __init__(self, times: Iterable[ProcessingTime], texts: Texts) -> None:
        owners: dict[Amount | Range, list[str]] = {}
        for time in times:
            if time.amount:
                owners.setdefault(time.amount, []).append(time.id)
        meanings: dict[str, tuple[Form, tuple[str, ...]]] = {}
        for amount, ids in owners.items():
            for form in Form:
                if pattern := _pattern(amount, form, texts):
                    meanings.setdefault(pattern, (form, tuple(ids)))
        # The longest first: “no more than 24 hours” is not “24 hours”.
        patterns = sorted(meanings, key=len, reverse=True)
        self._meanings = [meanings[pattern] for pattern in patterns]
        self._pattern = re.compile("|".join(f"({pattern})" for pattern in patterns)) if patterns else None

    def find(self, text: str) -> Iterator[Written]:
        """The amounts that stand in `text`, in its order."""
        bare = PLACEHOLDER.sub(lambda found: "{" + " " * (len(found[0]) - 2) + "}", text)
        if self._pattern and _DIGIT.search(bare):
            plain = _DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), bare)
            for found in self._pattern.finditer(plain):
                form, owners = self._meanings[(found.lastindex or 1) - 1]
                words = text[found.start() : found.end()]
                yield Written(start=found.start(), words=words, form=form, owners=owners)


def _pattern(amount: Amount | Range, form: Form, texts: Texts) -> str:
    """Matches the amount as `phrases.phrase` says it; empty where the language has a word for the number."""
    is_range = isinstance(amount, Range)
    count = amount.high if isinstance(amount, Range) else amount.count
    words = texts.plural(*phrases.message(form, amount.unit, is_range=is_range), count)
    before, number, after = words.rpartition("{n}")
    if not number or (is_range and "{low}" not in before):
        return ""
    whole = f"{_number(count, texts)}{_literal(after)}"
    if isinstance(amount, Range):
        # Whatever stands between the two numbers: “to”, “or”, a dash.
        before = before.partition("{low}")[0]
        whole = rf"{_number(amount.low, texts)}\D{{1,9}}?{whole}"
    start = r"(?<!\w)" if before[:1].isalpha() else r"(?<!\d)(?<!\d[.,–-])"
    end = "" if _UNSPACED.match(words[-1]) else r"(?!\w)"
    return f"{start}{_literal(before)}{whole}{end}"


def _literal(text: str) -> str:
    return r"\s+".join(map(re.escape, text.split(" ")))


def _number(count: int, texts: Texts) -> str:
    """The number with and without the separators of the language."""
    local = format_decimal(count, locale=texts.locale)
    return str(count) if local == str(count) else f"(?:{count}|{re.escape(local)})"
