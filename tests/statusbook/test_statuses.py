"""`statuses.json` and its schema: what it says, and what it will go on saying to those who read it."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from statusbook.exports.statuses import statuses_json
from statusbook.exports.statuses_shape import SCHEMA, VERSION, HelpPage, make_schema
from statusbook.load import load, loads
from statusbook.messages import Texts, read_texts
from statusbook.pseudo import PseudoTexts
from statusbook.translate import make_edition
from tests.statusbook.compatible import breakages

ROOT = Path(__file__).parent.parent.parent
GOLDEN = Path(__file__).parent / "golden" / f"statuses-{VERSION}.json"
PAGE = HelpPage(title="Title", url="https://example.com/order-status/", revision="0" * 12)

BOOK = """\
shop: {name: Shop, app: https://example.com/app, links: {}}
shipping: {slow: Slow}
times:
  reply: {label: Reply, between: 1 to 2 business days, since: secret, shipping: [slow], formerly: [answer]}
  search: {label: Search, after: 30 days, since: paid}
  fast: {mark: "Ships {fast:in}", at_most: 24 hours, guaranteed: true}
  shown: {label: Any item, shown_on: product page}
actions:
  ask: {label: Press *Ask*, does: Asks., after: secret, until: sent}
axes: {money: {label: Money, about: Where it is.}, parcel: Parcel}
statuses:
  paid:
    label: Paid
    meaning: Press *Track*.
    axis: money
    code: PAID
    formerly: [payed]
    aliases: [Settled]
    next: [asked]
    times: [reply, fast, shown]
    late: [search]
    actions: [ask: {only_if_late: true, only_if_paid: true, needs_approval: true, not_with: [slow]}]
    how_to: How
    steps: [{text: One., note: But.}]
    unordered: true
    stages: {asked: {label: Asked, meaning: M., also_in: [sent]}}
  sent: {label: Sent, meaning: M., axis: parcel, branch: true, terminal: true, schema_org: OrderInTransit}
  secret: {label: Secret, meaning: Never shown., axis: money, hidden: true, terminal: true}
"""


def data(texts: Texts | None = None) -> Any:
    edition = make_edition(loads(BOOK), texts or Texts("en"))
    return json.loads(statuses_json(edition, PAGE, "https://example.com/", None))


def test_it_says_all_that_there_is() -> None:
    said = data()
    jsonschema.validate(said, make_schema())
    assert said["$schema"] == f"https://example.com/{SCHEMA}"
    assert said["groups"] == [
        {"id": "money", "label": "Money", "about": "Where it is."},
        {"id": "parcel", "label": "Parcel", "about": ""},
    ]
    assert said["shipping"] == [{"id": "slow", "label": "Slow"}]
    paid, sent = said["statuses"]
    assert (sent["group"], sent["branch"], sent["terminal"], sent["also"]) == (
        "parcel",
        True,
        True,
        ["asked"],
    )
    assert sent["schema_org"] == "https://schema.org/OrderInTransit"
    (stage,) = paid.pop("stages")
    assert (stage["id"], stage["group"]) == ("asked", "money")
    assert stage["url"] == "https://example.com/order-status/#asked"
    times, late, actions = paid.pop("times"), paid.pop("late"), paid.pop("actions")
    assert paid == {
        "id": "paid",
        "code": "PAID",
        "formerly": ["payed"],
        "group": "money",
        "label": "Paid",
        "meaning": "Press Track.",
        "details": "",
        "url": "https://example.com/order-status/#paid",
        "schema_org": "",
        "aliases": ["Settled"],
        "next": ["asked"],
        "branch": False,
        "terminal": False,
        "how_to": "How",
        "steps": [{"text": "One.", "note": "But."}],
        "unordered": True,
        "also": [],
    }
    assert [time["amount"] for time in [*times, *late]] == [
        {"kind": "between", "low": 1, "high": 2, "unit": "business day"},
        {"kind": "at most", "low": None, "high": 24, "unit": "hour"},
        None,
        {"kind": "after", "low": 30, "high": None, "unit": "day"},
    ]
    assert [time["shown_on"] for time in times] == [None, None, "product page"]
    assert [time["guaranteed"] for time in times] == [False, True, False]
    assert [time["since"] for time in [*times, *late]] == ["", "", "", "paid"]
    assert (times[0]["shipping"], times[0]["formerly"]) == (["slow"], ["answer"])
    assert times[1]["line"] == "Items marked Ships in 24 hours: no more than 24 hours, guaranteed"
    assert times[1]["url"] == "https://example.com/order-status/#fast"
    assert actions == [
        {
            "id": "ask",
            "label": "Press Ask",
            "does": "Asks.",
            "url": "",
            "conditions": [
                "on request, not always possible",
                "only if it is late",
                "if you had paid",
                "not always with Slow",
            ],
            "gates": {
                "after": "",
                "until": "sent",
                "only_if_late": True,
                "only_if_paid": True,
                "needs_approval": True,
                "not_with": ["slow"],
            },
        }
    ]


def test_what_customers_do_not_see_is_not_in_it() -> None:
    assert "secret" not in json.dumps(data()).lower()


def test_english_texts_of_another_language_are_pointed_at() -> None:
    edition = make_edition(load(ROOT / "statuses.yaml"), read_texts(ROOT / "locales", "ru"))
    assert json.loads(statuses_json(edition, PAGE, "", None))["untranslated"] == []

    said = data(Texts("ru"))
    assert {"/shipping/0/label", "/groups/0/about", "/statuses/0/stages/0/meaning"} <= set(
        said["untranslated"]
    )
    for pointer in said["untranslated"]:
        value = said
        for part in pointer.split("/")[1:]:
            value = value[int(part)] if isinstance(value, list) else value[part]
        assert value
        assert isinstance(value, str)
    assert data(PseudoTexts())["untranslated"] == []


def test_the_schema_is_the_golden_one() -> None:
    """Every change of it is seen; what it may be, the test below says."""
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert make_schema() == golden, (
        "The shape has changed. If the test of what breaks readers passes, write make_schema() to "
        f"{GOLDEN.name}; if not, raise VERSION, and keep the old file."
    )


def test_nothing_in_the_schema_breaks_those_who_read_the_golden_one() -> None:
    assert breakages(json.loads(GOLDEN.read_text(encoding="utf-8")), make_schema()) == []


def status(schema: Any) -> Any:
    return schema["$defs"]["Status"]


def drop(schema: Any) -> None:
    del status(schema)["properties"]["meaning"]
    status(schema)["required"].remove("meaning")


def rename(schema: Any) -> None:
    status(schema)["properties"]["means"] = status(schema)["properties"].pop("meaning")


def make_number(schema: Any) -> None:
    status(schema)["properties"]["code"] = {"type": "integer"}


def make_null(schema: Any) -> None:
    status(schema)["properties"]["details"] = {"anyOf": [{"type": "string"}, {"type": "null"}]}


def make_optional(schema: Any) -> None:
    status(schema)["required"].remove("details")


def make_one(schema: Any) -> None:
    status(schema)["properties"]["times"] = {"$ref": "#/$defs/Time"}


def new_unit(schema: Any) -> None:
    schema["$defs"]["Unit"]["enum"].append("week")


def new_version(schema: Any) -> None:
    schema["$defs"]["Statuses"]["properties"]["version"]["enum"] = [2]


def free_unit(schema: Any) -> None:
    schema["$defs"]["Unit"] = {"type": "string"}


def other_items(schema: Any) -> None:
    status(schema)["properties"]["next"]["items"] = {"$ref": "#/$defs/Status"}


def other_amount(schema: Any) -> None:
    schema["$defs"]["Amount"]["properties"]["high"] = {"type": "string"}


BREAKING: list[tuple[Callable[[Any], None], str]] = [
    (drop, "#/statuses/*/meaning is gone"),
    (rename, "#/statuses/*/meaning is gone"),
    (make_number, "#/statuses/*/code was of type string, and is of integer"),
    (make_null, "#/statuses/*/details was of type string, and is of null"),
    (make_optional, "#/statuses/*/details was always there, and may be missing"),
    (make_one, "#/statuses/*/times was of type array, and is of object"),
    (new_unit, "#/statuses/*/times/*/amount/unit can be 'week', which it could not"),
    (new_version, "#/version can be 2, which it could not"),
    (free_unit, "and can be anything"),
    (other_items, "#/statuses/*/next/* was of type string, and is of object"),
    (other_amount, "#/statuses/*/times/*/amount/high was of type integer, and is of string"),
]


@pytest.mark.parametrize(("change", "told"), BREAKING, ids=[change.__name__ for change, _ in BREAKING])
def test_a_change_that_breaks_readers_is_found(change: Callable[[Any], None], told: str) -> None:
    new = copy.deepcopy(make_schema())
    change(new)
    assert any(told in line for line in breakages(make_schema(), new)), breakages(make_schema(), new)


def add_member(schema: Any) -> None:
    status(schema)["properties"]["picture"] = {"type": "string"}


def add_required(schema: Any) -> None:
    add_member(schema)
    status(schema)["required"].append("picture")


def reword(schema: Any) -> None:
    status(schema)["description"] = "Other words."


def never_null(schema: Any) -> None:
    schema["$defs"]["Amount"]["properties"]["high"] = {"type": "integer"}


def fewer_units(schema: Any) -> None:
    schema["$defs"]["Unit"]["enum"].pop()


@pytest.mark.parametrize("change", [add_member, add_required, reword, never_null, fewer_units])
def test_what_readers_do_not_notice_breaks_nothing(change: Callable[[Any], None]) -> None:
    new = copy.deepcopy(make_schema())
    change(new)
    assert breakages(make_schema(), new) == []


def test_what_the_comparison_does_not_know_is_not_passed_over() -> None:
    new = copy.deepcopy(make_schema())
    status(new)["properties"]["code"]["pattern"] = "^A"
    with pytest.raises(ValueError, match="pattern"):
        breakages(make_schema(), new)
