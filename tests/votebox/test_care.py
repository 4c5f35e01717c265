"""`votebox forget`, `copy` and `backup`, as operators run them."""

import os
import pty
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest

from tests.votebox.ledger import opened, rows, submissions
from tests.votebox.sharing import Start, comments, make_submission, read_rows, totals
from tests.votebox.test_cli import Run, votebox
from votebox import database as sqlite_database
from votebox import transfer
from votebox.address import Address, Place
from votebox.errors import StoreError
from votebox.sqlite import SqliteStore
from votebox.store import Store

__all__ = ["votebox"]

SOME = "0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e"
TRACES = (
    "Traces may be left until whoever reads the database has ended. Once that is so, run the command again.\n"
)
WORD = "Lindenstrasse"


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


def text(place: Place) -> str:
    """Return a place as it is written in a command."""
    return place.url if isinstance(place, Address) else str(place)


# forget


def test_votes_are_forgotten_by_their_receipts(store: Store, place: Place, votebox: Run) -> None:
    votes = [make_submission(id=SOME, helpful="no", comment=WORD), *submissions(3)]
    store.save(votes)
    other = str(votes[1].vote.id)
    assert votebox("forget", SOME.upper(), other, "--database", text(place)) == (
        0,
        f"{SOME}: forgotten.\n{other}: forgotten.\n",
        "",
    )
    assert votebox("forget", SOME, VOTEBOX_DATABASE=text(place)) == (
        1,
        f"{SOME}: there is no such vote.\n",
        "",
    )
    assert comments(store) == []
    assert totals(store).pages[0].received == 2
    if isinstance(place, Path):
        files = b"".join(file.read_bytes() for file in place.parent.glob(f"{place.name}*"))
        assert WORD.encode() not in files


def test_one_that_is_not_there_keeps_no_other_from_being_forgotten(
    store: Store, place: Place, votebox: Run
) -> None:
    store.save([make_submission(id=SOME)])
    missing = str(uuid4())
    code, out, _ = votebox("forget", missing, SOME, "--database", text(place))
    assert (code, out) == (1, f"{missing}: there is no such vote.\n{SOME}: forgotten.\n")


def test_traces_that_somebody_keeps_by_reading_are_told(
    database: Path, votebox: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_database, "_PATIENCE", 0.05)
    with opened(database) as store:
        store.save([make_submission(id=SOME, helpful="no", comment=WORD)])
    with closing(sqlite3.connect(database, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM votes").fetchall()
        assert votebox("forget", SOME) == (1, f"{SOME}: forgotten.\n", TRACES)
    assert votebox("forget", SOME) == (1, f"{SOME}: there is no such vote.\n", "")
    assert WORD.encode() not in database.read_bytes()


def test_what_was_forgotten_is_told_also_where_traces_cannot_be_removed(
    database: Path, votebox: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def failing(_store: SqliteStore) -> bool:
        raise StoreError("votes.db still holds traces of what was deleted: database or disk is full.")

    with opened(database) as store:
        store.save([make_submission(id=SOME)])
    monkeypatch.setattr(SqliteStore, "scrub", failing)
    said = "votes.db still holds traces of what was deleted: database or disk is full.\n"
    assert votebox("forget", SOME) == (2, f"{SOME}: forgotten.\n", said)


def test_no_database_is_made_to_forget_in(votebox: Run, tmp_path: Path) -> None:
    said = "There is no database votes.db. Collect votes first: make serve\n"
    assert votebox("forget", SOME) == (2, "", said)
    assert list(tmp_path.iterdir()) == []


def test_what_is_no_receipt(votebox: Run) -> None:
    code, _, errors = votebox("forget", "7")
    assert code == 2
    assert "'7' is not a valid UUID." in errors
    assert votebox("forget")[0] == 2


# copy


def test_there_and_back(store: Store, place: Place, votebox: Run, tmp_path: Path) -> None:
    store.save(submissions(5, helpful="no", comment="Why?"))
    shown = str(place)
    assert votebox("copy", text(place), "copy.db") == (0, "5 votes are in copy.db.\n", "")
    assert votebox("copy", "copy.db", text(place)) == (0, f"5 votes are in {shown}.\n", "")
    with opened(tmp_path / "copy.db") as copy:
        assert totals(copy) == totals(store)
        assert comments(copy) == comments(store)


def test_votes_that_are_left_out_are_told(
    votebox: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "has_lost_votes", lambda session, _: session is not None)
    with opened(tmp_path / "from.db") as store:
        store.save(submissions(5))
    assert votebox("copy", "from.db", "to.db") == (
        0,
        "0 votes are in to.db.\n5 are not: they are of days whose votes were deleted there.\n",
        "",
    )


def test_no_target_is_made_where_there_is_no_source(votebox: Run, tmp_path: Path) -> None:
    said = "There is no database from.db. Collect votes first: make serve\n"
    assert votebox("copy", "from.db", "to.db") == (2, "", said)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["votes.db", "./votes.db", "folder/../votes.db", "link.db"])
def test_a_copy_onto_itself(votebox: Run, database: Path, name: str) -> None:
    with opened(database) as store:
        store.save(submissions(1))
    (database.parent / "folder").mkdir()
    (database.parent / "link.db").symlink_to(database)
    said = 'FROM and TO are the same: "votes.db". Give two databases\n'
    assert votebox("copy", "votes.db", name) == (2, "", said)


@pytest.mark.parametrize("where", ["FROM", "TO"])
def test_a_place_that_holds_no_votes(votebox: Run, where: str) -> None:
    wrong = "mysql://votebox:s3cret@db/votes"
    places = [wrong, "to.db"] if where == "FROM" else ["from.db", wrong]
    said = (
        f'{where}: "mysql://votebox:***@db/votes" is no database of votes. '
        "Give a file, or postgresql://USER:PASSWORD@HOST/NAME\n"
    )
    assert votebox("copy", *places) == (2, "", said)


def test_an_interrupted_copy_is_known_again_from_another_folder(
    votebox: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "SLICE", 10)
    with opened(tmp_path / "from.db") as store:
        store.save(submissions(50))
    write, left = transfer._write, [3]

    def failing(*arguments: object, **named: object) -> int:
        left[0] -= 1
        if left[0] < 0:
            raise sqlite3.OperationalError("database or disk is full")
        return write(*arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(transfer, "_write", failing)
    assert votebox("copy", "from.db", "to.db") == (
        2,
        "",
        "to.db did not take a change: database or disk is full.\n",
    )
    (tmp_path / "folder").mkdir()
    monkeypatch.chdir(tmp_path / "folder")
    left[0] = 2  # as many as are left
    assert votebox("copy", "../from.db", "../to.db") == (0, "50 votes are in ../to.db.\n", "")
    assert len(read_rows(tmp_path / "to.db")) == 50


@pytest.mark.parametrize(
    ("command", "label"), [("copy votes.db to.db", "Copying votes"), ("backup to.db", "Writing votes")]
)
def test_progress_is_shown_on_a_terminal(database: Path, command: str, label: str) -> None:
    with opened(database) as store:
        store.save(submissions(5))
    primary, secondary = pty.openpty()
    program = [sys.executable, "-c", "from votebox.cli import main; main()", *command.split()]
    done = subprocess.run(
        program, cwd=database.parent, check=True, stdout=subprocess.PIPE, stderr=secondary, text=True
    )
    os.close(secondary)
    shown = os.read(primary, 65_536).decode()
    os.close(primary)
    assert label in shown
    assert "100%" in shown
    assert done.stdout.startswith(("5 votes are in to.db.\n", "to.db holds 5 votes."))


# backup


def test_a_backup_and_the_way_back(store: Store, place: Place, votebox: Run, tmp_path: Path) -> None:
    store.save(submissions(1_200, helpful="no"))
    assert votebox("backup", "backup.db", "--database", text(place)) == (
        0,
        "backup.db holds 1,200 votes. To go back to them: votebox copy backup.db TO\n",
        "",
    )
    assert votebox("copy", "backup.db", "again.db") == (0, "1,200 votes are in again.db.\n", "")
    with opened(tmp_path / "again.db") as again:
        assert totals(again) == totals(store)


def test_a_file_that_exists_is_not_written_over(votebox: Run, store: Store, place: Place) -> None:
    store.save(submissions(1))
    Path("backup.db").write_text("precious")
    Path("folder").mkdir()
    for name in ("backup.db", "folder"):
        assert votebox("backup", name, "--database", text(place)) == (
            2,
            "",
            f'"{name}" exists. Give a file that does not, such as votes-2026-11-25.db\n',
        )
    assert Path("backup.db").read_text() == "precious"


def test_a_folder_that_is_missing(votebox: Run, store: Store, place: Place) -> None:
    assert store
    said = '"missing" is no folder. Give a file in one that exists\n'
    assert votebox("backup", "missing/backup.db", "--database", text(place)) == (2, "", said)


def test_a_backup_of_nothing(votebox: Run, tmp_path: Path) -> None:
    said = "There is no database votes.db. Collect votes first: make serve\n"
    assert votebox("backup", "backup.db") == (2, "", said)
    assert list(tmp_path.iterdir()) == []


GUIDE = Path(__file__).parents[2] / "guides" / "operate.md"
COMMANDS = re.compile(r"^\$ votebox (.*)\n((?:(?!\$ |```).*\n)*)", re.MULTILINE)


def test_the_guide_shows_what_happens(votebox: Run, database: Path) -> None:
    [block] = re.findall(r"^```console\n(.*?)^```$", GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    commands = COMMANDS.findall(block)
    assert [command.split()[0] for command, _ in commands] == ["forget", "backup", "copy"]
    with opened(database) as store:
        store.save([make_submission(id=SOME), *submissions(999)])
        store.save(submissions(200, day=1))
    for command, told in commands:
        assert votebox(*command.split()) == (0, told, "")


def test_beside_a_server(start: Start, store: Store, place: Place, votebox: Run) -> None:
    store.save([make_submission(id=SOME)])
    start(VOTEBOX_DATABASE=text(place))
    assert votebox("backup", "backup.db", "--database", text(place))[0] == 0
    if isinstance(place, Address):
        assert votebox("forget", SOME, "--database", text(place))[0] == 0
        assert rows(store, "SELECT id FROM votes") == []
