"""Revisions, folders and files are what a change is told between."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from statusbook.changes.compare import compare
from statusbook.changes.sides import UnknownSideError, of_folder, opened
from statusbook.problems import InvalidInputError

EDIT = Path(__file__).parent / "edits" / "amount-24-to-48-hours"
BEFORE, AFTER = ((EDIT / f"{side}.yaml").read_text(encoding="utf-8") for side in ("before", "after"))


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.com")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project in a folder of a repository, with one commit on main, and a change that is not committed."""
    root = tmp_path / "help"
    root.mkdir()
    git(tmp_path, "init", "--initial-branch=main")
    (root / "statuses.yaml").write_text(BEFORE, encoding="utf-8")
    (root / "docs").mkdir()
    (root / "docs" / "index.md").write_text("# Your order\n", encoding="utf-8")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "--message=One")
    (root / "statuses.yaml").write_text(AFTER, encoding="utf-8")
    return root


def told(name: str, root: Path) -> list[str]:
    with opened(name, root) as before:
        return [change.sentence for change in compare(before, of_folder(root))]


def test_a_revision_is_compared_with_the_files_as_they_are(repository: Path) -> None:
    expected = ["The promise “Confirmation” becomes longer: within 48 hours; it was within 24 hours."]
    assert told("main", repository) == expected
    assert told("HEAD", repository) == expected


def test_the_words_of_a_revision_are_those_of_its_pages(repository: Path) -> None:
    (repository / "docs" / "index.md").write_text("# All your orders\n", encoding="utf-8")
    sentence = "On the page index, a text now reads “All your orders”; it read “Your order”."
    assert sentence in told("main", repository)
    assert sentence not in told(str(repository / "statuses.yaml"), repository)


def test_a_name_that_is_nothing_is_refused_with_a_guess(repository: Path) -> None:
    with pytest.raises(UnknownSideError) as error, opened("mian", repository):
        pass
    assert str(error.value) == (
        "“mian” is neither a git revision nor a folder nor a file. Did you mean “main”?"
    )


def test_a_name_that_looks_like_an_option_is_no_option(repository: Path) -> None:
    with pytest.raises(UnknownSideError), opened("--all", repository):
        pass


def test_a_revision_whose_file_is_broken_is_named(repository: Path) -> None:
    (repository / "statuses.yaml").write_text("shop: [", encoding="utf-8")
    git(repository, "commit", "--all", "--message=Two")
    with pytest.raises(InvalidInputError) as error, opened("main", repository):
        pass
    assert str(error.value).startswith("main:statuses.yaml:1:8: ")


def test_without_git_a_revision_is_unknown(tmp_path: Path) -> None:
    with pytest.raises(UnknownSideError), opened("main", tmp_path):
        pass
