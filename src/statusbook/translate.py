"""From the catalog to an `Edition`: every text in one language, with its amounts of time in it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import babel
from babel.core import get_global
from babel.lists import format_list

from statusbook import model, phrases
from statusbook.edition import Days, Edition, Finder, Group, Link, Method, Offer, Status, Step, Time
from statusbook.estimate import make_rules
from statusbook.messages import SOURCE_LOCALE, Texts, Words
from statusbook.model import Catalog, Form, Message, Page, Where
from statusbook.problems import InvalidInputError, Problems


def make_edition(catalog: Catalog, texts: Texts, source: str = "the catalog") -> Edition:
    """The catalog in the language of `texts`; `source` is what problems call the file of translations.

    Raises:
        InvalidInputError: where translations name an amount of time that is not there.
    """
    maker = Maker(catalog, texts, source)
    rules = make_rules(catalog)
    edition = Edition(
        locale=texts.tag,
        name=_own_name(texts.locale),
        direction=texts.locale.text_direction,
        territory=_with_territory(texts.locale),
        offer=texts.text("offer.line", "This page is also available in English"),
        close=texts.text("offer.close", "Close"),
        finder=_finder(texts),
        shop=catalog.shop.name,
        app=catalog.shop.app,
        links={link.id: maker.link(link) for link in catalog.shop.links},
        shipping=tuple(Method(id=method.id, label=maker.say(method.label)) for method in catalog.shipping),
        groups=tuple(maker.groups()),
        holidays=tuple(maker.days(day, day.ends) for day in catalog.holidays),
        notices=tuple(maker.days(notice, notice.until) for notice in catalog.notices),
        rules=rules,
        kinds=tuple(maker.time(step.time, "") for step in (rules.kinds if rules else ())),
        before=tuple(maker.time(step.time, "") for step in (rules.before if rules else ())),
    )
    if maker.problems:
        raise InvalidInputError(maker.problems)
    return edition


def _finder(texts: Texts) -> Finder:
    say = texts.text
    return Finder(
        all=say("finder.all", "Show the whole page"),
        only=say("finder.only", "Only “{status}” is shown."),
        count=say("finder.count", "Statuses that fit: {count}"),
        none=say("finder.none", "No status is called that. Try one word of it, or write to us:"),
        failed=say("finder.failed", "The link could not be copied. It is in the address bar now."),
    )


def _own_name(locale: babel.Locale) -> str:
    name = (locale.get_display_name() if locale.territory else locale.get_language_name()) or str(locale)
    return name[0].upper() + name[1:]


def _with_territory(locale: babel.Locale) -> str:
    """The territory where most who speak the language live (CLDR's likely subtags), where none is named."""
    likely = babel.Locale.parse(get_global("likely_subtags").get(locale.language, str(locale)))
    return f"{locale.language}_{locale.territory or likely.territory}"


class Maker:
    """Puts parts of a catalog into the language of `texts`; see `make_edition`."""

    def __init__(self, catalog: Catalog, texts: Texts, source: str) -> None:
        self.problems = Problems()
        self._catalog, self._texts, self._source = catalog, texts, source
        self._times = catalog.known_times()
        self._actions = {action.id: action for action in catalog.actions}
        self._shipping = {method.id: method for method in catalog.shipping}
        self._links = {link.id: link for link in catalog.shop.links}
        self._statuses = {status.id: status for status in catalog.walk()}
        top = [status for status in catalog.statuses if not status.hidden]
        self._shown = {s.id: s for status in top for s in (status, *status.stages) if not s.hidden}
        times = [(time, s.id) for s in self._shown.values() for time in (*s.times, *s.late)]
        self._homes: dict[str, str] = dict(reversed(times))

    def say(self, message: Message | None) -> str:
        """The message in this language with its amounts of time; empty for none."""
        if message is None:
            return ""
        text = self._texts.text(message.context, message.english)
        try:
            return phrases.fill(text, message.english, self._times, self._texts)
        except KeyError as error:
            self.problems.note(
                Where(self._source),
                "placeholder",
                f"The translation of {message.context} has “{{{error.args[0]}}}”, which is no amount.",
                f"Take it over from the English text: “{message.english}”",
            )
            return Words(message.english, SOURCE_LOCALE)

    def link(self, link: model.Link) -> Link:
        """A page of the shop."""
        return Link(id=link.id, label=self.say(link.label), about=self.say(link.about), url=link.url)

    def days(self, days: model.Holiday | model.Notice, ends: datetime.date) -> Days:
        """A holiday or a notice, with its last day."""
        return Days(id=days.id, label=self.say(days.label), begins=days.begins, ends=ends)

    def time(self, id_: str, status: str) -> Time:
        """The processing time as the status of that id shows it."""
        time = self._times[id_]
        say, mark, takes = self._texts.text, self.say(time.mark), self._takes(time)
        label = self.say(time.label) or say("time.marked", "Items marked *{mark}*").filled(mark=mark)
        if time.guaranteed:
            takes = say("time.guaranteed", "{takes}, *guaranteed*").filled(takes=takes)
        line = say("time.line", "{label}: {takes}")
        return Time(
            id=id_,
            label=label,
            mark=mark,
            short=line.filled(label=self.say(time.short), takes=takes) if time.short else "",
            takes=takes,
            line=line.filled(label=label, takes=takes),
            formerly=time.formerly,
            at_home=self._homes.get(id_) == status,
            at_most=time.at_most,
            between=time.between,
            after=time.after,
            shown_on=time.shown_on,
            guaranteed=time.guaranteed,
            since=self._if_shown(time.since),
            shipping=time.shipping,
        )

    def _takes(self, time: model.ProcessingTime) -> str:
        if time.means:
            return self.say(time.means)
        if time.shown_on is Page.PRODUCT:
            return self._texts.text("time.shown-on.product-page", "shown on the product page")
        if time.amount is None:
            raise TypeError(f"{time.id} has no amount; the loader lets none through")
        if time.at_most:
            form = Form.AT_MOST if time.guaranteed else Form.WITHIN
        else:
            form = Form.AFTER if time.after else Form.BARE
        return phrases.phrase(self._texts, form, time.amount)

    def groups(self) -> Iterator[Group]:
        """One for each axis that has a status to show; what names no axis comes first."""
        for axis in (None, *self._catalog.axes):
            here = [s for s in self._catalog.statuses if s.axis == (axis and axis.id) and s.id in self._shown]
            if here:
                yield Group(
                    id=axis.id if axis else "",
                    label=self.say(axis.label) if axis else "",
                    about=self.say(axis.about) if axis else "",
                    statuses=tuple(self.status(status, parent=None) for status in here),
                )

    def status(self, status: model.Status, parent: model.Status | None) -> Status:
        """A status or, with its `parent`, a stage."""
        return Status(
            id=status.id,
            label=self.say(status.label),
            meaning=self.say(status.meaning),
            details=self.say(status.details),
            schema_org=status.schema_org.value if status.schema_org else "",
            code=status.code or status.id,
            formerly=status.formerly,
            aliases=tuple(map(self.say, status.aliases)),
            next=tuple(id_ for id_ in status.next if id_ in self._shown),
            branch=status.branch,
            terminal=status.terminal,
            times=tuple(self.time(time, status.id) for time in status.times),
            offers=tuple(self.offer(offer, parent or status) for offer in status.actions),
            how_to=self.say(status.how_to),
            steps=tuple(Step(text=self.say(step.text), note=self.say(step.note)) for step in status.steps),
            late=tuple(self.time(time, status.id) for time in status.late),
            unordered=status.unordered,
            stages=tuple(self.status(stage, status) for stage in status.stages if not stage.hidden),
            also=() if parent else tuple(self._also(status)),
        )

    def _also(self, parent: model.Status) -> Iterator[Status]:
        for status in self._shown.values():
            if parent.id in status.also_in:
                yield self.status(status, parent)

    def offer(self, offer: model.Offer, status: model.Status) -> Offer:
        """What customers can do at a status."""
        action = self._actions[offer.action]
        link = self._links.get(action.link) if action.link else None
        return Offer(
            id=action.id,
            label=self.say(action.label),
            does=self.say(action.does),
            url=link.url if link else "",
            conditions=tuple(self._conditions(offer, action, status)),
            after=self._if_shown(action.after),
            until=self._if_shown(action.until),
            only_if_late=offer.only_if_late,
            only_if_paid=offer.only_if_paid,
            needs_approval=offer.needs_approval,
            not_with=offer.not_with,
        )

    def _if_shown(self, id_: str | None) -> str:
        return id_ if id_ in self._shown else ""

    def _conditions(self, offer: model.Offer, action: model.Action, status: model.Status) -> list[str]:
        """In words, what must hold; a limit that this status cannot reach goes without saying."""
        say, found = self._texts.text, list[str]()
        if offer.needs_approval:
            found.append(say("condition.needs-approval", "on request, not always possible"))
        if offer.only_if_late:
            found.append(say("condition.only-if-late", "only if it is late"))
        if offer.only_if_paid:
            found.append(say("condition.only-if-paid", "if you had paid"))
        if action.after in {stage.id for stage in status.stages[1:]}:
            label = self.say(self._statuses[action.after].label)
            found.append(say("condition.after", "from “{status}” on").filled(status=label))
        if action.until in status.next:
            label = self.say(self._statuses[action.until].label)
            found.append(say("condition.until", "until it is “{status}”").filled(status=label))
        if offer.not_with:
            names = [self.say(self._shipping[id_].label) for id_ in offer.not_with]
            listed = format_list(names, style="or", locale=self._texts.locale)
            found.append(say("condition.not-with", "not always with {methods}").filled(methods=listed))
        return found
