import asyncio
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from copy import deepcopy
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest

from tests.votebox.disk import Disk
from tests.votebox.integrity import damage
from tests.votebox.ledger import LATER, opened, rows, submissions
from tests.votebox.load import load, run
from tests.votebox.sharing import Start, comments, read_rows, totals
from tests.votebox.test_transfer import fill, kept
from votebox import transfer
from votebox.address import Place
from votebox.backup import back_up
from votebox.errors import StoreError
from votebox.retention import forget
from votebox.session import DAY
from votebox.sqlite import SqliteStore
from votebox.store import Store
from votebox.transfer import Copied

NOW = LATER * DAY


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder / "votes.db"


def test_all_of_it_is_in_one_file(store: Store, file: Path) -> None:
    fill(store)
    assert back_up(store, file, now=NOW) == Copied(votes=64, left_out=0)
    assert [path.name for path in file.parent.iterdir()] == ["votes.db"]
    assert damage(file) == []
    with opened(file) as copy:
        assert kept(copy) == kept(store)
        assert totals(copy) == totals(store)
        assert comments(copy) == comments(store)


def test_no_key_of_a_day_is_in_it(store: Store, file: Path) -> None:
    store.save(submissions(5))
    [(salt,)] = rows(store, "SELECT salt FROM salts")
    back_up(store, file, now=NOW)
    assert bytes(salt) not in file.read_bytes()
    with closing(sqlite3.connect(file)) as copy:
        assert copy.execute("SELECT * FROM salts").fetchall() == []


def test_going_back(store: Store, file: Path, tmp_path: Path) -> None:
    fill(store)
    back_up(store, file, now=NOW)
    before = kept(store)
    with closing(SqliteStore(tmp_path / "again.db")) as target:
        transfer.copy(SqliteStore(file), target, name=str(file), now=NOW)
    with opened(tmp_path / "again.db") as again:
        assert kept(again) == before


# Slow enough for votes to come meanwhile.
SLOW = """
import time
from votebox import transfer
from votebox.cli import main
transfer.SLICE = 20
write = transfer._write
def slowly(*arguments, **named):
    time.sleep(0.02)
    return write(*arguments, **named)
transfer._write = slowly
main()
"""


def command(place: Place, file: Path) -> list[str]:
    return [sys.executable, "-c", SLOW, "backup", str(file), "--database", str(getattr(place, "url", place))]


def test_one_moment_of_a_server_that_takes_votes(start: Start, place: Place, file: Path) -> None:
    async def scenario() -> None:
        async with load(start(VOTEBOX_DATABASE=str(getattr(place, "url", place)))) as voting:
            await voting.more(500)
            before = deepcopy(voting.receipts)
            process = await asyncio.create_subprocess_exec(*command(place, file), stdout=subprocess.DEVNULL)
            assert await process.wait() == 0
            meanwhile = len(voting.receipts) - len(before)
        stored = read_rows(file)
        assert list(before._missing(stored)) == []
        assert len(before) <= len(stored)
        assert meanwhile > 0
        assert damage(file) == []
        if isinstance(place, Path):
            with closing(sqlite3.connect(place)) as connection:
                order = connection.execute("SELECT id FROM votes ORDER BY number LIMIT ?", (len(stored),))
                assert {str(UUID(bytes=vote_id)) for (vote_id,) in order} == {row["id"] for row in stored}

    run(scenario())


def test_the_name_is_that_of_a_whole_file_however_it_ends(store: Store, place: Place, file: Path) -> None:
    store.save(submissions(500))
    partly = file.with_name("votes.db.part")
    process = subprocess.Popen(command(place, file), stdout=subprocess.DEVNULL)
    while not partly.exists() or not _votes(partly):
        assert process.poll() is None
    process.kill()
    process.wait()
    assert 0 < _votes(partly) < 500
    assert not file.exists()
    first = UUID(read_rows(partly)[0]["id"])
    assert store.write(partial(forget, vote_id=first))  # and it does not come back from the part
    assert back_up(store, file, now=NOW).votes == 499
    assert [path.name for path in file.parent.iterdir()] == ["votes.db"]
    assert _votes(file) == 499


def _votes(file: Path) -> int:
    """Return how many votes are in a file that somebody may write to."""
    try:
        with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM votes").fetchone()[0])
    except sqlite3.OperationalError:
        return 0


def test_a_full_disk(store: Store, small_disk: Disk) -> None:
    store.save(submissions(500, helpful="no", comment="word " * 200))
    small_disk.fill()
    file = small_disk.path / "votes.db"
    with pytest.raises(StoreError, match=r"votes\.db\.part.* (disk is full|No space left on device)"):
        back_up(store, file, now=NOW)
    assert {path.name for path in small_disk.path.iterdir()} <= {"filling", "lost+found"}
    small_disk.clear()
    assert back_up(store, file, now=NOW).votes == 500


@pytest.fixture
def small_disk() -> Iterator[Disk]:
    try:
        made = Disk(8)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"No disk can be made and mounted here, which takes root: {error}")
    yield made
    made.remove()


def test_a_folder_that_is_missing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(
        StoreError, match=r"votes\.db\.part-owner cannot be made: No such file or directory\.$"
    ):
        back_up(store, tmp_path / "missing" / "votes.db", now=NOW)


def test_a_name_that_cannot_be_given(store: Store, file: Path) -> None:
    file.mkdir()
    with pytest.raises(StoreError, match=r"votes\.db cannot be written: Is a directory\.$"):
        back_up(store, file, now=NOW)
    assert [path.name for path in file.parent.iterdir()] == ["votes.db"]


def test_a_source_that_is_not_there(tmp_path: Path, file: Path) -> None:
    with pytest.raises(StoreError, match="There is no database"):
        back_up(SqliteStore(tmp_path / "missing.db"), file, now=NOW)
    assert list(file.parent.iterdir()) == []


def test_the_name_is_on_the_disk_too(store: Store, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[Path] = []
    fsync = os.fsync

    def watched(descriptor: int) -> None:
        synced.append(Path(f"/proc/self/fd/{descriptor}").readlink())
        assert file.exists()
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    back_up(store, file, now=NOW)
    assert synced == [file.parent]
