"""Each rule on statuses.yaml fires on its example, at its place, and is silent on the shop's own file."""

from __future__ import annotations

from pathlib import Path

import pytest

from statusbook.checks.rulebook import Entry, Subject
from statusbook.checks.rules import RULES, check_rules
from statusbook.load import load
from tests.project import ROOT
from tests.statusbook import examples


@examples.each(Subject.FACTS)
def test_a_rule_fires_on_its_bad_example_alone(entry: Entry, tmp_path: Path) -> None:
    examples.assert_fires(tmp_path, entry)


@examples.each(Subject.FACTS)
def test_no_rule_fires_on_a_good_example(entry: Entry, tmp_path: Path) -> None:
    examples.assert_silent(tmp_path, entry)


def test_the_shop_s_file_is_clean() -> None:
    assert check_rules(load(ROOT / "statuses.yaml")) == []


# What the rules say, to the letter

SAID = {
    "offered_after_end": (
        "5:67: “Cancel” ends at Shipped, yet Shipped offers it. "
        "Take “cancel” from the actions of “shipped”, or change its “until”."
    ),
    "offered_before_start": (
        "4:72: “Track” starts at Shipped, yet Paid offers it. "
        "Take “track” from the actions of “paid”, or change its “after”."
    ),
    "offered_nowhere": (
        "2:19: No status offers “Cancel”. Add “cancel” to the actions of a status, or delete it."
    ),
    "unreachable": (
        "3:20: No status leads to “Shipped”. Add “shipped” to the “next” of the status before it."
    ),
    "endless": (
        "2:17: Nothing comes after “Paid”. Add “next: […]”, or “terminal: true” if an order can end there."
    ),
    "without_axis": "4:17: “Paid” names no axis. Add “axis: …” with one of payment.",
    "longer_promise": (
        "3:18: “Quality check” may take 1 to 2 business days, longer than the whole of “Paid”: 24 hours. "
        "Shorten “check”, or lengthen “dispatch”."
    ),
    "written_number": (
        "4:42: “within 24 hours” would not follow when “reply” changes. Write “{reply:within}”."
    ),
    "ends_before_it_begins": (
        "2:19: “Spring Festival” begins on 2027-02-12 and ends on 2027-02-06, before that. "
        "Write the earlier day behind “begins”, and the later one behind “until”."
    ),
    "day_in_two_holidays": (
        "3:18: 2027-02-06 belongs to “Spring Festival” and to “New Year”. "
        "Delete one of the two, or change its days."
    ),
}


def test_every_rule_says_something() -> None:
    assert [rule.__name__ for rule in RULES] == list(SAID)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_what_a_rule_says(rule, tmp_path: Path) -> None:
    bad, _ = examples.carets(examples.of(rule, Subject.FACTS).bad)
    assert examples.find(tmp_path, Subject.FACTS, bad) == [SAID[rule.__name__]]


# Where an action ends and starts

CANCEL = """\
actions:
  cancel: {label: Cancel, until: shipped}
statuses:
  paid: {label: Paid, meaning: M., next: [shipped], actions: [cancel]}
"""


def test_an_action_may_not_come_back_after_its_end(tmp_path: Path) -> None:
    text = f"""{CANCEL}\
  shipped: {{label: Shipped, meaning: M., next: [returned]}}
  returned: {{label: Returned, meaning: M., terminal: true, actions: [cancel]}}
"""
    (found,) = examples.find(tmp_path, Subject.FACTS, text)
    assert found.startswith("6:70: “Cancel” ends at Shipped, yet Returned offers it.")


def test_an_end_inside_a_status_ends_what_comes_after_it(tmp_path: Path) -> None:
    text = """\
actions:
  cancel: {label: Cancel, until: packed}
statuses:
  paid: {label: Paid, meaning: M., next: [shipped], stages: {packed: {label: Packed, meaning: M.}}}
  shipped: {label: Shipped, meaning: M., terminal: true, actions: [cancel]}
"""
    (found,) = examples.find(tmp_path, Subject.FACTS, text)
    assert found.startswith("5:68: “Cancel” ends at Packed, yet Shipped offers it.")


STAGES = """\
actions:
  ask: {{label: Ask, {limit}}}
statuses:
  paid:
    label: Paid
    meaning: M.
    terminal: true
    {kind}
    stages:
      one: {{label: One, meaning: M., {next} actions: [ask]}}
      two: {{label: Two, meaning: M., actions: [ask]}}
"""


def test_steps_follow_each_other(tmp_path: Path) -> None:
    ended = STAGES.format(limit="until: one", kind="unordered: false", next="next: [two],")
    assert [line[:5] for line in examples.find(tmp_path, Subject.FACTS, ended)] == ["10:61", "11:48"]
    started = STAGES.format(limit="after: two", kind="unordered: false", next="next: [two],")
    assert [line[:5] for line in examples.find(tmp_path, Subject.FACTS, started)] == ["10:61"]


def test_alternatives_do_not(tmp_path: Path) -> None:
    """No stage of an unordered status comes after another, and none needs one that leads to it."""
    ended = STAGES.format(limit="until: one", kind="unordered: true", next="")
    assert [line[:5] for line in examples.find(tmp_path, Subject.FACTS, ended)] == ["10:49"]


def test_a_status_that_is_also_a_stage_is_reached_through_each_of_its_statuses(tmp_path: Path) -> None:
    text = """\
actions:
  ask: {label: Ask, after: paid, until: shipped}
statuses:
  paid: {label: Paid, meaning: M., next: [shipped], actions: [ask]}
  shipped: {label: Shipped, meaning: M., terminal: true}
  on-hold: {label: On hold, meaning: M., also_in: [paid], actions: [ask]}
"""
    assert examples.find(tmp_path, Subject.FACTS, text) == []
    (found,) = examples.find(tmp_path, Subject.FACTS, text.replace("[paid]", "[shipped]"))
    assert found.startswith("6:72: “Ask” ends at Shipped, yet On hold offers it.")


def test_each_axis_is_a_life_of_its_own(tmp_path: Path) -> None:
    """The first status of each axis needs none before it, and an action of one says nothing of the other."""
    text = """\
axes: {payment: Payment, delivery: Delivery}
actions:
  track: {label: Track, after: shipped}
statuses:
  unpaid: {label: Unpaid, meaning: M., axis: payment, next: [paid], actions: [track]}
  paid: {label: Paid, meaning: M., axis: payment, terminal: true}
  packed: {label: Packed, meaning: M., axis: delivery, next: [shipped]}
  shipped: {label: Shipped, meaning: M., axis: delivery, terminal: true}
"""
    assert examples.find(tmp_path, Subject.FACTS, text) == []
    (found,) = examples.find(tmp_path, Subject.FACTS, text.replace("next: [paid]", "terminal: true"))
    assert found.startswith("6:17: No status leads to “Paid”.")


# Promises

PROMISES = """\
times:
  whole: {{label: Whole, at_most: 24 hours{holds}}}
  part: {{label: Part, {amount}}}
statuses:
  paid:
    label: Paid
    meaning: M.
    terminal: true
    times: [whole]
    stages:
      packed: {{label: Packed, meaning: M., times: [part]}}
"""


@pytest.mark.parametrize(
    ("amount", "holds", "fires"),
    [
        ("at_most: 25 hours", "", True),
        ("at_most: 24 hours", "", False),
        ("at_most: 1 day", "", False),
        ("at_most: 1 business day", "", False),  # as long as 24 hours, if no weekend comes between
        ("at_most: 2 business days", "", True),
        ("after: 30 days", "", False),  # has to pass first: no promise
        ("at_most: 2 days", ", mark: Ships later", False),  # the whole holds for some parcels alone
    ],
)
def test_a_part_is_no_longer_than_the_whole(amount: str, holds: str, fires: bool, tmp_path: Path) -> None:
    found = examples.find(tmp_path, Subject.FACTS, PROMISES.format(amount=amount, holds=holds))
    assert [line[:4] for line in found] == (["3:17"] if fires else [])


# Numbers in texts

NUMBERS = """\
times:
  other: {{label: Other, at_most: 24 hours}}
  reply: {{label: Reply, at_most: 24 hours}}
  check: {{label: Check, between: 1 to 2 business days}}
statuses:
  paid: {{label: Paid, meaning: "{text}", terminal: true, times: [reply]}}
"""


@pytest.mark.parametrize(
    ("text", "column", "instead"),
    [
        ("Wait 24 hours.", 38, "{reply}"),
        ("You wait no more than 24 hours.", 42, "{reply:at-most}"),
        ("Within 24 hours it is done.", 40, "{reply}"),  # the capital letter stays
        ("Done in 1 to 2 business days.", 38, "{check:in}"),
        ("Done in 1–2 business days.", 38, "{check:in}"),
        ("Done between 1 and 2 business days.", 46, "{check}"),
    ],
)
def test_a_number_is_found_in_any_form(text: str, column: int, instead: str, tmp_path: Path) -> None:
    (found,) = examples.find(tmp_path, Subject.FACTS, NUMBERS.format(text=text))
    assert found.startswith(f"6:{column}: ")
    assert f" Write “{instead}”" in found


def test_another_owner_of_the_same_amount_is_named(tmp_path: Path) -> None:
    (found,) = examples.find(tmp_path, Subject.FACTS, NUMBERS.format(text="Wait 24 hours."))
    assert found.endswith("Write “{reply}”, or another of the same length: other.")


@pytest.mark.parametrize(
    "text",
    ["Wait 25 hours.", "Wait 124 hours.", "Wait 24 minutes.", "Wait 1 day.", "{reply:within}", "Gate 24"],
)
def test_other_numbers_are_left_alone(text: str, tmp_path: Path) -> None:
    assert examples.find(tmp_path, Subject.FACTS, NUMBERS.format(text=text)) == []
