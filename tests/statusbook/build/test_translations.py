"""Catalogs as earlier builds have read them."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.build.memo import Memo, keep
from statusbook.build.translations import Reader
from statusbook.catalogs import locales_of
from statusbook.extract import page_texts
from statusbook.messages import (
    Messages,
    catalog_name,
    catalog_path,
    kind,
    parse_catalog,
    stale_since,
    strings,
)
from statusbook.problems import InvalidInputError
from tests.project import ROOT

PO = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

# Stale since 2026-11-05.
#, fuzzy
msgctxt "a"
msgid "One parcel"
msgstr "Ein Paket"

msgctxt "b"
msgid "{n} day"
msgid_plural "{n} days"
msgstr[0] "{n} Tag"
msgstr[1] "{n} Tage"

msgctxt "c"
msgid "Not yet"
msgstr ""
"""


def told(catalog: Messages) -> list[object]:
    """All that texts ask of a catalog."""
    entries = [entry for entry in catalog if entry.id]
    return [
        catalog.plural_expr,
        *((entry.context, kind(entry), strings(entry), entry.fuzzy, stale_since(entry)) for entry in entries),
    ]


def test_what_was_read_before_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {tag: catalog_path(ROOT / "locales", tag).read_bytes() for tag in locales_of(ROOT)}
    parsed = {tag: told(parse_catalog(data, tag, catalog_name(tag))) for tag, data in files.items()}
    assert len(parsed["ru"]) > 200
    memo = Memo(tmp_path / "build.db")
    reader = Reader(memo, b"1")
    assert {tag: told(reader.read(data, tag, tag)) for tag, data in files.items()} == parsed
    keep(tmp_path / "build.db", [memo.close()])
    monkeypatch.setattr("statusbook.build.translations.parse_catalog", None)
    reader = Reader(Memo(tmp_path / "build.db"), b"1")
    assert {tag: told(reader.read(data, tag, tag)) for tag, data in files.items()} == parsed


def test_every_kind_of_message_is_kept(tmp_path: Path) -> None:
    for _ in range(2):
        memo = Memo(tmp_path / "build.db")
        found = Reader(memo, b"1").read(PO.encode(), "de", "de.po")
        keep(tmp_path / "build.db", [memo.close()])
        assert told(found) == told(parse_catalog(PO.encode(), "de", "de.po"))
        assert [entry.string for entry in found] == ["Ein Paket", ("{n} Tag", "{n} Tage"), ""]


def test_another_text_or_language_or_version_is_read_anew_and_what_cannot_be_read_is_told(
    tmp_path: Path,
) -> None:
    memo = Memo(tmp_path / "build.db")
    Reader(memo, b"1").read(PO.encode(), "de", "de.po")
    keep(tmp_path / "build.db", [memo.close()])
    memo = Memo(tmp_path / "build.db")
    for tag, data, version in (("de", PO + "\n", b"1"), ("nl", PO, b"1"), ("de", PO, b"2")):
        Reader(memo, version).read(data.encode(), tag, "x.po")
    assert memo.close().asked == set()
    with pytest.raises(InvalidInputError, match=r"x\.po"):
        Reader(memo, b"1").read(b'msgid "a', "de", "x.po")


def test_a_page_that_was_read_before_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = {path: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
    parsed = {path: page_texts(path, ROOT, text) for path, text in pages.items()}
    assert "page.index.title" in {context for texts in parsed.values() for context in texts}
    for _ in range(2):
        memo = Memo(tmp_path / "build.db")
        reader = Reader(memo, b"1")
        assert {path: reader.page(path, ROOT, text) for path, text in pages.items()} == parsed
        keep(tmp_path / "build.db", [memo.close()])
        monkeypatch.setattr("statusbook.build.translations.page_texts", lambda *_asked: {"page": "read anew"})
    (path, text), *_ = pages.items()
    reader = Reader(Memo(tmp_path / "build.db"), b"1")
    assert reader.page(path, ROOT, f"{text}\n") == {"page": "read anew"}
    assert reader.page(path.with_name("another.md"), ROOT, text) == {"page": "read anew"}
    assert Reader(Memo(tmp_path / "build.db"), b"2").page(path, ROOT, text) == {"page": "read anew"}
