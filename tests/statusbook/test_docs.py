"""Written pages: which language they are in, and where their letters stand."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.docs import WrittenPage, read_pages
from statusbook.problems import Problems


@pytest.mark.parametrize(
    ("file", "name", "locale"),
    [
        ("order-status.md", "order-status", "en"),
        ("order-status.ru.md", "order-status", "ru"),
        ("help/order-status.zh-TW.md", "help/order-status", "zh-TW"),
        ("404.md", "404", "en"),
        ("v1.2.md", "v1.2", "en"),
    ],
)
def test_the_name_of_a_file_says_the_language(file: str, name: str, locale: str, tmp_path: Path) -> None:
    (tmp_path / "docs" / file).parent.mkdir(parents=True)
    (tmp_path / "docs" / file).write_text("# T\n", encoding="utf-8")
    (page,) = read_pages(tmp_path, Problems())
    assert page == WrittenPage(file=f"docs/{file}", name=name, locale=locale, text="# T\n")


def test_a_page_that_cannot_be_read_is_noted_and_the_others_are_read(tmp_path: Path) -> None:
    (tmp_path / "docs/folder.md").mkdir(parents=True)
    (tmp_path / "docs/a.md").write_bytes(b"one\ntwo \xff")
    (tmp_path / "docs/b.md").write_bytes(b"three")
    problems = Problems()
    assert [page.name for page in read_pages(tmp_path, problems)] == ["b"]
    assert [str(problem) for problem in problems] == [
        "docs/a.md:2:5: The text is not UTF-8 here. Save the file with the encoding UTF-8."
    ]


def test_a_letter_has_its_line_and_column() -> None:
    page = WrittenPage(file="docs/a.md", name="a", locale="en", text="ab\nc\n")
    places = [str(page.at(offset)).removeprefix("docs/a.md:") for offset in range(5)]
    assert places == ["1:1", "1:2", "1:3", "2:1", "2:2"]
