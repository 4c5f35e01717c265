"""Each rule of a translation fires on its example and is silent on the shop's catalogs."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog as Gettext

from statusbook.catalogs import read_catalog
from statusbook.check import locales_of
from statusbook.glossary import Glossary, read_glossary
from statusbook.messages import catalog_path
from statusbook.problems import InvalidInputError
from statusbook.review import RULES, review

LOCALES = Path(__file__).parent.parent.parent / "locales"
GLOSSARY = Glossary(names=("LightInTheBox",), terms={"Track": {"ru": ("Отследить", "отследите")}})
EXAMPLES = {
    "placeholders": (
        "Wait {reply:within}.",
        "Ждите {ответ}.",
        ["x has lost “{reply}”.", "x has “{ответ}”, which the English has not."],
    ),
    "links": ("See [this](link:a).", "См. [это](link:b).", ["x leads to other addresses than the English."]),
    "terms": (
        "Press *Track*.",
        "Нажмите *Найти*.",
        ["x says “Нажмите *Найти*.”; for “Track” the glossary has “Отследить” or “отследите”."],
    ),
    "names": ("LightInTheBox Help", "Помощь Лайт", ["x has lost the name “LightInTheBox”."]),
}


def found(english: str, translated: str) -> list[str]:
    catalog = Gettext(locale="ru", fuzzy=False)
    catalog.add(english, translated, context="x")
    return [problem.message for problem in review(catalog, "ru", GLOSSARY, "locales/ru/statusbook.po")]


def test_every_rule_has_an_example() -> None:
    assert [rule.__name__ for rule in RULES] == list(EXAMPLES)


@pytest.mark.parametrize("rule", list(EXAMPLES))
def test_a_rule_fires_on_its_example_alone(rule: str) -> None:
    english, translated, messages = EXAMPLES[rule]
    assert found(english, translated) == messages


@pytest.mark.parametrize(
    ("english", "translated"),
    [
        ("Wait {reply:within}.", "Ждите {reply}."),
        ("Press *Track*.", "Нажмите *Отследить*."),
        ("Track", "Отследить"),
        ("Track", ""),
    ],
)
def test_good_translations_are_left_alone(english: str, translated: str) -> None:
    assert found(english, translated) == []


def test_a_term_itself_is_the_glossary_s_word() -> None:
    assert found("Track", "Отследить посылку") == [
        "x says “Отследить посылку”; for “Track” the glossary has “Отследить” or “отследите”."
    ]


@pytest.mark.parametrize("tag", locales_of(LOCALES.parent))
def test_the_shop_s_catalogs_are_clean(tag: str) -> None:
    catalog = read_catalog(catalog_path(LOCALES, tag), tag)
    assert list(review(catalog, tag, read_glossary(LOCALES), tag)) == []


def test_the_glossary_has_every_term_in_every_language() -> None:
    glossary = read_glossary(LOCALES)
    assert len(glossary.terms) == 14
    assert {tuple(sorted(forms)) for forms in glossary.terms.values()} == {
        tuple(sorted(locales_of(LOCALES.parent)))
    }


def test_a_glossary_of_another_shape_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "glossary.yaml").write_text("names: [A]\nterms:\n  Track: Отследить\n", encoding="utf-8")
    with pytest.raises(InvalidInputError) as error:
        read_glossary(tmp_path)
    assert error.value.problems[0].where.line == 3
