"""SQL that is written once for every store, and asked of each."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from tests.votebox.ledger import at, opened, read, rows
from tests.votebox.sharing import make_submission
from votebox.address import Place
from votebox.errors import StoreError
from votebox.session import DAY, Session, text_id, uuid_of
from votebox.store import Store

A, B = "192.0.2.1", "192.0.2.2"


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


INSERT = "INSERT INTO copies (source, created_at, id) VALUES (:source, :created_at, :id)"


def test_values_are_given_by_name(store: Store) -> None:
    some = uuid4()
    store.write(lambda session: session.execute(INSERT, source="100 % %s :x", created_at=-1, id=some))
    query = "SELECT source, created_at, id FROM copies WHERE id = :id AND created_at % 2 = -1 AND id = :id"
    [(source, created_at, vote_id)] = rows(store, query, id=some)
    assert (source, created_at, uuid_of(vote_id)) == ("100 % %s :x", -1, some)
    assert (
        rows(store, "SELECT source FROM copies WHERE source LIKE '1%' AND source = :source", source="x") == []
    )


def test_how_many_rows_changed(store: Store) -> None:
    given = [{"source": str(number), "created_at": number, "id": uuid4()} for number in range(5)]

    def work(session: Session) -> list[int]:
        session.many(INSERT, given)
        session.many(INSERT, [])
        delete = "DELETE FROM copies WHERE created_at < :end"
        return [session.change(delete, end=3), session.change(delete, end=3)]

    assert store.write(work) == [3, 0]
    assert sorted(rows(store, "SELECT source FROM copies")) == [("3",), ("4",)]


def test_a_text_is_given_an_id_once(store: Store) -> None:
    def ids(session: Session) -> list[object]:
        return [
            session.text("en", "00000001"),
            session.text("en", "00000002"),
            session.text("ru", "00000001"),
        ]

    first = store.write(ids)
    assert len(set(first)) == 3
    assert store.write(ids) == first
    store.save([make_submission(page="en", revision="00000002")])
    assert rows(store, "SELECT text FROM votes") == [(first[1],)]
    assert sorted(rows(store, "SELECT page, revision FROM texts")) == [
        ("en", "00000001"),
        ("en", "00000002"),
        ("ru", "00000001"),
    ]


def test_the_id_of_a_text_in_postgresql_is_for_good() -> None:
    """Texts that are in databases already must not get another one."""
    assert text_id("en/order-status", "5f2c9a1b03de") == UUID("e2f2d30a-ddc1-53f2-b686-e4913adc61af")


def counted(store: Store, start: int, end: int) -> list[tuple[bool, str | None, str | None, int]]:
    def work(session: Session) -> list[tuple[bool, str | None, str | None, int]]:
        found = session.execute(session.counted, start=start, end=end)
        return sorted((bool(helpful), *rest) for _, helpful, *rest in found)

    return read(store, work)


def test_of_one_readers_votes_on_a_text_the_latest_counts_that_is_not_flagged(store: Store) -> None:
    store.save(
        [
            make_submission(A, at=at(0, 2), helpful="no", reason="wrong", status="pending"),
            make_submission(A, at=at(0, 1)),
            make_submission(A, at=at(0, 3), flagged=True),
            make_submission(A, at=at(0, 4), revision="00000001"),
            make_submission(B, at=at(0, 5), flagged=True),
            make_submission(A, at=at(1, 0)),
        ]
    )
    assert counted(store, at(0), at(1)) == [
        (False, "wrong", "pending", at(0, 2)),
        (True, None, None, at(0, 4)),
    ]
    assert counted(store, at(0), at(1, 1))[1:] == [(True, None, None, at(0, 4)), (True, None, None, at(1))]
    assert counted(store, at(0, 1), at(0, 2)) == [(True, None, None, at(0, 1))]
    assert counted(store, at(1, 1), at(2)) == []


def test_what_fails_in_a_transaction_leaves_nothing(store: Store) -> None:
    def work(session: Session) -> None:
        session.execute(INSERT, source="kept?", created_at=1, id=uuid4())
        session.execute("INSERT INTO nowhere (x) VALUES (:x)", x=1)

    with pytest.raises(StoreError, match=r" did not take a change: .*nowhere"):
        store.write(work)
    assert rows(store, "SELECT source FROM copies") == []
    store.write(lambda session: session.execute(INSERT, source="next", created_at=1, id=uuid4()))
    assert rows(store, "SELECT source FROM copies") == [("next",)]


def test_who_reads_sees_one_moment(store: Store) -> None:
    store.save([make_submission()])
    with store.read() as session:
        query = "SELECT count(*) FROM votes"
        before = [tuple(row) for row in session.execute(query)]
        store.save([make_submission()])
        store.write(lambda writing: writing.execute("UPDATE votes SET helpful = NOT helpful"))
        assert [tuple(row) for row in session.execute(query)] == before == [(1,)]
        assert {bool(helpful) for (helpful,) in session.execute("SELECT helpful FROM votes")} == {True}
    assert rows(store, query) == [(2,)]


def test_who_reads_writes_nothing(store: Store) -> None:
    with pytest.raises(StoreError, match=r" cannot be read: .*read-?only"), store.read() as session:
        session.execute(INSERT, source="x", created_at=1, id=uuid4())
    assert rows(store, "SELECT source FROM copies") == []


def test_a_day_has_as_many_milliseconds_as_the_queries_say(store: Store) -> None:
    assert DAY == 24 * 60 * 60 * 1_000
    store.save([make_submission(at=at(3, DAY - 1))])
    [(begin,)] = rows(store, "SELECT created_at - created_at % 86400000 FROM votes")
    assert begin == at(3)
