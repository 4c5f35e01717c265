from typing import Any

import pytest

from tests.votebox.sharing import make_submission
from votebox import bursts
from votebox.bursts import Bursts
from votebox.limits import Limits, Rate
from votebox.vote import Vote

A, SAME, OTHER = "192.0.2.1", "192.0.2.200", "198.51.100.1"


def vote(**fields: Any) -> Vote:
    return make_submission(**fields).vote


def flags(watched: Bursts, count: int, address: str = A, **fields: Any) -> list[bool]:
    """Return whether each of so many votes is flagged."""
    return [watched.flagged(vote(**fields), address) for _ in range(count)]


def test_what_a_network_says_of_a_page_beyond_the_rate(watched: Bursts) -> None:
    assert flags(watched, 5) == [False, False, False, True, True]
    assert flags(watched, 2, SAME) == [True, True]


def test_another_page_answer_or_network_is_another_matter(watched: Bursts) -> None:
    flags(watched, 5)
    assert flags(watched, 1, helpful="no") == [False]
    assert flags(watched, 1, page="ru/order-status") == [False]
    assert flags(watched, 1, OTHER) == [False]
    assert flags(watched, 1) == [True]
    assert flags(watched, 4, "2001:db8:1:2::3") == [False, False, False, True]
    assert flags(watched, 1, "2001:db8:1:ffff::9") == [True]
    assert flags(watched, 1, "2001:db8:2::3") == [False]


def test_another_revision_of_the_page_is_not(watched: Bursts) -> None:
    assert flags(watched, 3, revision="00000001") == [False] * 3
    assert flags(watched, 1, revision="00000002") == [True]


def test_a_vote_that_comes_again_is_still_one_vote(watched: Bursts) -> None:
    first = vote(helpful="no")
    assert [watched.flagged(first, A) for _ in range(9)] == [False] * 9
    details = vote(helpful="no", id=str(first.id), reason="wrong", comment="Why?")
    assert not watched.flagged(details, A)
    assert flags(watched, 3, helpful="no") == [False, False, True]
    late = vote(helpful="no")
    assert [watched.flagged(late, A) for _ in range(2)] == [True, True]


def test_the_votes_that_are_remembered_have_an_end(watched: Bursts, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bursts, "KNOWN", 2)
    votes = [vote() for _ in range(3)]
    assert [watched.flagged(one, A) for one in votes] == [False] * 3
    assert [watched.flagged(one, A) for one in reversed(votes)] == [False, False, True]
    assert len(watched._known) == 2


def test_after_the_time_of_the_rate_votes_count_again() -> None:
    now = 0.0
    watched = Bursts([Rate(3, 60)])
    watched._limits = Limits([Rate(3, 60)], clock=lambda: now)
    assert flags(watched, 4) == [False, False, False, True]
    now = 19.0
    assert flags(watched, 1) == [True]
    now = 21.0
    assert flags(watched, 2) == [False, True]


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1", ""])
def test_the_machine_itself_is_not_watched(watched: Bursts, address: str) -> None:
    assert flags(watched, 50, address) == [False] * 50


def test_off() -> None:
    assert flags(Bursts([]), 50) == [False] * 50


def test_several_rates_are_all_kept_to() -> None:
    watched = Bursts([Rate(5, 60), Rate(2, 3_600)])
    assert flags(watched, 4) == [False, False, True, True]


@pytest.fixture
def watched() -> Bursts:
    return Bursts([Rate(3, 3_600)])
