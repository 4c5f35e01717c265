"""Whose readers a sentence about translations is for."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.changes.change import Area
from statusbook.changes.compare import compare
from statusbook.changes.sides import of_folder

EDITS = Path(__file__).parent / "edits"


@pytest.mark.parametrize(
    ("name", "locales"),
    [
        ("translation-stale-in-one", ["ru", "de"]),  # reworded in one, and stale in another
        ("translation-one-russian-text", ["ru"]),
        ("translation-phrase", ["ru"]),
        ("translation-checked-by-a-native-speaker", ["ru"]),
        ("translation-removed", ["de"]),
        ("translation-stale", [None]),  # in several languages, in one sentence
        ("translation-missing", [None]),
    ],
)
def test_a_sentence_about_one_language_names_it(name: str, locales: list[str | None]) -> None:
    changes = compare(*(of_folder(EDITS / name / side) for side in ("before", "after")))
    assert [change.locale for change in changes if change.area is Area.TRANSLATIONS] == locales
    assert {change.locale for change in changes if change.area is not Area.TRANSLATIONS} <= {None}
