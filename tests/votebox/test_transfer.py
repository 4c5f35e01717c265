"""All votes from one store to another, in both directions."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import pytest

from tests.votebox.ledger import FIRST, LATER, at, close, new_place, opened, rows, submissions
from tests.votebox.sharing import comments, make_submission, totals
from votebox import claim, retention, transfer
from votebox.address import Address, Place
from votebox.comments import Triage, decide
from votebox.errors import StoreError
from votebox.retention import delete_votes
from votebox.revisions import Edition, publish
from votebox.session import DAY, Session, uuid_of
from votebox.sqlite import SqliteStore
from votebox.store import Store
from votebox.stores import store_at
from votebox.transfer import Copied

_Result = TypeVar("_Result")

NO: dict[str, Any] = {"helpful": "no", "reason": "wrong", "status": "pending", "comment": "Why? – なぜ"}
VOTES = """
    SELECT votes.id, page, revision, helpful, reason, status, comment, reader, created_at, flagged, triage
    FROM votes JOIN texts ON texts.id = text ORDER BY created_at, votes.id
"""
TALLIES = """
    SELECT page, revision, day, what, votes FROM tallies JOIN texts ON texts.id = text
    ORDER BY page, revision, day, what
"""
REVISIONS = "SELECT page, revision, made_by, published_at FROM revisions ORDER BY page, revision"


@pytest.fixture
def source(tmp_path: Path) -> Iterator[Store]:
    with opened(tmp_path / "source.db") as store:
        yield store


def copied(source: Store, place: Place, **how: Any) -> Copied:
    """Copy all votes to a place."""
    target = store_at(place)
    try:
        return transfer.copy(source, target, **{"name": "source", "now": LATER * DAY, **how})
    finally:
        target.close()


def kept(store: Store) -> list[list[tuple[Any, ...]]]:
    """Return all that a store keeps for good, in the same types whichever store it is."""
    votes = [
        (uuid_of(vote_id), page, revision, bool(helpful), *details, bytes(reader), at, bool(flagged), triage)
        for vote_id, page, revision, helpful, *details, reader, at, flagged, triage in rows(store, VOTES)
    ]
    return [votes, rows(store, TALLIES), rows(store, REVISIONS)]


def fill(store: Store) -> None:
    """Have votes of three days, the first of which is deleted, and all that there can be of them."""
    store.save(submissions(30, day=0, **NO))
    store.save(submissions(30, day=1, page="ru/order-status"))
    store.save(submissions(30, day=1, **NO, revision="00000001"))
    double = [make_submission(at=at(1, 500 + number), flagged=number == 2) for number in range(3)]
    store.save(double)
    store.save([make_submission(at=at(101, 7), page="en")])
    store.write(partial(publish, edition=Edition(revisions={"en": "5f2c9a1b03de"}, commit="c0ffee"), now=5))
    store.write(partial(publish, edition=Edition(revisions={"ru": "00000001"}), now=at(0)))
    store.write(partial(decide, vote_id=comments(store)[0].id, state=Triage.PLANNED))
    close(store, 0, 1)
    while store.write(partial(delete_votes, before=FIRST + 1)):
        pass


def test_there_and_back_again_nothing_is_lost(source: Store, postgres: Address, tmp_path: Path) -> None:
    fill(source)
    assert len(rows(source, "SELECT id FROM votes")) == 64
    with opened(postgres) as there:
        assert copied(source, postgres) == Copied(votes=64, left_out=0)
        assert kept(there) == kept(source)
        assert totals(there) == totals(source)
        assert comments(there) == comments(source)
        assert copied(there, tmp_path / "back.db") == Copied(votes=64, left_out=0)
    with opened(tmp_path / "back.db") as back:
        assert kept(back) == kept(source)
        assert totals(back) == totals(source)


def test_nothing_of_a_copy_that_is_complete_is_left_and_no_salt_comes_over(
    source: Store, place: Place
) -> None:
    fill(source)
    assert rows(source, "SELECT day FROM salts") != []
    copied(source, place)
    with opened(place) as target:
        assert rows(target, "SELECT source FROM copies") == []
        assert rows(target, "SELECT day FROM salts") == []


def test_twice_is_as_once(source: Store, place: Place) -> None:
    fill(source)
    copied(source, place)
    with opened(place) as target:
        once = kept(target)
    assert copied(source, place) == Copied(votes=64, left_out=0)
    with opened(place) as target:
        assert kept(target) == once


def test_a_target_with_votes_of_its_own_keeps_them(source: Store, place: Place) -> None:
    own = [make_submission("198.51.100.7", at=at(day, 3), **NO) for day in (0, 1, 2)]
    with opened(place) as target:
        target.save(own)
        target.write(partial(publish, edition=Edition(revisions={"en": "aaaaaaaa"}), now=9))
        close(target, 0, 1, 2)
    fill(source)
    assert copied(source, place) == Copied(votes=64, left_out=0)
    with opened(place) as target:
        stored = {uuid_of(vote_id) for (vote_id,) in rows(target, "SELECT id FROM votes")}
        assert stored > {one.vote.id for one in own}
        assert len(stored) == 67
        assert {revision for _, revision, *_ in rows(target, REVISIONS)} == {
            *("5f2c9a1b03de", "00000001", "aaaaaaaa")
        }
        # Of the first day the source has counts alone, and what the target knows may be of the same votes.
        days = dict(rows(target, "SELECT day, sum(votes) FROM tallies WHERE what = 'received' GROUP BY day"))
        assert {day - FIRST: int(votes) for day, votes in days.items()} == {0: 1, 1: 64, 2: 1}


def test_open_days_of_the_source_are_counted_with_what_the_target_has_counted(
    source: Store, place: Place
) -> None:
    with opened(place) as target:
        target.save(submissions(3, day=1, page="en"))
        close(target, 1)
        source.save([make_submission("198.51.100.7", at=at(1, 9), page="en", helpful="no")])
        copied(source, place)
        [page] = totals(target).pages
        assert (page.yes, page.no, page.received) == (3, 1, 4)
        assert rows(target, "SELECT day FROM counted_days") == [(FIRST + 1,)]


def test_details_that_changed_come_over(source: Store, place: Place) -> None:
    votes = submissions(3, **NO)
    source.save(votes)
    close(source, 0)
    copied(source, place)
    changed = make_submission(id=str(votes[1].vote.id), helpful="no", reason="translation", comment="Oh")
    source.save([changed])
    source.write(partial(decide, vote_id=votes[0].vote.id, state=Triage.DONE))
    source.write(partial(retention.delete_comments, before=FIRST))
    copied(source, place)
    with opened(place) as target:
        assert kept(target)[0] == kept(source)[0]
        assert totals(target).pages[0].reasons == {"wrong": 2, "translation": 1}
        assert [comment.triage for comment in comments(target)] == ["new", "new", "done"]


def test_an_id_that_the_target_knows_for_something_else_stays_what_it_is(source: Store, place: Place) -> None:
    same = str(uuid4())
    source.save([make_submission(id=same, at=at(0), **NO)])
    with opened(place) as target:
        target.save([make_submission(id=same, at=at(0, 5))])
        before = kept(target)[0]
        copied(source, place)
        assert kept(target)[0] == before


def test_the_last_that_was_published_is_the_newest_there_too(source: Store, place: Place) -> None:
    def published(store: Store, revision: str, now: int) -> None:
        store.write(partial(publish, edition=Edition(revisions={"en": revision}), now=now))

    published(source, "aaaaaaaa", 1)
    published(source, "bbbbbbbb", 2)
    copied(source, place)
    published(source, "aaaaaaaa", 3)
    copied(source, place)
    with opened(place) as target:
        assert dict(rows(target, "SELECT revision, published_at FROM revisions")) == {
            "aaaaaaaa": 3,
            "bbbbbbbb": 2,
        }
        published(target, "bbbbbbbb", 4)
        copied(source, place)
        assert rows(target, "SELECT published_at FROM revisions WHERE revision = 'bbbbbbbb'") == [(4,)]


def test_what_the_target_has_deleted_does_not_come_back(source: Store, place: Place) -> None:
    source.save([*submissions(4, day=0), *submissions(3, day=1)])
    close(source, 0, 1)
    copied(source, place)
    with opened(place) as target:
        close(target, 0, 1)
        assert target.write(partial(delete_votes, before=FIRST + 1)) == 4
        assert copied(source, place) == Copied(votes=7, left_out=4)
        assert totals(target) == totals(source)
        assert len(rows(target, "SELECT id FROM votes")) == 3


def test_what_the_source_has_deleted_since_stays_in_the_copy(source: Store, place: Place) -> None:
    source.save([*submissions(4, day=0), *submissions(3, day=1)])
    close(source, 0, 1)
    copied(source, place)
    before = totals(source)
    assert source.write(partial(delete_votes, before=FIRST + 1)) == 4
    copied(source, place)
    with opened(place) as target:
        assert totals(target) == totals(source) == before
        assert len(rows(target, "SELECT id FROM votes")) == 7


def test_a_day_that_is_half_deleted_comes_over_as_it_is(
    source: Store, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retention, "SLICE", 3)
    monkeypatch.setattr(transfer, "SLICE", 2)
    source.save(submissions(8, **NO))
    close(source, 0)
    assert source.write(partial(delete_votes, before=LATER)) == 3
    for _ in range(2):
        assert copied(source, place) == Copied(votes=5, left_out=0)
        with opened(place) as target:
            assert kept(target) == kept(source)
            assert totals(target) == totals(source)


class Failing:
    """A store whose writes fail from the nth on."""

    def __init__(self, store: Store, writes: int) -> None:
        self._store = store
        self._left = writes

    def write(self, work: Callable[[Session], _Result]) -> _Result:
        if not self._left:
            raise StoreError("The disk is full.")
        self._left -= 1
        return self._store.write(work)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)


def interrupted(source: Store, place: Place, writes: int) -> bool:
    """Copy until so many writes are done; return whether that was before the end."""
    target: Any = Failing(store_at(place), writes)
    try:
        transfer.copy(source, target, name="source", now=LATER * DAY)
    except StoreError:
        return True
    finally:
        target.close()
    return False


@pytest.mark.parametrize("kind", ["sqlite", "postgres"])
def test_interrupted_at_any_write_it_goes_on_where_it_was(
    source: Store, request: pytest.FixtureRequest, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(transfer, "SLICE", 20)
    fill(source)
    writes = 0
    while interrupted(source, place := new_place(request, kind), writes):
        with opened(place) as target:
            before = len(rows(target, "SELECT id FROM votes"))
            resumed = bool(rows(target, "SELECT source FROM copies"))
        told: list[int] = []
        copied(source, place, progress=lambda done, _, told=told: told.append(done))
        assert told == [*range(before if resumed else 0, 64, 20), 64]
        with opened(place) as target:
            assert kept(target) == kept(source)
            assert totals(target) == totals(source)
        writes += 1
    assert writes >= 8


SLOW = """
from votebox import transfer
from votebox.cli import main
transfer.SLICE = 5
main()
"""


def test_killed_in_the_midst_it_goes_on_where_it_was(source: Store, place: Place, tmp_path: Path) -> None:
    for _ in range(10):
        source.save(submissions(300, **NO))
    file = tmp_path / "source.db"
    with opened(place) as target:
        arguments = ["copy", str(file), str(getattr(place, "url", place))]
        process = subprocess.Popen([sys.executable, "-c", SLOW, *arguments], stdout=subprocess.DEVNULL)
        while len(rows(target, "SELECT id FROM votes")) < 50:
            assert process.poll() is None
        process.kill()
        process.wait()
        before = len(rows(target, "SELECT id FROM votes"))
        assert 50 <= before < 3_000
        assert before % 5 == 0
    told: list[int] = []
    copied(source, place, name=str(file.resolve()), progress=lambda done, _: told.append(done))
    assert told == [before, *range(before + 1_000, 3_000, 1_000), 3_000]
    with opened(place) as target:
        assert kept(target)[0] == kept(source)[0]
        assert totals(target) == totals(source)


def test_a_source_that_is_not_there_makes_no_target(tmp_path: Path) -> None:
    missing = SqliteStore(tmp_path / "missing.db")
    with pytest.raises(StoreError, match="There is no database"):
        copied(missing, tmp_path / "target.db")
    assert list(tmp_path.iterdir()) == []


def test_a_target_that_another_process_writes_to(
    source: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "PATIENCE", 0.0)
    with opened(tmp_path / "target.db") as other:
        other.claim()
        with pytest.raises(StoreError, match="Another votebox writes to"):
            copied(source, tmp_path / "target.db")


def test_a_source_without_votes(source: Store, place: Place) -> None:
    told = []
    assert copied(source, place, progress=lambda *numbers: told.append(numbers)) == Copied(
        votes=0, left_out=0
    )
    assert told == [(0, 0)]
