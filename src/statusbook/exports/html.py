"""An edition as HTML: one template for each block that a page can name.

Templates see plain texts and escape them; only `inline` makes markup, of the one mark that texts know.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

import segno
from babel.dates import format_date
from babel.lists import format_list
from jinja2 import Environment, FileSystemLoader, StrictUndefined, TemplateNotFound, UndefinedError
from markupsafe import Markup, escape

from statusbook.edition import Days, Edition, Heading, Status
from statusbook.estimate import as_data
from statusbook.exports.compiled import COMPILED
from statusbook.exports.dates import days_in_words
from statusbook.exports.life import pictures
from statusbook.messages import SOURCE_LOCALE, Texts, Words
from statusbook.model import OrderStatus
from statusbook.problems import StatusbookError

_NAME_OF_BUTTON = re.compile(r"\*([^*]+)\*")

_LATIN = re.compile(r"(<[^>]*>|&[#\w]+;)|[A-Za-z0-9](?:[A-Za-z0-9 .,:/+–-]*[A-Za-z0-9])?")
"""A tag or an entity, or else a run of Latin letters and digits."""

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


def isolate(html: Markup) -> Markup:
    """Latin words and numbers in ``<bdi>``; tags and entities stay as they are."""
    return Markup(_LATIN.sub(lambda found: found[0] if found[1] else f"<bdi>{found[0]}</bdi>", html))  # noqa: S704


def plain(text: str) -> str:
    """A text without its marks."""
    return _NAME_OF_BUTTON.sub(r"\1", text)


@functools.cache  # the same few on every page
def qr_code(url: str) -> Markup:
    """A QR code of the address, as SVG that scales; dark on light, as cameras expect, in every theme."""
    code = segno.make(url, error="m", micro=False)
    return Markup(code.svg_inline(scale=1, border=4, dark="#000", light="#fff", omitsize=True))  # noqa: S704


class UnknownBlockError(StatusbookError):
    """A page names a block that cannot be put in; the text says why."""


class Notes:
    """What readers of one page have to be told of its language."""

    def __init__(self) -> None:
        self.letters = {True: 0, False: 0}
        """How many letters of the page are in its own language, and how many are not."""
        self._stale: list[datetime.date] = []

    def see(self, words: Words, locale: str) -> None:
        """Counts a text that the page shows."""
        self.letters[words.language == locale] += len(words)
        if words.stale:
            self._stale.append(words.stale)

    def stale(self) -> datetime.date | None:
        """The latest day on which an English text seen since the last call changed, if one did."""
        latest = max(self._stale, default=None)
        self._stale.clear()
        return latest

    @property
    def mostly_foreign(self) -> bool:
        """Whether less than half of the page is in its own language."""
        return self.letters[False] > self.letters[True]


class Blocks:
    """The blocks of one edition.

    Args:
        folders: where the templates are looked for, first to last.
        edition: what they say.
        texts: the words of the templates themselves.
    """

    def __init__(self, folders: Iterable[Path], edition: Edition, texts: Texts) -> None:
        self.notes = Notes()
        """Of the page that is being rendered; whoever starts a page sets new ones."""
        self._edition, self._texts = edition, texts
        self._environment = Environment(
            loader=FileSystemLoader([str(folder) for folder in folders]),
            autoescape=True,
            auto_reload=False,  # or each block of each page would be looked for on the disk
            bytecode_cache=COMPILED,
            finalize=self._mark,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(
            dated=self._dated, day=self._day, inline=self._inline, plain=plain, tone=tone
        )
        self._environment.globals.update(
            t=self.say,
            edition=edition,
            source_locale=SOURCE_LOCALE,
            qr_code=qr_code,
            pictures=pictures,
            block=self.render,
            icon=self._icon,
            stale_note=self.stale_note,
            listed=self._listed,
            days=self._days,
            estimate_rules=self._estimate_rules,
        )

    def render(self, name: str, **context: object) -> Markup:
        """The block as HTML.

        Raises:
            UnknownBlockError: when there is no such block, or it was not given what it needs.
        """
        try:
            template = self._environment.get_template(f"blocks/{name}.html")
            return Markup(template.render(context))  # noqa: S704 - templates escape what they are given
        except TemplateNotFound as error:
            raise UnknownBlockError(f"there is no overrides/{error.name}") from None
        except UndefinedError as error:
            raise UnknownBlockError(str(error)) from None

    def say(self, context: str, english: str, **values: object) -> Words:
        """What templates call as ``t("table.caption", "What each status means")``."""
        return self._texts.text(context, english).filled(**values)

    def _mark(self, value: object) -> object:
        return self._shown(value, escape(value)) if isinstance(value, Words) else value

    def _inline(self, text: str) -> Markup:
        return self._shown(text, inline(text))

    def _shown(self, text: str, html: Markup) -> Markup:
        """The HTML of a text as this page needs it.

        A text in another language says so to screen readers and search engines; what is read from the left
        on a page that is read from the right is isolated, so that it does not turn its neighbours around.
        """
        locale = self._edition.locale
        if isinstance(text, Words):
            self.notes.see(text, locale)
            if text.language != locale:
                return Markup('<span lang="{}" dir="ltr">{}</span>').format(text.language, html)
        return isolate(html) if self._edition.direction == "rtl" else html

    def _dated(self, text: Words, day: datetime.date) -> Markup:
        """The text with its ``{date}`` as people of its language write one, and as machines read it."""
        written = escape(format_date(day, "long", locale=self._texts.locale_of(text)))
        if self._edition.direction == "rtl":
            written = isolate(written)
        mark, date = "\N{OBJECT REPLACEMENT CHARACTER}", Markup('<time datetime="{}">{}</time>')
        return self._inline(text.filled(date=mark)).replace(mark, date.format(day.isoformat(), written))

    def _day(self, day: datetime.date) -> Markup:
        return self._dated(Words("{date}", self._edition.locale), day)

    def _listed(self, items: Sequence[str]) -> Markup:
        """The texts as alternatives in one line: “Sent, In transit or On its way”."""
        marks = [f"\N{OBJECT REPLACEMENT CHARACTER}{i}." for i in range(len(items))]
        line = escape(format_list(marks, style="or", locale=self._texts.locale))
        for mark, item in zip(marks, items, strict=True):
            line = line.replace(mark, self._inline(item))
        return line

    def _days(self, days: Days) -> str:
        return days_in_words(days, self._texts.locale)

    def _estimate_rules(self) -> dict[str, object]:
        """What ``estimate.js`` counts with."""
        return as_data(self._edition.rules) if self._edition.rules else {}

    def stale_note(self, english: str) -> Markup:
        """Says so where a text seen since the last note is older than its English, found at `english`."""
        day = self.notes.stale()
        if day is None:
            return Markup()
        return self.render("stale", english=english, date=day)

    @functools.cache  # noqa: B019 - lives as long as the site is being built
    def _icon(self, name: str) -> Markup:
        """A shape that says nothing to a screen reader: a short line of ours, or else Material's."""
        names = [f"icons/{name}.svg", f".icons/material/{name}.svg"]
        template = self._environment.select_template(names)
        style = "icon icon--line" if template.name == names[0] else "icon"
        attributes = f'class="{style}" aria-hidden="true" width="24" height="24"'
        # HTML knows what svg is without being told.
        source = template.render().replace(' xmlns="http://www.w3.org/2000/svg"', "")
        return Markup(source.replace("<svg ", f"<svg {attributes} ", 1))  # noqa: S704 - files of the theme


def tone(status: Status | Heading) -> str:
    """The name of the colour and icon that a status has."""
    return TONES[status.schema_org]
