"""What is wrong with a translation, as far as that can be seen without knowing the language.

Each rule is a function from an English text and its translation to what it finds; `RULES` lists them all.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator

from babel.messages.catalog import Catalog as Gettext

from statusbook.glossary import Glossary
from statusbook.messages import strings
from statusbook.model import PLACEHOLDER, Where
from statusbook.problems import Problem

_NAMED = re.compile(r"\*{1,2}([^*]+)\*{1,2}|\[([^\]]+)\]\(")
"""A term inside a text: the name of a button or the text of a link."""
_TARGET = re.compile(r"\]\(([^)]+)\)")

Rule = Callable[[str, str, str, Glossary], Iterator[tuple[str, str]]]
"""English, translation, language and glossary to messages and fixes."""


def placeholders(english: str, translated: str, _tag: str, _glossary: Glossary) -> Iterator[tuple[str, str]]:
    """A translation names the same amounts and values; the form of an amount is its own affair."""
    wanted, found = (Counter(m[1] for m in PLACEHOLDER.finditer(text)) for text in (english, translated))
    for name in wanted - found:
        yield f"has lost “{{{name}}}”", "Put it where the value belongs in this language."
    for name in found - wanted:
        yield f"has “{{{name}}}”, which the English has not", "Delete it."


def links(english: str, translated: str, _tag: str, _glossary: Glossary) -> Iterator[tuple[str, str]]:
    """A translation leads to the same addresses."""
    if Counter(_TARGET.findall(english)) != Counter(_TARGET.findall(translated)):
        yield "leads to other addresses than the English", "Take the addresses over as they are."


def terms(english: str, translated: str, tag: str, glossary: Glossary) -> Iterator[tuple[str, str]]:
    """A term is called by the glossary's word."""
    named = {found[1] or found[2] for found in _NAMED.finditer(english)}
    for term in sorted((named | {english}) & glossary.terms.keys()):
        forms = glossary.terms[term].get(tag, ())
        if not (translated in forms if english == term else any(form in translated for form in forms)):
            known = " or ".join(f"“{form}”" for form in forms) or "nothing"
            fix = "Use the glossary’s word, or add this form to locales/glossary.yaml."
            yield f"says “{translated[:80]}”; for “{term}” the glossary has {known}", fix


def names(english: str, translated: str, _tag: str, glossary: Glossary) -> Iterator[tuple[str, str]]:
    """A name is written in every language as it is."""
    for name in glossary.names:
        if name in english and name not in translated:
            yield f"has lost the name “{name}”", "Write it as in English."


RULES: tuple[Rule, ...] = (placeholders, links, terms, names)


def review(catalog: Gettext, tag: str, glossary: Glossary, where: str) -> Iterator[Problem]:
    """What the rules find in a catalog; `where` is what problems call its file.

    Stale and missing texts are no problems: readers are told of them.
    """
    for entry in catalog:
        if not entry.id or entry.fuzzy or not isinstance(entry.id, str) or not all(strings(entry)):
            continue
        for rule in RULES:
            for message, fix in rule(entry.id, str(entry.string), tag, glossary):
                yield Problem(
                    where=Where(where), rule=rule.__name__, message=f"{entry.context} {message}.", fix=fix
                )
