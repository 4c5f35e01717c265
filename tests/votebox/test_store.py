"""What every store promises; asked of each."""

import time
import uuid
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from tests.votebox.sharing import ReadRows, make_submission, read_rows
from votebox.address import Place
from votebox.store import BATCH_LIMIT, Outcome, Store
from votebox.stores import store_at

STORED, AGAIN, CONFLICT = Outcome.STORED, Outcome.STORED_AGAIN, Outcome.CONFLICT
ID = str(uuid.uuid4())
DAY = 86_400_000


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with closing(store_at(place)) as opened:
        opened.open()
        yield opened


@pytest.fixture
def rows(place: Place) -> ReadRows:
    return lambda: read_rows(place)


def test_outcomes_are_in_the_order_of_the_batch(store: Store, rows: ReadRows) -> None:
    batch = [make_submission(helpful=helpful) for helpful in ("yes", "no", "yes")]
    assert store.save(batch) == [STORED] * 3
    assert store.save([batch[2], make_submission(), batch[0]]) == [AGAIN, STORED, AGAIN]
    assert len(rows()) == 4


def test_everything_is_kept(store: Store, rows: ReadRows) -> None:
    store.save(
        [
            make_submission(
                id=ID, helpful="no", reason="wrong", status="pending", comment="Why?", at=1_700_000_000_000
            )
        ]
    )
    [row] = rows()
    assert len(row.pop("reader")) == 16
    assert row.pop("text")
    row.pop("number", None)  # SQLite's own
    assert row == {
        "id": ID,
        "page": "en/order-status",
        "revision": "5f2c9a1b03de",
        "helpful": 0,
        "reason": "wrong",
        "status": "pending",
        "comment": "Why?",
        "created_at": 1_700_000_000_000,
        "flagged": 0,
        "triage": None,
    }


@pytest.mark.parametrize(
    "other", [{"page": "ru/order-status"}, {"revision": "0123456789ab"}, {"helpful": "no", "comment": "No!"}]
)
def test_an_id_that_is_known_for_something_else(store: Store, rows: ReadRows, other: dict[str, Any]) -> None:
    assert store.save([make_submission(id=ID)]) == [STORED]
    before = rows()
    assert store.save([make_submission(id=ID, **other)]) == [CONFLICT]
    assert rows() == before
    assert store.save([make_submission(id=ID)]) == [AGAIN]


def test_the_same_id_twice_in_a_batch(store: Store, rows: ReadRows) -> None:
    batch = [
        make_submission(id=ID),
        make_submission(),
        make_submission(id=ID),
        make_submission(id=ID, helpful="no"),
    ]
    assert store.save(batch) == [STORED, STORED, AGAIN, CONFLICT]
    assert len(rows()) == 2


def test_a_vote_is_completed_and_the_latest_details_win(store: Store, rows: ReadRows) -> None:
    no: dict[str, Any] = {"id": ID, "helpful": "no"}
    assert store.save([make_submission(**no)]) == [STORED]
    assert store.save([make_submission(**no, reason="wrong", comment="one")]) == [AGAIN]
    assert store.save([make_submission(**no, status="pending", comment="two")]) == [AGAIN]
    assert store.save([make_submission(**no, reason="not-found", status="processing")]) == [AGAIN]
    assert store.save([make_submission(**no)]) == [AGAIN]
    [row] = rows()
    assert (row["reason"], row["status"], row["comment"]) == ("not-found", "processing", "two")


def test_a_vote_is_completed_in_the_batch_that_it_came_with(store: Store, rows: ReadRows) -> None:
    no: dict[str, Any] = {"id": ID, "helpful": "no"}
    assert store.save([make_submission(**no), make_submission(**no, reason="wrong")]) == [STORED, AGAIN]
    assert rows()[0]["reason"] == "wrong"


def test_as_many_as_a_batch_may_have(store: Store, rows: ReadRows) -> None:
    assert store.save([make_submission() for _ in range(BATCH_LIMIT)]) == [STORED] * BATCH_LIMIT
    assert len(rows()) == BATCH_LIMIT


def test_of_one_id_in_a_batch_the_known_answer_decides(store: Store, rows: ReadRows) -> None:
    assert store.save([make_submission(id=ID, helpful="no")]) == [STORED]
    batch = [
        make_submission(id=ID),
        make_submission(id=ID, helpful="no", reason="wrong"),
        make_submission(id=ID),
    ]
    assert store.save(batch) == [CONFLICT, AGAIN, CONFLICT]
    [row] = rows()
    assert (row["helpful"], row["reason"]) == (0, "wrong")


def test_comments_of_every_script(store: Store, rows: ReadRows) -> None:
    comment = 'He said: "\\{NULL},;" — Почему? なぜ؟ 👍🏽\n\t$1 %s \'; DROP TABLE votes; --'
    # What PostgreSQL cannot hold does not come this far.
    store.save([make_submission(helpful="no", comment=f"\0{comment}\ud800")])
    assert rows()[0]["comment"] == comment


def test_a_reader_is_the_same_for_a_day_also_when_the_store_is_opened_again(
    store: Store, rows: ReadRows
) -> None:
    store.save([make_submission(at=5 * DAY), make_submission(at=6 * DAY - 1)])
    store.close()
    store.open()
    store.save([make_submission(at=5 * DAY + 1), make_submission(at=6 * DAY)])
    first, again, last, tomorrow = (row["reader"] for row in rows())
    assert first == again == last != tomorrow


def test_a_salt_that_was_destroyed_does_not_come_again(store: Store, rows: ReadRows) -> None:
    store.save([make_submission(at=5 * DAY), make_submission(at=6 * DAY)])
    store.destroy_salts(6 * DAY)
    store.save([make_submission(at=5 * DAY + 1), make_submission(at=6 * DAY + 1)])
    past, past_again, today, today_again = (row["reader"] for row in rows())
    assert past != past_again
    assert today == today_again


def test_the_salt_of_a_day_that_a_wrong_clock_made_is_destroyed(store: Store, rows: ReadRows) -> None:
    """But for that of tomorrow, which may be today for another replica."""
    now = time.time_ns() // 1_000_000
    times = [now + days * DAY for days in (0, 1, 2, 400)]
    batch = [make_submission(at=at) for at in times]
    store.save(batch)
    store.destroy_salts(now, now + 399 * DAY)
    assert store.save([make_submission(at=at + 1) for at in times]) == [STORED] * 4
    readers = [row["reader"] for row in rows()]
    assert readers[::2] == readers[1::2]
    store.destroy_salts(now)
    store.save([make_submission(at=at + 2) for at in times])
    kept = [row["reader"] for row in rows()][2::3]
    assert kept[:2] == readers[:4:2]
    assert kept[2] != readers[4]
    assert kept[3] != readers[6]


def test_many_texts_in_a_batch(store: Store, rows: ReadRows) -> None:
    batch = [make_submission(revision=f"{number:08x}") for number in range(20)]
    assert store.save(batch) == [STORED] * 20
    assert sorted(row["revision"] for row in rows()) == [one.vote.revision for one in batch]


def test_what_was_saved_is_there_when_it_is_opened_again(store: Store, rows: ReadRows) -> None:
    store.save([make_submission(id=ID)])
    store.close()
    store.open()
    assert store.save([make_submission(id=ID)]) == [AGAIN]
    assert len(rows()) == 1
