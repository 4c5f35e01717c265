"""Catalogs: complete, acceptable to gettext, and never a cause of a traceback."""

from __future__ import annotations

import datetime
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from statusbook.check import locales_of
from statusbook.cli import cli
from statusbook.messages import Texts, parse_catalog, read_texts
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


def test_the_catalogs_hold_what_the_sources_say(tmp_path: Path) -> None:
    """`messages update` has nothing to do on what is committed, but for the numbers of lines."""

    def words(path: Path) -> list[str]:
        return [line for line in path.read_text("utf-8").splitlines() if not line.startswith("#: ")]

    for name in ("statuses.yaml", "docs", "overrides", "locales", "src"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    result = CliRunner().invoke(cli, ["messages", "update", "--root", str(tmp_path)])
    assert result.exit_code == 0, result.output
    for path in sorted((ROOT / "locales").glob("**/*.po*")):
        relative = path.relative_to(ROOT)
        assert words(tmp_path / relative) == words(path), f"run make messages: {relative}"


@pytest.mark.skipif(shutil.which("msgfmt") is None, reason="gettext’s msgfmt is not on this machine")
@pytest.mark.parametrize("path", sorted((ROOT / "locales").glob("*/*.po")), ids=lambda p: p.parent.name)
def test_gettext_accepts_the_catalogs(path: Path) -> None:
    subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], check=True)


def test_a_missing_text_is_english_and_says_so() -> None:
    texts = ru(HEADER + 'msgctxt "a"\nmsgid "Yes"\nmsgstr "Да"\n')
    assert (texts.text("a", "Yes"), texts.text("a", "Yes").language) == ("Да", "ru")
    assert (texts.text("b", "No"), texts.text("b", "No").language) == ("No", "en")
    assert texts.text("a", "Yes").stale is None


def test_a_stale_text_keeps_its_translation_and_says_since_when() -> None:
    day = datetime.date(2026, 11, 20)
    noted = "# Stale since 2026-11-01. It was translated from: Yep\n#, fuzzy\n"
    noted += 'msgctxt "a"\nmsgid "Yes"\nmsgstr "Да"\n'
    assert ru(HEADER + noted, day).text("a", "Yes").stale == datetime.date(2026, 11, 1)
    unseen = ru(HEADER + 'msgctxt "a"\nmsgid "Yes"\nmsgstr "Да"\n', day).text("a", "Yes, please")
    assert (unseen, unseen.language, unseen.stale) == ("Да", "ru", day)


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
