"""Each rule of a translation fires on its example, at its place, and is silent on the shop's catalogs."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.catalogs import locales_of
from statusbook.checks.glossary import read_glossary
from statusbook.checks.review import RULES, review
from statusbook.checks.rulebook import Entry, Subject
from statusbook.messages import catalog_name, catalog_path, parse_catalog
from statusbook.places import Places
from statusbook.problems import Edit, InvalidInputError
from tests.project import ROOT
from tests.statusbook import examples

LOCALES = ROOT / "locales"


@examples.each(Subject.TRANSLATIONS)
def test_a_rule_fires_on_its_bad_example_alone(entry: Entry, tmp_path: Path) -> None:
    examples.assert_fires(tmp_path, entry)


@examples.each(Subject.TRANSLATIONS)
def test_no_rule_fires_on_a_good_example(entry: Entry, tmp_path: Path) -> None:
    examples.assert_silent(tmp_path, entry)


@pytest.mark.parametrize("tag", locales_of(ROOT))
def test_the_shop_s_catalogs_are_clean(tag: str) -> None:
    data, name = catalog_path(LOCALES, tag).read_bytes(), catalog_name(tag)
    catalog = parse_catalog(data, tag, name)
    assert list(review(catalog, tag, read_glossary(LOCALES), Places(name, data.decode()))) == []


# What the rules say, to the letter

TERM = "Use the glossary’s word, or add this form to locales/glossary.yaml."
BREAK = "has lost the line break. Break the line where this language would."
NUMBER = "Take in the amount of time by its id, “{…}”, or say it without a number."
SAID = {
    "placeholders": "4:24: status.paid.meaning has “{antwort}” in place of “{reply}”. Write “{reply}”.",
    "links": (
        "4:29: page.order-status.trouble.1 has “link:kundenservice” in place of “link:customer-service”. "
        "Write “link:customer-service”."
    ),
    "terms": (
        "4:22: status.paid.steps.1.text says “Drücken Sie *Suchen*.”; "
        f"for “Track” the glossary has “Verfolgen”. {TERM}"
    ),
    "names": "4:9: site.about has lost the name “LightInTheBox”. Write it as in English.",
    "lost_line_break": f"4:9: app.line {BREAK}",
    "repeated_word": "4:21: status.shipped.meaning says “dem dem”. Delete one of the two.",
    "untranslated": (
        "4:9: status.shipped.meaning is the English text. "
        "Translate it, or leave it empty: readers then see the English, and are told so."
    ),
    "numbers": f"4:47: status.paid.meaning says “24”, which the English does not. {NUMBER}",
}
EDITS = {
    "placeholders": ("antwort", "reply"),
    "links": ("link:kundenservice", "link:customer-service"),
    "repeated_word": ("dem dem", "dem"),
}


def test_every_rule_says_something() -> None:
    assert [rule.__name__ for rule in RULES] == list(SAID)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_what_a_rule_says(rule, tmp_path: Path) -> None:
    bad, _ = examples.carets(examples.of(rule, Subject.TRANSLATIONS).bad)
    assert examples.find(tmp_path, Subject.TRANSLATIONS, bad) == [SAID[rule.__name__]]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_what_a_rule_would_write(rule, tmp_path: Path) -> None:
    bad, _ = examples.carets(examples.of(rule, Subject.TRANSLATIONS).bad)
    (problem,) = examples.problems(tmp_path, Subject.TRANSLATIONS, bad)
    assert (problem.edit and (problem.edit.old, problem.edit.new)) == EDITS.get(rule.__name__)


def found(folder: Path, tag: str, english: str, translated: str) -> list[str]:
    """What is said of a translation, less its place and its context."""
    entry = f'# {tag}\nmsgctxt "x"\nmsgid "{english}"\nmsgstr "{translated}"'
    return [line.split(": x ", 1)[1] for line in examples.find(folder, Subject.TRANSLATIONS, entry)]


@pytest.mark.parametrize(
    ("tag", "english", "translated"),
    [
        ("ru", "Wait {reply:within}.", "Ждите {reply}."),
        ("ru", "Press *Track*.", "Нажмите *Отследить*."),
        ("ru", "If you *Track*", "Когда *отследите*"),
        ("ru", "Track", "Отследить"),
        ("ru", "Track", ""),
        ("ru", "LightInTheBox", "LightInTheBox"),
        ("de", "Menu", "Menu"),
        ("de", "{label}: {takes}", "{label}: {takes}"),
        ("en-GB", "It is on its way.", "It is on its way."),
        ("de", "The ones that they have", "Die, die sie sie haben"),  # grammar
        ("nl", "When you get your money", "Wanneer je je geld krijgt"),
        ("tr", "It slowly arrives", "Yavaş yavaş gelir"),
        ("ja", "Three steps", "3つの手順"),  # the English says the number, too
        ("ja", "Status of an order", "1件の注文のステータス"),
        ("ar", "Since 2024", "منذ ٢٠٢٤"),  # the same number in Arabic digits
        ("de", "Line one\\nline two", "Zeile eins\\nZeile zwei"),
        ("de", "See [step 2](link:a1)", "Siehe [Schritt 2](link:a1)"),
    ],
)
def test_good_translations_are_left_alone(tag: str, english: str, translated: str, tmp_path: Path) -> None:
    assert found(tmp_path, tag, english, translated) == []


@pytest.mark.parametrize(
    ("tag", "english", "translated", "said"),
    [
        ("ru", "Wait {a}, {b}.", "Ждите {a}.", "has lost “{b}”. Put it where it belongs in this language."),
        ("ru", "Wait {a}.", "Ждите {a}, {a}.", "has “{a}”, which the English has not. Delete it."),
        (
            "ru",
            "Wait {a:within}.",
            "Ждите {a:witin}.",
            "has “{a:witin}”, and “witin” is no form of an amount. Did you mean “within”?",
        ),
        (
            "ru",
            "Wait {a}.",
            "Ждите {a:x}.",
            "has “{a:x}”, and “x” is no form of an amount. Known forms: within, at-most, in, after.",
        ),
        ("ru", "[One](link:a)", "Один", "has lost “link:a”. Put it where it belongs in this language."),
        (
            "ru",
            "Track",
            "Отследить посылку",
            f"says “Отследить посылку”; for “Track” the glossary has “Отследить” or “отследите”. {TERM}",
        ),
        ("de", "One<br>two", "Eins zwei", BREAK),
        ("de", "One\\\\ two", "Eins zwei", BREAK),
        ("fr", "On the way", "Sur Sur la route", "says “Sur Sur”. Delete one of the two."),
        ("ar", "Soon", "خلال ٢٤ ساعة", f"says “٢٤”, which the English does not. {NUMBER}"),
    ],
)
def test_what_is_wrong_is_said(tag: str, english: str, translated: str, said: str, tmp_path: Path) -> None:
    assert found(tmp_path, tag, english, translated) == [said]


def test_stale_and_missing_translations_are_no_problems(tmp_path: Path) -> None:
    stale = '#, fuzzy\nmsgctxt "x"\nmsgid "Wait {a}."\nmsgstr "Warten Sie {b}, {b}."'
    assert examples.find(tmp_path, Subject.TRANSLATIONS, stale) == []


def test_a_place_in_a_folded_text_is_the_line_of_the_word(tmp_path: Path) -> None:
    folded = 'msgctxt "x"\nmsgid "On its way"\nmsgstr ""\n"Sie ist \\"jetzt\\" auf "\n"dem dem Weg."'
    assert examples.find(tmp_path, Subject.TRANSLATIONS, folded) == [
        "5:2: x says “dem dem”. Delete one of the two."
    ]


def test_a_form_that_is_none_is_shown_where_it_stands(tmp_path: Path) -> None:
    entry = '# de\nmsgctxt "x"\nmsgid "Wait {a:within}."\nmsgstr "Warten Sie {a:witin}."'
    (problem,) = examples.problems(tmp_path, Subject.TRANSLATIONS, entry)
    assert problem.where.column == 9 + len("Warten Sie {a:")
    assert problem.edit == Edit(old="witin", new="within")


# The glossary


def test_the_glossary_has_every_term_in_every_language() -> None:
    glossary = read_glossary(LOCALES)
    assert len(glossary.terms) == 14
    assert {tuple(sorted(forms)) for forms in glossary.terms.values()} == {tuple(locales_of(ROOT))}


def test_a_glossary_of_another_shape_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text("names: [A]\nterms:\n  Track: Отследить\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as error:
        read_glossary(tmp_path)
    assert error.value.problems[0].where.line == 3
