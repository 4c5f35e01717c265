import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.votebox.sharing import ReadRows, make_submission, totals
from votebox.errors import StoreError
from votebox.sqlite import SqliteStore
from votebox.store import Outcome

DAY = 86_400_000


@pytest.fixture
def other(database: Path) -> Iterator[sqlite3.Connection]:
    """A connection of somebody else to the same file; to be asked for after the store, which makes it."""
    with closing(sqlite3.connect(database, isolation_level=None)) as connection:
        yield connection


@contextmanager
def traced(store: SqliteStore) -> Iterator[list[str]]:
    statements: list[str] = []
    store._live.set_trace_callback(statements.append)
    yield statements
    store._live.set_trace_callback(None)


def pragma(store: SqliteStore, name: str) -> Any:
    return store._live.execute(f"PRAGMA {name}").fetchone()[0]


def test_a_batch_is_one_transaction(store: SqliteStore) -> None:
    store.save([make_submission()])  # its text and the salt of the day are known from here on
    with traced(store) as statements:
        store.save([make_submission() for _ in range(50)])
    assert len(statements) == 1


def test_a_batch_with_known_votes_is_one_transaction_too(store: SqliteStore) -> None:
    known = make_submission()
    store.save([known])
    with traced(store) as statements:
        store.save([make_submission(), known, make_submission()])
    assert [s.split()[0] for s in statements] == [
        "INSERT",
        "BEGIN",
        "INSERT",
        "INSERT",
        "UPDATE",
        "INSERT",
        "COMMIT",
    ]


def test_many_texts_are_learnt_in_one_transaction(store: SqliteStore, rows: ReadRows) -> None:
    batch = [make_submission(revision=f"{number:08x}") for number in range(20)]
    with traced(store) as statements:
        store.save(batch)
    assert [s for s in statements if s.startswith(("BEGIN", "COMMIT"))] == ["BEGIN IMMEDIATE", "COMMIT"]
    assert sorted(row["revision"] for row in rows()) == [one.vote.revision for one in batch]


def test_texts_do_not_fill_the_memory(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("votebox.sqlite._TEXTS_KNOWN", 3)
    for number in range(10):
        store.save([make_submission(revision=f"{number:08x}")])
        assert len(store._texts) <= 4


@pytest.mark.parametrize("duplicate", [False, True])
def test_a_batch_that_fails_leaves_nothing_and_the_next_is_stored(
    store: SqliteStore, other: sqlite3.Connection, rows: ReadRows, duplicate: bool
) -> None:
    known = make_submission()
    store.save([known])
    batch = [make_submission(), make_submission(), *([known] if duplicate else [])]
    other.execute(
        "CREATE TRIGGER poison BEFORE INSERT ON votes WHEN new.id = x'" + batch[1].vote.id.hex + "'"
        " BEGIN SELECT raise(ROLLBACK, 'out of luck'); END"
    )
    with pytest.raises(StoreError, match="did not take votes: out of luck"):
        store.save(batch)
    assert len(rows()) == 1
    other.execute("DROP TRIGGER poison")
    assert store.save(batch)[:2] == [Outcome.STORED] * 2


def test_a_text_that_was_rolled_back_is_learnt_again(
    store: SqliteStore, other: sqlite3.Connection, rows: ReadRows
) -> None:
    other.execute("ALTER TABLE salts RENAME TO away")
    with pytest.raises(StoreError):
        store.save([make_submission(revision="0123456789ab")])
    other.execute("ALTER TABLE away RENAME TO salts")
    store.save([make_submission(revision="0123456789ab")])
    assert [row["revision"] for row in rows()] == ["0123456789ab"]


def test_a_locked_database_takes_the_votes_later(
    store: SqliteStore, other: sqlite3.Connection, rows: ReadRows
) -> None:
    pragma(store, "busy_timeout = 50")
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="database is locked"):
        store.save([make_submission()])
    other.execute("ROLLBACK")
    store.save([make_submission()])
    assert len(rows()) == 1


def test_a_file_that_was_deleted_is_made_again(
    store: SqliteStore,
    database: Path,
    rows: ReadRows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("votebox.sqlite._LOOK", 0)
    store.save([make_submission()])
    database.unlink()
    assert store.save([make_submission()]) == [Outcome.STORED]
    assert len(rows()) == 1


def test_a_file_that_was_replaced_is_followed(
    store: SqliteStore,
    database: Path,
    tmp_path: Path,
    rows: ReadRows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("votebox.sqlite._LOOK", 0)
    backup = SqliteStore(tmp_path / "backup.db")
    backup.open()
    backup.save([make_submission(), make_submission()])
    backup.close()
    store.save([make_submission()])
    (tmp_path / "backup.db").replace(database)
    store.save([make_submission()])
    assert len(rows()) == 3


def test_a_file_that_a_newer_votebox_wrote_is_not_touched(
    store: SqliteStore, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = tmp_path / "newer.db"
    SqliteStore(newer).open()
    with closing(sqlite3.connect(newer)) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    newer.replace(database)
    before = database.read_bytes()
    store._looked = -60  # and only once, since the next look comes in _LOOK seconds
    monkeypatch.setattr("votebox.sqlite._LOOK", 60)
    for _ in range(3):
        with pytest.raises(StoreError, match="The database has schema 99"):
            store.save([make_submission()])
    assert database.read_bytes() == before


def test_a_file_that_is_no_database(database: Path) -> None:
    database.write_text("Dear reader, this is no database, but a letter." * 50)
    with pytest.raises(StoreError) as error:
        SqliteStore(database).open()
    assert str(error.value) == f"{database} cannot be opened as a database of votes: file is not a database."
    with pytest.raises(StoreError) as error:
        totals(SqliteStore(database))
    assert str(error.value) == f"{database} cannot be read: file is not a database."


def test_another_database(database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("CREATE TABLE recipes (x)")
    with pytest.raises(StoreError) as error:
        totals(SqliteStore(database))
    assert str(error.value) == f"{database} holds no votes yet. Collect votes first: votebox serve"


def test_a_file_that_is_not_there_has_no_totals(database: Path) -> None:
    with pytest.raises(StoreError) as error:
        totals(SqliteStore(database))
    assert str(error.value) == f"There is no database {database}. Collect votes first: make serve"


def test_totals_write_nothing(store: SqliteStore, database: Path, tmp_path: Path) -> None:
    store.save([make_submission()])
    # As a server that was killed leaves them: what was saved is in the log alone.
    left = {tmp_path / f"left.db{end}": database.with_name(f"votes.db{end}") for end in ("", "-wal")}
    for copy, original in left.items():
        copy.write_bytes(original.read_bytes())
    assert totals(SqliteStore(tmp_path / "left.db")).pages[0].votes == 1
    assert [copy.read_bytes() for copy in left] == [original.read_bytes() for original in left.values()]


def readers(rows: ReadRows) -> list[bytes]:
    return [row["reader"] for row in rows()]


def test_a_reader_is_the_same_for_a_day(store: SqliteStore, rows: ReadRows) -> None:
    same = [make_submission(at=5 * DAY), make_submission(at=6 * DAY - 1)]
    store.save(same)
    store.close()
    store.open()  # the salt outlives the process
    store.save([make_submission(at=5 * DAY + 1), make_submission(at=6 * DAY)])
    first, again, last, tomorrow = readers(rows)
    assert first == again == last
    assert tomorrow != first


@pytest.mark.parametrize(
    "other", [{"address": "192.0.2.2"}, {"agent": b"other"}, {"address": "192.0.2.1a", "agent": b"gent"}]
)
def test_another_reader(store: SqliteStore, rows: ReadRows, other: dict[str, Any]) -> None:
    store.save([make_submission(at=1), make_submission(at=2, **other)])
    first, second = readers(rows)
    assert first != second


def test_neither_address_nor_agent_are_stored(store: SqliteStore, database: Path) -> None:
    store.save([make_submission(address="198.51.100.77", agent=b"Mozilla/5.0 (X11)")])
    files = b"".join(path.read_bytes() for path in database.parent.glob("votes.db*"))
    assert b"198.51.100.77" not in files
    assert b"Mozilla" not in files


def test_salts_of_past_days_are_nowhere_on_the_disk(
    store: SqliteStore, database: Path, other: sqlite3.Connection, rows: ReadRows
) -> None:
    store.save([make_submission(at=5 * DAY), make_submission(at=6 * DAY)])
    old, new = (salt for (salt,) in other.execute("SELECT salt FROM salts ORDER BY day").fetchall())
    reader = readers(rows)[0]
    assert len(old) == 32

    def on_disk(salt: bytes) -> list[str]:
        return [path.name for path in database.parent.glob("votes.db*") if salt in path.read_bytes()]

    assert on_disk(old)
    store.destroy_salts(6 * DAY)
    assert on_disk(old) == []
    assert on_disk(new)
    store.save([make_submission(at=5 * DAY + 1)])
    assert readers(rows)[1] != reader


def test_a_salt_that_a_reader_of_the_file_holds_is_destroyed_later(
    store: SqliteStore, database: Path, other: sqlite3.Connection
) -> None:
    pragma(store, "busy_timeout = 50")
    store.save([make_submission(at=5 * DAY)])
    [(old,)] = other.execute("SELECT salt FROM salts").fetchall()
    other.execute("BEGIN")
    other.execute("SELECT * FROM salts").fetchall()
    store.destroy_salts(6 * DAY)
    log = database.with_name("votes.db-wal")
    assert old in log.read_bytes()
    other.execute("COMMIT")
    store.destroy_salts(6 * DAY)
    assert old not in log.read_bytes() + database.read_bytes()


SCRUB = """
import sys
from pathlib import Path
from votebox.sqlite import SqliteStore

store = SqliteStore(Path(sys.argv[1]))
store.open()
store._live.execute("PRAGMA cache_size = 10")  # what does not fit goes into a temporary file
print(store.scrub())
store.close()
"""
# A system of one's own, in which nothing but a folder can be written.
READ_ONLY = """
mount --bind / / && mount --bind "$1" "$1" && mount -o remount,bind,ro / && cd / || exit 77
exec "$2" -c "$3" "$1/votes.db"
"""


def test_traces_are_removed_where_nothing_but_the_folder_can_be_written(
    store: SqliteStore, database: Path
) -> None:
    store.save([make_submission(helpful="no", comment="word " * 400) for _ in range(500)])
    store.close()
    command = ["unshare", "--mount", "sh", "-c", READ_ONLY, "sh", str(database.parent), sys.executable, SCRUB]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode in (1, 77) and "Traceback" not in done.stderr:
        pytest.skip(f"No file system can be mounted here, which takes root: {done.stderr}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "True\n", "")
