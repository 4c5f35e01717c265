"""What git tells of the places where words stand."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from statusbook.history import LastChanges, commits, committed
from tests.statusbook.repository import BOOK, Repository


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def subjects(root: Path, most: int = 20) -> list[str]:
    found = commits(root, most)
    assert found is not None
    return [commit.subject for commit in found]


def test_a_commit_has_its_hash_its_date_in_utc_and_its_subject(repository: Repository) -> None:
    first = repository.promise(24)
    repository.write("statuses.yaml", BOOK + "# A “comment”.\n")
    second = repository.commit("Ein „Kommentar“ – zweite Zeile\nfolgt\n\nUnd mehr.")
    found = commits(repository.root, 20)
    assert found is not None
    assert [commit.hash for commit in found] == [second, first]
    assert found[0].date == datetime.datetime(2026, 11, 2, 10, tzinfo=datetime.UTC)
    assert found[0].date.utcoffset() == datetime.timedelta(0)
    assert found[0].subject == "Ein „Kommentar“ – zweite Zeile folgt"
    assert not any(commit.cut_off for commit in found)


def test_the_last_are_told_of_those_that_touched_the_words(repository: Repository) -> None:
    repository.promise(24)
    for name in ("docs/index.md", "locales/ru/statusbook.po", "overrides/a.html", "src/statusbook/a.py"):
        repository.write(name, "x\n")
        repository.commit(name)
    for name in ("README.md", "src/votebox/a.py", "docs.md", "below/docs/index.md"):
        repository.write(name, "x\n")
        repository.commit(name)
    words = [
        "src/statusbook/a.py",
        "overrides/a.html",
        "locales/ru/statusbook.po",
        "docs/index.md",
        "24 hours",
    ]
    assert subjects(repository.root) == words
    assert subjects(repository.root, 2) == words[:2]


def test_a_merge_stands_for_what_it_brings(repository: Repository) -> None:
    repository.promise(24)
    repository.git("checkout", "--quiet", "-b", "longer")
    repository.promise(36)
    repository.promise(48)
    repository.git("checkout", "--quiet", "main")
    repository.write("README.md", "x\n")
    repository.commit("Readme")
    repository.merge("longer")
    assert subjects(repository.root) == ["Merge longer", "24 hours"]


def test_a_merge_of_something_else_is_none(repository: Repository) -> None:
    repository.promise(24)
    repository.git("checkout", "--quiet", "-b", "readme")
    repository.write("README.md", "x\n")
    repository.commit("Readme")
    repository.git("checkout", "--quiet", "main")
    repository.promise(48)
    repository.merge("readme")
    assert subjects(repository.root) == ["48 hours", "24 hours"]


def test_in_a_folder_of_a_repository_its_own_words_count(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "help")
    repository.promise(24)
    (tmp_path / "statuses.yaml").write_text(BOOK, encoding="utf-8")
    repository.commit("Another help centre")
    assert subjects(repository.root) == ["24 hours"]


def test_a_shallow_clone_does_not_know_what_its_oldest_commit_changed(
    repository: Repository, tmp_path: Path
) -> None:
    repository.promise(24)
    repository.promise(36)
    head = repository.promise(48)
    found = commits(repository.clone(tmp_path / "clone", 2), 20)
    assert found is not None
    assert [(commit.subject, commit.cut_off) for commit in found] == [("48 hours", False), ("36 hours", True)]
    assert committed(tmp_path / "clone") == head
    assert committed(repository.clone(tmp_path / "one", 1)) is None


def test_committed_is_the_last_commit_that_touched_the_words(repository: Repository) -> None:
    repository.promise(24)
    head = repository.promise(48)
    repository.write("README.md", "x\n")
    repository.commit("Readme")
    repository.write("README.md", "y\n")  # which no reader sees
    assert committed(repository.root) == head


@pytest.mark.parametrize("staged", [False, True])
@pytest.mark.parametrize("name", ["statuses.yaml", "docs/new.md", "src/statusbook/a.py"])
def test_words_that_are_not_committed_are_those_of_no_commit(
    repository: Repository, name: str, *, staged: bool
) -> None:
    repository.promise(24)
    repository.git("config", "status.showUntrackedFiles", "no")
    repository.write(name, f"{BOOK}# Changed.\n")
    if staged:
        repository.git("add", ".")
    assert committed(repository.root) is None
    head = repository.commit("Changed")
    assert committed(repository.root) == head


def test_a_file_that_is_gone_is_a_change(repository: Repository) -> None:
    repository.write("docs/index.md", "# Help\n")
    repository.promise(24)
    (repository.root / "docs" / "index.md").unlink()
    assert committed(repository.root) is None


@pytest.mark.parametrize("project", [".", "shop/help"])
def test_a_file_last_changed_in_the_last_commit_that_has_it(tmp_path: Path, project: str) -> None:
    repository = Repository(tmp_path / "repository", project)
    repository.promise(24)
    repository.write("docs/Größe „M“.md", "# Size\n")
    repository.commit("A page")
    repository.promise(25)
    changes = LastChanges(repository.root)
    page, book = Path("docs/Größe „M“.md"), Path("statuses.yaml")
    assert [changes.of([file]) for file in (page, book, Path("docs"), Path("docs/other.md"))] == [
        datetime.date(2026, 11, 2),
        datetime.date(2026, 11, 3),
        datetime.date(2026, 11, 2),
        None,
    ]
    assert changes.of([page, book]) == datetime.date(2026, 11, 3)


def test_what_was_merged_changed_on_the_day_of_the_merge(repository: Repository) -> None:
    repository.promise(24)
    repository.git("switch", "--quiet", "--create=branch")
    repository.promise(25)
    repository.git("switch", "--quiet", "main")
    repository.merge("branch")
    assert LastChanges(repository.root).of([Path("statuses.yaml")]) == datetime.date(2026, 11, 3)


def test_without_a_commit_or_without_git_nothing_is_known(tmp_path: Path, repository: Repository) -> None:
    for folder in (tmp_path, repository.root):
        assert commits(folder, 20) is None
        assert committed(folder) is None
        assert LastChanges(folder).of([Path("statuses.yaml")]) is None


def test_words_that_were_never_committed_have_no_commit(repository: Repository) -> None:
    repository.write("README.md", "x\n")
    repository.commit("Readme")
    assert commits(repository.root, 20) == []
    assert committed(repository.root) is None


def test_where_git_is_not_installed_nothing_is_known(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.promise(24)
    monkeypatch.setenv("PATH", str(repository.root))
    assert commits(repository.root, 20) is None
    assert committed(repository.root) is None


def test_a_signature_that_git_is_told_to_show_is_no_commit(repository: Repository) -> None:
    head = repository.promise(24)
    signature = "gpgsig -----BEGIN PGP SIGNATURE-----\n \n -----END PGP SIGNATURE-----\n"
    text = repository.git("cat-file", "commit", head).replace("\n\n", f"\n{signature}\n", 1)
    repository.write("signed", text)
    signed = repository.git("hash-object", "-t", "commit", "-w", "signed")
    repository.git("reset", "--quiet", "--hard", signed)
    repository.write("verify", "#!/bin/sh\necho Good signature >&2\n")
    (repository.root / "verify").chmod(0o755)
    repository.git("config", "gpg.program", str(repository.root / "verify"))
    repository.git("config", "log.showSignature", "true")
    assert repository.git("log", "--format=%s") == "Good signature\n24 hours"
    assert subjects(repository.root) == ["24 hours"]
