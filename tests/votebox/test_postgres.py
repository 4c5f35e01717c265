"""What is so of PostgreSQL alone; what is so of every store is in test_store.py."""

import random
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Timer
from typing import Any

import pytest
from click.testing import CliRunner

from tests.votebox.sharing import ReadRows, make_submission, read_rows, totals
from votebox import cluster
from votebox.address import Address
from votebox.cli import main
from votebox.cluster import connect
from votebox.errors import StoreError
from votebox.postgres import PostgresStore
from votebox.store import Outcome

STORED, AGAIN, CONFLICT = Outcome.STORED, Outcome.STORED_AGAIN, Outcome.CONFLICT
DAY = 86_400_000
ID = str(uuid.uuid4())


@pytest.fixture
def store(postgres: Address) -> Iterator[PostgresStore]:
    with closing(PostgresStore(postgres)) as opened:
        opened.open()
        yield opened


@pytest.fixture
def replica(postgres: Address, store: PostgresStore) -> Iterator[PostgresStore]:
    """A second one on the same database."""
    assert store
    with closing(PostgresStore(postgres)) as opened:
        opened.open()
        yield opened


@pytest.fixture
def rows(postgres: Address) -> ReadRows:
    return lambda: read_rows(postgres)


@pytest.fixture
def other(postgres: Address) -> Iterator[cluster.Connection]:
    """A connection of somebody else."""
    with closing(connect(postgres)) as connection:
        yield connection


def executed(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the list to which the first word of every statement that is executed from now on is added."""
    words: list[str] = []
    connection = store._live()
    execute = connection.execute

    def traced(query: str, *arguments: Any) -> Any:
        words.append(query.split(maxsplit=1)[0])
        return execute(query, *arguments)

    monkeypatch.setattr(connection, "execute", traced)
    return words


def test_a_batch_is_one_statement(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    known = make_submission()
    store.save([known])  # its text and the salt of the day are known from here on
    words = executed(store, monkeypatch)
    store.save([make_submission() for _ in range(50)])
    assert words == ["INSERT"]
    store.save([make_submission(), known, make_submission()])
    assert words == ["INSERT", "INSERT", "UPDATE"]


def test_texts_do_not_fill_the_memory(store: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("votebox.postgres._TEXTS_KNOWN", 3)
    for number in range(10):
        store.save([make_submission(revision=f"{number:08x}")])
        assert len(store._texts) <= 4


def test_replicas_share_the_texts_and_the_salt_of_a_day(
    store: PostgresStore, replica: PostgresStore, rows: ReadRows
) -> None:
    assert store.save([make_submission(at=1)]) == replica.save([make_submission(at=2)]) == [STORED]
    one, two = rows()
    assert one["reader"] == two["reader"]
    assert one["text"] == two["text"]
    assert totals(store) == totals(replica)
    assert totals(store).pages[0].votes == 1


def test_replicas_that_write_the_same_votes_at_once(
    store: PostgresStore, replica: PostgresStore, rows: ReadRows
) -> None:
    batches = []
    for _ in range(30):
        ids = [str(uuid.uuid4()) for _ in range(40)]
        batches.append([[make_submission(id=one) for one in random.sample(ids, 30)] for _ in range(2)])

    def save(number: int) -> list[tuple[uuid.UUID, Outcome]]:
        found = []
        for pair in batches:
            outcomes = (store, replica)[number].save(pair[number])
            found += [(one.vote.id, outcome) for one, outcome in zip(pair[number], outcomes, strict=True)]
        return found

    with ThreadPoolExecutor() as pool:
        answers = [answer for found in pool.map(save, range(2)) for answer in found]
    stored = [vote_id for vote_id, outcome in answers if outcome is STORED]
    assert sorted(stored) == sorted({vote_id for vote_id, _ in answers})
    assert {outcome for _, outcome in answers} == {STORED, AGAIN}
    assert sorted(row["id"] for row in rows()) == sorted(map(str, stored))


def test_of_two_answers_with_the_same_id_at_once_one_is_stored(
    store: PostgresStore, replica: PostgresStore, rows: ReadRows
) -> None:
    for _ in range(20):
        vote_id = str(uuid.uuid4())
        yes, no = make_submission(id=vote_id), make_submission(id=vote_id, helpful="no")
        with ThreadPoolExecutor() as pool:
            outcomes = [pool.submit(store.save, [yes]), pool.submit(replica.save, [no])]
        assert {outcome.result()[0] for outcome in outcomes} == {STORED, CONFLICT}
    assert len(rows()) == 20


def test_a_replica_waits_for_the_one_that_writes_the_same_id(
    store: PostgresStore, other: cluster.Connection
) -> None:
    known = make_submission(id=ID)
    store.save([make_submission()])
    [text] = store._texts.values()
    other.execute("BEGIN")
    other.execute("INSERT INTO votes VALUES (%s, %s, true, NULL, NULL, NULL, %s, 1)", (ID, text, bytes(16)))
    with ThreadPoolExecutor() as pool:
        saved = pool.submit(store.save, [known, make_submission()])
        with pytest.raises(TimeoutError):
            saved.result(timeout=0.3)
        other.execute("COMMIT")
        assert saved.result(timeout=5) == [AGAIN, STORED]


def test_a_batch_that_clashed_is_written_again(
    store: PostgresStore, other: cluster.Connection, rows: ReadRows
) -> None:
    other.execute("CREATE SEQUENCE tries")
    other.execute(
        "CREATE FUNCTION clash() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " IF nextval('tries') < 4 THEN RAISE SQLSTATE '40001'; END IF; RETURN NEW; END $$"
    )
    other.execute("CREATE TRIGGER clash BEFORE INSERT ON votes FOR EACH STATEMENT EXECUTE FUNCTION clash()")
    assert store.save([make_submission(), make_submission()]) == [STORED] * 2
    assert len(rows()) == 2
    assert other.execute("SELECT last_value FROM tries").fetchone() == (4,)


def test_a_batch_that_fails_leaves_nothing_and_the_next_is_stored(
    store: PostgresStore, other: cluster.Connection, rows: ReadRows
) -> None:
    store.save([make_submission()])
    other.execute("ALTER TABLE votes ADD CONSTRAINT poison CHECK (comment <> 'poison')")
    batch = [make_submission(), make_submission(helpful="no", comment="poison"), make_submission()]
    with pytest.raises(StoreError, match='did not take votes: new row for relation "votes" violates check'):
        store.save(batch)
    assert len(rows()) == 1
    other.execute("ALTER TABLE votes DROP CONSTRAINT poison")
    assert store.save(batch) == [STORED] * 3


def test_a_connection_that_was_lost_fails_one_batch(
    store: PostgresStore, other: cluster.Connection, rows: ReadRows
) -> None:
    store.save([make_submission()])
    other.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
        " AND query LIKE '%%votes%%' AND backend_type = 'client backend'"
    )
    batch = [make_submission()]
    with pytest.raises(StoreError, match=r"^postgresql://owner:\*\*\*@127\.0\.0\.1:.* did not take votes: "):
        store.save(batch)
    assert store.save(batch) == [STORED]
    assert len(rows()) == 2


def test_a_connection_that_was_lost_in_the_midst_of_a_commit(
    store: PostgresStore, other: cluster.Connection
) -> None:
    store.save([make_submission()])
    other.execute(
        "CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN PERFORM pg_sleep(60); RETURN NEW; END $$"
    )
    other.execute(
        "CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON votes INITIALLY DEFERRED"
        " FOR EACH ROW EXECUTE FUNCTION wait()"
    )
    batch = [make_submission()]
    kill = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event = 'PgSleep'"
    timer = Timer(0.5, lambda: other.execute(kill))
    timer.start()
    with pytest.raises(StoreError, match="did not take votes: terminating connection"):
        store.save(batch)
    timer.join()
    other.execute("DROP TRIGGER wait ON votes")
    assert store.save(batch) == [STORED]


def test_a_server_that_is_not_there(postgres: Address) -> None:
    store = PostgresStore(Address(url="postgresql://owner:s3cret@127.0.0.1:1/votes"))
    for call, what in ((store.open, "be opened as a database of votes"), (lambda: totals(store), "be read")):
        with pytest.raises(StoreError) as error:
            call()
        said = str(error.value)
        assert said.startswith(f"postgresql://owner:***@127.0.0.1:1/votes cannot {what}: connection failed: ")
        assert "\n" not in said
    wrong = PostgresStore(Address(url=postgres.url.replace("owner:", "owner:s3cret")))
    with pytest.raises(StoreError, match="password authentication failed") as error:
        wrong.open()
    assert "s3cret" not in str(error.value)
    assert error.value.__cause__ is None


def test_totals_that_fail_leave_the_connection_that_writes(
    store: PostgresStore, other: cluster.Connection
) -> None:
    store.save([make_submission()])
    other.execute("ALTER TABLE votes RENAME COLUMN reason TO remark")
    with pytest.raises(StoreError, match=r'cannot be read: column "reason" does not exist\.$'):
        totals(store)
    other.execute("ALTER TABLE votes RENAME COLUMN remark TO reason")
    assert store._connection is not None
    assert store.save([make_submission()]) == [STORED]


def test_totals_of_a_database_without_tables(postgres: Address) -> None:
    with pytest.raises(StoreError, match=r" holds no votes yet\. Collect votes first: votebox serve$"):
        totals(PostgresStore(postgres))


def test_salts_of_past_days_are_deleted(store: PostgresStore, other: cluster.Connection) -> None:
    store.save([make_submission(at=5 * DAY), make_submission(at=6 * DAY)])
    store.destroy_salts(6 * DAY)
    assert other.execute("SELECT day FROM salts").fetchall() == [(6,)]


def test_a_replica_with_a_wrong_clock_destroys_no_salt_that_is_used(
    store: PostgresStore, replica: PostgresStore, other: cluster.Connection
) -> None:
    now = time.time_ns() // 1_000_000
    store.save([make_submission(at=now)])
    for days in (-400, 400):
        replica.destroy_salts(now + days * DAY)
        assert other.execute("SELECT day FROM salts").fetchall() == [(now // DAY,)]


def test_neither_address_nor_agent_are_stored(store: PostgresStore, rows: ReadRows) -> None:
    store.save([make_submission(address="198.51.100.77", agent=b"Mozilla/5.0 (X11)")])
    assert "198.51.100.77" not in str(rows())
    assert "Mozilla" not in str(rows())


def test_a_report_of_a_database(postgres: Address, store: PostgresStore) -> None:
    store.save([make_submission(helpful="no", comment="Why?")])
    result = CliRunner().invoke(main, ["report"], env={"VOTEBOX_DATABASE": postgres.url})
    assert (result.exit_code, result.stderr) == (0, "")
    assert "Why?" in result.stdout
    wrong = CliRunner().invoke(main, ["report", "--database", "mysql://votebox:s3cret@db/votes"])
    assert wrong.exit_code == 2
    assert wrong.stderr == (
        '--database: "mysql://votebox:***@db/votes" is no database of votes. '
        "Give a file, or postgresql://USER:PASSWORD@HOST/NAME\n"
    )
