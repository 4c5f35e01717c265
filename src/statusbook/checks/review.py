"""What is wrong with a translation, as far as that can be seen without knowing the language.

Each rule is a function from a translation to what it finds; its name is its id, and its docstring shows it,
as in `statusbook.checks.rules`. Stale and missing texts are no problems: readers are told of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from babel.messages.catalog import Catalog as Gettext

from statusbook.checks.glossary import Glossary
from statusbook.messages import SOURCE_LOCALE, strings
from statusbook.model import PLACEHOLDER, Form
from statusbook.places import Places
from statusbook.problems import Edit, Finding, Problem, apply, nearest

_NAMED = re.compile(r"\*{1,2}([^*]+)\*{1,2}|\[([^\]]+)\]\(")
"""A term inside a text: the name of a button or the text of a link."""
_FORMS = tuple(form.value for form in Form if form.value)
_TARGET = re.compile(r"(?<=\]\()[^)]+(?=\))")
_WORD = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
_TWICE = re.compile(r"\b(?<![’'-])([^\W\d_]++)\s+\1\b(?![’'-])", re.IGNORECASE)

_DIGITS = re.compile(r"\d+")

_COUNT = ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_IN_WORDS = {word: str(number) for number, words in enumerate(_COUNT, 1) for word in words.split()}
"""Numbers that the English says in words; other languages may write them in digits."""

_NORMALLY_TWICE: dict[str, set[str]] = {
    "da": {"der", "det"},
    "de": {"das", "der", "die", "sie"},
    "fr": {"nous", "vous"},
    "nb": {"der", "det"},
    "nl": {"dat", "je", "u"},
    "sv": {"det"},
}
"""Words that grammar puts side by side, by language: “wanneer je je geld terugkrijgt”."""

_REPEATING = {"id", "ms", "tr"}
"""Languages that double words to say more: “yavaş yavaş”."""


@dataclass(frozen=True, kw_only=True)
class Translation:
    """A text of a catalog, and what it is held against."""

    context: str
    english: str
    text: str
    language: str
    """The tag, such as ``zh-TW``."""
    glossary: Glossary
    places: Places

    def finding(self, message: str, fix: str, offset: int = 0, edit: Edit | None = None) -> Finding:
        """A finding at a character of the text; `message` follows the name of the text."""
        where = self.places.find(self.context, offset)
        return Finding(where=where, message=f"{self.context} {message}.", fix=fix, edit=edit)


Rule = Callable[[Translation], Iterator[Finding]]


def placeholders(translation: Translation) -> Iterator[Finding]:
    """A translation has lost an amount or a value, or has one that the English has not.

    The form of an amount is its own affair: where the English has “{reply:within}”, it may have “{reply}”.

    Bad::

        # de
        msgctxt "status.paid.meaning"
        msgid "We answer {reply:within}."
        msgstr "Wir antworten {antwort:within}."
                               ^

    Good::

        # de
        msgctxt "status.paid.meaning"
        msgid "We answer {reply:within}."
        msgstr "Wir antworten innerhalb von {reply}."
    """
    if "{" not in translation.english and "{" not in translation.text:
        return
    wanted = [found[1] for found in PLACEHOLDER.finditer(translation.english)]
    written = list(PLACEHOLDER.finditer(translation.text))
    yield from _exchanged(translation, wanted, [(found[1], found.start(1)) for found in written], "{%s}")
    for found in written:
        if found[2] is not None and found[2] not in _FORMS:
            guess = nearest(found[2], _FORMS)
            fix = f"Did you mean “{guess}”?" if guess else f"Known forms: {', '.join(_FORMS)}."
            edit = Edit(old=found[2], new=guess) if guess else None
            message = f"has “{found[0]}”, and “{found[2]}” is no form of an amount"
            yield translation.finding(message, fix, found.start(2), edit)


def links(translation: Translation) -> Iterator[Finding]:
    """A translation leads to other addresses than the English.

    Bad::

        # de
        msgctxt "page.order-status.trouble.1"
        msgid "Write to [us](link:customer-service)."
        msgstr "Schreiben Sie [uns](link:kundenservice)."
                                    ^

    Good::

        # de
        msgctxt "page.order-status.trouble.1"
        msgid "Write to [us](link:customer-service)."
        msgstr "Schreiben Sie [uns](link:customer-service)."
    """
    if "](" in translation.english or "](" in translation.text:
        found = [(found[0], found.start()) for found in _TARGET.finditer(translation.text)]
        yield from _exchanged(translation, _TARGET.findall(translation.english), found, "%s")


def terms(translation: Translation) -> Iterator[Finding]:
    """A translation calls one of the shop’s terms by another word than the glossary.

    A text that is the term has to be the glossary’s word; one that names it as a button, “*Track*”, or as the
    text of a link has to have the word, or another of its forms, in it.

    Bad::

        # de
        msgctxt "status.paid.steps.1.text"
        msgid "Press *Track*."
        msgstr "Drücken Sie *Suchen*."
                             ^

    Good::

        # de
        msgctxt "status.paid.steps.1.text"
        msgid "Press *Track*."
        msgstr "Drücken Sie *Verfolgen*."
    """
    english, text, known = translation.english, translation.text, translation.glossary.terms
    has_names = "*" in english or "[" in english
    named = [found[1] or found[2] for found in _NAMED.finditer(english)] if has_names else []
    for term in sorted({*named, english} & known.keys()):
        forms = known[term].get(translation.language, ())
        if not (text in forms if english == term else any(form in text for form in forms)):
            listed = " or ".join(f"“{form}”" for form in forms) or "nothing"
            fix = "Use the glossary’s word, or add this form to locales/glossary.yaml."
            message = f"says “{text[:80]}”; for “{term}” the glossary has {listed}"
            yield translation.finding(message, fix, _same_name(text, named, term))


def names(translation: Translation) -> Iterator[Finding]:
    """A translation has changed a name that is the same in every language.

    Bad::

        # de
        msgctxt "site.about"
        msgid "LightInTheBox sells clothes."
        msgstr "LichtInDerKiste verkauft Kleidung."
                ^

    Good::

        # de
        msgctxt "site.about"
        msgid "LightInTheBox sells clothes."
        msgstr "LightInTheBox verkauft Kleidung."
    """
    for name in translation.glossary.names:
        if name in translation.english and name not in translation.text:
            yield translation.finding(f"has lost the name “{name}”", "Write it as in English.")


def lost_line_break(translation: Translation) -> Iterator[Finding]:
    r"""A translation has lost the line break that the English has.

    Bad::

        # de
        msgctxt "app.line"
        msgid "Scan the code\nto get the app."
        msgstr "Scannen Sie den Code, um die App zu laden."
                ^

    Good::

        # de
        msgctxt "app.line"
        msgid "Scan the code\nto get the app."
        msgstr "Scannen Sie den Code,\num die App zu laden."
    """
    if _breaks(translation.english) and not _breaks(translation.text):
        yield translation.finding("has lost the line break", "Break the line where this language would.")


def repeated_word(translation: Translation) -> Iterator[Finding]:
    """A translation has the same word twice in a row.

    Words that grammar may put side by side, such as the Dutch “je je”, are left alone.

    Bad::

        # de
        msgctxt "status.shipped.meaning"
        msgid "It is on its way to you."
        msgstr "Sie ist auf dem dem Weg zu Ihnen."
                            ^

    Good::

        # de
        msgctxt "status.shipped.meaning"
        msgid "It is on its way to you."
        msgstr "Sie ist auf dem Weg zu Ihnen."
    """
    language = translation.language.partition("-")[0]
    if language not in _REPEATING:
        for found in _TWICE.finditer(translation.text):
            if found[1].casefold() not in _NORMALLY_TWICE.get(language, ()):
                edit = Edit(old=found[0], new=found[1])
                yield translation.finding(f"says “{found[0]}”", "Delete one of the two.", found.start(), edit)


def untranslated(translation: Translation) -> Iterator[Finding]:
    """A translation is the English text.

    Names, amounts, and terms that the glossary has in this language as they are in English do not count, and
    a single word may be the same in both.

    Bad::

        # de
        msgctxt "status.shipped.meaning"
        msgid "It is on its way."
        msgstr "It is on its way."
                ^

    Good::

        # de
        msgctxt "status.shipped.meaning"
        msgid "It is on its way."
        msgstr "Sie ist unterwegs."
    """
    language, glossary = translation.language, translation.glossary
    if translation.text != translation.english or language.partition("-")[0] == SOURCE_LOCALE:
        return
    rest = _TARGET.sub("", PLACEHOLDER.sub("", translation.text))
    for same in (
        *glossary.names,
        *(t for t, forms in glossary.terms.items() if t in forms.get(language, ())),
    ):
        rest = rest.replace(same, "")
    if len(_WORD.findall(rest)) >= 2:
        fix = "Translate it, or leave it empty: readers then see the English, and are told so."
        yield translation.finding("is the English text", fix)


def numbers(translation: Translation) -> Iterator[Finding]:
    """A translation writes a number that the English has not: it would not follow when an amount changes.

    Bad::

        # de
        msgctxt "status.paid.meaning"
        msgid "We answer {reply:within}."
        msgstr "Wir antworten {reply:within}, also in 24 Stunden."
                                                      ^

    Good::

        # de
        msgctxt "status.paid.meaning"
        msgid "We answer {reply:within}."
        msgstr "Wir antworten {reply:within}."
    """
    if not _DIGITS.search(translation.text):
        return
    english = _blank(translation.english)
    known = {_plain(digits) for digits in _DIGITS.findall(english)}
    known |= {_IN_WORDS.get(word, "") for word in _WORD.findall(english.lower())}
    for found in _DIGITS.finditer(_blank(translation.text)):
        if _plain(found[0]) not in known:
            message = f"says “{found[0]}”, which the English does not"
            fix = "Take in the amount of time by its id, “{…}”, or say it without a number."
            yield translation.finding(message, fix, found.start())


RULES: tuple[Rule, ...] = (
    placeholders,
    links,
    terms,
    names,
    lost_line_break,
    repeated_word,
    untranslated,
    numbers,
)


def review(catalog: Gettext, tag: str, glossary: Glossary, places: Places) -> Iterator[Problem]:
    """What the rules find in a catalog of the language `tag`; `places` are those in its file."""
    for entry in catalog:
        if entry.id and isinstance(entry.id, str) and not entry.fuzzy and all(strings(entry)):
            translation = Translation(
                context=str(entry.context),
                english=entry.id,
                text=str(entry.string),
                language=tag,
                glossary=glossary,
                places=places,
            )
            yield from apply(RULES, translation)


def _exchanged(
    translation: Translation, wanted: list[str], found: list[tuple[str, int]], form: str
) -> Iterator[Finding]:
    """What is too much and what is missing; the two are taken together as far as they go."""
    missing, extra = Counter(wanted), []
    for value, offset in found:
        if missing[value] > 0:
            missing[value] -= 1
        else:
            extra.append((value, offset))
    lost = list(missing.elements())
    for (value, offset), meant in zip(extra, lost, strict=False):
        edit = Edit(old=value, new=meant)
        message, fix = f"has “{form % value}” in place of “{form % meant}”", f"Write “{form % meant}”."
        yield translation.finding(message, fix, offset, edit)
    for value in lost[len(extra) :]:
        yield translation.finding(f"has lost “{form % value}”", "Put it where it belongs in this language.")
    for value, offset in extra[len(lost) :]:
        message = f"has “{form % value}”, which the English has not"
        yield translation.finding(message, "Delete it.", offset)


def _breaks(text: str) -> bool:
    """Whether a line ends inside the text; in Markdown, a backslash ends one."""
    return "\n" in text or "<br" in text or "\\ " in text


def _same_name(text: str, named: list[str], term: str) -> int:
    """Where the translation has what is a `term` in the English; its start if that cannot be told."""
    found = list(_NAMED.finditer(text))
    if term not in named or len(found) != len(named):
        return 0
    same = found[named.index(term)]
    return same.start(same.lastindex or 0)


def _blank(text: str) -> str:
    """The text with spaces for amounts of time and addresses, which may hold digits."""
    return _TARGET.sub(_spaces, PLACEHOLDER.sub(_spaces, text))


def _spaces(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _plain(digits: str) -> str:
    """Digits of any script in ours."""
    return "".join(str(unicodedata.decimal(digit)) for digit in digits)
