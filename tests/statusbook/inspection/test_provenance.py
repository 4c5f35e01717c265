"""What has become of a text in one language, and who last wrote it."""

from __future__ import annotations

import datetime
import os
import subprocess
from pathlib import Path

import pytest

from statusbook.inspection.provenance import Commit, State, Translation, commits, summary, translations
from statusbook.messages import Texts, parse_catalog
from statusbook.model import Message, Where

PO = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"

msgctxt "status.paid.label"
msgid "Paid"
msgstr "Bezahlt"

# Stale since 2026-03-04. It was translated from: We had it.
#, fuzzy
msgctxt "status.paid.meaning"
msgid "We have it."
msgstr ""
"Wir hatten "
"es."

msgctxt "status.paid.details"
msgid "No more."
msgstr ""
"""
CHANGED = datetime.date(2026, 5, 6)
CONTEXTS = ["status.paid.label", "status.paid.meaning", "status.paid.details", "status.lost.label"]


def message(context: str, english: str) -> Message:
    return Message(context=context, english=english, where=Where("statuses.yaml"))


def test_a_text_is_fresh_stale_or_missing() -> None:
    texts = Texts("de", parse_catalog(PO.encode(), "de", "de.po"), CHANGED)
    messages = [
        message("status.paid.label", "Paid"),
        message("status.paid.meaning", "We have it."),
        message("status.paid.details", "No more."),
        message("status.lost.label", "Lost"),
    ]
    found = translations(messages, texts)
    assert list(map(str, found)) == ["fresh", "stale since 2026-03-04", "missing", "missing"]
    assert summary(found) == "1 fresh, 1 stale since 2026-03-04, 2 missing"


def test_english_that_changed_since_the_catalogs_were_brought_up_to_date_makes_stale() -> None:
    texts = Texts("de", parse_catalog(PO.encode(), "de", "de.po"), CHANGED)
    (found,) = translations([message("status.paid.label", "Paid at last")], texts)
    assert found == Translation(context="status.paid.label", state=State.STALE, stale_since=CHANGED)


def test_the_latest_day_is_told_of_several() -> None:
    days = [datetime.date(2026, 1, 2), datetime.date(2026, 3, 4)]
    stale = [Translation(context="c", state=State.STALE, stale_since=day) for day in days]
    assert summary(stale) == "2 stale since 2026-03-04"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "locales" / "de").mkdir(parents=True)
    (tmp_path / "locales" / "de" / "statusbook.po").write_text(PO, encoding="utf-8")
    return tmp_path


def commit(root: Path, author: str, day: str) -> None:
    mine = {"NAME": author, "EMAIL": "a@example.com", "DATE": f"{day}T12:00:00+00:00"}
    env = {f"GIT_{role}_{key}": value for role in ("AUTHOR", "COMMITTER") for key, value in mine.items()}
    nobody = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    for command in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "A change."]):
        subprocess.run(["git", *command], cwd=root, env=os.environ | env | nobody, check=True)


def test_git_tells_who_last_changed_a_translation(root: Path) -> None:
    commit(root, "Anna Öz", "2026-01-02")
    path = root / "locales" / "de" / "statusbook.po"
    path.write_text(PO.replace('"es."', '"das."').replace('"Paid"', '"Payed"'), encoding="utf-8")
    commit(root, "Boris", "2026-03-04")

    found = commits(root, "de", CONTEXTS)

    # Who changes the English is not who translated it.
    noon = datetime.datetime(2026, 1, 2, 12, tzinfo=datetime.UTC)
    assert found["status.paid.label"] == Commit(author="Anna Öz", at=noon)
    assert str(found["status.paid.meaning"]) == "Boris, 2026-03-04"
    assert "status.lost.label" not in found


def test_what_is_not_committed_says_so(root: Path) -> None:
    commit(root, "Anna", "2026-01-02")
    path = root / "locales" / "de" / "statusbook.po"
    path.write_text(PO.replace("Bezahlt", "Gezahlt"), encoding="utf-8")
    assert commits(root, "de", CONTEXTS[:1])["status.paid.label"].author == "Not Committed Yet"


def test_without_git_nobody_is_named(root: Path) -> None:
    assert commits(root, "de", CONTEXTS) == {}
