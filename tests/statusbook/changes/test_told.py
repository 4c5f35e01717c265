"""The newest changes in every language, from histories of every shape."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.catalogs import locales_of, read_catalog, write_catalog
from statusbook.changes.told import MOST, read_told
from statusbook.messages import Texts, read_texts
from tests.project import ROOT
from tests.statusbook.repository import BOOK, Repository

STATUS = "  {0}: {{label: {0}, meaning: Yes., terminal: true}}\n"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


def said(root: Path, texts: Texts | None = None) -> list[list[str]]:
    texts = texts or Texts("en")
    return [[str(words) for words in told.sentences] for told in read_told(root, [texts])[texts.tag]]


def po(root: Path, tag: str, **labels: tuple[str, str]) -> None:
    """A catalog of ours that has words for labels, too: by the status, its English and its translation."""
    catalog = read_catalog(ROOT / "locales" / tag / "statusbook.po", tag)
    for id_, (english, text) in labels.items():
        catalog.add(english, text, context=f"status.{id_}.label")
    path = root / "locales" / tag / "statusbook.po"
    path.parent.mkdir(parents=True, exist_ok=True)
    write_catalog(path, catalog)


def texts_of(root: Path, tag: str) -> Texts:
    return read_texts(root / "locales", tag)


def test_newest_first_with_the_day_and_only_commits_that_have_news(repository: Repository) -> None:
    for hours in (24, 36):
        repository.promise(hours)
    assert said(repository.root) == []  # no status shows the time

    shown = BOOK.replace("terminal: true", "terminal: true, times: [reply]")
    for hours in (24, 48):
        repository.write("statuses.yaml", shown.replace("24 hours", f"{hours} hours"))
        last = repository.commit("Promise")
    repository.write("statuses.yaml", f"# A comment\n{shown.replace('24 hours', '48 hours')}")
    repository.commit("Comment")
    told = read_told(repository.root, [Texts("en")])["en"]
    assert told[0].commit.hash == last
    assert said(repository.root) == [
        ["Reply: now within 48 hours; before, within 24 hours."],
        ["New at “Paid”: Reply: within 24 hours."],
    ]
    assert [str(entry.date) for entry in told] == ["2026-11-04", "2026-11-03"]


def test_ten_changes_at_most_and_whole_commits(repository: Repository) -> None:
    book = BOOK
    repository.write("statuses.yaml", book)
    repository.commit("First")
    for names in (("a", "b", "c"), ("d", "e", "f"), ("g", "h", "i"), ("j", "k")):
        book += "".join(map(STATUS.format, names))
        repository.write("statuses.yaml", book)
        repository.commit("More")
    assert list(map(len, said(repository.root))) == [2, 3, 3]

    book += "".join(STATUS.format(f"n{number}") for number in range(20))
    repository.write("statuses.yaml", book)
    repository.commit("Many")
    assert list(map(len, said(repository.root))) == [MOST]


def test_without_git_nothing_is_told(tmp_path: Path) -> None:
    assert read_told(tmp_path, [Texts("en")]) == {"en": []}


def test_a_shallow_clone_tells_what_it_knows(repository: Repository, tmp_path: Path) -> None:
    shown = BOOK.replace("terminal: true", "terminal: true, times: [reply]")
    for hours in (24, 36, 48):
        repository.write("statuses.yaml", shown.replace("24 hours", f"{hours} hours"))
        repository.commit(f"{hours}")
    assert said(repository.clone(tmp_path / "one", 1)) == []
    assert said(repository.clone(tmp_path / "two", 2)) == [
        ["Reply: now within 48 hours; before, within 36 hours."]
    ]


@pytest.mark.parametrize("broken", ["shop: [", BOOK.replace("{reply:", "{replay:")])
def test_a_file_that_cannot_be_read_is_passed_over(repository: Repository, broken: str) -> None:
    for text in (BOOK, broken, BOOK + STATUS.format("a"), BOOK + STATUS.format("b")):
        repository.write("statuses.yaml", text)
        repository.commit("Next")
    assert said(repository.root) == [["New status: “b”.", "The status “a” is no longer listed."]]


def test_a_project_in_a_folder_of_its_repository(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "help")
    for text in (BOOK, BOOK + STATUS.format("a")):
        repository.write("statuses.yaml", text)
        repository.commit("Next")
    assert said(repository.root) == [["New status: “a”."]]


def test_words_of_today_for_what_is_still_called_so_and_those_of_then_for_what_is_not(
    repository: Repository,
) -> None:
    """An editor changes statuses.yaml alone; the translation comes after it, and later goes with the text."""
    root = repository.root
    repository.write("statuses.yaml", BOOK)
    po(root, "ru", paid=("Paid", "Оплачен"))
    repository.commit("First")
    repository.write("statuses.yaml", BOOK.replace("Paid", "Settled") + STATUS.format("lost"))
    repository.commit("An editor")
    assert said(root, texts_of(root, "ru")) == [["“Paid” is now called “Settled”.", "New status: “lost”."]]

    po(root, "ru", paid=("Settled", "Расчёт"), lost=("lost", "Утерян"))
    repository.commit("A translator")
    assert said(root, texts_of(root, "ru")) == [
        ["«Оплачен» теперь называется «Расчёт».", "Новый статус: «Утерян»."]
    ]
    repository.write("statuses.yaml", BOOK.replace("Paid", "Settled"))
    po(root, "ru", paid=("Settled", "Расчёт"))
    repository.commit("It is gone")
    for _ in range(2):  # what was read is kept
        assert said(root, texts_of(root, "ru"))[0] == ["Статуса «Утерян» больше нет в списке."]
        assert said(root, texts_of(root, "ru"))[1][1] == "Новый статус: «Утерян»."
    assert list((root / ".cache" / "changes").glob("*.json"))


def test_what_a_shallow_clone_does_not_know_is_not_kept(repository: Repository, tmp_path: Path) -> None:
    repository.write("statuses.yaml", BOOK)
    po(repository.root, "ru", paid=("Paid", "Оплачен"))
    repository.commit("First")
    repository.write("statuses.yaml", BOOK.replace("Paid", "Settled"))
    repository.commit("Second")
    po(repository.root, "ru", paid=("Settled", "Расчёт"))
    repository.commit("Third")
    root = repository.clone(tmp_path / "clone", 2)
    texts = texts_of(root, "ru")
    assert said(root, texts) == []
    assert not (root / ".cache").exists()


def test_an_english_sentence_is_english_as_a_whole_and_says_so(repository: Repository) -> None:
    root = repository.root
    for text in (BOOK, BOOK + STATUS.format("lost")):
        repository.write("statuses.yaml", text)
        repository.commit("Next")
    po(root, "el")
    ((entry,),) = read_told(root, [texts_of(root, "el")]).values()
    assert [(str(words), words.language) for words in entry.sentences] == [("New status: “lost”.", "en")]


@pytest.mark.parametrize("tag", locales_of(ROOT))
def test_every_language_has_every_sentence_with_what_goes_into_it(repository: Repository, tag: str) -> None:
    root = repository.root
    shown = BOOK.replace("terminal: true", "terminal: true, times: [reply]")
    for hours in (24, 48):
        repository.write("statuses.yaml", shown.replace("24 hours", f"{hours} hours"))
        repository.commit("Next")
    catalog = read_catalog(ROOT / "locales" / tag / "statusbook.po", tag)
    catalog.add("Reply", "Πρώτα", context="time.reply.label")
    path = root / "locales" / tag / "statusbook.po"
    path.parent.mkdir(parents=True)
    write_catalog(path, catalog)
    ((entry,),) = read_told(root, [texts_of(root, tag)]).values()
    (words,) = entry.sentences
    assert words.language == tag
    assert [part for part in ("Reply", "Πρώτα", "48", "24", "{") if part in words] == ["Πρώτα", "48", "24"]
