"""One status, processing time or action of an edition, as lines for a terminal."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from babel.lists import format_list

from statusbook.edition import Edition, Offer, Status, Time
from statusbook.exports import page_words as words
from statusbook.messages import Texts


@dataclass(frozen=True, kw_only=True)
class Line:
    """A paragraph, before it is known how wide the terminal is."""

    text: str = ""
    start: str = ""
    """What stands before it; further lines of it are indented as far."""


_BLANK = Line()


def layout(lines: Iterable[Line], width: int) -> str:
    """The lines, none of them wider than `width` columns where words can be parted."""
    return "\n".join(_wrapped(line, width) for line in lines)


def _wrapped(line: Line, width: int) -> str:
    indent = len(line.start)
    # Chinese and Japanese letters take two columns, and a line may end behind any of them.
    is_wide = any(unicodedata.east_asian_width(letter) in "WF" for letter in line.text)
    return textwrap.fill(
        line.text,
        indent + (width - indent) // 2 if is_wide else width,
        initial_indent=line.start,
        subsequent_indent=" " * indent,
        break_long_words=is_wide,
        break_on_hyphens=False,
    )


def rows(title: str, fields: Mapping[str, str]) -> Iterator[Line]:
    """A titled table of two columns, with a blank line above; fields that say nothing are left out."""
    said = {name: text for name, text in fields.items() if text}
    wide = max(map(len, said), default=0)
    yield from (_BLANK, Line(text=title))
    for name, text in said.items():
        yield Line(start=f"  {name:<{wide}}  ", text=text)


def status_lines(edition: Edition, texts: Texts, id_: str) -> Iterator[Line]:
    """A status or stage as readers get it; none where they do not."""
    for status in edition.statuses:
        for found in (status, *status.stages):
            if found.id == id_:
                # On the page the actions of a status stand beside its stages, too.
                yield from _status(found, found.offers or status.offers, edition, texts)


def _status(status: Status, offers: Iterable[Offer], edition: Edition, texts: Texts) -> Iterator[Line]:
    labels = {other.id: other.label for other in edition.walk()}
    yield from (Line(text=f"{status.label} ({status.id})"), _BLANK)
    yield from (Line(start="  ", text=text) for text in (status.meaning, status.details) if text)
    if status.times:
        yield from (_BLANK, Line(text=texts.text(*words.TAKES)), *_items(status.times))
    if status.steps:
        yield from (_BLANK, Line(text=status.how_to))
    for number, step in enumerate(status.steps, 1):
        yield Line(start=f"  {number}. ", text=step.text)
        yield from [Line(start="     ", text=step.note)] if step.note else []
    if status.late:
        yield from (
            _BLANK,
            Line(text=texts.text(*words.LATE)),
            Line(start="  ", text=texts.text(*words.COUNTED)),
        )
        yield from _items(status.late)
    if offers:
        yield from (_BLANK, Line(text=texts.text(*words.CAN_DO)))
    for offer in offers:
        yield _item(offer.label, offer.conditions)
        yield from [Line(start="    ", text=offer.does)] if offer.does else []
    if status.aliases:
        called = format_list(list(status.aliases), style="or", locale=texts.locale)
        yield from (_BLANK, Line(text=f"{texts.text(*words.CALLED)} {called}"))
    if status.next:
        yield from (_BLANK, Line(start="→ ", text=", ".join(labels[other] for other in status.next)))


def _items(times: Iterable[Time]) -> Iterator[Line]:
    return (_item(time.line) for time in times)


def _item(text: str, conditions: Sequence[str] = ()) -> Line:
    return Line(start="  · ", text=f"{text} – {' · '.join(conditions)}" if conditions else text)


def time_lines(edition: Edition, id_: str) -> Iterator[Line]:
    """A processing time as readers get it; none where no status shows it."""
    times = {time.id: time for status in edition.walk() for time in (*status.times, *status.late)}
    if time := times.get(id_):
        yield Line(text=f"{time.line} ({id_})")
        yield from [Line(start="  ", text=time.short)] if time.short else []


def action_lines(edition: Edition, id_: str) -> Iterator[Line]:
    """An action as readers get it, with what must hold at each status; none where no status offers it."""
    offers = [(status, offer) for status in edition.walk() for offer in status.offers if offer.id == id_]
    for _, offer in offers[:1]:
        yield Line(text=f"{offer.label} ({id_})")
        yield from (Line(start="  ", text=text) for text in (offer.does, offer.url) if text)
        yield _BLANK
    for status, offer in offers:
        yield _item(status.label, offer.conditions)
