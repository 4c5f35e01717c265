"""What an order can become, and what it is inside of."""

from __future__ import annotations

import pytest

from statusbook.checks.paths import Paths
from statusbook.load import loads
from tests.statusbook.examples import SHOP

FACTS = f"""\
axes: {{order: Order, money: Money}}
statuses:
  paid:
    label: Paid
    meaning: M.
    axis: order
    next: [shipped]
    stages:
      received: {{label: R, meaning: M., next: [checked]}}
      checked: {{label: C, meaning: M.}}
  shipped:
    label: Shipped
    meaning: M.
    axis: order
    next: [lost]
    unordered: true
    stages:
      by-air: {{label: A, meaning: M.}}
      by-sea: {{label: S, meaning: M.}}
  lost: {{label: L, meaning: M., axis: order, next: [shipped]}}
  on-hold: {{label: H, meaning: M., axis: order, also_in: [paid]}}
  refunded: {{label: F, meaning: M., axis: money, terminal: true}}
{SHOP}"""


@pytest.fixture
def paths() -> Paths:
    return Paths(loads(FACTS))


ON_THE_WAY = {"shipped", "by-air", "by-sea", "lost"}


@pytest.mark.parametrize(
    ("start", "after"),
    [
        ("paid", {"received", "checked", "on-hold", *ON_THE_WAY}),
        ("received", {"checked", *ON_THE_WAY}),
        ("checked", ON_THE_WAY),
        ("on-hold", ON_THE_WAY),  # when it comes inside of “paid”, nobody knows
        ("by-air", ON_THE_WAY),  # not “by-sea” at once, but after a loss
        ("shipped", ON_THE_WAY),  # itself, since there is a circle
        ("refunded", set()),
    ],
)
def test_what_comes_after(paths: Paths, start: str, after: set[str]) -> None:
    assert paths.after(start) == after


def test_alternatives_do_not_follow_each_other() -> None:
    paths = Paths(loads(FACTS.replace("next: [lost]", "terminal: true")))
    assert paths.after("by-air") == set()


def test_what_is_inside(paths: Paths) -> None:
    assert paths.inside("paid") == ["received", "checked", "on-hold"]
    assert paths.inside("by-air") == []


def test_a_stage_is_of_the_axis_of_its_status(paths: Paths) -> None:
    assert paths.share_an_axis("received", "lost")
    assert not paths.share_an_axis("received", "refunded")
