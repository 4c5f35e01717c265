import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial
from pathlib import Path
from signal import SIGKILL
from subprocess import PIPE
from uuid import uuid4

import psycopg
import pytest

from tests.votebox.integrity import damage
from tests.votebox.ledger import FIRST, Cast, at, by_hand, close, opened
from tests.votebox.postgres_server import PostgresServer
from tests.votebox.sharing import comments, make_submission, read_rows, totals
from votebox import migrations
from votebox.address import Address, Place
from votebox.cluster import Connection, connect
from votebox.errors import StoreError
from votebox.migrations import Kind, migrate, migrate_cluster, steps
from votebox.postgres import PostgresStore
from votebox.retention import delete_votes, forget
from votebox.session import text_id
from votebox.sqlite import SqliteStore
from votebox.store import Outcome
from votebox.stores import store_at

KINDS: tuple[Kind, ...] = ("sqlite", "postgres")


@pytest.fixture
def connection(database: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(database, isolation_level=None)) as opened:
        yield opened


def schema(connection: sqlite3.Connection) -> list[tuple[str, str]]:
    return connection.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


def version(connection: sqlite3.Connection) -> int:
    return int(connection.execute("PRAGMA user_version").fetchone()[0])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(migrations, "_FOLDER", tmp_path / "steps")
    for kind in KINDS:
        (tmp_path / "steps" / kind).mkdir(parents=True)
    return tmp_path / "steps"


@pytest.fixture
def cluster(postgres: Address) -> Iterator[Connection]:
    with closing(connect(postgres)) as opened:
        yield opened


TABLES = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema"


def tables(cluster: Connection) -> set[str]:
    found = cluster.execute(TABLES)
    return {name for (name,) in found}


@pytest.mark.parametrize("kind", KINDS)
def test_steps_are_numbered_without_a_gap(kind: Kind) -> None:
    assert [int(step.name[:4]) for step in steps(kind)] == list(range(1, len(steps(kind)) + 1))


def test_steps_are_the_same_for_every_kind() -> None:
    assert [step.name for step in steps("sqlite")] == [step.name for step in steps("postgres")]


def test_twice_is_as_once(connection: sqlite3.Connection) -> None:
    migrate(connection)
    once = schema(connection)
    migrate(connection)
    assert schema(connection) == once
    assert {name for name, _ in once} >= {"votes", "texts", "salts"}
    assert version(connection) == len(steps("sqlite"))


def test_a_new_step_is_taken_and_the_old_ones_are_not(connection: sqlite3.Connection, folder: Path) -> None:
    (folder / "sqlite" / "0001_a.sql").write_text("CREATE TABLE a (x); -- a; comment\n")
    migrate(connection)
    (folder / "sqlite" / "0002_b.sql").write_text("CREATE TABLE b (x);\nINSERT INTO b VALUES ('a;\nb');\n")
    migrate(connection)
    assert [name for name, _ in schema(connection)] == ["a", "b"]
    assert connection.execute("SELECT x FROM b").fetchall() == [("a;\nb",)]
    assert version(connection) == 2


def test_a_step_that_fails_leaves_nothing_and_those_before_stay(
    connection: sqlite3.Connection, folder: Path
) -> None:
    (folder / "sqlite" / "0001_a.sql").write_text("CREATE TABLE a (x);")
    (folder / "sqlite" / "0002_b.sql").write_text("CREATE TABLE b (x);\nCREATE TABLE a (x);")
    with pytest.raises(sqlite3.OperationalError, match="table a already exists"):
        migrate(connection)
    assert [name for name, _ in schema(connection)] == ["a"]
    assert version(connection) == 1
    assert not connection.in_transaction


def test_a_newer_database(database: Path, connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA user_version = 99")
    with pytest.raises(StoreError) as error:
        SqliteStore(database).open()
    assert str(error.value) == (
        f"The database has schema 99, and this votebox knows {len(steps('sqlite'))}. "
        "Run the votebox that wrote it, or a newer one."
    )


def test_twice_is_as_once_in_a_cluster(cluster: Connection) -> None:
    migrate_cluster(cluster)
    once = tables(cluster)
    migrate_cluster(cluster)
    assert (
        tables(cluster)
        == once
        == {*("migrations", "votes", "texts", "salts", "tallies", "counted_days", "revisions", "copies")}
    )


def test_a_new_step_of_a_cluster_is_taken_and_the_old_ones_are_not(cluster: Connection, folder: Path) -> None:
    (folder / "postgres" / "0001_a.sql").write_text("CREATE TABLE a (x int); -- a; 100 %\n")
    migrate_cluster(cluster)
    (folder / "postgres" / "0002_b.sql").write_text("CREATE TABLE b (x text); INSERT INTO b VALUES ('a%s');")
    migrate_cluster(cluster)
    assert cluster.execute("SELECT x FROM b").fetchall() == [("a%s",)]
    assert tables(cluster) == {"migrations", "a", "b"}


def test_a_step_of_a_cluster_that_fails_leaves_nothing_and_those_before_stay(
    cluster: Connection, folder: Path
) -> None:
    (folder / "postgres" / "0001_a.sql").write_text("CREATE TABLE a (x int);")
    (folder / "postgres" / "0002_b.sql").write_text("CREATE TABLE b (x int); SELECT nobody FROM a;")
    with pytest.raises(psycopg.errors.UndefinedColumn):
        migrate_cluster(cluster)
    assert tables(cluster) == {"migrations", "a"}
    assert cluster.execute("SELECT step FROM migrations").fetchall() == [(1,)]


def test_a_newer_cluster(postgres: Address, cluster: Connection) -> None:
    migrate_cluster(cluster)
    cluster.execute("INSERT INTO migrations VALUES (99)")
    with pytest.raises(StoreError) as error:
        PostgresStore(postgres).open()
    assert str(error.value) == (
        f"The database has schema 99, and this votebox knows {len(steps('postgres'))}. "
        "Run the votebox that wrote it, or a newer one."
    )


OPEN = """
import sys
from votebox.address import place
from votebox.stores import store_at
print("ready", flush=True)
for line in sys.stdin:
    store_at(place(line.strip())).open()
    print("opened", flush=True)
"""


@pytest.fixture
def openers() -> Iterator[list[subprocess.Popen[str]]]:
    """Processes that open the places whose names they are given."""
    command = [sys.executable, "-c", OPEN]
    processes = [subprocess.Popen(command, stdin=PIPE, stdout=PIPE, stderr=PIPE, text=True) for _ in range(6)]
    assert answers(processes) == ["ready\n"] * 6
    yield processes
    assert [process.communicate(timeout=20)[1] for process in processes] == [""] * 6


def answers(processes: list[subprocess.Popen[str]]) -> list[str]:
    return [process.stdout.readline() for process in processes if process.stdout]


def open_together(processes: list[subprocess.Popen[str]], place: str) -> None:
    for process in processes:
        assert process.stdin
        process.stdin.write(f"{place}\n")
        process.stdin.flush()
    assert answers(processes) == ["opened\n"] * 6


def test_by_processes_at_the_same_moment(openers: list[subprocess.Popen[str]], tmp_path: Path) -> None:
    for attempt in range(10):
        database = tmp_path / f"{attempt}.db"
        open_together(openers, str(database))
        with closing(sqlite3.connect(database)) as connection:
            assert version(connection) == len(steps("sqlite"))


def test_of_a_cluster_by_processes_at_the_same_moment(
    openers: list[subprocess.Popen[str]], postgres_server: PostgresServer
) -> None:
    for _ in range(10):
        address = postgres_server.new_place()
        open_together(openers, address.url)
        with closing(connect(address)) as cluster:
            assert len(cluster.execute("SELECT step FROM migrations").fetchall()) == len(steps("postgres"))


# Step 2, from a database with votes


@pytest.fixture
def first_schema(place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Cast]:
    """Have votes of several days in a database of schema 1; return them."""
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "_FOLDER", tmp_path / "steps")
        for kind in KINDS:
            (tmp_path / "steps" / kind).mkdir(parents=True)
            [step, *_] = (Path(migrations.__file__).parent / kind).glob("0001_*.sql")
            shutil.copy(step, tmp_path / "steps" / kind)
        store_at(place).open()
    votes = [cast_at(number) for number in range(2_000)]
    random.Random(4).shuffle(votes)
    if isinstance(place, Path):
        insert_in_file(place, votes)
    else:
        insert_in_cluster(place, votes)
    return votes


def cast_at(number: int) -> Cast:
    """Make a vote; some of one millisecond, some of one reader, but none that is both."""
    no = number % 3 == 0
    return Cast(
        id=uuid4(),
        at=at(number // 200, number // 2 * 1_000),
        page=("en", "ru/order-status")[number % 2],
        revision=f"{number % 5:08}",
        reader=f"{number % 70:02}",
        helpful=not no,
        flagged=False,
        reason="wrong" if no and number % 2 else None,
        status="pending" if no else None,
    )


COLUMNS = "(id, text, helpful, reason, status, comment, reader, created_at)"


def values(vote: Cast, vote_id: object, text: object) -> tuple[object, ...]:
    reader = f"{vote.reader}{vote.at // 86_400_000:014}".encode()
    comment = None if vote.helpful else f"{vote.reader}?"
    return (vote_id, text, vote.helpful, vote.reason, vote.status, comment, reader, vote.at)


def insert_in_file(database: Path, votes: list[Cast]) -> None:
    with closing(sqlite3.connect(database)) as connection:
        ids = {text: number for number, text in enumerate(sorted({vote.text for vote in votes}), 7)}
        connection.executemany("INSERT INTO texts VALUES (?, ?, ?)", [(n, *text) for text, n in ids.items()])
        rows = [values(vote, vote.id.bytes, ids[vote.text]) for vote in votes]
        connection.executemany(f"INSERT INTO votes {COLUMNS} VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
        connection.commit()


def insert_in_cluster(address: Address, votes: list[Cast]) -> None:
    with closing(connect(address)) as connection, connection.cursor() as cursor:
        texts = [(text_id(*text), *text) for text in {vote.text for vote in votes}]
        cursor.executemany("INSERT INTO texts VALUES (%s, %s, %s)", texts)
        rows = [values(vote, vote.id, text_id(*vote.text)) for vote in votes]
        cursor.executemany(f"INSERT INTO votes {COLUMNS} VALUES (%s, %s, %s, %s, %s, %s, %s, %s)", rows)


def check_second_schema(place: Place, votes: list[Cast]) -> None:
    """See that nothing was lost, and that the votes are in their order."""
    by_id = {str(vote.id): vote for vote in votes}
    found = read_rows(place)
    assert {row["id"] for row in found} == set(by_id)
    assert [row["created_at"] for row in found] == sorted(vote.at for vote in votes)
    for row in found:
        vote = by_id[row["id"]]
        assert (row["page"], row["revision"]) == vote.text
        stored = ("helpful", "reason", "status", "comment", "reader", "created_at")
        assert tuple(row[name] for name in stored) == values(vote, None, None)[2:]
        assert (row["flagged"], row["triage"]) == (False, None)
    assert damage(place) == []
    with opened(place) as store:
        assert totals(store) == by_hand(votes)
        assert len(comments(store)) == sum(not vote.helpful for vote in votes)


def test_the_second_step_loses_no_vote(place: Place, first_schema: list[Cast]) -> None:
    store_at(place).open()
    check_second_schema(place, first_schema)
    if isinstance(place, Path):
        with closing(sqlite3.connect(place)) as connection:
            order = connection.execute("SELECT id FROM votes ORDER BY number").fetchall()
        assert order == [
            (vote.id.bytes,) for vote in sorted(first_schema, key=lambda vote: (vote.at, vote.id))
        ]


def test_votes_of_the_first_schema_are_votes_like_any_other(place: Place, first_schema: list[Cast]) -> None:
    with opened(place) as store:
        vote = next(vote for vote in first_schema if not vote.helpful)
        details = make_submission(
            id=str(vote.id), page=vote.page, revision=vote.revision, helpful="no", reason="translation"
        )
        assert store.save([details]) == [Outcome.STORED_AGAIN]
        left = [replace(one, reason="translation") if one is vote else one for one in first_schema]
        close(store, *range(10))
        assert totals(store) == by_hand(left)
        assert store.write(partial(forget, vote_id=vote.id))
        left.remove(replace(vote, reason="translation"))
        assert totals(store) == by_hand(left)
        close(store, vote.at // 86_400_000 - FIRST)
        while store.write(partial(delete_votes, before=FIRST + 5)):
            pass
        assert len(read_rows(place)) == 1_000
        assert totals(store) == by_hand(left)


def test_the_second_step_by_processes_at_the_same_moment(
    openers: list[subprocess.Popen[str]], place: Place, first_schema: list[Cast]
) -> None:
    open_together(openers, str(getattr(place, "url", place)))
    check_second_schema(place, first_schema)


# Dies at the nth statement of a step.
KILLED = """
import os, signal, sys
from pathlib import Path
from votebox import migrations
from votebox.sqlite import SqliteStore

def statements(script, cut=migrations._statements):
    for number, statement in enumerate(cut(script), 1):
        if number == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        yield statement

migrations._statements = statements
SqliteStore(Path(sys.argv[1])).open()
"""


@pytest.mark.parametrize("place", ["database"], indirect=True, ids=["sqlite"])
def test_a_second_step_that_is_killed_is_taken_again(place: Path, first_schema: list[Cast]) -> None:
    for statement in range(1, 9):
        done = subprocess.run([sys.executable, "-c", KILLED, str(place), str(statement)], check=False)
        assert done.returncode == -SIGKILL
        with closing(sqlite3.connect(place)) as connection:
            assert version(connection) == 1
            assert connection.execute("SELECT count(*) FROM votes").fetchone() == (2_000,)
    store_at(place).open()
    check_second_schema(place, first_schema)
