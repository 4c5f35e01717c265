"""What every store promises; asked of the one there is."""

import uuid
from pathlib import Path
from typing import Any

import pytest

from tests.votebox.sharing import ReadRows, make_submission
from votebox.errors import StoreError
from votebox.sqlite import SqliteStore
from votebox.store import BATCH_LIMIT, Outcome

STORED, AGAIN, CONFLICT = Outcome.STORED, Outcome.STORED_AGAIN, Outcome.CONFLICT
ID = str(uuid.uuid4())


def test_outcomes_are_in_the_order_of_the_batch(store: SqliteStore, rows: ReadRows) -> None:
    batch = [make_submission(helpful=helpful) for helpful in ("yes", "no", "yes")]
    assert store.save(batch) == [STORED] * 3
    assert store.save([batch[2], make_submission(), batch[0]]) == [AGAIN, STORED, AGAIN]
    assert len(rows()) == 4


def test_everything_is_kept(store: SqliteStore, rows: ReadRows) -> None:
    store.save(
        [
            make_submission(
                id=ID, helpful="no", reason="wrong", status="pending", comment="Why?", at=1_700_000_000_000
            )
        ]
    )
    [row] = rows()
    assert len(row.pop("reader")) == 16
    assert row == {
        "id": ID,
        "text": 1,
        "page": "en/order-status",
        "revision": "5f2c9a1b03de",
        "helpful": 0,
        "reason": "wrong",
        "status": "pending",
        "comment": "Why?",
        "created_at": 1_700_000_000_000,
    }


@pytest.mark.parametrize(
    "other", [{"page": "ru/order-status"}, {"revision": "0123456789ab"}, {"helpful": "no", "comment": "No!"}]
)
def test_an_id_that_is_known_for_something_else(
    store: SqliteStore, rows: ReadRows, other: dict[str, Any]
) -> None:
    assert store.save([make_submission(id=ID)]) == [STORED]
    before = rows()
    assert store.save([make_submission(id=ID, **other)]) == [CONFLICT]
    assert rows() == before
    assert store.save([make_submission(id=ID)]) == [AGAIN]


def test_the_same_id_twice_in_a_batch(store: SqliteStore, rows: ReadRows) -> None:
    batch = [
        make_submission(id=ID),
        make_submission(),
        make_submission(id=ID),
        make_submission(id=ID, helpful="no"),
    ]
    assert store.save(batch) == [STORED, STORED, AGAIN, CONFLICT]
    assert len(rows()) == 2


def test_a_vote_is_completed_and_the_latest_details_win(store: SqliteStore, rows: ReadRows) -> None:
    no: dict[str, Any] = {"id": ID, "helpful": "no"}
    assert store.save([make_submission(**no)]) == [STORED]
    assert store.save([make_submission(**no, reason="wrong", comment="one")]) == [AGAIN]
    assert store.save([make_submission(**no, status="pending", comment="two")]) == [AGAIN]
    assert store.save([make_submission(**no, reason="not-found", status="processing")]) == [AGAIN]
    assert store.save([make_submission(**no)]) == [AGAIN]
    [row] = rows()
    assert (row["reason"], row["status"], row["comment"]) == ("not-found", "processing", "two")


def test_a_vote_is_completed_in_the_batch_that_it_came_with(store: SqliteStore, rows: ReadRows) -> None:
    no: dict[str, Any] = {"id": ID, "helpful": "no"}
    assert store.save([make_submission(**no), make_submission(**no, reason="wrong")]) == [STORED, AGAIN]
    assert rows()[0]["reason"] == "wrong"


def test_as_many_as_a_batch_may_have(store: SqliteStore, rows: ReadRows) -> None:
    assert store.save([make_submission() for _ in range(BATCH_LIMIT)]) == [STORED] * BATCH_LIMIT
    assert len(rows()) == BATCH_LIMIT


def test_a_store_that_is_not_there_has_no_totals(store: SqliteStore, database: Path) -> None:
    store.close()
    database.unlink()
    with pytest.raises(StoreError) as error:
        store.totals()
    assert str(error.value) == f"There is no database {database}. Collect votes first: make serve"


def test_what_was_saved_is_there_when_it_is_opened_again(store: SqliteStore, rows: ReadRows) -> None:
    store.save([make_submission(id=ID)])
    store.close()
    store.open()
    assert store.save([make_submission(id=ID)]) == [AGAIN]
    assert len(rows()) == 1
