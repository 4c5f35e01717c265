import itertools
import math
import tracemalloc
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votebox.limits import Limits, Rate, prefix

RATE = Rate(10, 60)


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.mark.parametrize("rate", [Rate(1, 3600), Rate(3, 60), Rate(1_000, 86_400)])
def test_a_full_bucket_has_all_its_votes_at_any_moment(clock: Clock, rate: Rate) -> None:
    for number in range(1_000):
        clock.now = 0.1 + 997.3 * number
        limits = Limits([rate], clock=clock)
        assert {limits.wait("192.0.2.1") for _ in range(rate.votes)} == {0}, clock.now
        assert limits.wait("192.0.2.1") > 0


def test_ten_at_once_and_then_one_in_six_seconds(clock: Clock) -> None:
    limits = Limits([RATE], clock=clock)
    assert [limits.wait("192.0.2.1") for _ in range(12)] == [0] * 10 + [6, 6]
    clock.now += 5.5
    assert limits.wait("192.0.2.1") == 1
    clock.now += 0.5
    assert [limits.wait("192.0.2.1") for _ in range(2)] == [0, 6]
    clock.now += 60
    assert [limits.wait("192.0.2.1") for _ in range(11)] == [0] * 10 + [6]


def test_who_only_asks_takes_nothing(clock: Clock) -> None:
    limits = Limits([Rate(1, 60)], clock=clock)
    assert [limits.wait("192.0.2.1", take=False) for _ in range(3)] == [0, 0, 0]
    assert limits.wait("192.0.2.1") == 0
    assert limits.wait("192.0.2.1", take=False) == 60


def test_all_rates_are_kept_to_and_what_one_refuses_costs_the_other_nothing(clock: Clock) -> None:
    limits = Limits([Rate(2, 2), Rate(4, 400)], clock=clock)
    assert [limits.wait("192.0.2.1") for _ in range(5)] == [0, 0, 1, 1, 1]
    clock.now += 2
    assert [limits.wait("192.0.2.1") for _ in range(3)] == [0, 0, 98]
    clock.now += 98
    assert [limits.wait("192.0.2.1") for _ in range(2)] == [0, 100]


@pytest.mark.parametrize(
    ("first", "second", "one"),
    [
        ("192.0.2.1", "192.0.2.255", True),
        ("192.0.2.1", "192.0.3.1", False),
        ("2001:db8:1::1", "2001:db8:1:ffff:1:2:3:4", True),
        ("2001:db8:1::1", "2001:db8:2::1", False),
        ("2001:db8:1::1", "2001:0db8:0001:0::2", True),
    ],
)
def test_networks(clock: Clock, first: str, second: str, one: bool) -> None:
    assert (prefix(first) == prefix(second)) is one
    limits = Limits([Rate(1, 60)], clock=clock)
    assert limits.wait(first) == 0
    assert limits.wait(second) == (60 if one else 0)


@pytest.mark.parametrize("address", ["", "127.0.0.1", "::1"])
def test_the_machine_itself_is_not_limited(clock: Clock, address: str) -> None:
    limits = Limits([Rate(1, 60)], clock=clock)
    assert [limits.wait(address) for _ in range(5)] == [0] * 5


def test_without_a_rate_nobody_is(clock: Clock) -> None:
    limits = Limits([], clock=clock)
    assert [limits.wait("192.0.2.1") for _ in range(50)] == [0] * 50


def test_a_clock_that_jumps_does_no_harm(clock: Clock) -> None:
    limits = Limits([RATE, Rate(100, 86_400)], clock=clock)
    assert [limits.wait("192.0.2.1") for _ in range(11)] == [0] * 10 + [6]
    clock.now -= 86_400
    # No longer than from an empty bucket.
    assert 0 < limits.wait("192.0.2.1") <= 864
    clock.now += 2 * 86_400
    assert [limits.wait("192.0.2.1") for _ in range(11)] == [0] * 10 + [6]


def test_the_network_that_is_silent_for_the_longest_is_forgotten_first(clock: Clock) -> None:
    limits = Limits([Rate(1, 60)], known=2, clock=clock)
    for address in ("192.0.2.1", "198.51.100.1"):
        assert limits.wait(address) == 0
    assert limits.wait("192.0.2.1") == 60
    assert limits.wait("203.0.113.1") == 0
    assert limits.wait("192.0.2.1") == 60
    assert limits.wait("198.51.100.1") == 0


def test_memory_has_an_end() -> None:
    limits = Limits([RATE, Rate(1_000, 86_400)], known=5_000)

    def flood(second: int) -> None:
        for third, fourth in itertools.product(range(100), range(100)):
            limits.wait(f"20.{second}.{third}.{fourth}")
            limits.wait(f"2a00:{second:x}{third:02x}:{fourth:x}::1")

    flood(1)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    flood(2)
    grown = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    assert grown < 5_000 * 400


class Model:
    """Buckets that are counted in whole and broken tokens."""

    def __init__(self, rates: list[Rate], now: int) -> None:
        self.rates = rates
        self.tokens = [Fraction(rate.votes) for rate in rates]
        self.now = now

    def wait(self, now: int) -> int:
        for place, rate in enumerate(self.rates):
            more = self.tokens[place] + Fraction(now - self.now) * rate.votes / rate.seconds
            self.tokens[place] = min(Fraction(rate.votes), more)
        self.now = now
        waits = [
            (1 - tokens) * rate.seconds / rate.votes
            for tokens, rate in zip(self.tokens, self.rates, strict=True)
        ]
        if max(waits) > 0:
            return math.ceil(max(waits))
        self.tokens = [tokens - 1 for tokens in self.tokens]
        return 0


# Powers of two, whose fractions are exact in both.
RATES = st.lists(st.builds(Rate, st.sampled_from([1, 2, 4, 8]), st.integers(1, 300)), min_size=1, max_size=3)
STEPS = st.lists(st.tuples(st.integers(0, 100), st.sampled_from(["192.0.2.1", "2001:db8::1"])), max_size=60)


@given(RATES, STEPS)
def test_as_a_slow_and_obvious_model(rates: list[Rate], steps: list[tuple[int, str]]) -> None:
    clock = Clock()
    limits = Limits(rates, clock=clock)
    models = {address: Model(rates, int(clock.now)) for address in ("192.0.2.1", "2001:db8::1")}
    for seconds, address in steps:
        clock.now += seconds
        assert limits.wait(address) == models[address].wait(int(clock.now))


@given(RATES, STEPS)
def test_who_waits_as_long_as_he_is_told_is_let_in(rates: list[Rate], steps: list[tuple[int, str]]) -> None:
    clock = Clock()
    limits = Limits(rates, clock=clock)
    wait: Callable[[], int] = lambda: limits.wait("192.0.2.1")  # noqa: E731 - short for what follows
    for seconds, _ in steps:
        clock.now += seconds
        if told := wait():
            clock.now += told
            assert wait() == 0
