"""The Nu HTML checker, on every page that is published."""

from __future__ import annotations

from pathlib import Path

from tests.nu_checker import nu_checker
from tests.project import Project


def test_the_nu_html_checker_finds_no_error(built: Project, tmp_path: Path) -> None:
    assert nu_checker(built.site, tmp_path / "site") == []


def test_the_checker_would_find_an_error(tmp_path: Path) -> None:
    """So that the test above cannot pass because the checker did not run."""
    page = tmp_path / "site" / "page.html"
    page.parent.mkdir()
    page.write_text("<!doctype html><html lang=en><title>x</title><p><div id=a><div id=a>", encoding="utf-8")
    found = nu_checker(page.parent, tmp_path / "copy")
    assert any("Duplicate ID" in message for _, _, message in found)
