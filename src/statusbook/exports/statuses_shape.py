"""The shape of ``statuses.json``, and its JSON Schema, which is made from it.

Members of the file are the fields of these classes, and the line under a field says what it means. Every
member is always there, and what a thing has not is empty or null. A text is plain: no markup, no marks.
"""

from __future__ import annotations

import datetime
import functools
import json
from typing import Any, Literal

import msgspec

from statusbook.model import Page as ShownOn
from statusbook.model import Unit
from statusbook.schema import notes

VERSION: Literal[1] = 1
"""Raised when a reader of the old shape could no longer read the new one; the old schema stays published."""

SCHEMA = f"schemas/statuses-{VERSION}.json"
"""The path of its schema below the site's address."""


Kind = Literal["at most", "between", "after"]
"""What an amount's numbers mean."""


class _Shape(msgspec.Struct, frozen=True, kw_only=True):
    """One mapping of the file."""


class HelpPage(_Shape, frozen=True, kw_only=True):
    """The page that says the same to people."""

    title: str
    url: str
    """Absolute."""
    revision: str
    """Twelve hex digits that change with the words of the page, as in pages.json."""


class Method(_Shape, frozen=True, kw_only=True):
    """A way in which parcels travel."""

    id: str
    label: str


class Group(_Shape, frozen=True, kw_only=True):
    """One of several things about an order that change independently, such as payment and delivery."""

    id: str
    label: str
    about: str
    """One sentence: what these statuses tell."""


class Amount(_Shape, frozen=True, kw_only=True):
    """An amount of time as numbers: at most `high`, from `low` to `high`, or after `low` has passed."""

    kind: Kind
    low: int | None
    high: int | None
    unit: Unit


class Time(_Shape, frozen=True, kw_only=True):
    """How long something takes."""

    id: str
    label: str
    """What takes this long."""
    takes: str
    """The amount in words."""
    line: str
    """Both in one line, as on the page."""
    url: str
    """Where the page says so."""
    formerly: tuple[str, ...]
    """Ids that it had before."""
    amount: Amount | None
    """Null where it differs from item to item, or is said in words alone."""
    shown_on: ShownOn | None
    """The page of the shop that shows the amount, where it differs from item to item."""
    guaranteed: bool
    """Whether the shop guarantees it."""
    since: str
    """The amount counts from the moment at which an order reaches this status or stage; empty if not said."""
    shipping: tuple[str, ...]
    """Holds for parcels that travel in these ways only; for all, where it is empty."""


class Gates(_Shape, frozen=True, kw_only=True):
    """What must hold for an action, as data."""

    after: str
    """Possible only once the order has reached this status; empty without such a limit."""
    until: str
    """Possible only before the order reaches this status; empty without such a limit."""
    only_if_late: bool
    """Offered only where the order or the parcel is late."""
    only_if_paid: bool
    """Offered only where the order was paid."""
    needs_approval: bool
    """The shop decides on each request."""
    not_with: tuple[str, ...]
    """Not available for parcels that travel in these ways."""


class Action(_Shape, frozen=True, kw_only=True):
    """Something that a customer can do now."""

    id: str
    label: str
    """Short enough for a button."""
    does: str
    """One or two sentences: what it does."""
    url: str
    """Where it is done; empty where that is not known."""
    conditions: tuple[str, ...]
    """What must hold, in words, as on the page."""
    gates: Gates


class Step(_Shape, frozen=True, kw_only=True):
    """One step of an instruction."""

    text: str
    note: str
    """A restriction that belongs to this step."""


class Status(_Shape, frozen=True, kw_only=True):
    """A status of an order, or a stage inside a status."""

    id: str
    """Stable; where it is renamed, the old one stands under `formerly`."""
    code: str
    """What the shop's systems call it."""
    formerly: tuple[str, ...]
    """Ids that it had before."""
    group: str
    """The id of its group; empty where an order is one thing."""
    label: str
    """What the customer's account shows."""
    meaning: str
    """One or two sentences: what has happened."""
    details: str
    """What happens next, or what to know."""
    url: str
    """Where the page tells of it."""
    schema_org: str
    """The address of the same status at schema.org; empty where it has none."""
    aliases: tuple[str, ...]
    """Other words that readers use for it."""
    next: tuple[str, ...]
    """Ids of what the order can become after it."""
    branch: bool
    """Stands beside the usual way of an order, not on it."""
    terminal: bool
    """Nothing comes after it."""
    times: tuple[Time, ...]
    """How long it takes."""
    late: tuple[Time, ...]
    """From when on something counts as late here."""
    actions: tuple[Action, ...]
    """What the customer can do now, the most wanted first; those of a status hold in its stages, too."""
    how_to: str
    """The heading of `steps`."""
    steps: tuple[Step, ...]
    unordered: bool
    """Its stages are alternatives, no steps."""
    stages: tuple[Status, ...]
    """The stages inside this status, in the order in which an order lives them."""
    also: tuple[str, ...]
    """Ids of statuses that can be a stage of it, too, and stand elsewhere in the file."""


class Statuses(_Shape, frozen=True, kw_only=True):
    """The statuses of an order in one language, in the words of the help page."""

    schema: str = msgspec.field(name="$schema")
    """The address of the schema that this file keeps to."""
    version: Literal[1]
    """Of the shape. New members may come without a new version: pass over those that you do not know."""
    locale: str
    """The language of the texts, such as “ru” or “zh-TW” (BCP 47)."""
    direction: Literal["ltr", "rtl"]
    """In which the texts are read."""
    updated: datetime.date | None
    """The day on which the words last changed; null where that is not known."""
    page: HelpPage
    shop: str
    """The shop's name."""
    untranslated: tuple[str, ...]
    """JSON Pointers (RFC 6901) to the texts of this file that are English for want of a translation."""
    shipping: tuple[Method, ...]
    groups: tuple[Group, ...]
    """Empty where an order is one thing."""
    statuses: tuple[Status, ...]


def make_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) as JSON data."""
    schema = msgspec.json.schema(Statuses)
    for shape in _Shape.__subclasses__():
        members, told = schema["$defs"][shape.__name__]["properties"], notes(shape)
        for field in msgspec.structs.fields(shape):
            members[field.encode_name] |= {"description": told[field.name]} if field.name in told else {}
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "statuses.json"}
    return head | schema


@functools.cache
def schema_json(base: str) -> str:
    """The file to publish; `base` is the site's address, with a slash at the end."""
    schema = make_schema()
    named = {"$schema": schema.pop("$schema"), "$id": base + SCHEMA} | schema
    return json.dumps(named, ensure_ascii=False, indent=1) + "\n"
