"""Several processes that do as they are told."""

from __future__ import annotations

import os
import signal
import threading
import time

import pytest

from statusbook.build.crew import Crew, LostError
from statusbook.model import Where
from statusbook.problems import InvalidInputError, Problem


class Hand:
    """A worker that remembers."""

    def __init__(self, number: int) -> None:
        self.number, self.seen = number, list[str]()

    def see(self, thing: str, *, seconds: float = 0) -> tuple[int, int, list[str]]:
        time.sleep(seconds)
        self.seen.append(thing)
        return self.number, os.getpid(), self.seen


def see_slowly(hand: Hand, thing: str, seconds: float) -> tuple[int, int, list[str]]:
    return hand.see(thing, seconds=seconds)


def fail(hand: Hand, number: int) -> int:
    if hand.number == number:
        raise KeyError(f"hand {number}")
    return hand.number


def fail_with_places(_hand: Hand) -> None:
    found = Problem(where=Where("statuses.yaml", 3, 1), rule="syntax", message="No.", fix="Yes.")
    raise InvalidInputError([found])


def die(hand: Hand, number: int) -> int:
    if hand.number == number:
        os.kill(os.getpid(), signal.SIGKILL)
    return hand.number


def say_what_cannot_be_sent(_hand: Hand) -> object:
    return threading.Lock()


def test_each_process_keeps_its_worker_and_answers_come_in_their_order() -> None:
    with Crew(3, Hand) as crew:
        first = crew.ask(see_slowly, [("a", 0.2), ("b", 0.1), ("c", 0)])
        then = crew.ask(Hand.see, [("d",), ("e",), ("f",)])
    assert [(number, seen) for number, _, seen in first] == [(0, ["a"]), (1, ["b"]), (2, ["c"])]
    assert [seen for _, _, seen in then] == [["a", "d"], ["b", "e"], ["c", "f"]]
    assert [pid for _, pid, _ in first] == [pid for _, pid, _ in then]
    assert len({pid for _, pid, _ in first} | {os.getpid()}) == 4


def test_one_alone_works_in_this_process() -> None:
    with Crew(1, Hand) as crew:
        assert crew.ask(Hand.see, [("a",)]) == [(0, os.getpid(), ["a"])]
        with pytest.raises(KeyError, match="hand 0"):
            crew.ask(fail, [(0,)])
        assert crew.ask(Hand.see, [("b",)]) == [(0, os.getpid(), ["a", "b"])]


def test_what_a_process_raises_is_raised_here_with_its_trace_and_the_others_go_on() -> None:
    with Crew(2, Hand) as crew:
        with pytest.raises(KeyError, match="hand 1") as raised:
            crew.ask(fail, [(1,), (1,)])
        assert "in fail" in "".join(raised.value.__notes__)
        assert crew.ask(fail, [(7,), (7,)]) == [0, 1]


def test_problems_come_with_their_places() -> None:
    with Crew(2, Hand) as crew, pytest.raises(InvalidInputError) as raised:
        crew.ask(fail_with_places, [(), ()])
    assert [str(problem) for problem in raised.value.problems] == ["statuses.yaml:3:1: No. Yes."]


@pytest.mark.parametrize("number", [0, 1])
def test_a_process_that_dies_is_missed(number: int) -> None:
    with Crew(2, Hand) as crew:
        for _ in range(2):
            with pytest.raises(LostError, match=r"ended before its work was done\. Build again\."):
                crew.ask(die, [(number,), (number,)])


def test_no_process_stays() -> None:
    with Crew(3, Hand) as crew:
        pids = [pid for _, pid, _ in crew.ask(Hand.see, [("a",)] * 3)]
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


def test_an_answer_that_cannot_be_sent_is_no_answer() -> None:
    with Crew(2, Hand) as crew, pytest.raises(LostError):
        crew.ask(say_what_cannot_be_sent, [(), ()])


def test_a_process_whose_answer_nobody_waits_for_ends_in_silence(capfd: pytest.CaptureFixture[str]) -> None:
    with Crew(2, Hand) as crew:
        crew.tell(see_slowly, [("a", 0.2)] * 2)
    assert capfd.readouterr().err == ""
