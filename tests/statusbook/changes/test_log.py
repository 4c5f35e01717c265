"""``changes.json`` to the letter, and what histories of every shape come to."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from statusbook.changes.log import Log, NoHistoryError, changes_json, read_log
from statusbook.cli.diff import diff
from tests.statusbook.repository import AUTHOR, Repository

EDITS = Path(__file__).parent / "edits"
LONGER = "The promise “Reply” becomes longer: within {} hours; it was within {} hours."
WRITTEN = """\
{
 "version": 1,
 "commits": [
  {
   "commit": "%s",
   "date": "2026-11-02T10:00:00+00:00",
   "subject": "48 hours",
   "changes": [
    {
     "area": "promises",
     "locale": null,
     "sentence": "The promise “Reply” becomes longer: within 48 hours; it was within 24 hours."
    }
   ]
  },
  {
   "commit": "%s",
   "date": "2026-11-01T10:00:00+00:00",
   "subject": "24 hours",
   "changes": []
  }
 ]
}
"""


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def told(log: Log) -> list[tuple[str, list[str]]]:
    """The subjects with their sentences."""
    return [(entry.commit.subject, [change.sentence for change in entry.changes]) for entry in log.entries]


def test_the_file_to_the_letter_and_without_who_wrote_it(repository: Repository) -> None:
    first, second = map(repository.promise, (24, 48))
    written = changes_json(read_log(repository.root, 20).entries)
    assert written == WRITTEN % (second, first)
    assert AUTHOR.split()[0] not in written


def test_what_is_remembered_is_told_in_the_same_words(repository: Repository) -> None:
    for hours in (24, 30, 48):
        repository.promise(hours)
    cold = changes_json(read_log(repository.root, 20).entries)
    assert len(list((repository.root / ".cache" / "changes").iterdir())) == 2
    assert changes_json(read_log(repository.root, 20).entries) == cold
    shutil.rmtree(repository.root / ".cache")
    assert changes_json(read_log(repository.root, 20).entries) == cold


def test_the_sentences_are_those_of_diff_with_the_parent(repository: Repository) -> None:
    """On a merge, on the commits around it, and over those that touched no words."""
    repository.promise(24)
    repository.git("checkout", "--quiet", "-b", "longer")
    repository.promise(30)
    repository.write("docs/index.md", "# Help\n")
    repository.commit("Page")
    repository.git("checkout", "--quiet", "main")
    repository.write("overrides/main.html", '{{ t("a.b", "Words") }}\n')
    repository.commit("Frame")
    repository.write("README.md", "x\n")
    repository.commit("Readme")
    repository.merge("longer")
    repository.write("README.md", "y\n")
    repository.commit("Readme again")
    repository.promise(48)

    entries = read_log(repository.root, 20).entries
    assert [entry.commit.subject for entry in entries] == ["48 hours", "Merge longer", "Frame", "24 hours"]
    for entry in entries[:-1]:
        revisions = [f"{entry.commit.hash}^1", entry.commit.hash]
        said = CliRunner().invoke(diff, [*revisions, "--root", str(repository.root)]).stdout
        sentences = [line.strip() for line in said.splitlines() if line.startswith("  ")]
        assert [change.sentence for change in entry.changes] == sentences
    assert told(Log(entries=entries, problems=()))[1][1] == [
        LONGER.format(30, 24),
        "The page index has a new text: “Help”.",
    ]


def test_as_many_are_told_as_are_asked_for_and_the_oldest_knows_its_parent(repository: Repository) -> None:
    for hours in (24, 30, 36, 48):
        repository.promise(hours)
    assert told(read_log(repository.root, 2)) == [
        ("48 hours", [LONGER.format(48, 36)]),
        ("36 hours", [LONGER.format(36, 30)]),
    ]
    assert [subject for subject, _ in told(read_log(repository.root, 4))][-1] == "24 hours"


def test_a_commit_that_cannot_be_read_is_named_and_the_others_are_told(repository: Repository) -> None:
    repository.promise(24)
    repository.promise(30)
    repository.write("statuses.yaml", "")
    broken = repository.commit("Broken")
    mended = repository.promise(36)
    repository.promise(48)
    log = read_log(repository.root, 20)
    assert told(log) == [
        ("48 hours", [LONGER.format(48, 36)]),
        ("36 hours", []),
        ("Broken", []),
        ("30 hours", [LONGER.format(30, 24)]),
        ("24 hours", []),
    ]
    why = f"{broken}:statuses.yaml:1:1: The file is empty. Start it with “shop:” and “statuses:”."
    assert log.problems == [
        f"{mended[:12]} “36 hours”: what it changed cannot be told.\n{why}",
        f"{broken[:12]} “Broken”: what it changed cannot be told.\n{why}",
    ]


def test_a_catalog_that_cannot_be_read_is_named_too(repository: Repository) -> None:
    repository.promise(24)
    (repository.root / "locales" / "ru").mkdir(parents=True)
    (repository.root / "locales" / "ru" / "statusbook.po").write_bytes(b'msgid "\xff"\nmsgstr ""\n')
    broken = repository.commit("Broken")
    repository.write("locales/ru/statusbook.po", 'msgid ""\nmsgstr ""\n')
    repository.promise(30)
    log = read_log(repository.root, 20)
    assert [subject for subject, _ in told(log)] == ["30 hours", "Broken", "24 hours"]
    assert len(log.problems) == 1
    assert "30 hours" in log.problems[0]  # a new language is not read, and one that changes is
    assert "locales/ru/statusbook.po" in log.problems[0]
    assert broken[:12] not in log.problems[0]


def test_a_shallow_clone_tells_what_it_knows_and_how_to_know_more(
    repository: Repository, tmp_path: Path
) -> None:
    _, _, cut, _ = map(repository.promise, (24, 30, 36, 48))
    clone = repository.clone(tmp_path / "clone", 2)
    log = read_log(clone, 20)
    assert told(log) == [("48 hours", [LONGER.format(48, 36)])]
    (problem,) = log.problems
    assert problem == (
        f"The clone is shallow: what {cut[:12]} changed, and what was before it, is not known. "
        "Fetch the rest: git fetch --unshallow"
    )
    assert read_log(clone, 1).problems == []  # what is asked for is known
    repository.git("-C", str(clone), "fetch", "--quiet", "--unshallow")
    whole = read_log(clone, 20)
    assert [subject for subject, _ in told(whole)] == ["48 hours", "36 hours", "30 hours", "24 hours"]
    assert whole.problems == []


def test_the_first_commit_with_a_help_centre_changes_nothing(repository: Repository) -> None:
    repository.write("docs/index.md", "# Help\n")
    repository.commit("Pages alone")
    repository.promise(24)
    repository.promise(48)
    log = read_log(repository.root, 20)
    assert told(log) == [("48 hours", [LONGER.format(48, 24)]), ("24 hours", []), ("Pages alone", [])]
    assert log.problems == []


def test_a_sentence_of_one_language_says_which(repository: Repository) -> None:
    for side in ("before", "after"):
        shutil.copytree(EDITS / "translation-stale-in-one" / side, repository.root, dirs_exist_ok=True)
        repository.commit(side)
    (after, _) = read_log(repository.root, 20).entries
    assert [(change.area.name, change.locale) for change in after.changes] == [
        ("WORDS", None),
        ("TRANSLATIONS", "ru"),
        ("TRANSLATIONS", "de"),
    ]


def test_in_a_folder_of_a_repository_the_log_is_that_of_the_folder(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "help")
    repository.promise(24)
    (tmp_path / "statuses.yaml").write_text("shop: [", encoding="utf-8")
    repository.commit("Not ours")
    repository.promise(48)
    assert told(read_log(repository.root, 20)) == [("48 hours", [LONGER.format(48, 24)]), ("24 hours", [])]


def test_without_a_commit_there_is_nothing_to_tell(tmp_path: Path) -> None:
    with pytest.raises(NoHistoryError) as error:
        read_log(tmp_path, 20)
    assert str(error.value) == (
        "changes.json is not written: git knows no commit here. Clone the project with its history."
    )
