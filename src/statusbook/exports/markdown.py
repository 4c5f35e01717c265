"""An edition as Markdown: what a page's blocks say, for those who read text and not pages.

Addresses are as on a page: ``#pending`` is an anchor of the page itself.
"""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from babel.dates import format_date
from babel.lists import format_list

from statusbook.edition import Edition, Group, Offer, Status, Time
from statusbook.exports import page_words as words
from statusbook.exports.dates import days_in_words
from statusbook.messages import Texts, Words
from statusbook.unparse import table

_SPECIAL = re.compile(r"[\\`*_\[\]<>|]|^[#+\-=~]|(?<=^\d)[.)]|(?<=^\d\d)[.)]|&(?=#?\w+;)")
_BUTTON = re.compile(r"\\\*([^*]+)\\\*")

MORE_HELP = ("contact-about-order", "service-record", "find-order")
"""The shop's links that ``overrides/blocks/more-help.html`` names."""


def text(plain: str) -> str:
    """A text as Markdown: its one mark, ``*Track*``, is bold, and nothing else in it is markup."""
    return _BUTTON.sub(r"**\1**", _SPECIAL.sub(r"\\\g<0>", plain))


def link(label: str, url: str) -> str:
    """A link; the label alone, where there is nowhere to go."""
    return f"[{text(label)}]({url})" if url else text(label)


class MarkdownBlocks:
    """The blocks of one edition."""

    def __init__(self, edition: Edition, texts: Texts) -> None:
        self._edition, self._texts = edition, texts
        self._blocks: dict[str, Callable[[], Iterable[str]]] = {
            "app-download": self._app_download,
            "app-invitation": self._app_invitation,
            "estimate": self._estimate,
            "life": self._life,
            "more-help": self._more_help,
            "status-details": self._details,
            "status-names": self._names,
            "status-table": self._tables,
        }

    @property
    def names(self) -> frozenset[str]:
        """Of the blocks that have words to say without the page around them."""
        return frozenset(self._blocks)

    @functools.cached_property
    def ending(self) -> tuple[str, str]:
        """With what every page ends."""
        return self.render("more-help"), self.render("app-download")

    def render(self, name: str) -> str:
        """The block as Markdown; empty where it is none of `names`."""
        return "\n\n".join(filter(None, self._blocks.get(name, tuple)()))

    def stale_line(self, stale: datetime.date | None) -> str:
        """Says since when the English is newer, where it is."""
        if stale is None:
            return ""
        said = self._texts.text(*words.STALE)
        date = format_date(stale, "long", locale=self._texts.locale_of(said))
        return f"> {text(said.filled(date=date))}"

    def say(self, message: tuple[str, str]) -> str:
        """One of the page's own words as Markdown."""
        return text(self._texts.text(*message))

    def _stale(self, *parts: str) -> str:
        """`stale_line` of the newest English among the texts."""
        days = [part.stale for part in parts if isinstance(part, Words) and part.stale]
        return self.stale_line(max(days, default=None))

    def _listed(self, labels: Sequence[str]) -> str:
        return text(format_list(list(labels), style="or", locale=self._texts.locale))

    def _tables(self) -> Iterator[str]:
        for group in self._edition.groups:
            if group.label:
                yield f"**{text(group.label)}**"
            yield self._table(group)

    def _table(self, group: Group) -> str:
        timed = any(status.times or status.late for status in group.walk())
        offered = any(status.offers for status in group.walk())
        columns = [words.STATUS, words.MEANING, *[words.TAKES] * timed, *[words.CAN_DO] * offered]
        rows = []
        for status in group.statuses:
            for row in (status, *status.stages, *status.also):
                label = link(row.label, f"#{row.id}")
                cells = [f"**{label}**" if row is status else label, text(row.meaning)]
                cells += [self._takes(row)] * timed
                # What a status offers holds in its stages, too, so that “–” would not be true of them.
                none = "–" if row is status else ""
                cells += ["<br>".join(map(self._offer, row.offers)) or none] * offered
                rows.append(cells)
        return table(list(map(self.say, columns)), rows)

    def _takes(self, status: Status) -> str:
        if status.times:
            return "<br>".join(text(time.line) for time in status.times)
        if status.late:
            return "<br>".join([self.say(words.COUNTED), *(text(time.line) for time in status.late)])
        by_stage = any(stage.times for stage in status.stages)
        return self.say(words.BY_STAGE) if by_stage else "–"

    def _offer(self, offer: Offer) -> str:
        conditions = f" ({text(' · '.join(offer.conditions))})" if offer.conditions else ""
        return link(offer.label, offer.url) + conditions

    def _details(self) -> Iterator[str]:
        for group in self._edition.groups:
            level = 4 if group.label else 3
            if group.label:
                yield f"### {text(group.label)}"
                yield text(group.about)
            for status in group.statuses:
                yield from self._status(status, level)
                for stage in status.stages:
                    yield from self._status(stage, level + 1)
                yield "\n".join(f"- {link(other.label, f'#{other.id}')}" for other in status.also)

    def _estimate(self) -> Iterator[str]:
        """What the page counts with; its form is for people."""
        edition = self._edition
        if edition.rules is None:
            return
        yield f"**{self.say(words.COUNTS_WITH)}**"
        yield _times((*edition.before, *edition.kinds))
        yield text(self._texts.text(*words.ZONE).filled(zone=edition.rules.zone))
        if edition.holidays:
            yield f"**{self.say(words.HOLIDAYS)}**"
            lines = ((day.label, days_in_words(day, self._texts.locale)) for day in edition.holidays)
            yield "\n".join(f"- {text(label)}: {text(days)}" for label, days in lines)

    def _status(self, status: Status, level: int) -> Iterator[str]:
        yield f"{'#' * level} {link(status.label, f'#{status.id}')}"
        yield text(f"{status.meaning} {status.details}".strip())
        yield _times(status.times)
        if status.how_to:
            yield f"**{text(status.how_to)}**"
        yield "\n".join(
            f"{n}. {text(f'{step.text} {step.note}'.strip())}" for n, step in enumerate(status.steps, 1)
        )
        if status.late:
            yield f"**{self.say(words.LATE)}**"
            yield self.say(words.COUNTED)
            yield _times(status.late)
        if status.aliases:
            yield f"{self.say(words.CALLED)} {self._listed(status.aliases)}"
        if status.offers:
            yield f"**{self.say(words.CAN_DO)}**"
        yield "\n".join(
            f"- {self._offer(offer)}" + (f": {text(offer.does)}" if offer.does else "")
            for offer in status.offers
        )
        lines = [time.line for time in (*status.times, *status.late)]
        steps = [part for step in status.steps for part in (step.text, step.note)]
        offers = [part for offer in status.offers for part in (offer.label, offer.does)]
        yield self._stale(status.label, status.meaning, status.details, *lines, *steps, *offers)

    def _names(self) -> Iterator[str]:
        yield f"## {self.say(words.SHOWN)}"
        for group in self._edition.groups:
            yield f"**{text(group.label)}**" if group.label else ""
            yield "\n".join(f"- {link(status.label, f'#{status.id}')}" for status in group.statuses)

    def _life(self) -> Iterator[str]:
        arrow = "←" if self._edition.direction == "rtl" else "→"
        labels = {status.id: status.label for status in self._edition.statuses}
        for group in self._edition.groups:
            lines = [
                f"- {text(status.label)} {arrow} {self._listed(after)}"
                for status in group.statuses
                if (after := [labels[id_] for id_ in status.next if id_ in labels])
            ]
            if lines:
                yield f"**{text(group.label) or self.say(words.LIFE)}**"
                yield "\n".join(lines)

    def _more_help(self) -> Iterator[str]:
        links = [self._edition.links[id_] for id_ in MORE_HELP if id_ in self._edition.links]
        if links:
            yield f"## {self.say(words.MORE)}"
            yield "\n".join(
                f"- {link(at.label, at.url)}" + (f": {text(at.about)}" if at.about else "") for at in links
            )

    def _app_invitation(self) -> Iterator[str]:
        yield f"{self.say(words.INVITATION)}: [{self.say(words.JOIN)}]({self._edition.app})"

    def _app_download(self) -> Iterator[str]:
        yield f"## {self.say(words.APP)}"
        yield "\n".join(f"- {self.say(advice)}" for advice in words.APP_ADVICE)
        yield self.say(words.CLUB)
        yield "\n".join(f"- {self.say(gift)}" for gift in words.CLUB_GIVES)
        yield f"[{self.say(words.APP_BUTTON)}]({self._edition.app})"


def _times(times: Iterable[Time]) -> str:
    return "\n".join(f"- {text(time.line)}" for time in times)
