import re
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.votebox.ledger import FIRST, LATER, at, close, opened, read, rows, submissions
from tests.votebox.sharing import comments, make_submission, totals
from votebox import retention
from votebox.address import Place
from votebox.comments import Triage, decide
from votebox.retention import delete_comments, delete_votes, forget
from votebox.session import Session, uuid_of
from votebox.snapshot import take
from votebox.sqlite import SqliteStore
from votebox.store import Store
from votebox.tallies import has_lost_votes

NO: dict[str, Any] = {"helpful": "no", "reason": "wrong", "status": "pending"}


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


def all_of(store: Store, delete: Callable[[Session], int]) -> list[int]:
    """Delete slice by slice; return how many went with each."""
    gone = []
    while slice_ := store.write(delete):
        gone.append(slice_)
    return gone


def forgotten(store: Store, vote_id: UUID) -> bool:
    return store.write(partial(forget, vote_id=vote_id))


def test_comments_are_deleted_to_the_day_and_nothing_else(store: Store) -> None:
    texts = {at(0): "one", at(1, -1): "two", at(1): "three"}
    store.save([make_submission(at=moment, **NO, comment=text) for moment, text in texts.items()])
    [_, second, third] = rows(store, "SELECT id FROM votes ORDER BY created_at")
    store.write(partial(decide, vote_id=comments(store)[1].id, state=Triage.PLANNED))
    before = totals(store)
    assert all_of(store, partial(delete_comments, before=FIRST)) == []
    assert all_of(store, partial(delete_comments, before=FIRST + 1)) == [2]
    assert [comment.text for comment in comments(store)] == ["three"]
    assert totals(store) == before
    kept = rows(store, "SELECT id, reason, status, comment, triage FROM votes ORDER BY created_at")[1:]
    assert kept == [(*second, "wrong", "pending", None, None), (*third, "wrong", "pending", "three", None)]


def test_votes_are_deleted_to_the_day_and_what_they_came_to_stays(store: Store) -> None:
    store.save([make_submission(at=moment, **NO) for moment in (at(0), at(1, -1), at(1))])
    store.save([make_submission("192.0.2.9", at=at(0)), make_submission("192.0.2.8", at=at(0), flagged=True)])
    close(store, 0, 1)
    before, days = totals(store), read(store, take).days
    assert before.pages[0].reasons == {"wrong": 2}
    assert all_of(store, partial(delete_votes, before=FIRST)) == []
    assert all_of(store, partial(delete_votes, before=FIRST + 1)) == [4]
    assert rows(store, "SELECT created_at FROM votes") == [(at(1),)]
    assert (totals(store), read(store, take).days) == (before, days)


@pytest.mark.parametrize("counted_on", [None, FIRST + 2, FIRST + 8])
def test_no_vote_is_deleted_of_a_day_that_has_to_be_counted_yet_or_once_more(
    store: Store, counted_on: int | None
) -> None:
    store.save([make_submission(at=at(day)) for day in range(2)])
    close(store, 1)
    if counted_on:
        close(store, 0, today=counted_on)
    assert all_of(store, partial(delete_votes, before=LATER)) == [1]
    assert rows(store, "SELECT created_at FROM votes") == [(at(0),)]
    close(store, 0, today=FIRST + 9)
    assert all_of(store, partial(delete_votes, before=LATER)) == [1]
    assert totals(store).pages[0].votes == 2


def test_more_than_a_slice(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "SLICE", 20)
    store.save(submissions(50, **NO, comment="Why?"))
    close(store, 0)
    before = totals(store)
    assert all_of(store, partial(delete_comments, before=LATER)) == [20, 20, 10]
    assert all_of(store, partial(delete_votes, before=LATER)) == [20, 20, 10]
    assert rows(store, "SELECT id FROM votes") == []
    assert totals(store) == before
    assert before.pages[0].votes == 50


def test_a_vote_that_is_forgotten_was_never_there(store: Store) -> None:
    votes = submissions(3, **NO, comment="Why?")
    store.save(votes[1:])
    without = totals(store)
    store.save(votes[:1])
    assert forgotten(store, votes[0].vote.id)
    assert totals(store) == without
    assert len(comments(store)) == 2
    assert not forgotten(store, votes[0].vote.id)
    assert not forgotten(store, uuid4())


def test_a_vote_of_a_counted_day_is_taken_out_of_the_numbers_and_the_one_before_it_counts(
    store: Store,
) -> None:
    first, last = make_submission(at=at(0, 1)), make_submission(at=at(0, 2), **NO)
    store.save([first, last])
    close(store, 0)
    assert forgotten(store, last.vote.id)
    [page] = totals(store).pages
    assert (page.yes, page.no, page.received, page.reasons) == (1, 0, 1, {})
    assert forgotten(store, first.vote.id)
    assert totals(store).pages == ()
    close(store, 0)
    assert totals(store).pages == ()


def test_a_vote_of_a_day_that_is_half_deleted(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(retention, "SLICE", 2)
    votes = submissions(6, **NO)
    store.save(votes)
    close(store, 0)
    assert store.write(partial(delete_votes, before=LATER)) == 2
    [(left,), *_] = rows(store, "SELECT id FROM votes")
    assert forgotten(store, uuid_of(left))
    [page] = totals(store).pages
    assert (page.no, page.received, page.reasons) == (5, 5, {"wrong": 5})
    assert read(store, partial(has_lost_votes, day=FIRST))
    all_of(store, partial(delete_votes, before=LATER))
    assert totals(store).pages == (page,)


def mark(number: int) -> str:
    """Return a word that is not redacted, and that no other comment has."""
    return "mark" + "".join("abcdefghij"[int(digit)] for digit in f"{number:04}") + "mark"


def marks(database: Path) -> set[str]:
    """Return the marks that stand anywhere in the files of a database."""
    files = b"".join(path.read_bytes() for path in database.parent.glob(f"{database.name}*"))
    return {found.decode() for found in re.findall(rb"mark[a-j]{4}mark", files)}


@pytest.fixture
def crowded(store: SqliteStore) -> SqliteStore:
    """A file in which comments came after their votes, so that SQLite had to move them about."""
    votes = submissions(3_000, helpful="no")
    for start in range(0, 3_000, 100):
        store.save(votes[start : start + 100])
        places = [(number * 37) % (start + 100) for number in range(start, start + 100)]
        store.save(
            [
                make_submission(
                    id=str(votes[place].vote.id),
                    helpful="no",
                    comment=f"{mark(place)} {'word ' * (place % 50)}",
                )
                for place in places
            ]
        )
    return store


@pytest.mark.parametrize("place", ["database"], indirect=True, ids=["sqlite"])
def test_comments_that_were_deleted_are_nowhere_in_the_files(crowded: SqliteStore, database: Path) -> None:
    assert len(marks(database)) > 500
    all_of(crowded, partial(delete_comments, before=LATER))
    assert crowded.scrub()
    assert marks(database) == set()
    assert len(rows(crowded, "SELECT id FROM votes")) == 3_000


@pytest.mark.parametrize("place", ["database"], indirect=True, ids=["sqlite"])
def test_a_comment_that_is_forgotten_is_nowhere_in_the_files_and_all_others_are(
    crowded: SqliteStore, database: Path
) -> None:
    before = marks(database)
    written = rows(crowded, "SELECT comment FROM votes WHERE comment IS NOT NULL")
    kept = {text.split()[0] for (text,) in written}
    for comment in comments(crowded)[::50]:
        assert forgotten(crowded, comment.id)
        kept.discard(comment.text.split()[0])
    assert crowded.scrub()
    assert marks(database) == kept
    assert kept < before
