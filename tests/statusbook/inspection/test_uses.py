"""Where an id stands, and what names it."""

from __future__ import annotations

import pytest

from statusbook.docs import WrittenPage
from statusbook.inspection.uses import Thing, facts, place, uses
from statusbook.load import loads
from statusbook.model import Catalog, Where
from statusbook.source import parse

BOOK = """\
shop: {name: Shop, app: https://example.com/app, links: {stages: {label: L, url: https://example.com}}}
times:
  reply: {label: Reply, at_most: 1 day, since: open, formerly: [answer]}
actions:
  ask: {label: Ask, does: "You hear from us {reply:within}.", after: open, until: closed}
  reply: Reply
statuses:
  open:
    label: Open
    meaning: We have it.
    code: 'no'
    aliases: [New]
    next: [closed]
    times: [reply]
    late: [reply]
    actions: [reply, ask: {needs_approval: true}]
    stages:
      read: {label: Read, meaning: Read., steps: [Wait.], next: [held]}
      held: {label: Held, meaning: "Held {reply}.", unordered: true}
  closed: {label: Closed, meaning: Closed., also_in: [open]}
"""
PAGE = WrittenPage(
    file="docs/page.md",
    name="page",
    locale="en",
    text="See {reply:in}.\n\n[Here](#reply), [there](other.md#answer), `[not](#reply)`\nand [x](#read).\n",
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return loads(BOOK)


def thing(catalog: Catalog, id_: str) -> Thing:
    things: list[Thing] = [*catalog.walk(), *catalog.times, *catalog.actions]
    return next(thing for thing in things if thing.id == id_)


def named(catalog: Catalog, found: Thing) -> dict[str, list[str]]:
    return {how: what for how, what in uses(catalog, [PAGE], found).items() if what}


def test_a_status(catalog: Catalog) -> None:
    assert named(catalog, thing(catalog, "open")) == {"from here on": ["ask"], "counted from here": ["reply"]}
    assert named(catalog, thing(catalog, "closed")) == {
        "inside": ["open"],
        "comes after": ["open"],
        "up to here": ["ask"],
    }


def test_a_stage(catalog: Catalog) -> None:
    assert named(catalog, thing(catalog, "held")) == {"inside": ["open"], "comes after": ["read"]}
    assert named(catalog, thing(catalog, "read")) == {"inside": ["open"], "linked from": ["docs/page.md:4"]}


def test_a_time(catalog: Catalog) -> None:
    assert named(catalog, catalog.times[0]) == {
        "shown at": ["open"],
        "late at": ["open"],
        "said in": ["action.ask.does", "status.held.meaning", "docs/page.md:1"],
        "linked from": ["docs/page.md:3", "docs/page.md:3"],
    }


def test_an_action(catalog: Catalog) -> None:
    assert named(catalog, catalog.actions[0]) == {"offered at": ["open"]}


def test_facts_are_what_readers_do_not_see_as_text(catalog: Catalog) -> None:
    assert facts(thing(catalog, "open")) == {
        "code": "no",
        "next": "closed",
        "times": "reply",
        "actions": "reply, ask",
        "late": "reply",
        "stages": "read, held",
    }
    assert facts(thing(catalog, "held")) == {"unordered": "yes"}
    assert facts(thing(catalog, "read")) == {"next": "held"}
    assert facts(catalog.times[0]) == {"at_most": "1 day", "since": "open", "formerly": "answer"}


def test_the_place_is_that_of_the_id(catalog: Catalog) -> None:
    book = parse(BOOK.encode(), "statuses.yaml")
    assert place(book, thing(catalog, "held")) == Where("statuses.yaml", 19, 7)
    assert place(book, catalog.times[0]) == Where("statuses.yaml", 3, 3)
    assert place(book, catalog.actions[1]) == Where("statuses.yaml", 6, 3)
