import pytest

from benchmarks.votes.client import client
from benchmarks.votes.comparison import Count, Plan, compare, count
from benchmarks.votes.cores import choose
from benchmarks.votes.run import Run

PLAN = Plan(connections=4, rounds=2, seconds=0.2, open_loop=0.3)


def run(outcomes: dict[str, int]) -> Run:
    return Run(seconds=1, outcomes=outcomes, p50=1, p99=2, worst=3, busy=0.5)


def test_votes_beside_no_ops() -> None:
    placed = choose()
    with client(placed.client) as loading:
        found = compare(loading, placed, PLAN, None, with_isso=False)
    assert {name: len(rounds) for name, rounds in found.rounds.items()} == {"votes": 2, "noop": 2}
    assert all(one.good == one.run.answers > 0 for rounds in found.rounds.values() for one in rounds)
    assert sum(one.cpu for rounds in found.rounds.values() for one in rounds) > 0
    assert set(found.open_loop.outcomes) == {"201"}
    assert found.counts["votes"].honest
    # The votes to warm up are counted, too.
    measured = [one.good for one in found.rounds["votes"]]
    assert found.counts["votes"].rows > sum(measured) + found.open_loop.answers


@pytest.mark.parametrize(
    ("rows", "outcomes", "honest", "words"),
    [
        (3, [{"201": 1}, {"201": 2}], True, "3 rows, 3 answered as stored; other answers: none"),
        (2, [{"201": 1}, {"201": 2}], False, "2 rows, 3 answered as stored; other answers: none"),
        (4, [{"201": 3}], False, "4 rows, 3 answered as stored; other answers: none"),
        (
            1_234,
            [{"201": 1_234, "503": 2, "lost": 1}],
            False,
            "1,234 rows, 1,234 answered as stored; other answers: 503 2 times, lost 1 times",
        ),
    ],
)
def test_a_vote_is_neither_lost_nor_double_nor_refused(
    rows: int, outcomes: list[dict[str, int]], honest: bool, words: str
) -> None:
    found = count("votes", map(run, outcomes), rows)
    assert isinstance(found, Count)
    assert (found.honest, str(found)) == (honest, words)


def test_a_plan_in_words() -> None:
    assert str(PLAN) == "4 connections, 2 rounds of 0.2 s; then 0.3 s of 500 votes each"
