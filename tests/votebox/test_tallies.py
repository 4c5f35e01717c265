"""Days that are counted for good say the same as their votes did; asked of every store."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.votebox.ledger import FIRST, LATER, Cast, at, by_hand, cast, close, opened, read, rows, submissions
from tests.votebox.sharing import make_submission, totals
from votebox.address import Place
from votebox.retention import delete_votes, forget
from votebox.session import DAY, Session
from votebox.store import Outcome, Store
from votebox.tallies import (
    FLAGGED,
    NO,
    RECEIVED,
    YES,
    Tally,
    change_day,
    close_day,
    count_day,
    days_to_count,
    has_lost_votes,
    open_tallies,
    reopen_day,
    votes_on,
    write_day,
)

DAYS = 6
A, B = "192.0.2.1", "192.0.2.2"

MOMENTS = st.builds(at, st.integers(0, DAYS - 1), st.sampled_from([0, 1, DAY // 2, DAY - 2, DAY - 1]))
VOTES = st.fixed_dictionaries(
    {
        "address": st.sampled_from([A, B]),
        "at": MOMENTS,
        "page": st.sampled_from(["en", "ru/order-status"]),
        "revision": st.sampled_from(["00000001", "00000002"]),
        "helpful": st.sampled_from(["yes", "no"]),
        "flagged": st.booleans(),
    },
    optional={"reason": st.sampled_from(["wrong", "not-found"]), "status": st.just("pending")},
)


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


def counted(store: Store, day: int = 0) -> dict[str, int]:
    """Return what is written of a day, all texts together."""
    query = "SELECT what, sum(votes) FROM tallies WHERE day = :day GROUP BY what"
    return {what: int(votes) for what, votes in rows(store, query, day=FIRST + day)}


def _empty(session: Session) -> None:
    for table in ("votes", "texts", "tallies", "counted_days"):
        session.execute(f"DELETE FROM {table}")


class Ledger(RuleBasedStateMachine):
    """Votes come, get details and are forgotten, days are counted and their votes deleted, in any order.

    At any time the totals are those of all votes that were not forgotten.
    """

    store: Store

    def __init__(self) -> None:
        super().__init__()
        self.votes: list[Cast] = []
        self.closed: set[int] = set()
        self.deleted: set[int] = set()

        self.store.write(_empty)
        # It remembers the numbers of texts, and other texts may get them now.
        self.store.close()
        self.store.open()

    @rule(vote=VOTES)
    def vote(self, vote: dict[str, Any]) -> None:
        sent = make_submission(**vote)
        day = sent.received_at // DAY - FIRST
        # Of two votes in one millisecond either may count.
        if day in self.deleted or sent.received_at in {one.at for one in self.votes}:
            return
        assert self.store.save([sent]) == [Outcome.STORED]
        self.votes.append(cast(sent))
        self.count_again(day)

    @precondition(lambda self: self.votes)
    @rule(number=st.integers(0, 99), reason=st.sampled_from(["wrong", "translation"]))
    def details(self, number: int, reason: str) -> None:
        vote = self.votes[number % len(self.votes)]
        day = vote.at // DAY - FIRST
        if vote.helpful or day in self.deleted:
            return
        sent = make_submission(
            id=str(vote.id), page=vote.page, revision=vote.revision, helpful="no", reason=reason
        )
        assert self.store.save([sent]) == [Outcome.STORED_AGAIN]
        self.votes[self.votes.index(vote)] = replace(vote, reason=reason)
        self.count_again(day)

    @rule(day=st.integers(0, DAYS - 1))
    def close_day(self, day: int) -> None:
        if day not in self.deleted:
            close(self.store, day)
            self.closed.add(day)

    @rule(day=st.integers(0, DAYS))
    def delete(self, day: int) -> None:
        while self.store.write(partial(delete_votes, before=FIRST + day)):
            pass
        voted = {vote.at // DAY - FIRST for vote in self.votes}
        self.deleted |= {closed for closed in self.closed & voted if closed < day}

    @precondition(lambda self: self.votes)
    @rule(number=st.integers(0, 99))
    def forget(self, number: int) -> None:
        vote = self.votes[number % len(self.votes)]
        day = vote.at // DAY - FIRST
        assert self.store.write(partial(forget, vote_id=vote.id)) is (day not in self.deleted)
        if day not in self.deleted:
            self.votes.remove(vote)
            self.closed.discard(day)

    @invariant()
    def totals_are_those_of_all_votes(self) -> None:
        assert totals(self.store) == by_hand(self.votes)

    def count_again(self, day: int) -> None:
        if day in self.closed:
            close(self.store, day)


def test_totals_are_the_same_whatever_is_counted_for_good(store: Store) -> None:
    class OfStore(Ledger):
        pass

    OfStore.store = store
    run_state_machine_as_test(
        OfStore,
        settings=settings(
            max_examples=20, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_what_is_said_of_a_day(store: Store) -> None:
    no: dict[str, Any] = {"helpful": "no"}
    store.save(
        [
            make_submission(A, at=at(0, 1)),
            make_submission(A, at=at(0, 2), **no, reason="wrong", status="pending"),
            make_submission(B, at=at(0, 3), **no, reason="wrong", flagged=True),
            make_submission(B, at=at(0, 4)),
        ]
    )
    close(store, 0)
    said = {RECEIVED: 4, FLAGGED: 1, YES: 1, NO: 1, "reason:wrong": 1, "status:pending": 1}
    assert counted(store) == said
    store.write(partial(reopen_day, day=FIRST))
    assert counted(store) == {}
    still_open = read(store, lambda session: list(open_tallies(session)))
    assert {tally.what: tally.votes for tally in still_open} == said


def test_an_open_day_between_counted_ones_is_counted_when_somebody_asks(store: Store) -> None:
    store.save([make_submission(at=at(day)) for day in (0, 2, 4)])
    close(store, 0, 2, 4)
    store.save([make_submission(at=at(1, 5)), make_submission(at=at(3)), make_submission(at=at(3, 7))])
    [page] = totals(store).pages
    assert (page.votes, page.received) == (5, 6)


def due(store: Store, day: int) -> list[int]:
    """Return which days have to be counted on a day; all counted from FIRST."""
    return [found - FIRST for found in read(store, partial(days_to_count, today=FIRST + day))]


def test_a_day_is_counted_when_the_next_is_over(store: Store) -> None:
    assert due(store, 50) == []
    store.save([make_submission(at=moment) for moment in (at(0), at(1, DAY - 1), at(3))])
    assert [due(store, day) for day in range(6)] == [[], [], [0], [0, 1], [0, 1], [0, 1, 3]]
    assert due(store, 50) == [0, 1, 3]


def test_a_counted_day_is_counted_again_once_a_day_as_long_as_details_may_come(store: Store) -> None:
    store.save(submissions(3))
    assert due(store, 2) == [0]
    for day in range(2, 10):
        close(store, 0, today=FIRST + day)
        assert due(store, day) == []
        assert due(store, day + 1) == ([0] if day <= 8 else [])
    assert due(store, 50) == []


def test_a_day_whose_counting_was_missed_is_counted_once_more(store: Store) -> None:
    store.save(submissions(3))
    close(store, 0, today=FIRST + 2)
    assert due(store, 50) == [0]
    close(store, 0, today=FIRST + 50)
    assert due(store, 51) == []


def test_a_vote_of_a_day_before_counted_ones_is_found(store: Store) -> None:
    store.save([make_submission(at=at(5))])
    close(store, 5)
    store.save([make_submission(at=at(1))])
    assert due(store, 50) == [1]


def test_a_count_that_is_no_longer_true_is_not_written(store: Store) -> None:
    votes = submissions(3)
    store.save(votes[:2])
    before = read(store, partial(count_day, day=FIRST))
    closing = partial(close_day, day=FIRST, counted=before, today=LATER)
    store.save(votes[2:])
    assert not store.write(closing)
    store.write(partial(forget, vote_id=votes[0].vote.id))
    store.write(partial(forget, vote_id=votes[1].vote.id))
    assert not store.write(closing)
    assert counted(store) == {}
    close(store, 0)
    assert counted(store) == {RECEIVED: 1, YES: 1}


def tally(text: object, what: str, votes: int) -> Tally:
    return Tally(text=text, day=FIRST, what=what, votes=votes)


def text(store: Store) -> Any:
    """Return the id of some text."""
    return store.write(lambda session: session.text("en", "00000001"))


def test_what_is_written_takes_the_place_of_what_was_and_is_added_up(store: Store) -> None:
    some = text(store)
    for counted_on, given in ((LATER, [tally(some, NO, 9)]), (LATER + 1, [tally(some, YES, 1)] * 2)):
        store.write(partial(write_day, day=FIRST, counted=given, today=counted_on))
    assert counted(store) == {YES: 2}
    assert rows(store, "SELECT day, counted_on FROM counted_days") == [(FIRST, LATER + 1)]


def test_a_day_changes_by_what_its_votes_come_to_more_and_less(store: Store) -> None:
    some = text(store)
    store.write(partial(write_day, day=FIRST, counted=[tally(some, YES, 5), tally(some, NO, 1)], today=LATER))
    before, after = (
        [tally(some, NO, 3), tally(some, YES, 1)],
        [tally(some, NO, 2), tally(some, "reason:a", 1)],
    )
    store.write(partial(change_day, day=FIRST, before=before, after=after))
    assert counted(store) == {YES: 4, "reason:a": 1}


def test_votes_that_were_counted_and_are_gone(store: Store) -> None:
    store.save(submissions(2))

    def state() -> tuple[bool, int]:
        return read(store, lambda session: (has_lost_votes(session, FIRST), votes_on(session, FIRST)))

    assert state() == (False, 2)
    close(store, 0)
    assert state() == (False, 2)
    store.write(lambda session: session.execute("DELETE FROM votes WHERE created_at = :at", at=at(0)))
    assert state() == (True, 1)
