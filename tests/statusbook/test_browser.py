"""Where Chromium is found."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.browser import find


def put(folder: Path, name: str) -> Path:
    program = folder / name
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return program


def test_chromium_is_preferred_to_chrome(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    chrome = put(tmp_path, "google-chrome")
    assert find() == str(chrome)
    chromium = put(tmp_path, "chromium")
    assert find() == str(chromium)


def test_without_one_playwright_takes_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find() is None
