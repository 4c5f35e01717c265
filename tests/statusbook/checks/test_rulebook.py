"""Every rule explains itself: a sentence, a bad example and a good one."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from statusbook.checks import anchors, proofread, review, rules
from statusbook.checks.rulebook import Entry, Subject, entries, sentences
from tests.statusbook.examples import carets

RULES: list[Callable[..., object]] = [*rules.RULES, *proofread.RULES, *review.RULES, *anchors.RULES]


def test_every_rule_has_an_entry() -> None:
    assert [entry.id for entry in entries()] == [rule.__name__.replace("_", "-") for rule in RULES]


@pytest.mark.parametrize("module", [rules, proofread, review, anchors], ids=lambda module: module.__name__)
def test_every_public_function_that_finds_is_a_rule(module) -> None:
    """A rule that nobody put into RULES would never be asked."""
    finds = {
        name
        for name, thing in vars(module).items()
        if not name.startswith("_")
        and getattr(thing, "__module__", "") == module.__name__
        and getattr(thing, "__annotations__", {}).get("return") == "Iterator[Finding]"
    }
    assert finds == {rule.__name__ for rule in module.RULES}


@pytest.mark.parametrize("entry", entries(), ids=lambda entry: f"{entry.subject.name.lower()}-{entry.id}")
def test_an_entry_is_whole(entry: Entry) -> None:
    assert entry.sentence.endswith(".")
    example, places = carets(entry.bad)
    assert len(places) == 1
    assert entry.good not in {"", example}
    assert "::" not in entry.why


def test_an_entry_is_what_the_docstring_says() -> None:
    entry = next(entry for entry in entries() if entry.id == "terms")
    assert entry == Entry(
        id="terms",
        subject=Subject.TRANSLATIONS,
        sentence="A translation calls one of the shop’s terms by another word than the glossary.",
        why=(
            "A text that is the term has to be the glossary’s word; one that names it as a button, “*Track*”,"
            " or as the\ntext of a link has to have the word, or another of its forms, in it."
        ),
        bad='# de\nmsgctxt "status.paid.steps.1.text"\nmsgid "Press *Track*."\n'
        'msgstr "Drücken Sie *Suchen*."\n                     ^',
        good='# de\nmsgctxt "status.paid.steps.1.text"\nmsgid "Press *Track*."\n'
        'msgstr "Drücken Sie *Verfolgen*."',
    )


def test_every_id_has_a_sentence() -> None:
    known = sentences()
    assert known["endless"] == "Nothing comes after a status, and it is not marked as the end."
    assert known["written-number"].startswith("A text writes out")  # of the facts, which come first
    assert known["tab"] == "A line is indented with a tab."
