"""What is said of each field of the model when it changes; a field that is missing here fails a test.

In the sentences, ``{it}`` is the thing that the field belongs to, ``{value}`` what the field names now
and ``{old}`` what it named before.
"""

from __future__ import annotations

from dataclasses import dataclass

from statusbook.changes.change import Area
from statusbook.model import (
    Action,
    Axis,
    Holiday,
    Link,
    Notice,
    Offer,
    ProcessingTime,
    ShippingMethod,
    Shop,
    Status,
    Step,
)

Field = tuple[type, str]
"""A dataclass of the model and the name of one of its fields."""

LABELS: frozenset[Field] = frozenset(
    {
        (Action, "label"),
        (Axis, "label"),
        (Holiday, "label"),
        (Link, "label"),
        (Notice, "label"),
        (ProcessingTime, "label"),
        (ProcessingTime, "mark"),
        (ShippingMethod, "label"),
        (Shop, "name"),
        (Status, "label"),
    }
)
"""What a thing is called; where it gets or loses such a name, `TEXTS` has the words."""

TEXTS: dict[Field, str] = {
    (Action, "does"): "the description of {it}",
    (Axis, "about"): "the description of {it}",
    (Link, "about"): "the description of {it}",
    (ProcessingTime, "label"): "the name of the time {it}",
    (ProcessingTime, "mark"): "the mark of the time {it}",
    (ProcessingTime, "means"): "the wording of the time {it}",
    (ProcessingTime, "short"): "the short name of the time {it}",
    (Status, "details"): "the further text of {it}",
    (Status, "how_to"): "the heading above the steps of {it}",
    (Status, "meaning"): "the meaning of {it}",
    (Step, "note"): "the note at {it}",
    (Step, "text"): "{it}",
}
"""How a text is named inside a sentence."""

LABEL = "the name of {it}"
"""How a label that is not among them is named."""


@dataclass(frozen=True, kw_only=True)
class Switch:
    """A field that is true or false."""

    on: str
    off: str
    area: Area = Area.READERS


SWITCHES: dict[Field, Switch] = {
    (Offer, "needs_approval"): Switch(
        on="The shop now decides on each request for {it}.",
        off="{it} no longer needs the shop’s approval.",
    ),
    (Offer, "only_if_late"): Switch(
        on="{it} is now offered only if the order is late.",
        off="{it} is now offered even if nothing is late.",
    ),
    (Offer, "only_if_paid"): Switch(
        on="{it} is now offered only if the order was paid.",
        off="{it} is now offered even if the order was not paid.",
    ),
    (ProcessingTime, "guaranteed"): Switch(
        on="The time {it} is now guaranteed.",
        off="The time {it} is no longer guaranteed.",
        area=Area.PROMISES,
    ),
    (Status, "branch"): Switch(
        on="{it} now stands beside the usual way of an order.",
        off="{it} now stands on the usual way of an order.",
    ),
    (Status, "hidden"): Switch(
        on="Customers no longer see {it}.",
        off="Customers now see {it}.",
    ),
    (Status, "terminal"): Switch(
        on="An order can now end as {it}.",
        off="An order no longer ends as {it}.",
    ),
    (Status, "unordered"): Switch(
        on="The stages of {it} are now alternatives, not steps.",
        off="The stages of {it} are now steps, one after the other.",
    ),
}


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A field that names one thing, or none."""

    given: str
    taken: str
    other: str
    area: Area = Area.READERS


CHOICES: dict[Field, Choice] = {
    (Action, "after"): Choice(
        given="{it} is now possible only from {value} on.",
        taken="{it} no longer has to wait for {old}.",
        other="{it} is now possible from {value} on, not from {old}.",
    ),
    (Action, "link"): Choice(
        given="{it} now leads to {value}.",
        taken="{it} no longer leads to {old}.",
        other="{it} now leads to {value}, not to {old}.",
    ),
    (Action, "until"): Choice(
        given="{it} is now possible only until {value}.",
        taken="{it} no longer ends at {old}.",
        other="{it} is now possible until {value}, not until {old}.",
    ),
    (Holiday, "begins"): Choice(
        given="The holiday {it} begins on {value}.",
        taken="The holiday {it} no longer begins on {old}.",
        other="The holiday {it} now begins on {value}, not on {old}.",
        area=Area.PROMISES,
    ),
    (Holiday, "until"): Choice(
        given="The holiday {it} now lasts until {value}.",
        taken="The holiday {it} no longer lasts until {old}; it is one day.",
        other="The holiday {it} now lasts until {value}, not until {old}.",
        area=Area.PROMISES,
    ),
    (Link, "url"): Choice(
        given="{it} now leads to {value}.",
        taken="{it} no longer leads to {old}.",
        other="{it} now leads to {value} instead of {old}.",
        area=Area.ADDRESSES,
    ),
    (Notice, "begins"): Choice(
        given="The notice {it} is shown from {value} on.",
        taken="The notice {it} is no longer shown from {old} on.",
        other="The notice {it} is now shown from {value} on, not from {old}.",
    ),
    (Notice, "until"): Choice(
        given="The notice {it} is shown until {value}.",
        taken="The notice {it} is no longer shown until {old}.",
        other="The notice {it} is now shown until {value}, not until {old}.",
    ),
    (ProcessingTime, "since"): Choice(
        given="The time {it} now counts from {value}.",
        taken="The time {it} no longer counts from {old}.",
        other="The time {it} now counts from {value}, not from {old}.",
        area=Area.PROMISES,
    ),
    (Shop, "app"): Choice(
        given="The app invitation now leads to {value}.",
        taken="The app invitation no longer leads to {old}.",
        other="The app invitation now leads to {value} instead of {old}.",
        area=Area.ADDRESSES,
    ),
    (Shop, "time_zone"): Choice(
        given="The shop’s days now end by the clock of {value}.",
        taken="The shop’s days no longer end by the clock of {old}.",
        other="The shop’s days now end by the clock of {value}, not of {old}.",
        area=Area.PROMISES,
    ),
    (Status, "axis"): Choice(
        given="{it} now tells about {value}.",
        taken="{it} no longer tells about {old}.",
        other="{it} now tells about {value}, not about {old}.",
    ),
    (Status, "code"): Choice(
        given="The shop’s systems call {it} “{value}”.",
        taken="The shop’s systems no longer have another name for {it}; it was “{old}”.",
        other="The shop’s systems now call {it} “{value}” instead of “{old}”.",
        area=Area.SYSTEMS,
    ),
    (Status, "schema_org"): Choice(
        given="For search engines, {it} is now {value}.",
        taken="For search engines, {it} is no longer {old}.",
        other="For search engines, {it} is now {value} instead of {old}.",
        area=Area.SYSTEMS,
    ),
}


@dataclass(frozen=True, kw_only=True)
class Several:
    """A field that names any number of things."""

    more: str
    """One is new."""
    fewer: str
    """One is gone."""
    order: str = ""
    """They are the same, in another order; empty where the order means nothing."""
    area: Area = Area.READERS


SEVERAL: dict[Field, Several] = {
    (Offer, "not_with"): Several(
        more="{it} is now not always possible with {value}.",
        fewer="{it} is now possible with {value}, too.",
        order="The shipping methods that {it} is not possible with come in another order.",
    ),
    (ProcessingTime, "formerly"): Several(
        more="Links to #{value} now lead to the time {it}.",
        fewer="Links to #{value} no longer lead to the time {it}.",
        area=Area.ADDRESSES,
    ),
    (ProcessingTime, "shipping"): Several(
        more="The time {it} now holds for {value}.",
        fewer="The time {it} no longer holds for {value}.",
        area=Area.PROMISES,
    ),
    (Status, "aliases"): Several(
        more="Readers now find {it} as “{value}”, too.",
        fewer="Readers no longer find {it} as “{value}”.",
        order="The other words for {it} come in another order.",
        area=Area.WORDS,
    ),
    (Status, "also_in"): Several(
        more="{it} can now be a stage of {value}, too.",
        fewer="{it} can no longer be a stage of {value}.",
    ),
    (Status, "formerly"): Several(
        more="Links to #{value} now lead to {it}.",
        fewer="Links to #{value} no longer lead to {it}.",
        area=Area.ADDRESSES,
    ),
    (Status, "late"): Several(
        more="{it} now says when a parcel is late: {value}.",
        fewer="{it} no longer says when a parcel is late: {value}.",
        order="The times after which a parcel is late in {it} come in another order.",
        area=Area.PROMISES,
    ),
    (Status, "next"): Several(
        more="After {it}, an order can now become {value}.",
        fewer="After {it}, an order can no longer become {value}.",
    ),
    (Status, "times"): Several(
        more="{it} now shows the time {value}.",
        fewer="{it} no longer shows the time {value}.",
        order="The times of {it} come in another order.",
        area=Area.PROMISES,
    ),
}

AMOUNTS: frozenset[Field] = frozenset(
    (ProcessingTime, name) for name in ("at_most", "between", "after", "shown_on")
)
"""Of these one is set: how long it takes."""
