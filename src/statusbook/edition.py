"""The catalog in one language: what readers get, in words alone.

Every output is made from an `Edition`, so that page, structured data and exports cannot disagree.
Its texts are plain, but for the name of a button, which is written ``*Track*``.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from statusbook.estimate import Rules
from statusbook.model import Amount, Page, Range


@dataclass(frozen=True, kw_only=True)
class Link:
    """A page of the shop."""

    id: str
    label: str
    about: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Method:
    """A way in which parcels travel."""

    id: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Time:
    """A processing time; what it is as data stands below its words, as in the model."""

    id: str
    label: str
    mark: str
    """The mark of the items that it holds for; empty without one."""
    short: str
    """The same as `line` in fewer words, for a picture; empty to leave it out."""
    takes: str
    """The amount in words: ``no more than 24 hours``."""
    line: str
    """What takes how long, in one line: ``Any item: …``; `label` and `takes` stand in it."""
    at_home: bool
    """Whether its anchor is here; where several statuses have the time, the first has it."""
    formerly: tuple[str, ...]
    """Ids that are anchors of it, too."""
    at_most: Amount | None
    between: Range | None
    after: Amount | None
    shown_on: Page | None
    guaranteed: bool
    since: str
    """The id of a status; empty where it is not said, or not shown."""
    shipping: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An action at one status; what must hold is said in words, and below them as data, as in the model."""

    id: str
    label: str
    does: str
    url: str
    conditions: tuple[str, ...]
    after: str
    """The id of a status; empty without a limit, or where that status is not shown."""
    until: str
    """The same."""
    only_if_late: bool
    only_if_paid: bool
    needs_approval: bool
    not_with: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of an instruction; without a note it is empty."""

    text: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Status:
    """A status or a stage; its id is its anchor on the page. What it has not is empty."""

    id: str
    label: str
    meaning: str
    details: str
    schema_org: str
    code: str
    """What the shop's systems call it."""
    formerly: tuple[str, ...]
    """Ids that are anchors of it, too."""
    aliases: tuple[str, ...]
    next: tuple[str, ...]
    """Ids."""
    branch: bool
    terminal: bool
    times: tuple[Time, ...]
    offers: tuple[Offer, ...]
    how_to: str
    steps: tuple[Step, ...]
    late: tuple[Time, ...]
    unordered: bool
    """Its stages are alternatives, no steps."""
    stages: tuple[Status, ...]
    also: tuple[Status, ...]
    """Statuses that can be a stage of it and stand elsewhere on the page, where their anchors are."""


@dataclass(frozen=True, kw_only=True)
class Group:
    """The statuses that tell about one thing; where an order is one thing, their only group has no label."""

    id: str
    label: str
    about: str
    statuses: tuple[Status, ...]

    def walk(self) -> Iterator[Status]:
        """Every status followed by its stages."""
        for status in self.statuses:
            yield status
            yield from status.stages


@dataclass(frozen=True, kw_only=True)
class Heading:
    """A status where it is but led to."""

    id: str
    label: str
    schema_org: str

    @classmethod
    def of(cls, status: Status) -> Heading:
        """That of a status."""
        return cls(id=status.id, label=status.label, schema_org=status.schema_org)


@dataclass(frozen=True, kw_only=True)
class Headings:
    """Those of a group."""

    label: str
    statuses: tuple[Heading, ...]


@dataclass(frozen=True, kw_only=True)
class Days:
    """A holiday or a notice: words, and the first and the last day."""

    id: str
    label: str
    begins: datetime.date
    ends: datetime.date


@dataclass(frozen=True, kw_only=True)
class Finder:
    """What readers are told who look for a status, wherever its names are loaded."""

    all: str
    """The button that ends it."""
    only: str
    """With ``{status}``."""
    count: str
    """With ``{count}``."""
    none: str
    failed: str
    """A link could not be copied."""


@dataclass(frozen=True, kw_only=True)
class Edition:
    """Everything that readers of one language get."""

    locale: str
    """As in the page's address and its ``lang``: ``ru``, ``zh-TW``."""
    name: str
    """The language's name in itself: ``Русский``."""
    direction: str
    """``ltr`` or ``rtl``."""
    territory: str
    """Language and territory, as OpenGraph's ``og:locale`` writes them: ``ru_RU``."""
    offer: str
    """Says that a page is there in this language, to readers who are on another."""
    close: str
    """The button beside `offer`."""
    finder: Finder
    shop: str
    app: str
    links: dict[str, Link]
    shipping: tuple[Method, ...]
    groups: tuple[Group, ...]
    holidays: tuple[Days, ...]
    notices: tuple[Days, ...]
    rules: Rules | None
    """By which it is estimated when an order is sent; None where the file has no such times."""
    kinds: tuple[Time, ...]
    """The times of `rules`, of which the kind of item decides."""
    before: tuple[Time, ...]
    """The times of `rules` that every order takes first."""

    @property
    def headings(self) -> tuple[Headings, ...]:
        """Of `groups`: a page that asks for no more stays as it is when an amount changes."""
        return tuple(
            Headings(label=group.label, statuses=tuple(map(Heading.of, group.statuses)))
            for group in self.groups
        )

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses of every group."""
        return tuple(status for group in self.groups for status in group.statuses)

    def walk(self) -> tuple[Status, ...]:
        """Every status followed by its stages."""
        return tuple(status for group in self.groups for status in group.walk())
