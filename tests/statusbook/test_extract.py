"""Files that words cannot be gathered from are refused, with their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.extract import extract_templates
from statusbook.problems import InvalidInputError


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ('texts.text("a", "b"\n', "EOF in multi-line statement"),
        (
            'if a:\n    texts.text("a", "b")\n  b\n',
            "unindent does not match any outer indentation level",
        ),
    ],
)
def test_code_that_python_cannot_read_is_a_problem(tmp_path: Path, code: str, why: str) -> None:
    (tmp_path / "a.py").write_text(code, encoding="utf-8")
    with pytest.raises(InvalidInputError) as error:
        extract_templates(tmp_path, ["a.py"])
    assert str(error.value) == f"a.py:1:1: The file cannot be read as Python: {why}. Mend it."


def test_a_template_in_another_encoding_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes('<p>é {{ t("a", "b") }}</p>'.encode("latin-1"))
    with pytest.raises(InvalidInputError) as error:
        extract_templates(tmp_path, ["a.html"])
    assert str(error.value) == (
        "a.html:1:4: The text is not UTF-8 here. Save the file with the encoding UTF-8."
    )
