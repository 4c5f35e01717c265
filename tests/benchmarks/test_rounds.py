import os
from unittest.mock import Mock

from benchmarks.votes.client import Client, Job
from benchmarks.votes.rounds import Round, Target, in_turn, spread
from benchmarks.votes.run import Run


def run(**outcomes: int) -> Run:
    found = {name.removeprefix("_"): count for name, count in outcomes.items()}
    return Run(seconds=2, outcomes=found, p50=1, p99=2, worst=3, busy=0.5)


def test_good_answers_alone_count() -> None:
    one = Round(run=run(_201=100, _503=900), good=100, cpu=0.02)
    assert one.rate == 50
    assert one.cost == 200  # microseconds


def test_targets_are_loaded_in_turn() -> None:
    client = Mock(spec=Client)
    client.run.side_effect = [run(_201=10), run(_204=20), run(_201=30, _409=1), run(_204=40)]
    jobs = [Job(traffic=name, port=1, seconds=2) for name in ("votes", "noop")]
    rounds = in_turn(client, [Target(job=job, process=os.getpid()) for job in jobs], 2)
    assert [call.args[0].traffic for call in client.run.call_args_list] == ["votes", "noop"] * 2
    assert {name: [one.good for one in found] for name, found in rounds.items()} == {
        "votes": [10, 30],
        "noop": [20, 40],
    }


def test_a_spread_is_the_median_and_the_extremes() -> None:
    assert spread((3, 1, 2, 10), ".1f") == "2.5 (1.0–10.0)"
