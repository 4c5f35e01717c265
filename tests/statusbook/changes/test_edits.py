"""The table of edits: `edits/NAME/` holds what was before and after, and what is said of it.

Where only ``statuses.yaml`` changes, it is `before.yaml` and `after.yaml`; else `before/` and `after/` are
whole projects.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.changes.compare import compare
from statusbook.changes.report import Format, report
from statusbook.changes.sides import opened

EDITS = Path(__file__).parent / "edits"


@pytest.mark.parametrize("name", sorted(path.name for path in EDITS.iterdir()))
def test_an_edit_is_told_in_these_sentences(name: str) -> None:
    folder = EDITS / name
    suffix = "" if (folder / "before").is_dir() else ".yaml"
    names = (str(folder / f"{side}{suffix}") for side in ("before", "after"))
    with opened(next(names), folder) as before, opened(next(names), folder) as after:
        told = report(compare(before, after), Format.TEXT)
    assert told + "\n" == (folder / "sentences.txt").read_text(encoding="utf-8")


def test_the_table_is_long() -> None:
    assert len(list(EDITS.iterdir())) >= 60
