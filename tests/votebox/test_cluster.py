import time
from contextlib import closing

import psycopg
import pytest

from tests.votebox.postgres_server import PostgresServer
from votebox.address import Address
from votebox.cluster import connect, read, retried
from votebox.errors import StoreError


class Clashing:
    """Work that clashes a number of times, and then is done."""

    def __init__(self, times: int, error: type[psycopg.Error]) -> None:
        self.left = times
        self.error = error

    def __call__(self) -> str:
        if self.left:
            self.left -= 1
            raise self.error
        return "done"


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    taken: list[float] = []
    monkeypatch.setattr("votebox.cluster.time.sleep", taken.append)
    return taken


@pytest.mark.parametrize("error", [psycopg.errors.SerializationFailure, psycopg.errors.DeadlockDetected])
def test_what_clashed_is_done_again_after_longer_and_longer_pauses(
    pauses: list[float], error: type[psycopg.Error]
) -> None:
    assert retried(Clashing(7, error)) == "done"
    assert all(0 <= pause <= 0.01 * 2**number for number, pause in enumerate(pauses))
    assert len(set(pauses)) == 7


def test_it_is_not_done_again_for_ever(pauses: list[float]) -> None:
    with pytest.raises(psycopg.errors.SerializationFailure):
        retried(Clashing(8, psycopg.errors.SerializationFailure))
    assert len(pauses) == 7


def test_what_failed_otherwise_is_not_done_again_but_where_it_is_named(pauses: list[float]) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        retried(Clashing(1, psycopg.errors.UniqueViolation))
    assert pauses == []
    assert retried(Clashing(1, psycopg.errors.UniqueViolation), "23505") == "done"


def test_two_transactions_that_clash_in_a_real_server(postgres: Address) -> None:
    with closing(connect(postgres)) as one, closing(connect(postgres)) as other:
        one.execute("CREATE TABLE counted (n int)")
        one.execute("INSERT INTO counted VALUES (0)")
        tries = []

        def add() -> None:
            tries.append(1)
            with one.transaction():
                one.execute("SET TRANSACTION ISOLATION LEVEL SERIALIZABLE")
                one.execute("SELECT n FROM counted")
                if len(tries) == 1:
                    other.execute("UPDATE counted SET n = n + 1")
                one.execute("UPDATE counted SET n = n + 1")

        retried(add)
        assert len(tries) == 2
        assert other.execute("SELECT n FROM counted").fetchone() == (2,)


@pytest.mark.parametrize(("asked", "got"), [("off", "on"), ("on", "on"), ("remote_apply", "remote_apply")])
def test_a_commit_is_on_the_disk_whatever_the_database_was_set_to(
    postgres: Address, asked: str, got: str
) -> None:
    address = Address(url=f"{postgres.url}%20-csynchronous_commit%3D{asked}")
    with closing(connect(address)) as connection:
        assert connection.execute("SHOW synchronous_commit").fetchone() == (got,)


def test_a_server_that_does_not_sync_is_no_place_for_votes(private_server: PostgresServer) -> None:
    with closing(connect(private_server.address)) as connection:
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
        while connection.execute("SHOW fsync").fetchone() == ("on",):
            time.sleep(0.01)
    with pytest.raises(StoreError) as error:
        connect(private_server.address)
    assert str(error.value) == (
        f"{private_server.address} runs with fsync = off: votes that it has stored would be lost with its "
        "power. Set fsync = on in its postgresql.conf, and reload it."
    )
    read(private_server.address).close()


def test_a_server_of_which_nothing_is_heard_is_given_up_by_who_writes(
    postgres: Address, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("votebox.cluster._SILENCE", 0.1)
    with closing(connect(postgres)) as connection, pytest.raises(psycopg.OperationalError, match="expired"):
        connection.execute("SELECT pg_sleep(5)")
    with closing(read(postgres)) as connection:
        assert connection.execute("SELECT 1 FROM pg_sleep(0.3)").fetchone() == (1,)


def test_a_statement_that_writes_has_ten_seconds_and_one_that_reads_has_more(postgres: Address) -> None:
    for connecting, limit in ((connect, "10s"), (read, "0")):
        with closing(connecting(postgres)) as connection:
            assert connection.execute("SHOW statement_timeout").fetchone() == (limit,)


def test_the_address_wins_over_what_is_customary(postgres: Address) -> None:
    for suffix, name in (("", "votebox"), ("&application_name=replica-2", "replica-2")):
        with closing(read(Address(url=postgres.url + suffix))) as connection:
            assert connection.execute("SHOW application_name").fetchone() == (name,)


def test_an_address_that_cannot_be_read_is_not_quoted_to_the_letter() -> None:
    with pytest.raises(StoreError) as error:
        connect(Address(url="postgresql://votebox:100%secret@db/votes"))
    assert str(error.value) == (
        "postgresql://votebox:***@db/votes is no address of a database. Write "
        "postgresql://USER:PASSWORD@HOST/NAME, with %40 for @, %2F for / and %25 for % in the password."
    )
