"""What is told of a change is the change: all of it, and nothing else."""

from __future__ import annotations

import contextlib
import copy
from collections.abc import Callable, Iterator
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statusbook.changes.compare import compare
from statusbook.changes.sides import Side
from statusbook.model import Catalog
from tests.statusbook.books import Book, books, catalogs, read

Told = set[tuple[str, str]]
"""Kinds and subjects."""
Edit = Callable[[Book, st.DataObject], Told]
"""Changes a book and says what has to be told of it."""

some = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""Books are large, and machines are busy."""

LABEL = "Words that stand nowhere else"


def told(before: Catalog, after: Catalog) -> Told:
    found = compare(Side(catalog=before), Side(catalog=after))
    assert all(change.sentence[0] == change.sentence[0].upper() for change in found)
    return {(change.kind.value, change.subject) for change in found}


def statuses(book: Book) -> Iterator[tuple[str, Book, Book]]:
    """The id and the data of each status and stage, and the mapping that it stands in."""
    for id_, status in book["statuses"].items():
        yield id_, status, book["statuses"]
        for stage_id, stage in status.get("stages", {}).items():
            yield stage_id, stage, status["stages"]


class NotHereError(Exception):
    """This edit cannot be made in this book."""


def need(condition: object) -> None:
    if not condition:
        raise NotHereError


def choose(data: st.DataObject, things: Any) -> Any:
    listed = list(things)
    need(listed)
    return listed[data.draw(st.integers(0, len(listed) - 1))]


def say_another_text(book: Book, data: st.DataObject) -> Told:
    places: list[tuple[str, Book, tuple[str, ...]]] = []
    places += [(f"status.{id_}", s, ("meaning", "details", "how_to")) for id_, s, _ in statuses(book)]
    places += [(f"action.{id_}", action, ("does",)) for id_, action in book["actions"].items()]
    places += [(f"link.{id_}", link, ("about",)) for id_, link in book["shop"]["links"].items()]
    places += [(f"time.{id_}", time, ("short", "means")) for id_, time in book["times"].items()]
    path, record, fields = choose(data, places)
    field = data.draw(st.sampled_from(fields))
    kind = "reworded" if field in record else "added"
    record[field] = LABEL
    return {(kind, f"{path}.{field}")}


def give_another_name(book: Book, data: st.DataObject) -> Told:
    places = [(f"status.{id_}", status) for id_, status, _ in statuses(book)]
    tables = (
        *(("action", "actions"), ("axis", "axes"), ("shipping", "shipping"), ("time", "times")),
        ("link", "links"),
    )
    for word, key in tables:
        table = book["shop"][key] if word == "link" else book[key]
        places += [(f"{word}.{id_}", record) for id_, record in table.items() if "label" in record]
    path, record = choose(data, places)
    record["label"] = LABEL
    return {("reworded", f"{path}.label")}


def take_a_text_away(book: Book, data: st.DataObject) -> Told:
    places = [(id_, status, field) for id_, status, _ in statuses(book) for field in ("details", "how_to")]
    id_, status, field = choose(data, [place for place in places if place[2] in place[1]])
    del status[field]
    return {("removed", f"status.{id_}.{field}")}


def press_a_switch(book: Book, data: st.DataObject) -> Told:
    id_, status, _ = choose(data, statuses(book))
    field = data.draw(st.sampled_from(["branch", "terminal", "unordered"]))
    status[field] = not status.get(field, False)
    return {("changed", f"status.{id_}.{field}")}


def promise_more_time(book: Book, data: st.DataObject) -> Told:
    id_, time = choose(
        data, [(id_, t) for id_, t in book["times"].items() if {"at_most", "after"} & t.keys()]
    )
    key = "at_most" if "at_most" in time else "after"
    count, unit = time[key].split(" ", 1)
    more = data.draw(st.integers(int(count), 9999))
    need(more > int(count))
    time[key] = f"{more} {unit.removesuffix('s')}s"
    return {("longer", f"time.{id_}.amount")}


def promise_less_time(book: Book, data: st.DataObject) -> Told:
    id_, time = choose(data, [(id_, t) for id_, t in book["times"].items() if "at_most" in t])
    count, unit = time["at_most"].split(" ", 1)
    need(int(count) > 1)
    time["at_most"] = f"{data.draw(st.integers(1, int(count) - 1))} {unit}"
    return {("shorter", f"time.{id_}.amount")}


def offer_an_action(book: Book, data: st.DataObject) -> Told:
    id_, status, _ = choose(data, statuses(book))
    offered = {offer["action"] for offer in status.get("actions", [])}
    action = choose(data, [action for action in book["actions"] if action not in offered])
    place = data.draw(st.integers(0, len(offered)))
    status.setdefault("actions", []).insert(place, {"action": action})
    return {("added", f"status.{id_}.actions.{action}")}


def offer_no_longer(book: Book, data: st.DataObject) -> Told:
    id_, status, _ = choose(data, [s for s in statuses(book) if s[1].get("actions")])
    offer = status["actions"].pop(data.draw(st.integers(0, len(status["actions"]) - 1)))
    return {("removed", f"status.{id_}.actions.{offer['action']}")}


def turn_a_gate(book: Book, data: st.DataObject) -> Told:
    id_, status, _ = choose(data, [s for s in statuses(book) if s[1].get("actions")])
    offer = choose(data, status["actions"])
    gate = data.draw(st.sampled_from(["needs_approval", "only_if_late", "only_if_paid"]))
    offer[gate] = not offer.get(gate, False)
    return {("changed", f"status.{id_}.actions.{offer['action']}.{gate}")}


def open_a_way(book: Book, data: st.DataObject) -> Told:
    id_, status, _ = choose(data, statuses(book))
    other = choose(data, [o for o, _, _ in statuses(book) if o not in status.get("next", [])])
    status.setdefault("next", []).append(other)
    return {("added", f"status.{id_}.next.{other}")}


def close_a_way(book: Book, data: st.DataObject) -> Told:
    id_, status, _ = choose(data, [s for s in statuses(book) if s[1].get("next")])
    return {("removed", f"status.{id_}.next.{status['next'].pop(0)}")}


def add_another_word(book: Book, data: st.DataObject) -> Told:
    id_, status, _ = choose(data, statuses(book))
    status.setdefault("aliases", []).append(LABEL)
    return {("added", f"status.{id_}.aliases.{LABEL}")}


def change_an_address(book: Book, data: st.DataObject) -> Told:
    id_, link = choose(data, book["shop"]["links"].items())
    link["url"] = "https://example.org/elsewhere"
    return {("changed", f"link.{id_}.url")}


def add_a_status(book: Book, data: st.DataObject) -> Told:
    _, _, group = choose(data, statuses(book))
    items = list(group.items())
    place = data.draw(st.integers(0, len(items)))
    items.insert(place, ("brand-new", {"label": LABEL, "meaning": "It is new.", "branch": True}))
    group.clear()
    group.update(items)
    return {("added", "status.brand-new")}


def remove_a_stage(book: Book, data: st.DataObject) -> Told:
    parents = [(id_, status) for id_, status in book["statuses"].items() if status.get("stages")]
    _, parent = choose(data, parents)
    id_ = choose(data, parent["stages"])
    stage = parent["stages"].pop(id_)
    limits = [*book["times"].values(), *book["actions"].values()]
    need(all(record.get(key) != id_ for record in limits for key in ("since", "after", "until")))
    for _, status, _ in statuses(book):
        for key in ("next", "also_in"):
            status[key] = [other for other in status.get(key, []) if other != id_]
    need(not {"times", "late", "formerly"} & stage.keys())
    hidden = stage.get("hidden") or parent.get("hidden")
    return {("removed", f"status.{id_}")} | (set() if hidden else {("removed", f"anchor.{id_}")})


def give_another_id(book: Book, data: st.DataObject) -> Told:
    id_, status, group = choose(data, statuses(book))
    items = [("another-id" if key == id_ else key, value) for key, value in group.items()]
    group.clear()
    group.update(items)
    status["formerly"] = [*status.get("formerly", []), id_]
    for _, other, _ in statuses(book):
        for key in ("next", "also_in"):
            if key in other:
                other[key] = ["another-id" if named == id_ else named for named in other[key]]
    for record in (*book["times"].values(), *book["actions"].values()):
        record.update({key: "another-id" for key in ("since", "after", "until") if record.get(key) == id_})
    return {("renamed", "status.another-id")}


def move_a_status(book: Book, data: st.DataObject) -> Told:
    items = list(book["statuses"].items())
    need(len(items) > 2)
    # From one end of three or more to the other: no other move explains it as shortly.
    ends = (0, len(items)) if data.draw(st.booleans()) else (len(items) - 1, 0)
    moved = items.pop(ends[0])
    items.insert(ends[1], moved)
    book["statuses"] = dict(items)
    return {("moved", f"status.{moved[0]}")}


EDITS: tuple[Edit, ...] = (
    *(say_another_text, give_another_name, take_a_text_away, press_a_switch, promise_more_time),
    *(promise_less_time, offer_an_action, offer_no_longer, turn_a_gate, open_a_way, close_a_way),
    *(add_another_word, change_an_address, add_a_status, remove_a_stage, give_another_id, move_a_status),
)


def tidy(book: Book) -> Book:
    """Without what is named twice in one list."""
    for _, status, _ in statuses(book):
        for key in ("next", "also_in", "times", "late", "aliases"):
            if key in status:
                status[key] = list(dict.fromkeys(status[key]))
        if "actions" in status:
            status["actions"] = list({offer["action"]: offer for offer in status["actions"]}.values())
    return book


@some
@given(catalogs())
def test_a_catalog_differs_in_nothing_from_itself(catalog: Catalog) -> None:
    assert told(catalog, catalog) == set()


@some
@given(books())
def test_the_order_of_keys_is_no_change(book: Book) -> None:
    assert told(read(book), read(_turned(book))) == set()


def _turned(value: Any, *, ordered: bool = False) -> Any:
    """The same with the keys of every mapping in the opposite order, but for statuses, stages and axes."""
    if isinstance(value, list):
        return [_turned(item) for item in value]
    if not isinstance(value, dict):
        return value
    items = [(k, _turned(v, ordered=k in {"statuses", "stages", "axes"})) for k, v in value.items()]
    return dict(items if ordered else reversed(items))


@some
@given(books().map(tidy), st.data())
def test_an_edit_is_told_and_nothing_else(book: Book, data: st.DataObject) -> None:
    before = read(book)
    for edit in EDITS:
        after = copy.deepcopy(book)
        with contextlib.suppress(NotHereError):
            expected = edit(after, data)
            assert (edit.__name__, told(before, read(after))) == (edit.__name__, expected)


@some
@given(books().map(tidy), st.data(), st.permutations(EDITS))
def test_several_edits_are_told_together(book: Book, data: st.DataObject, edits: list[Edit]) -> None:
    """Of edits that touch different things."""
    before, after, expected = read(book), copy.deepcopy(book), Told()
    for edit in (e for e in edits if e not in {add_a_status, remove_a_stage, give_another_id, move_a_status}):
        tried = copy.deepcopy(after)
        with contextlib.suppress(NotHereError):
            news = edit(tried, data)
            if not any(_same_thing(a, b) for _, a in news for _, b in expected):
                after, expected = tried, expected | news
    assert told(before, read(after)) == expected


def _same_thing(one: str, other: str) -> bool:
    return f"{one}.".startswith(f"{other}.") or f"{other}.".startswith(f"{one}.")


@some
@given(books(), books())
def test_any_two_catalogs_can_be_compared(one: Book, other: Book) -> None:
    found = told(read(one), read(other))
    ids = {id_ for id_, _, _ in statuses(one)} ^ {id_ for id_, _, _ in statuses(other)}
    assert found or not ids
