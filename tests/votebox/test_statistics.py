import random
from collections.abc import Callable
from itertools import product
from math import exp, lgamma, sqrt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint  # type: ignore[import-untyped]

from votebox.statistics import LEVEL, POINTS, POWER, Counts, newcombe, p_value, votes_needed, wilson

TABLES = 10_000
DIGITS = 9


def counts(yes: int, votes: int) -> Counts:
    return Counts(yes=yes, votes=votes)


@st.composite
def some_counts(draw: Callable[..., int]) -> Counts:
    votes = draw(st.integers(1, 100_000))
    return counts(draw(st.integers(0, votes)), votes)


def table(chance: random.Random, place: int) -> tuple[Counts, Counts]:
    """Of every eight tables one has an edge in its first row, one in its second, and one in both."""

    def row(edge: bool) -> Counts:
        votes = chance.choice([chance.randint(1, 20), chance.randint(1, 1_000), chance.randint(1, 10**6)])
        return counts(chance.choice([0, votes]) if edge else chance.randint(0, votes), votes)

    return row(place % 8 in (0, 1)), row(place % 8 in (1, 2))


def test_wilson_and_newcombe_are_those_of_statsmodels() -> None:
    chance = random.Random(1927)
    edges = 0
    for place in range(TABLES):
        before, after = table(chance, place)
        edges += {before.yes, before.votes - before.yes, after.yes, after.votes - after.yes} >= {0}
        for one in (before, after):
            low, high = proportion_confint(one.yes, one.votes, alpha=0.05, method="wilson")
            assert wilson(one).low == pytest.approx(low, rel=0, abs=0.5 * 10**-DIGITS)
            assert wilson(one).high == pytest.approx(high, rel=0, abs=0.5 * 10**-DIGITS)
        low, high = confint_proportions_2indep(
            *(after.yes, after.votes, before.yes, before.votes), method="newcomb", compare="diff"
        )
        assert newcombe(before, after).low == pytest.approx(low, rel=0, abs=0.5 * 10**-DIGITS)
        assert newcombe(before, after).high == pytest.approx(high, rel=0, abs=0.5 * 10**-DIGITS)
    assert edges > TABLES / 4


@given(some_counts())
def test_an_interval_holds_its_share_and_stays_within_0_and_1(one: Counts) -> None:
    interval = wilson(one)
    assert 0 <= interval.low <= one.share <= interval.high <= 1


@given(some_counts(), st.integers(2, 50))
def test_with_the_same_share_more_votes_make_it_narrower(one: Counts, times: int) -> None:
    few, many = wilson(one), wilson(counts(one.yes * times, one.votes * times))
    assert many.high - many.low < few.high - few.low


@given(some_counts())
def test_no_and_yes_mirror_each_other(one: Counts) -> None:
    there, back = wilson(one), wilson(counts(one.votes - one.yes, one.votes))
    assert (there.low, there.high) == pytest.approx((1 - back.high, 1 - back.low), abs=1e-12)


@given(some_counts(), some_counts())
def test_a_difference_is_within_its_interval_and_swapped_it_is_mirrored(one: Counts, two: Counts) -> None:
    there, back = newcombe(one, two), newcombe(two, one)
    assert -1 <= there.low <= two.share - one.share <= there.high <= 1
    assert (there.low, there.high) == pytest.approx((-back.high, -back.low), abs=1e-12)
    assert p_value(one, two) == pytest.approx(p_value(two, one), rel=1e-6)
    assert 0 <= p_value(one, two) <= 1


def test_exact_evidence_by_hand() -> None:
    """∫∫ (1-p₁)⁵ p₂⁵ dp₁ dp₂ = 1/36, and the best single share, 1/2, gives 1/1024; few have no other."""
    assert p_value(counts(0, 5), counts(5, 5)) == pytest.approx(2 * 36 / 1_024)
    assert p_value(counts(3, 5), counts(3, 5)) == 1


def test_normal_evidence_by_hand() -> None:
    """V = 1/4 · 2/50 = τ², so it is √½ exp(0.2² / 4V) = e/√2."""
    exact = beta(21, 31) * beta(31, 21) * 2**100
    assert p_value(counts(20, 50), counts(30, 50)) == pytest.approx(2 / (exact + exp(1) / sqrt(2)))


def beta(a: int, b: int) -> float:
    return exp(lgamma(a) + lgamma(b) - lgamma(a + b))


def test_a_page_that_became_bad_is_seen_with_few_votes() -> None:
    assert p_value(counts(990, 1_000), counts(0, 20)) < 1e-20


def test_the_greatest_difference_is_no_overflow() -> None:
    assert 0 < p_value(counts(0, 10**6), counts(10**6, 10**6)) < 1e-300


def runs(before: float, after: float, votes: int, daily: int, seed: int) -> float:
    """Simulate 2,000 changes, each looked at on 30 days; return the share in which an alarm is given."""
    chance = random.Random(seed)
    return sum(alarmed(chance, before, after, votes, daily) for _ in range(2_000)) / 2_000


def alarmed(chance: random.Random, share: float, new: float, votes: int, daily: int) -> bool:
    before = counts(binomial(chance, votes, share), votes)
    yes = 0
    for day in range(1, 31):
        yes += binomial(chance, daily, new)
        if p_value(before, counts(yes, daily * day)) <= LEVEL:
            return True
    return False


def binomial(chance: random.Random, votes: int, share: float) -> int:
    return sum(chance.random() < share for _ in range(votes))


@pytest.mark.parametrize(
    ("share", "votes", "daily"), list(product((0.5, 0.8, 0.99), (10, 200, 1_000), (2, 10))), ids=str
)
def test_looked_at_daily_it_gives_few_false_alarms(share: float, votes: int, daily: int) -> None:
    assert runs(share, share, votes, daily, seed=2017) < 0.05


def test_a_change_made_at_the_worst_moment_gives_few_false_alarms() -> None:
    """An editor looks at the old page after each vote too, and changes it when it looks worst."""
    chance = random.Random(2020)
    found = 0
    for _ in range(2_000):
        votes = [chance.random() < 0.7 for _ in range(100)]
        shown = [counts(sum(votes[:end]), end) for end in range(10, 101)]
        worst = min(shown, key=lambda one: wilson(one).high)
        yes = 0
        for day in range(1, 31):
            yes += binomial(chance, 5, 0.7)
            if p_value(worst, counts(yes, 5 * day)) <= LEVEL:
                found += 1
                break
    assert found / 2_000 < 0.05


@pytest.mark.parametrize(
    ("before", "after", "votes", "daily", "power"),
    [
        (0.6, 0.8, 100, 10, 0.80),
        (0.6, 0.8, 200, 10, 0.95),
        (0.8, 0.6, 200, 10, 0.95),
        (0.75, 0.95, 150, 5, 0.97),
        (0.7, 0.8, 400, 40, 0.84),
        (0.875, 0.925, 1_200, 40, 0.81),
    ],
)
def test_it_finds_differences_within_30_days(
    before: float, after: float, votes: int, daily: int, power: float
) -> None:
    assert runs(before, after, votes, daily, seed=1945) == pytest.approx(power, abs=0.02)


def power(before: float, after: float, votes: int) -> float:
    """Simulate how often a change is found with just the votes that are asked for."""
    needed = votes_needed(counts(round(before * votes), votes), 1)
    assert needed is not None
    chance = random.Random(1977)
    found = 0
    for _ in range(1_000):
        old, new = binomial(chance, votes, before), binomial(chance, needed + 1, after)
        found += p_value(counts(old, votes), counts(new, needed + 1)) <= LEVEL
    return found / 1_000


@pytest.mark.parametrize(("before", "votes"), [(0.6, 150), (0.7, 300), (0.8, 200), (0.95, 100), (0.4, 300)])
def test_the_votes_it_asks_for_find_a_change_as_probably_as_said(before: float, votes: int) -> None:
    nearer, farther = sorted((before - POINTS, before + POINTS), key=lambda share: abs(share - 0.5))
    assert power(before, nearer, votes) == pytest.approx(POWER, abs=0.06)
    if 0 < farther < 1:
        assert power(before, farther, votes) > POWER - 0.05


def test_when_the_needed_votes_have_come_no_more_are_needed() -> None:
    before = counts(500, 1_000)
    assert votes_needed(before, 1) == 122
    assert votes_needed(before, 100) == 23
    assert votes_needed(before, 122) == 1
    assert votes_needed(before, 123) == 0
    assert votes_needed(before, 5_000_000) == 0


def test_too_few_votes_before_are_never_enough() -> None:
    assert votes_needed(counts(50, 100), 1_000_000) is None
    assert votes_needed(counts(50, 100), 10) is None
