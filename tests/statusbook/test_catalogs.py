"""Catalogs stay true: what changed is stale, what is gone is kept aside, and nothing else is touched."""

from __future__ import annotations

import datetime
from pathlib import Path

import babel
import pytest
from babel.localedata import locale_identifiers
from babel.messages.catalog import Catalog as Gettext
from babel.messages.plurals import PLURALS, get_plural

from statusbook import catalogs
from statusbook.catalogs import (
    CUSTOMARY,
    UNREVIEWED,
    fits_plurals,
    keep,
    merge,
    missing,
    plural_categories,
    plural_forms,
    read_catalog,
    stale,
    write_catalog,
)
from statusbook.messages import plural_indices
from statusbook.model import MOST_COUNT
from statusbook.problems import InvalidInputError

TODAY = datetime.date(2026, 11, 23)


def catalog(*entries: tuple[str, str, str], **options: object) -> Gettext:
    made = Gettext(locale="ru", header_comment=f"# Russian\n# {UNREVIEWED}", fuzzy=False)
    for context, english, translated in entries:
        made.add(english, translated, context=context, **options)  # type: ignore[arg-type]
    return made


def told(merged: Gettext) -> dict[str, tuple[str, object, bool]]:
    return {str(e.context): (str(e.id), e.string, e.fuzzy) for e in merged if e.id}


def test_a_changed_text_is_stale_and_no_other_is() -> None:
    old = catalog(("a", "One text", "Один"), ("b", "One text too", "Два"))
    merged = merge(old, catalog(("a", "One other text", ""), ("b", "One text too", "")), TODAY)
    assert told(merged) == {"a": ("One other text", "Один", True), "b": ("One text too", "Два", False)}
    (entry,) = [e for e in merged if e.context == "a"]
    assert entry.user_comments == ["Stale since 2026-11-23. It was translated from: One text"]


def test_the_day_stays_when_the_text_changes_again() -> None:
    once = merge(catalog(("a", "One", "Один")), catalog(("a", "Two", "")), TODAY)
    twice = merge(once, catalog(("a", "Three", "")), TODAY + datetime.timedelta(days=9))
    (entry,) = [e for e in twice if e.id]
    assert entry.user_comments == ["Stale since 2026-11-23. It was translated from: One"]


def test_a_new_text_is_empty_and_a_similar_one_does_not_lend_its_translation() -> None:
    merged = merge(
        catalog(("a", "Cancel", "Отменить")), catalog(("a", "Cancel", ""), ("b", "Cancels", "")), TODAY
    )
    assert told(merged)["b"] == ("Cancels", "", False)
    assert missing(merged) == ["b"]


def test_a_text_that_moved_keeps_its_translation() -> None:
    merged = merge(catalog(("p.1", "Text", "Текст")), catalog(("p.1", "New", ""), ("p.2", "Text", "")), TODAY)
    assert told(merged) == {"p.1": ("New", "", False), "p.2": ("Text", "Текст", False)}


def test_what_is_gone_is_kept_aside() -> None:
    merged = merge(catalog(("a", "Text", "Текст"), ("b", "Gone", "Нет")), catalog(("a", "Text", "")), TODAY)
    assert [e.string for e in merged.obsolete.values()] == ["Нет"]


def test_a_text_that_others_share_is_stale_when_it_changes() -> None:
    old = catalog(("time.express", "Express", "Экспресс"), ("time.way", "Express", "Экспресс"))
    merged = merge(old, catalog(("time.express", "Express mail", ""), ("time.way", "Express", "")), TODAY)
    assert told(merged) == {
        "time.express": ("Express mail", "Экспресс", True),
        "time.way": ("Express", "Экспресс", False),
    }


def test_what_was_kept_aside_stays_and_comes_back() -> None:
    gone = merge(
        catalog(("a.1", "Text", "Текст"), ("a.2", "Other", "Иной")), catalog(("a.3", "New", "")), TODAY
    )
    again = merge(gone, catalog(("a.3", "New", "")), TODAY)
    back = merge(again, catalog(("a.1", "Text", ""), ("a.3", "New", "")), TODAY)
    assert told(back)["a.1"] == ("Text", "Текст", False)
    assert [e.string for e in back.obsolete.values()] == ["Иной"]


def test_a_change_that_is_undone_is_not_stale() -> None:
    changed = merge(catalog(("a", "One", "Один")), catalog(("a", "Two", "")), TODAY)
    undone = merge(changed, catalog(("a", "One", "")), TODAY)
    assert told(undone) == {"a": ("One", "Один", False)}
    assert [e.user_comments for e in undone if e.id] == [[]]


@pytest.mark.parametrize(
    ("old", "new", "in_its_line"),
    [
        ('msgstr "Один"', 'msgstx "Один"', True),
        ('msgstr "Один"', 'msgstr "Один', True),
        ('msgstr "Один"', "<<<<<<< HEAD", True),
        ("nplurals=3", "nplurals=zz", False),
        ("plural=(", "plural=7+(", False),
        ("plural=(", "plural=n==9999 ? 3 : (", False),
        ("plural=(", "plural=0-(", False),
    ],
)
def test_a_catalog_that_cannot_be_read_whole_is_refused_and_not_written(
    tmp_path: Path, old: str, new: str, in_its_line: bool
) -> None:
    path = tmp_path / "statusbook.po"
    write_catalog(path, catalog(("a", "One", "Один")))
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(InvalidInputError) as error:
        read_catalog(path, "ru")
    where = error.value.problems[0].where
    line = text[: text.index(old)].count("\n") + 1
    assert where.file == "locales/ru/statusbook.po"
    assert where.line == (line if in_its_line else 1)  # a wrong rule is the header's as a whole


def test_a_folder_that_is_no_language_is_a_problem(tmp_path: Path) -> None:
    for tag in ("xx", "zh_TW"):
        with pytest.raises(InvalidInputError):
            read_catalog(tmp_path / "statusbook.po", tag)


def test_keep_says_that_a_translation_still_fits() -> None:
    merged = merge(catalog(("a", "Teh text", "Текст")), catalog(("a", "The text", "")), TODAY)
    assert stale(merged) == ["a"]
    assert keep(merged, "a")
    assert not keep(merged, "b")
    assert stale(merged) == []
    assert told(merged) == {"a": ("The text", "Текст", False)}


def test_a_catalog_is_written_and_read_without_a_change(tmp_path: Path) -> None:
    path = tmp_path / "ru" / "statusbook.po"
    write_catalog(
        path, merge(catalog(("a", "One", "Один")), catalog(("a", "Two", ""), ("b", "x", "")), TODAY)
    )
    first = path.read_bytes()
    write_catalog(path, merge(read_catalog(path, "ru"), catalog(("a", "Two", ""), ("b", "x", "")), TODAY))
    assert path.read_bytes() == first
    assert not catalogs.reviewed(read_catalog(path, "ru"))


@pytest.mark.parametrize(
    ("tag", "count"),
    [("ru", 3), ("ar", 6), ("he", 3), ("tr", 2), ("hu", 2), ("ja", 1), ("fr", 2), ("pt", 2), ("zh-TW", 1)],
)
def test_plural_rules_tell_apart_what_cldr_tells_apart(tag: str, count: int) -> None:
    assert plural_forms(tag).startswith(f"nplurals={count};")


LOCALES = [babel.Locale.parse(name) for name in sorted(locale_identifiers())]


def test_the_categories_of_all_numbers_are_those_of_cldr_s_rules() -> None:
    """For every rule that Babel knows, and every number."""
    rules = {str(locale.plural_form): locale for locale in LOCALES}
    assert len(rules) > 30
    for locale in rules.values():
        assert plural_categories(locale) == list(map(locale.plural_form, range(MOST_COUNT + 1))), locale


def test_the_customary_rule_fits_where_we_say_so() -> None:
    def fits(locale: babel.Locale) -> bool:
        indices = plural_indices(get_plural(locale).plural_expr)
        pairs = set(zip(indices[1:], plural_categories(locale)[1:], strict=True))
        return len(pairs) == len({index for index, _ in pairs}) == len({category for _, category in pairs})

    known = [locale for locale in LOCALES if locale.language in PLURALS]
    assert list(filter(fits, known)) == [locale for locale in known if locale.language in CUSTOMARY]


RUSSIAN = "(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)"


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (RUSSIAN, True),
        ("n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && n%100!=12 ? 1 : 2", False),  # 13, 14
        (f"n==9999 ? 1 : {RUSSIAN}", False),
        (f"n==9999 ? 3 : {RUSSIAN}", False),
        ("n != 1", False),
    ],
)
def test_a_rule_that_is_wrong_for_any_number_does_not_fit(rule: str, fits: bool) -> None:
    assert fits_plurals(rule, "ru") is fits
