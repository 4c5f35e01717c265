"""What can be said of shares of Yes, and how surely.

Everything here is a function of counts alone, so that it needs no memory of earlier looks.
"""

from bisect import bisect_left
from math import exp, inf, lgamma, log, sqrt
from statistics import NormalDist
from typing import Final

from msgspec import Struct

SAID_FROM: Final = 10
"""Under so many votes no share is said: even the interval of ten may span half of the scale."""

LEVEL: Final = 0.05
"""The most false alarms that a comparison may give, however often somebody looks."""

POINTS: Final = 0.2
"""The difference between two shares that a comparison should be able to find."""

POWER: Final = 0.8
"""How probably it should find it (Cohen, 1988, Statistical Power Analysis, section 2.4)."""

_Z = NormalDist().inv_cdf(0.975)  # of intervals that hold the truth in 95 of 100 cases
_USUAL = 0.1  # τ: so great are usual differences; another value is as valid and finds others sooner
_EXPECTED = 10
_FAR = 1_000_000  # votes that no page will get


class Counts(Struct, frozen=True, kw_only=True):
    """Votes, and how many of them say Yes."""

    yes: int
    votes: int
    """At least one, or there is no share."""

    @property
    def share(self) -> float:
        """The share of Yes, between 0 and 1."""
        return self.yes / self.votes


class Interval(Struct, frozen=True, kw_only=True):
    """The two ends of an interval."""

    low: float
    high: float


def wilson(counts: Counts) -> Interval:
    """Return the 95 % score interval of a share.

    Source: E. B. Wilson (1927), Probable inference, the law of succession, and statistical inference,
    Journal of the American Statistical Association 22.
    The ends are `(p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n)`.
    """
    n, p = counts.votes, counts.share
    middle = p + _Z**2 / (2 * n)
    half = _Z * sqrt(p * (1 - p) / n + _Z**2 / (4 * n**2))
    scale = 1 + _Z**2 / n
    # Where all votes agree an end is the share itself, up to rounding.
    low, high = (middle - half) / scale, (middle + half) / scale
    return Interval(low=min(max(low, 0.0), p), high=max(min(high, 1.0), p))


def newcombe(before: Counts, after: Counts) -> Interval:
    """Return the 95 % hybrid score interval of the difference of two shares, `after` less `before`.

    Source: R. G. Newcombe (1998), Interval estimation for the difference between independent proportions,
    Statistics in Medicine 17, method 10: `d - √((p₂-l₂)² + (u₁-p₁)²)` to `d + √((u₂-p₂)² + (p₁-l₁)²)`, where
    l and u are Wilson's ends.
    """
    first, second = wilson(before), wilson(after)
    difference = after.share - before.share
    down = sqrt((after.share - second.low) ** 2 + (first.high - before.share) ** 2)
    up = sqrt((second.high - after.share) ** 2 + (before.share - first.low) ** 2)
    return Interval(low=difference - down, high=difference + up)


def p_value(before: Counts, after: Counts) -> float:
    """Return a p-value for equal shares that stays valid however often it is looked at.

    It is one through the evidence: the mean of two kinds, one that is exact and slow, and one that is quick
    and leans on the normal distribution. If the shares are equal, each is on average at most one at whatever
    moment one stops (the second as far as votes are normal), hence so is their mean, and it ever reaches 1/α
    with a probability of at most α (J. Ville, 1939; G. Shafer, 2021, Testing by betting, Journal of the Royal
    Statistical Society A 184).
    """
    evidence = (_evidence(_exact(before, after)) + _evidence(_normal(before, after))) / 2
    return min(1.0, 1 / evidence) if evidence else 1.0


def votes_needed(before: Counts, votes: int) -> int | None:
    """Return how many more than `votes` it takes until `p_value` finds a change by POINTS with POWER.

    None says that no number is enough: there are too few in `before`.

    Source: the usual size of a sample (J. L. Fleiss, 1981, Statistical Methods for Rates and Proportions,
    chapter 3), `POINTS ≥ (z_test + z_power) √V` with `V = p(1-p) (1/n₁ + 1/n₂)`, where z_test is the d/√V at
    which the normal evidence alone brings `p_value` to LEVEL. For p stands the middle between the share
    before and that which is POINTS nearer to one half, where changes are the hardest to find.
    """
    spread = 1 / 4 - max(abs(before.share - 1 / 2) - POINTS / 2, 0.0) ** 2

    def enough(after: int) -> bool:
        return _findable(spread * (1 / before.votes + 1 / max(after, 1))) <= POINTS

    if not enough(_FAR):
        return None
    return bisect_left(range(votes, max(votes, _FAR)), True, key=enough)


def _findable(variance: float) -> float:
    """Return the difference of two shares that is found with POWER where it has this variance."""
    ratio = variance / _USUAL**2
    z_test = sqrt((1 + ratio) * (2 * log(2 / LEVEL) + log(1 + 1 / ratio)))
    return (z_test + NormalDist().inv_cdf(POWER)) * sqrt(variance)


def _exact(before: Counts, after: Counts) -> float:
    """Return the logarithm of `∫∫ L(p₁, p₂) dp₁ dp₂ / max L(p, p)`, for any number of votes.

    All pairs of shares together, against the best single share. With the true single share below the line
    this would be a martingale, and it is never greater than that, whichever of the votes came first.

    Source: L. Wasserman, A. Ramdas, S. Balakrishnan (2020), Universal inference, PNAS 117, with the uniform
    mixtures of H. Robbins (1970), Annals of Mathematical Statistics 41.
    """
    yes, votes = before.yes + after.yes, before.votes + after.votes
    best = _times_log(yes, yes / votes) + _times_log(votes - yes, 1 - yes / votes)
    return _log_mixture(before) + _log_mixture(after) - best


def _normal(before: Counts, after: Counts) -> float:
    """Return the logarithm of `√(V/(V+τ²)) exp(τ²d² / 2V(V+τ²))`; -∞ while the votes are too few for it.

    Source: the mixture SPRT of R. Johari, L. Pekelis, D. Walsh (2017), Peeking at A/B tests, KDD, with V from
    the pooled share p, since the shares are equal where it must not alarm. Too few are fewer than ten
    expected Yes or No votes in a revision, twice what W. G. Cochran (1954, Biometrics 10) asks for: without
    that rule it gave up to 9 % false alarms on pages with shares of 95 % and more.
    """
    p = (before.yes + after.yes) / (before.votes + after.votes)
    if min(before.votes, after.votes) * min(p, 1 - p) < _EXPECTED:
        return -inf
    variance = p * (1 - p) * (1 / before.votes + 1 / after.votes)
    both, difference = variance + _USUAL**2, after.share - before.share
    return log(variance / both) / 2 + (_USUAL * difference) ** 2 / (2 * variance * both)


def _evidence(logarithm: float) -> float:
    return exp(min(logarithm, 700.0))  # e⁷¹⁰ is too great for a float


def _log_mixture(counts: Counts) -> float:
    """The logarithm of the likelihood of a share, integrated over all shares: a beta function."""
    return lgamma(counts.yes + 1) + lgamma(counts.votes - counts.yes + 1) - lgamma(counts.votes + 2)


def _times_log(count: int, share: float) -> float:
    return count * log(share) if count else 0.0
