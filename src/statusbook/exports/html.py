"""An edition as HTML: one template for each block that a page can name.

Templates see plain texts and escape them; only `inline` makes markup, of the one mark that texts know.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from pathlib import Path

import segno
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound
from markupsafe import Markup, escape

from statusbook.edition import Edition, Status
from statusbook.messages import Texts
from statusbook.model import OrderStatus

_NAME_OF_BUTTON = re.compile(r"\*([^*]+)\*")

TONES: dict[str, str] = {
    "": "plain",
    OrderStatus.CANCELLED.value: "cancelled",
    OrderStatus.DELIVERED.value: "delivered",
    OrderStatus.IN_TRANSIT.value: "in-transit",
    OrderStatus.PAYMENT_DUE.value: "payment-due",
    OrderStatus.PICKUP_AVAILABLE.value: "pickup",
    OrderStatus.PROBLEM.value: "problem",
    OrderStatus.PROCESSING.value: "processing",
    OrderStatus.RETURNED.value: "returned",
}
"""schema.org's statuses to the names of colours and icons; so the css knows no status by its id."""


def inline(text: str) -> Markup:
    """A text as HTML, with ``*Track*`` as the name of a button."""
    return Markup(_NAME_OF_BUTTON.sub(r"<b>\1</b>", str(escape(text))))  # noqa: S704 - escaped just before


def plain(text: str) -> str:
    """A text without its marks."""
    return _NAME_OF_BUTTON.sub(r"\1", text)


def qr_code(url: str) -> Markup:
    """A QR code of the address, as SVG that scales; dark on light, as cameras expect, in every theme."""
    code = segno.make(url, error="m", micro=False)
    return Markup(code.svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S704


class Blocks:
    """The blocks of one edition.

    Args:
        folders: where the templates are looked for, first to last.
        edition: what they say.
        texts: the words of the templates themselves.
    """

    def __init__(self, folders: Iterable[Path], edition: Edition, texts: Texts) -> None:
        self._environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(inline=inline, plain=plain, tone=tone)
        self._environment.globals.update(
            t=translator(texts),
            edition=edition,
            qr_code=qr_code,
            life=life,
            block=self.render,
            icon=self._icon,
        )

    def render(self, name: str, **context: object) -> Markup:
        """The block as HTML.

        Raises:
            LookupError: when there is no such block.
        """
        try:
            template = self._environment.get_template(f"blocks/{name}.html")
        except TemplateNotFound:
            raise LookupError(name) from None
        return Markup(template.render(context))  # noqa: S704 - templates escape what they are given

    @functools.cache  # noqa: B019 - lives as long as the site is being built
    def _icon(self, name: str) -> Markup:
        """One of Material's icons, as a shape that says nothing to a screen reader."""
        source = self._environment.get_template(f".icons/material/{name}.svg").render()
        attributes = 'class="icon" aria-hidden="true" width="24" height="24"'
        return Markup(source.replace("<svg ", f"<svg {attributes} ", 1))  # noqa: S704 - Material's own file


def translator(texts: Texts) -> _Translator:
    """What templates call as ``t("table.caption", "What each status means")``."""
    return _Translator(texts)


class _Translator:
    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def __call__(self, context: str, english: str, **values: object) -> str:
        words = self._texts.text(context, english)
        for name, value in values.items():
            words = words.replace(f"{{{name}}}", str(value))
        return words


def tone(status: Status) -> str:
    """The name of the colour and icon that a status has."""
    return TONES[status.schema_org]


def life(edition: Edition) -> dict[str, list[dict[str, object]]]:
    """The life of an order as stops and lines; places are per cent of the width, from the reading side.

    Statuses stand on the way in their order; a branch hangs below the middle of those that lead to it.
    """
    way = [status for status in edition.statuses if not status.branch]
    at = {status.id: (2 * i + 1) * 50 / len(way) for i, status in enumerate(way)}
    for branch in (status for status in edition.statuses if status.branch):
        sources = [at[s.id] for s in way if branch.id in s.next] or [50.0]
        at[branch.id] = sum(sources) / len(sources)
    mirror = edition.direction == "rtl"
    place = {id_: round(100 - x if mirror else x, 2) for id_, x in at.items()}
    stops: list[dict[str, object]] = [{"status": s, "x": place[s.id]} for s in edition.statuses]
    lines: list[dict[str, object]] = [
        {
            "from": place[s.id],
            "to": place[id_],
            "branch": any(b.id == id_ and b.branch for b in edition.statuses),
        }
        for s in edition.statuses
        for id_ in s.next
        if id_ in place
    ]
    return {"stops": stops, "lines": lines}
