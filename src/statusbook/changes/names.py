"""How a sentence calls the things of a catalog: by the words that customers read."""

from __future__ import annotations

from typing import Any

from statusbook import model
from statusbook.messages import SOURCE_LOCALE, Texts, Words
from statusbook.model import Amount, Catalog, Form, Message, Page, ProcessingTime, Range
from statusbook.phrases import fill, phrase

_ENGLISH = Texts(SOURCE_LOCALE)


class Names:
    """The names in one catalog, in English."""

    def __init__(self, catalog: Catalog) -> None:
        self._times = catalog.known_times()
        self._records: dict[object, dict[str, Any]] = {
            model.StatusId: {s.id: s for s in catalog.walk()},
            model.TimeId: {t.id: t for t in catalog.times},
            model.ActionId: {a.id: a for a in catalog.actions},
            model.LinkId: {link.id: link for link in catalog.shop.links},
            model.MethodId: {m.id: m for m in catalog.shipping},
            model.AxisId: {a.id: a for a in catalog.axes},
            model.HolidayId: {h.id: h for h in catalog.holidays},
            model.NoticeId: {n.id: n for n in catalog.notices},
        }

    def has(self, kind: object, id_: str) -> bool:
        """Whether the catalog has the thing."""
        return id_ in self._records[kind]

    def of(self, kind: object, id_: str) -> str:
        """The name of a thing in quotes; its id where this catalog does not have it."""
        record = self._records[kind].get(id_)
        return self.name(record) if record else f"“{id_}”"

    def name(self, record: Any) -> str:
        """The name of a record in quotes."""
        text = label(record)
        return f"“{self.text(text)}”" if text else f"“{record.id}”"

    def text(self, message: Message) -> str:
        """The text with its amounts of time in words."""
        return fill(Words(message.english, SOURCE_LOCALE), message.english, self._times, _ENGLISH)

    def with_amount(self, id_: str) -> str:
        """The name of a time and how long it takes: “Express”, after 30 days."""
        time = self._times.get(id_)
        return f"{self.name(time)}, {takes(time)}" if time else f"“{id_}”"


def label(record: Any) -> Message | None:
    """What a thing is called; a time may be called by its mark."""
    text: Message | None = record.label
    return text or (record.mark if isinstance(record, ProcessingTime) else None)


def takes(time: ProcessingTime) -> str:
    """How long a time takes, in words."""
    if time.amount is None:
        return {Page.PRODUCT: "shown on the product page"}[time.shown_on or Page.PRODUCT]
    form = Form.WITHIN if time.at_most else Form.AFTER if time.after else Form.BARE
    return amount(time.amount, form)


def amount(value: Amount | Range, form: Form = Form.BARE) -> str:
    """An amount in English."""
    return phrase(_ENGLISH, form, value)
