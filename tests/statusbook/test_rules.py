"""Each rule fires on its example, at its place, and is silent on the shop's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.load import load, loads
from statusbook.rules import RULES, check_rules

ROOT = Path(__file__).parent.parent.parent
GOOD = """\
shop: {name: Shop, app: https://example.com/app, links: {}}
actions:
  cancel: {label: Cancel, until: shipped}
statuses:
  paid: {label: Paid, meaning: We have it., next: [shipped], actions: [cancel]}
  shipped: {label: Shipped, meaning: It is on its way., terminal: true}
"""
EXAMPLES = {
    "offered_after_end": (
        ("terminal: true", "terminal: true, actions: [cancel]"),
        "statuses.yaml:6:20",
        "“Cancel” ends at Shipped, yet Shipped offers it.",
        "Take “cancel” from the actions of “shipped”, or change its “until”.",
    ),
    "offered_before_start": (
        ("until: shipped", "after: shipped"),
        "statuses.yaml:5:17",
        "“Cancel” starts at Shipped, yet Paid offers it.",
        "Take “cancel” from the actions of “paid”, or change its “after”.",
    ),
    "offered_nowhere": (
        (", actions: [cancel]", ""),
        "statuses.yaml:3:19",
        "No status offers “Cancel”.",
        "Add “cancel” to the actions of a status, or delete it.",
    ),
    "unreachable": (
        ("next: [shipped]", "terminal: true"),
        "statuses.yaml:6:20",
        "No status leads to “Shipped”.",
        "Add “shipped” to the “next” of the status before it.",
    ),
    "endless": (
        (", terminal: true", ""),
        "statuses.yaml:6:20",
        "Nothing comes after “Shipped”.",
        "Add “next: […]”, or “terminal: true” if an order can end there.",
    ),
}


def test_every_rule_has_an_example() -> None:
    assert [rule.__name__ for rule in RULES] == list(EXAMPLES)


def test_the_good_file_and_the_shop_s_are_clean() -> None:
    assert check_rules(loads(GOOD)) == []
    assert check_rules(load(ROOT / "statuses.yaml")) == []


@pytest.mark.parametrize("rule", list(EXAMPLES))
def test_a_rule_fires_on_its_example_alone(rule: str) -> None:
    (old, new), *expected = EXAMPLES[rule]
    found = check_rules(loads(GOOD.replace(old, new)))
    assert [[str(p.where), p.message, p.fix] for p in found] == [expected]


def test_an_action_may_not_come_back_after_its_end() -> None:
    """A status that only follows the end counts as after it."""
    text = GOOD.replace("terminal: true", "next: [returned]")
    text += "  returned: {label: Returned, meaning: It is back., terminal: true, actions: [cancel]}\n"
    (problem,) = check_rules(loads(text))
    assert problem.message == "“Cancel” ends at Shipped, yet Returned offers it."


def test_an_end_inside_a_status_ends_what_comes_after_it() -> None:
    text = GOOD.replace("until: shipped", "until: packed").replace(
        "actions: [cancel]}", "stages: {packed: {label: P, meaning: M.}}}"
    )
    text = text.replace("terminal: true", "terminal: true, actions: [cancel]")
    assert [p.message for p in check_rules(loads(text))] == ["“Cancel” ends at P, yet Shipped offers it."]
