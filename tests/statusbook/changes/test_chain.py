"""Commits are compared as `statusbook diff` compares them, each opened once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from statusbook.changes import chain as module
from statusbook.changes.cache import Cache
from statusbook.changes.chain import Chain
from statusbook.changes.sides import Side, of_revision
from statusbook.problems import InvalidInputError
from tests.statusbook.repository import Repository

LONGER = "The promise “Reply” becomes longer: within {} hours; it was within {} hours."


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    return Repository(tmp_path / "repository")


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Which commits were opened and closed, in that order."""
    done: list[str] = []

    @contextmanager
    def noted(name: str, root: Path) -> Iterator[Side]:
        done.append(f"opened {name}")
        with of_revision(name, root) as side:
            yield side
        done.append(f"closed {name}")

    monkeypatch.setattr(module, "of_revision", noted)
    return done


def told(chain: Chain, before: str, after: str) -> list[str]:
    return [change.sentence for change in chain.changes(before, after)]


def test_each_commit_is_opened_once_and_two_are_held(
    repository: Repository, tmp_path: Path, opened: list[str]
) -> None:
    a, b, c, d = map(repository.promise, (24, 30, 36, 48))
    with Chain(repository.root, Cache(tmp_path / "cache")) as chain:
        assert told(chain, c, d) == [LONGER.format(48, 36)]
        assert told(chain, b, c) == [LONGER.format(36, 30)]
        assert told(chain, a, b) == [LONGER.format(30, 24)]
    expected = [f"opened {d}", f"opened {c}", f"closed {d}", f"opened {b}", f"closed {c}", f"opened {a}"]
    assert opened[:6] == expected
    assert sorted(opened[6:]) == sorted([f"closed {a}", f"closed {b}"])


def test_what_was_found_before_is_not_opened_again(
    repository: Repository, tmp_path: Path, opened: list[str]
) -> None:
    a, b, c = map(repository.promise, (24, 30, 36))
    cache = Cache(tmp_path / "cache")
    with Chain(repository.root, cache) as chain:
        assert told(chain, a, b) == [LONGER.format(30, 24)]
    opened.clear()
    with Chain(repository.root, cache) as chain:
        assert told(chain, b, c) == [LONGER.format(36, 30)]
        assert told(chain, a, b) == [LONGER.format(30, 24)]
    assert [line for line in opened if "opened" in line] == [f"opened {c}", f"opened {b}"]


def test_a_commit_that_cannot_be_read_is_refused_each_time_and_the_others_are_not(
    repository: Repository, tmp_path: Path
) -> None:
    first, second = map(repository.promise, (24, 30))
    repository.write("statuses.yaml", "shop: [")
    broken = repository.commit("Broken")
    mended = repository.promise(36)
    for _ in range(2):
        with Chain(repository.root, Cache(tmp_path / "cache")) as chain:
            for before, after in ((broken, mended), (second, broken)):
                with pytest.raises(InvalidInputError) as error:
                    chain.changes(before, after)
                assert str(error.value).startswith(f"{broken}:statuses.yaml:1:8: ")
            assert told(chain, first, second) == [LONGER.format(30, 24)]


def test_before_the_help_centre_there_is_nothing_to_compare_with(
    repository: Repository, tmp_path: Path
) -> None:
    repository.write("docs/index.md", "# Help\n")
    pages = repository.commit("Pages alone")
    first = repository.promise(24)
    with Chain(repository.root, Cache(tmp_path / "cache")) as chain:
        assert told(chain, pages, first) == []
    assert not (tmp_path / "cache").exists()


def test_a_help_centre_that_is_gone_cannot_be_read(repository: Repository, tmp_path: Path) -> None:
    first = repository.promise(24)
    (repository.root / "statuses.yaml").unlink()
    repository.write("docs/index.md", "# Help\n")
    gone = repository.commit("Gone")
    with Chain(repository.root, Cache(tmp_path)) as chain, pytest.raises(InvalidInputError, match=gone):
        chain.changes(first, gone)


def test_what_git_has_lost_is_never_taken_for_nothing(repository: Repository, tmp_path: Path) -> None:
    """As in a partial clone that is offline: the commit names a file that is not there."""
    first, second = map(repository.promise, (24, 30))
    blob = repository.git("rev-parse", f"{first}:statuses.yaml")
    (repository.root / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    with Chain(repository.root, Cache(tmp_path)) as chain, pytest.raises(InvalidInputError, match=first):
        chain.changes(first, second)
    assert list(tmp_path.glob("*.json")) == []


def test_a_file_that_is_called_like_a_commit_is_not_opened(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = map(repository.promise, (24, 30))
    monkeypatch.chdir(tmp_path)
    (tmp_path / first).write_text("shop: [", encoding="utf-8")
    with Chain(repository.root, Cache(tmp_path / "cache")) as chain:
        assert told(chain, first, second) == [LONGER.format(30, 24)]
