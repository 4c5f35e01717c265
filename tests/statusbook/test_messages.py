"""Catalogs: complete, acceptable to gettext, and never a cause of a traceback."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from babel.messages.plurals import PLURALS
from click.testing import CliRunner

from statusbook.catalogs import locales_of
from statusbook.cli import cli
from statusbook.messages import Texts, parse_catalog, plural_indices, read_texts
from statusbook.problems import InvalidInputError

ROOT = Path(__file__).parent.parent.parent


def ru(po: str, changed: datetime.date | None = None) -> Texts:
    return Texts("ru", parse_catalog(po.encode(), "ru", "locales/ru/statusbook.po"), changed)


HEADER = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'


def test_status_tells_of_every_language() -> None:
    result = CliRunner().invoke(cli, ["messages", "status", "--format", "json", "--root", str(ROOT)])
    assert result.exit_code == 0, result.output
    rows = {row["locale"]: row for row in json.loads(result.stdout)}
    assert list(rows) == ["en", *locales_of(ROOT)]
    assert all(row["messages"] > 200 for row in rows.values())
    assert [locale for locale, row in rows.items() if row["reviewed"]] == ["en"]


EDITORS = {"action", "axis", "link", "page", "shipping", "status", "time"}
"""What editors write. After their pull request is merged, another one brings the catalogs up to date."""


def test_the_catalogs_hold_what_the_templates_say(tmp_path: Path) -> None:
    """Whoever changes a word in a template or in Python runs `make messages`."""

    def words(path: Path) -> dict[str, tuple[object, object]]:
        found = parse_catalog(path.read_bytes(), "en", path.name)
        kept = (entry for entry in found if str(entry.context).partition(".")[0] not in EDITORS)
        return {str(entry.context): (entry.id, entry.string) for entry in kept if entry.id}

    for name in ("statuses.yaml", "docs", "overrides", "locales", "src"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    result = CliRunner().invoke(cli, ["messages", "extract", "--root", str(tmp_path)])
    assert result.exit_code == 0, result.output
    template = words(tmp_path / "locales/statusbook.pot")
    assert len(template) > 100
    assert template == words(ROOT / "locales/statusbook.pot"), "run make messages"


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext’s msgfmt is not on this machine")
@pytest.mark.parametrize("path", sorted((ROOT / "locales").glob("*/*.po")), ids=lambda p: p.parent.name)
def test_gettext_accepts_the_catalogs(path: Path) -> None:
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True)


def test_a_missing_text_is_english_and_says_so() -> None:
    texts = ru(HEADER + 'msgctxt "a"\nmsgid "Yes"\nmsgstr "Да"\n')
    assert (texts.text("a", "Yes"), texts.text("a", "Yes").language) == ("Да", "ru")
    assert (texts.text("b", "No"), texts.text("b", "No").language) == ("No", "en")
    assert texts.text("a", "Yes").stale is None


PHRASE = 'msgctxt "p"\nmsgid "{n} day"\nmsgid_plural "{n} days"\n'


@pytest.mark.parametrize(("count", "words"), [(1, "{n} день"), (22, "{n} дня"), (9999, "{n} дней")])
def test_the_catalog_s_rule_chooses_the_plural(count: int, words: str) -> None:
    forms = 'msgstr[0] "{n} день"\nmsgstr[1] "{n} дня"\nmsgstr[2] "{n} дней"\n'
    found = ru(HEADER + PHRASE + forms).plural("p", "{n} day", "{n} days", count)
    assert (found, found.language) == (words, "ru")


@pytest.mark.parametrize(
    ("one", "forms"),
    [
        ("{n} day", 'msgstr[0] "{n} день"\nmsgstr[1] ""\nmsgstr[2] "{n} дней"\n'),
        ("a day", 'msgstr[0] "{n} день"\nmsgstr[1] "{n} дня"\nmsgstr[2] "{n} дней"\n'),
    ],
)
def test_a_plural_that_lacks_a_form_or_has_other_english_is_english(one: str, forms: str) -> None:
    texts = ru(HEADER + PHRASE + forms)
    for count, words in ((1, one), (2, "{n} days")):
        found = texts.plural("p", one, "{n} days", count)
        assert (found, found.language) == (words, "en")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_as_on_any_system(end: str) -> None:
    po = HEADER + '# A comment.\nmsgctxt "a"\nmsgid "Yes"\nmsgstr "Да"\n'
    assert ru(po.replace("\n", end)).text("a", "Yes") == "Да"


def test_a_stale_text_keeps_its_translation_and_says_since_when() -> None:
    day = datetime.date(2026, 11, 20)
    noted = "# Stale since 2026-11-01. It was translated from: Yep\n#, fuzzy\n"
    noted += 'msgctxt "a"\nmsgid "Yes"\nmsgstr "Да"\n'
    assert ru(HEADER + noted, day).text("a", "Yes").stale == datetime.date(2026, 11, 1)
    unseen = ru(HEADER + 'msgctxt "a"\nmsgid "Yes"\nmsgstr "Да"\n', day).text("a", "Yes, please")
    assert (unseen, unseen.language, unseen.stale) == ("Да", "ru", day)


def test_a_text_that_moved_takes_its_translation_along() -> None:
    """A new paragraph before it gives it another number; the catalog has not been brought up to date."""
    po = f'{HEADER}msgctxt "page.index.title.1"\nmsgid "Write to us."\nmsgstr "Напишите нам."\n'
    catalog = parse_catalog(po.encode(), "ru", "locales/ru/statusbook.po")
    now = {"page.index.title.1": "Here is how.", "page.index.title.2": "Write to us."}
    texts = Texts("ru", catalog, now=now)
    assert texts.text("page.index.title.2", "Write to us.") == "Напишите нам."
    assert texts.text("page.index.title.1", "Here is how.") == "Here is how."
    reworded = Texts("ru", catalog, now={"page.index.title.1": "Write to us!"})
    assert reworded.text("page.index.title.1", "Write to us!") == "Напишите нам."


@pytest.mark.parametrize("locale", sorted(PLURALS))
def test_a_customary_rule_leads_to_forms_that_are_there(locale: str) -> None:
    count, rule = PLURALS[locale]
    assert 0 <= min(plural_indices(rule)) <= max(plural_indices(rule)) < count


def test_a_broken_catalog_is_a_problem_with_a_line(tmp_path: Path) -> None:
    (tmp_path / "ru").mkdir()
    (tmp_path / "ru" / "statusbook.po").write_text(HEADER + 'msgid "Yes\n', encoding="utf-8")
    with pytest.raises(InvalidInputError) as error:
        read_texts(tmp_path, "ru")
    assert error.value.problems[0].where.line == 4
    assert error.value.problems[0].fix == "Open it in Poedit or run “msgfmt -c” on it."


def test_a_language_without_a_catalog_is_a_problem(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as error:
        read_texts(tmp_path / "locales", "ru")
    assert str(error.value) == (
        "locales/ru/statusbook.po:1:1: The catalog cannot be read: No such file or directory. "
        "Make it with “statusbook messages update ru”."
    )
