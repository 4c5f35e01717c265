"""The catalog: what the shop says about an order, in English, as frozen data.

Each dataclass below is one mapping of ``statuses.yaml``; the field names are the keys, the annotations
say what a key takes, and the line under a field says what it means. The loader reads them, so that a
field added here is a key that editors can use at once.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NewType

StatusId = NewType("StatusId", str)
"""The id of a status or of a stage; a mention of it must name one that exists."""

ActionId = NewType("ActionId", str)
"""The id of an action."""

TimeId = NewType("TimeId", str)
"""The id of a processing time."""

MethodId = NewType("MethodId", str)
"""The id of a shipping method."""

LinkId = NewType("LinkId", str)
"""The id of one of the shop's links."""

AxisId = NewType("AxisId", str)
"""The id of an axis."""

HolidayId = NewType("HolidayId", str)
"""The id of one of the shop's holidays."""

NoticeId = NewType("NoticeId", str)
"""The id of a notice."""

FormerId = NewType("FormerId", str)
"""An id that is in use no longer; links to its anchor lead on."""

TimeZone = NewType("TimeZone", str)
"""The name of a time zone, as computers call it (IANA)."""

Url = NewType("Url", str)
"""An absolute ``https`` address."""


class Unit(enum.Enum):
    """What an amount of time is counted in; the value is what editors write for one."""

    HOUR = "hour"
    DAY = "day"
    BUSINESS_DAY = "business day"


class Form(enum.Enum):
    """How a sentence takes an amount of time in: ``{confirmation:within}``; the value follows the colon."""

    BARE = ""
    """24 hours"""
    WITHIN = "within"
    """within 24 hours"""
    AT_MOST = "at-most"
    """no more than 24 hours"""
    IN = "in"
    """in 24 hours"""
    AFTER = "after"
    """after 24 hours"""


PLACEHOLDER = re.compile(r"\{([^{}:]*)(?::([^{}]*))?\}")
"""An amount of time in a sentence: the id of a processing time and, after a colon, a `Form`."""


class Page(enum.Enum):
    """A page of the shop on which an amount of time is shown, where it differs from item to item."""

    PRODUCT = "product page"


class OrderStatus(enum.Enum):
    """A status of an order as https://schema.org/OrderStatus names them."""

    CANCELLED = "OrderCancelled"
    DELIVERED = "OrderDelivered"
    IN_TRANSIT = "OrderInTransit"
    PAYMENT_DUE = "OrderPaymentDue"
    PICKUP_AVAILABLE = "OrderPickupAvailable"
    PROBLEM = "OrderProblem"
    PROCESSING = "OrderProcessing"
    RETURNED = "OrderReturned"


@dataclass(frozen=True, order=True)
class Where:
    """A place in a file that an editor wrote."""

    file: str
    line: int = 1
    """Counted from 1."""
    column: int = 1
    """Counted from 1, in characters."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, kw_only=True)
class Message:
    """A text that readers see: English here, other languages in the catalogs of ``locales/``."""

    context: str
    """Stable name of the text, such as ``status.packaging.meaning``; gettext's *msgctxt*."""
    english: str
    where: Where = field(compare=False)
    """Not part of what is said: a file that is laid out anew says the same."""


MOST_COUNT = 9999
"""A larger number in an amount of time is a slip of the finger."""


@dataclass(frozen=True, kw_only=True)
class Amount:
    """So many hours, days or business days."""

    count: int
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Range:
    """From one amount to a larger one, in one unit."""

    low: int
    high: int
    unit: Unit


@dataclass(frozen=True, kw_only=True)
class Link:
    """A page of the shop that readers are sent to."""

    id: LinkId
    label: Message
    """What the link says."""
    about: Message | None = None
    """One sentence: what waits behind the link."""
    url: Url


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The shop itself."""

    name: str
    """Written the same way in every language."""
    app: Url
    """Where the app invitation leads; the QR code is drawn from it."""
    links: tuple[Link, ...]
    time_zone: TimeZone = TimeZone("UTC")
    """The clock by which the shop's days end, such as ``Europe/Berlin``; business days are counted by it."""


@dataclass(frozen=True, kw_only=True)
class ShippingMethod:
    """A way in which parcels travel."""

    id: MethodId
    label: Message


@dataclass(frozen=True, kw_only=True)
class ProcessingTime:
    """How long something takes: exactly one of ``at_most``, ``between``, ``after`` and ``shown_on``."""

    id: TimeId
    label: Message | None = None
    """What takes this long; may be left out where ``mark`` says it."""
    mark: Message | None = None
    """The mark that the items carry in the shop, such as *Ships in 24 hours*."""
    short: Message | None = None
    """One or two words for the picture of an order's life; without them, the picture leaves it out."""
    at_most: Amount | None = None
    """An upper limit, such as ``24 hours``."""
    between: Range | None = None
    """From and to, such as ``1 to 2 business days``."""
    after: Amount | None = None
    """The amount that has to pass first, such as ``30 days``."""
    shown_on: Page | None = None
    """The amount differs from item to item and is shown on this page."""
    means: Message | None = None
    """Says in words what the amount is, in place of the words made from it."""
    guaranteed: bool = False
    """Whether the shop guarantees it."""
    since: StatusId | None = None
    """The amount counts from the moment at which an order reaches this status or stage."""
    shipping: tuple[MethodId, ...] = ()
    """Applies to parcels that travel in these ways only."""
    formerly: tuple[FormerId, ...] = ()
    """Ids that it had before; links to them still lead here."""

    @property
    def amount(self) -> Amount | Range | None:
        """The amount as a number, where there is one."""
        return self.at_most or self.between or self.after


@dataclass(frozen=True, kw_only=True)
class Action:
    """Something that a customer can do about an order."""

    id: ActionId
    label: Message
    """A verb and its object, short enough for a button."""
    does: Message | None = None
    """One or two sentences: what it does."""
    link: LinkId | None = None
    """Where it is done."""
    after: StatusId | None = None
    """Possible only once the order has reached this status."""
    until: StatusId | None = None
    """Possible only before the order reaches this status."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An action as one status offers it, with the conditions that hold there."""

    action: ActionId
    only_if_late: bool = False
    """Offered only where the order or the parcel is late."""
    only_if_paid: bool = False
    """Offered only where the order was paid."""
    needs_approval: bool = False
    """The shop decides on each request."""
    not_with: tuple[MethodId, ...] = ()
    """Not available for parcels that travel in these ways."""
    where: Where = field(default=Where("statuses.yaml"), compare=False)
    """Where it is offered; no key."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of an instruction."""

    text: Message
    note: Message | None = None
    """A restriction that belongs to this step."""


@dataclass(frozen=True, kw_only=True)
class Axis:
    """One of several things about an order that change independently, such as payment and delivery."""

    id: AxisId
    label: Message
    about: Message | None = None
    """One sentence: what these statuses tell."""


@dataclass(frozen=True, kw_only=True)
class Status:
    """A status of an order, or a stage inside a status."""

    id: StatusId
    label: Message
    """What the customer's account shows."""
    meaning: Message
    """One or two sentences: what has happened."""
    details: Message | None = None
    """What happens next, or what to know."""
    schema_org: OrderStatus | None = None
    """The same status in schema.org's words."""
    code: str | None = None
    """What the shop's systems call it, where that is not its id."""
    formerly: tuple[FormerId, ...] = ()
    """Ids that it had before; links to them still lead here."""
    axis: AxisId | None = None
    """What it tells about, where several things about an order change independently."""
    also_in: tuple[StatusId, ...] = ()
    """Statuses that it can be a stage of, besides the place where it stands."""
    aliases: tuple[Message, ...] = ()
    """Other words that readers use for it; search finds them."""
    next: tuple[StatusId, ...] = ()
    """What the order can become after it; for a stage, also a stage of the same status."""
    branch: bool = False
    """Stands beside the usual way of an order, not on it."""
    terminal: bool = False
    """Nothing comes after it."""
    hidden: bool = False
    """Known to the shop's systems, not shown to customers."""
    times: tuple[TimeId, ...] = ()
    """The processing times that hold here."""
    actions: tuple[Offer, ...] = ()
    """What the customer can do now, the most wanted first."""
    how_to: Message | None = None
    """The heading of ``steps``."""
    steps: tuple[Step, ...] = ()
    late: tuple[TimeId, ...] = ()
    """From when on something counts as late here."""
    unordered: bool = False
    """Its stages are no steps: an order has one of them, whichever comes."""
    stages: tuple[Status, ...] = ()
    """The stages inside this status, in the order in which an order lives them."""


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """Days on which the shop does not work; no business day is among them."""

    id: HolidayId
    label: Message
    begins: datetime.date
    """The first day, such as ``2027-02-06``."""
    until: datetime.date | None = None
    """The last day; without it, there is one day."""

    @property
    def ends(self) -> datetime.date:
        """The last day."""
        return self.until or self.begins


@dataclass(frozen=True, kw_only=True)
class Notice:
    """What readers are told for some days, at the top of every page."""

    id: NoticeId
    label: Message
    """The words."""
    begins: datetime.date
    """The first day on which it is shown, such as ``2027-02-01``."""
    until: datetime.date
    """The last day on which it is shown."""


@dataclass(frozen=True, kw_only=True)
class Catalog:
    """Everything that ``statuses.yaml`` says."""

    shop: Shop
    shipping: tuple[ShippingMethod, ...] = ()
    times: tuple[ProcessingTime, ...] = ()
    actions: tuple[Action, ...] = ()
    axes: tuple[Axis, ...] = ()
    """Where several things about an order change independently; each status then names one."""
    holidays: tuple[Holiday, ...] = ()
    notices: tuple[Notice, ...] = ()
    statuses: tuple[Status, ...]

    def known_times(self) -> dict[str, ProcessingTime]:
        """The processing times by their ids, and by former ones: a translation may not have followed yet."""
        former = {str(id_): time for time in self.times for id_ in time.formerly}
        return former | {str(time.id): time for time in self.times}  # which may have another's former id

    def walk(self) -> Iterator[Status]:
        """Every status followed by its stages, in the order of the file."""
        for status in self.statuses:
            yield status
            yield from status.stages
