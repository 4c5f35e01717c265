"""Pictures of what a change does, taken of real sites by a real browser."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from statusbook import browser
from statusbook.pictures import MARGIN, SCALE, Picture, take
from tests.project import copy_project


def built(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """The site in English, built with changes of its files."""
    folder.mkdir()
    project = copy_project(folder, {"en"})
    for name, old, new in changes:
        project.change(name, old, new)
    done = project.build()
    assert done.returncode == 0, done.stderr
    return project.site


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("pictures") / "before")


@pytest.fixture(scope="module")
def after(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """*Packaging* has another name, and the sentence above the table is a line longer."""
    return built(
        tmp_path_factory.mktemp("pictures") / "after",
        ("statuses.yaml", "label: Packaging\n", "label: Packing your order\n"),
        (
            "docs/order-status.md",
            "\n## What your status means",
            "\nOne line more.\n\n## What your status means",
        ),
    )


@pytest.fixture(scope="module")
def taken(before: Path, after: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Picture]]:
    folder = tmp_path_factory.mktemp("pictures")
    anchors = ["shipped", "ships-fast", "payment-received", "packaging", "processing", "pending", "packaging"]
    return folder, take(anchors, before, after, folder)


def files(pictures: list[Picture]) -> list[tuple[str | None, str | None]]:
    return [(picture.before, picture.after) for picture in pictures]


def test_what_looks_different_is_shown_once(taken: tuple[Path, list[Picture]]) -> None:
    """All stages stand in the rows of their status, and a time in its stage; the rest has only moved."""
    folder, pictures = taken
    assert pictures == [
        Picture(anchor=anchor, before=f"{anchor}-{part}-before.png", after=f"{anchor}-{part}-after.png")
        for anchor, part in [
            ("ships-fast", "details"),
            ("payment-received", "table"),
            ("processing", "details"),
        ]
    ]
    assert {path.name for path in folder.iterdir()} == {
        name for picture in pictures for name in (picture.before, picture.after)
    }


def test_a_picture_shows_what_it_is_about_and_nothing_else(taken: tuple[Path, list[Picture]]) -> None:
    folder, _ = taken
    with (
        Image.open(folder / "payment-received-table-before.png") as old,
        Image.open(folder / "payment-received-table-after.png") as new,
    ):
        assert 900 < old.width / SCALE < 1000
        assert 500 < old.height / SCALE < 1000  # the heads of the columns and the rows of Processing
        changed = ImageChops.difference(old.convert("RGB"), new.convert("RGB")).getbbox()
    assert changed is not None
    _, top, right, _ = changed
    assert top > old.height / 2, "of the four rows only the last is different"
    assert right < old.width / 4, "and of that only the name"
    with Image.open(folder / "ships-fast-details-after.png") as stage:
        assert 200 < stage.height / SCALE < 400


def test_without_an_older_site_there_is_only_what_is_new(after: Path, tmp_path: Path) -> None:
    assert files(take(["pending", "nothing"], None, after, tmp_path)) == [
        (None, "pending-table-after.png"),
        (None, "pending-details-after.png"),
    ]
    with Image.open(tmp_path / "pending-details-after.png") as status:
        above = status.convert("RGB").crop((0, 0, status.width, MARGIN * SCALE))
    assert above.getcolors() == [(above.width * above.height, (255, 255, 255))]  # not the header of the page


def test_without_playwright_no_picture_is_taken(
    after: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "playwright.sync_api", None)
    assert take(["pending"], None, after, tmp_path) == []
    assert capsys.readouterr().err == "No pictures: Playwright is not installed. Run “make browser”.\n"


def test_without_a_browser_no_picture_is_taken(
    after: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(browser, "find", lambda: str(tmp_path / "chromium"))
    assert take(["pending"], None, after, tmp_path) == []
    said = capsys.readouterr().err
    assert said.startswith("No pictures: the browser failed (")
    assert said.endswith("). Run “make browser”.\n")
    assert said.count("\n") == 1
