import json
import logging
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from votebox.dashboard.history import Change, Commit, History, HistoryFile, Step

A, B, C = "a" * 40, "b" * 40, "c" * 40
EVERYBODY = Change(sentence="“Shipped” loses “Cancel”.", area="readers")
RUSSIAN = Change(sentence="The Russian of “Packaging” is stale.", area="translations", locale="ru")


def commit(name: str, *changes: Change) -> Commit:
    return Commit(
        commit=name, date=datetime(2026, 11, 20, 10, tzinfo=UTC), subject=f"Change {name[0]}", changes=changes
    )


HISTORY = History([commit(C, EVERYBODY, RUSSIAN), commit(B), commit(A, RUSSIAN)])


def told(step: Step) -> tuple[list[str], bool]:
    return [found.commit[0] for found in step.commits], step.whole


def test_the_commits_between_two_revisions() -> None:
    assert told(HISTORY.step(A, C, "en")) == (["c", "b"], True)
    assert told(HISTORY.step(B, C, "en")) == (["c"], True)
    assert told(HISTORY.step(A, B, "en")) == (["b"], True)


@pytest.mark.parametrize("before", [None, "d" * 40, C], ids=["unknown", "not listed", "later"])
def test_the_last_commit_alone_where_nobody_knows_what_was_before(before: str | None) -> None:
    assert told(HISTORY.step(before, C, "en")) == (["c"], False)


@pytest.mark.parametrize("after", [None, "d" * 40], ids=["unknown", "not listed"])
def test_nothing_where_the_commit_is_not_known(after: str | None) -> None:
    assert HISTORY.step(A, after, "en") == Step()


def test_only_what_readers_of_the_language_notice() -> None:
    def sentences(language: str) -> list[tuple[Change, ...]]:
        return [found.changes for found in HISTORY.step(None, C, language).commits]

    assert sentences("ru") == [(EVERYBODY, RUSSIAN)]
    assert sentences("en") == [(EVERYBODY,)]


DOCUMENT: dict[str, Any] = {
    "version": 1,
    "commits": [
        {
            "commit": C,
            "date": "2026-11-20T10:00:00+00:00",
            "subject": "Change c",
            "changes": [
                {"area": "readers", "locale": None, "sentence": EVERYBODY.sentence},
                {"area": "translations", "locale": "ru", "sentence": RUSSIAN.sentence},
            ],
        }
    ],
}


def write(path: Path, text: str, stamp: int) -> None:
    path.write_text(text, encoding="utf-8")
    os.utime(path, (stamp, stamp))


def test_the_file_is_read_and_followed(tmp_path: Path) -> None:
    path = tmp_path / "changes.json"
    file = HistoryFile(path, interval=0)
    assert told(file.current().step(None, C, "ru")) == ([], False)
    write(path, json.dumps(DOCUMENT), 1)
    [found] = file.current().step(None, C, "ru").commits
    assert found == commit(C, EVERYBODY, RUSSIAN)
    write(path, json.dumps({**DOCUMENT, "commits": []}), 2)
    assert told(file.current().step(None, C, "ru")) == ([], False)


@pytest.mark.parametrize("text", ["{", '{"version": 2, "commits": []}', '{"version": 1}'])
def test_a_broken_file_is_told_once_and_changes_nothing(
    tmp_path: Path, text: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "changes.json"
    file = HistoryFile(path, interval=0)
    write(path, json.dumps(DOCUMENT), 1)
    file.current()
    write(path, text, 2)
    with caplog.at_level(logging.WARNING):
        assert [told(file.current().step(None, C, "en")) for _ in range(2)] == [(["c"], False)] * 2
    [record] = caplog.records
    assert record.__dict__["event"] == "changes-unreadable"
    assert record.getMessage().startswith(f"{path} cannot be read, pages tell what they knew before: ")


def test_a_missing_file_is_no_mistake(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "changes.json"
    file = HistoryFile(path, interval=0)
    write(path, json.dumps(DOCUMENT), 1)
    file.current()
    path.unlink()
    assert told(file.current().step(None, C, "en")) == (["c"], False)
    assert caplog.records == []


def test_it_is_not_looked_at_for_every_request(tmp_path: Path) -> None:
    path = tmp_path / "changes.json"
    file = HistoryFile(path, interval=3_600)
    file.current()
    write(path, json.dumps(DOCUMENT), 1)
    assert told(file.current().step(None, C, "en")) == ([], False)
