"""What a page asks for, and whether it would be told the same again."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Callable

import pytest

from statusbook.build.heard import Ear, HeardTexts, HeardTimes, fingerprint, heard_edition, listed
from statusbook.edition import Edition
from statusbook.load import loads
from statusbook.messages import Texts, Words, parse_catalog
from statusbook.phrases import fill
from statusbook.translate import make_edition

FACTS = """\
shop: {name: Shop, app: https://example.com/app, links: {help: {label: Help, url: https://example.com/}}}
times:
  reply: {label: Reply, at_most: 24 hours}
  sending: {label: Sending, at_most: 3 days}
statuses:
  paid: {label: Paid, meaning: "We answer {reply:within}.", terminal: true}
"""
CATALOG = """\
msgid ""
msgstr "Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) "
"? 1 : 2);\\n"

msgctxt "site.name"
msgid "{shop} Help"
msgstr "Помощь {shop}"

msgctxt "status.paid.label"
msgid "Paid"
msgstr "Оплачен"

msgctxt "apples"
msgid "{n} apple"
msgid_plural "{n} apples"
msgstr[0] "{n} яблоко"
msgstr[1] "{n} яблока"
msgstr[2] "{n} яблок"
"""
CHANGED = datetime.date(2026, 11, 1)


class Page:
    """All that a page in Russian can ask, of certain facts and a certain catalog."""

    def __init__(self, facts: str = FACTS, catalog: str = CATALOG, changed: datetime.date = CHANGED) -> None:
        self.ear = Ear()
        facts_ = loads(facts)
        self.plain = Texts("ru", parse_catalog(catalog.encode(), "ru", "locales/ru/statusbook.po"), changed)
        self.edition = heard_edition(make_edition(facts_, self.plain), self.ear)
        self.texts = HeardTexts(self.plain, self.ear)
        self.times = HeardTimes(facts_.known_times(), ["ru"], self.ear)


def ask_text(page: Page) -> object:
    return page.texts.text("site.name", "{shop} Help")


def ask_plural(page: Page) -> object:
    return page.texts.plural("apples", "{n} apple", "{n} apples", 3)


def ask_field(page: Page) -> object:
    return page.edition.statuses


def ask_method(page: Page) -> object:
    return page.edition.walk()


def ask_time(page: Page) -> object:
    return page.times["reply"]


ASKED: dict[Callable[[Page], object], tuple[str, ...]] = {
    ask_text: ("text", "site.name", "{shop} Help"),
    ask_plural: ("plural", "apples", "{n} apple", "{n} apples", "3"),
    ask_field: ("field", "statuses"),
    ask_method: ("field", "walk"),
    ask_time: ("time", "reply"),
}


@pytest.mark.parametrize(("ask", "question"), ASKED.items(), ids=[ask.__name__ for ask in ASKED])
def test_a_question_is_noted_once_and_answered_as_ever(
    ask: Callable[[Page], object], question: tuple[str, ...]
) -> None:
    page = Page()
    before = ask(page)
    with page.ear.listening() as heard:
        assert heard == {}
        assert ask(page) == ask(page) == before
    assert list(heard) == [question]
    ask(page)
    assert list(heard) == [question]


def test_questions_are_noted_in_their_order_and_for_whoever_listens() -> None:
    page = Page()
    with page.ear.listening() as outer:
        ask_time(page)
        with page.ear.listening() as inner:
            ask_text(page)
        ask_field(page)
    assert list(outer) == [ASKED[ask_time], ASKED[ask_field]]
    assert list(inner) == [ASKED[ask_text]]


def test_the_answers_are_those_of_plain_texts_and_editions() -> None:
    page = Page()
    assert ask_text(page) == "Помощь {shop}"
    assert ask_plural(page) == "{n} яблока"
    edition = make_edition(loads(FACTS), page.plain)
    for field in dataclasses.fields(Edition):
        assert getattr(page.edition, field.name) == getattr(edition, field.name)
    assert ask_method(page) == edition.walk()
    assert page.texts.locale_of(Words("x", "ru")) == page.plain.locale
    assert dict(page.times) == loads(FACTS).known_times()
    with pytest.raises(KeyError, match="nobody"):
        page.times["nobody"]


def test_a_sentence_asks_for_the_times_that_it_names() -> None:
    page = Page()
    with page.ear.listening() as heard:
        fill(Words("{reply:within}", "ru"), "{reply:within}", page.times, page.texts)
    assert ("time", "reply") in heard
    assert [kind for kind, *_ in heard].count("time") == 1


def said(ask: Callable[[Page], object], page: Page) -> bytes:
    return page.ear.said("ru", [listed([ASKED[ask]])])


@pytest.mark.parametrize("ask", ASKED)
def test_the_same_is_said_of_the_same(ask: Callable[[Page], object]) -> None:
    assert said(ask, Page()) == said(ask, Page()) != Page().ear.said("ru", [])


OTHERS = {
    "another translation": (Page(catalog=CATALOG.replace("Помощь", "Справка")), {ask_text}),
    "no translation": (Page(catalog=CATALOG.replace("Помощь {shop}", "")), {ask_text}),
    "a stale one": (Page(catalog=CATALOG.replace('msgctxt "site', '#, fuzzy\nmsgctxt "site')), {ask_text}),
    "another plural": (Page(catalog=CATALOG.replace("яблока", "груши")), {ask_plural}),
    "another plural that this number does not need": (
        Page(catalog=CATALOG.replace("яблок", "груш", 1)),
        set(),
    ),
    "another amount": (Page(FACTS.replace("24 hours", "48 hours")), {ask_time, ask_field, ask_method}),
    "another unit": (Page(FACTS.replace("24 hours", "24 days")), {ask_time, ask_field, ask_method}),
    "an amount of which no question is": (Page(FACTS.replace("3 days", "4 days")), set()),
    "another label": (Page(FACTS.replace("label: Paid", "label: Paid!")), {ask_field, ask_method}),
    "another label in Russian": (Page(catalog=CATALOG.replace("Оплачен", "Да")), {ask_field, ask_method}),
    "a stale label": (
        Page(catalog=CATALOG.replace('msgctxt "status', '#, fuzzy\nmsgctxt "status')),
        {ask_field, ask_method},
    ),
    "a text that nobody asks for": (Page(FACTS.replace("name: Shop", "name: Market")), set()),
}
"""What is another page, and which questions it answers otherwise."""


@pytest.mark.parametrize(("page", "changed"), OTHERS.values(), ids=OTHERS)
def test_answers_change_with_what_was_asked_for_and_with_nothing_else(
    page: Page, changed: set[Callable[[Page], object]]
) -> None:
    first = Page()
    assert {ask for ask in ASKED if said(ask, page) != said(ask, first)} == changed
    assert (
        page.ear.said("ru", [listed(ASKED.values())]) == first.ear.said("ru", [listed(ASKED.values())])
    ) == (not changed)


def test_the_day_since_when_a_text_is_stale_counts() -> None:
    stale = CATALOG.replace('msgctxt "site', '#, fuzzy\nmsgctxt "site')
    days = [Page(catalog=stale, changed=datetime.date(2026, 11, day)) for day in (1, 2)]
    assert said(ask_text, days[0]) != said(ask_text, days[1])


def test_a_time_that_is_not_there_is_an_answer_too() -> None:
    without = Page(FACTS.replace("  sending:", "  other:"))
    question = ("time", "sending")
    assert Page().ear.said("ru", [listed([question])]) != without.ear.said("ru", [listed([question])])


@dataclasses.dataclass(frozen=True)
class Pair:
    one: object
    two: object = ""


DIFFERENT: list[object] = [
    *("a", "1", "", "None", Words("a", "en"), Words("a", "ru"), Words("a", "ru", CHANGED)),
    *(Words("a", "ru", datetime.date(2026, 11, 2)), Words("ru a", "ru"), CHANGED),
    *(1, 1.5, True, None, b"a", (), [[]], ("a",), ("a", "b"), ("ab",), (("a",), "b"), (("a", "b"),)),
    *({}, {"a": "b"}, {"b": "a"}, {"a": Words("b", "ru")}, {"a": Words("b", "en")}),
    *(Pair("a"), Pair("", "a"), Pair(Words("a", "en")), Pair(Words("a", "ru"))),
    *(Pair(("a",)), Pair(("a", ""), ""), (Pair("a"), "b"), Pair("a", "b")),
]


def test_what_is_different_has_another_fingerprint() -> None:
    found = {fingerprint(value): value for value in DIFFERENT}
    assert [value for value in DIFFERENT if found[fingerprint(value)] is not value] == []
