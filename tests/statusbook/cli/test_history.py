"""`statusbook history`: where it writes, what it says, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from statusbook.changes.log import NoHistoryError
from statusbook.cli.history import history
from tests.statusbook.repository import Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "repository")
    for hours in (24, 36, 48):
        made.promise(hours)
    return made


def run(repository: Repository, *arguments: str) -> Result:
    return CliRunner().invoke(history, ["--root", str(repository.root), *arguments])


def subjects(folder: Path) -> list[str]:
    written = json.loads((folder / "changes.json").read_text(encoding="utf-8"))
    assert written["version"] == 1
    return [commit["subject"] for commit in written["commits"]]


def test_the_file_is_written_into_the_site_and_nothing_is_said(repository: Repository) -> None:
    site = repository.root / "site"
    site.mkdir()
    result = run(repository)
    assert (result.exit_code, result.output) == (0, "")
    assert subjects(site) == ["48 hours", "36 hours", "24 hours"]
    assert [path.name for path in site.iterdir()] == ["changes.json"]


def test_another_site_and_fewer_commits(repository: Repository, tmp_path: Path) -> None:
    result = run(repository, "--site", str(tmp_path), "--last", "2")
    assert (result.exit_code, result.output) == (0, "")
    assert subjects(tmp_path) == ["48 hours", "36 hours"]


def test_twenty_are_told_unless_told_otherwise(repository: Repository, tmp_path: Path) -> None:
    for hours in range(50, 70):
        repository.promise(hours)
    run(repository, "--site", str(tmp_path))
    assert subjects(tmp_path) == [f"{hours} hours" for hours in range(69, 49, -1)]


def test_what_cannot_be_told_is_a_finding_and_the_file_is_written(
    repository: Repository, tmp_path: Path
) -> None:
    repository.write("statuses.yaml", "shop: [")
    broken = repository.commit("Broken")
    result = run(repository, "--site", str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{broken[:12]} “Broken”: what it changed cannot be told.\n{broken}:")
    assert subjects(tmp_path) == ["Broken", "48 hours", "36 hours", "24 hours"]


def test_without_a_site_it_says_how_to_make_one(repository: Repository) -> None:
    result = run(repository)
    assert result.exit_code == 2
    site = repository.root / "site"
    assert f"There is no folder “{site}”. Build the site first: make build\n" in result.stderr


def test_without_git_it_does_not_run_and_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "changes.json").write_text("before", encoding="utf-8")
    result = CliRunner().invoke(history, ["--root", str(tmp_path)])
    assert isinstance(result.exception, NoHistoryError)
    assert (tmp_path / "site" / "changes.json").read_text(encoding="utf-8") == "before"


@pytest.mark.parametrize("number", ["0", "-1", "many"])
def test_a_number_of_commits_is_at_least_one(repository: Repository, number: str) -> None:
    assert run(repository, "--last", number).exit_code == 2
