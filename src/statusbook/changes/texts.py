"""How a sentence calls one of the catalog's texts: “the meaning of “Packaging””."""

from __future__ import annotations

from statusbook import model
from statusbook.changes.names import Names
from statusbook.changes.renames import KINDS
from statusbook.changes.wording import LABEL, TEXTS
from statusbook.model import Message

_RECORDS: dict[object, type] = {
    model.ActionId: model.Action,
    model.AxisId: model.Axis,
    model.HolidayId: model.Holiday,
    model.LinkId: model.Link,
    model.NoticeId: model.Notice,
    model.MethodId: model.ShippingMethod,
    model.StatusId: model.Status,
    model.TimeId: model.ProcessingTime,
}


def text_name(message: Message, names: Names) -> str:
    """The text by what it is a text of, which its context tells: ``status.packaging.meaning``."""
    word, id_, name, *rest = message.context.split(".")
    kind = KINDS[word]
    it, field = names.of(kind, id_), (_RECORDS[kind], name)
    if name == "aliases":
        return f"“{message.english}”, another word for {it}"
    if name == "steps":
        number, part = rest
        return TEXTS[model.Step, part].format(it=f"step {number} of {it}")
    return TEXTS.get(field, LABEL).format(it=it)
