"""Hypothesis strategies: whole files of facts, small, and valid for the loader though rules may object.

A book is what a ``statuses.yaml`` says with every short form written out, so that a test can edit it:
``book["statuses"]["paid"]["actions"][0]["needs_approval"] = True``.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from statusbook.load import loads
from statusbook.model import Catalog, Form, OrderStatus
from statusbook.source import dump

Book = dict[str, Any]
Books = st.SearchStrategy[Book]
Keys = dict[str, st.SearchStrategy[Any]]

_IDS = (
    *("pending", "paid", "packed", "on-its-way", "customs", "pick-up", "back_order", "X1", "reply", "search"),
    *("no", "y", "true", "null", "id", "action"),
)

_TRAPS = (
    *("no", "On", "null", "~", "24:00", "1_000", "0x1F", "2026-01-31", "=", "<<", "a: b", "a #b", "key:"),
    *("- a", "? a", "! a", "& a", "* a", "| a", "> a", "% a", "@a", "`a`", "[a]", "a, b", "---", "...", "#"),
    *(
        "'a'",
        '"a"',
        "Can't",
        "back\\slash",
        "a < b",
        "*Track*",
        "<3",
        "Möchten Sie „das“? – 速達 🚚",
        "\u200fאב",
    ),
    *("Words that go on in the next line, " * 5 + "and end.", "A colon: words, " * 9 + "- and a dash #3."),
)
"""Texts that YAML could misread, or that do not fit into a line."""

_WORDS = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters="{}<"), max_size=6)
_LINES = st.lists(_WORDS, min_size=1, max_size=4).map(lambda words: " ".join(words).strip())
_TEXTS = _LINES.filter(bool) | st.sampled_from(_TRAPS)
_ADDRESSES = st.sampled_from(["https://example.com", "https://example.com:8000/a,b?c=[d]&e=%20#f"])
_UNITS = st.sampled_from(["hour", "day", "business day"])
_AMOUNTS = st.builds("{} {}s".format, st.integers(2, 9999), _UNITS) | _UNITS.map("1 {}".format)
_RANGES = st.builds("{} to {} {}s".format, st.integers(1, 9), st.integers(10, 9999), _UNITS)
_YES = st.just(value=True)
_DAYS = st.dates().map(str)


def texts(times: list[str]) -> st.SearchStrategy[str]:
    """What readers see; some of it names an amount of time."""
    if not times:
        return _TEXTS
    forms = st.sampled_from(Form).map(lambda form: f":{form.value}" if form.value else "")
    return _TEXTS | st.builds("{} {{{}{}}}, {}".format, _TEXTS, st.sampled_from(times), forms, _TEXTS)


@st.composite
def books(draw: st.DrawFn) -> Book:
    """The data of a file: one to three statuses, and a few of everything else."""
    anchors = iter(draw(st.permutations(_IDS)))  # statuses, times and former ids share the page’s anchors

    def some(fewest: int, most: int) -> list[str]:
        return list(itertools.islice(anchors, draw(st.integers(fewest, most))))

    statuses = {id_: some(0, 2) for id_ in some(1, 3)}
    numbered, shown = some(0, 2), some(0, 1)
    methods, links, axes, actions = (draw(_few(_IDS, most)) for most in (2, 2, 2, 3))
    reached, words = [*statuses, *itertools.chain(*statuses.values())], texts(numbered)

    def formerly() -> Book:
        return {"formerly": former} if (former := some(0, 1)) else {}

    def status(stages: list[str]) -> Book:
        written = draw(_statuses(words, reached, axes, [*numbered, *shown], actions, methods)) | formerly()
        return written | ({"stages": {id_: status([]) for id_ in stages}} if stages else {})

    return {
        "shop": draw(_mappings({"time_zone": st.sampled_from(["Asia/Shanghai", "Europe/Berlin"])}))
        | {
            "name": draw(_TEXTS),
            "app": draw(_ADDRESSES),
            "links": {id_: draw(_mappings({"about": words}, label=words, url=_ADDRESSES)) for id_ in links},
        },
        "shipping": {id_: {"label": draw(words)} for id_ in methods},
        "times": {
            id_: draw(_times(words, reached, methods, is_shown=id_ in shown)) | formerly()
            for id_ in (*numbered, *shown)
        },
        "actions": {id_: draw(_actions(words, links, reached)) for id_ in actions},
        "axes": {id_: draw(_mappings({"about": words}, label=words)) for id_ in axes},
        "holidays": {
            id_: draw(_mappings({"until": _DAYS}, label=words, begins=_DAYS)) for id_ in draw(_few(_IDS))
        },
        "notices": {id_: draw(_mappings(label=words, begins=_DAYS, until=_DAYS)) for id_ in draw(_few(_IDS))},
        "statuses": {id_: status(stages) for id_, stages in statuses.items()},
    }


def catalogs() -> st.SearchStrategy[Catalog]:
    """What the loader makes of `books`."""
    return books().map(read)


def read(book: Book) -> Catalog:
    """The catalog that a book is the data of."""
    return loads(dump(book))


def _times(words: st.SearchStrategy[str], reached: list[str], methods: list[str], *, is_shown: bool) -> Books:
    more: Keys = {
        "short": words,
        "means": words,
        "guaranteed": _YES,
        "since": _one_of(reached),
        "shipping": _few(methods),
    }
    named = _mappings({"mark": words}, label=words) | _mappings(mark=words)
    numbers = _mappings(at_most=_AMOUNTS) | _mappings(between=_RANGES) | _mappings(after=_AMOUNTS)
    amounts = _mappings(shown_on=st.just("product page")) if is_shown else numbers
    return st.builds(lambda *parts: parts[0] | parts[1] | parts[2], named, amounts, _mappings(more))


def _actions(words: st.SearchStrategy[str], links: list[str], reached: list[str]) -> Books:
    more = {"does": words, "link": _one_of(links), "after": _one_of(reached), "until": _one_of(reached)}
    return _mappings(more, label=words)


def _statuses(  # noqa: PLR0917 - what a status can name
    words: st.SearchStrategy[str],
    reached: list[str],
    axes: list[str],
    times: list[str],
    actions: list[str],
    methods: list[str],
) -> Books:
    conditions = dict.fromkeys(("only_if_late", "only_if_paid", "needs_approval"), _YES)
    offers = _mappings(conditions | {"not_with": _few(methods)}, action=_one_of(actions))
    more: Keys = {
        "details": words,
        "schema_org": st.sampled_from(OrderStatus).map(lambda status: status.value),
        "code": _TEXTS,
        "axis": _one_of(axes),
        "also_in": _few(reached),
        "aliases": st.lists(words, max_size=3),
        "next": _few(reached),
        "times": _few(times),
        "actions": st.lists(offers, max_size=2) if actions else st.nothing(),
        "how_to": words,
        "steps": st.lists(_mappings({"note": words}, text=words), max_size=2),
        "late": _few(times),
    }
    more |= dict.fromkeys(("branch", "terminal", "hidden", "unordered"), _YES)
    return _mappings(more, label=words, meaning=words)


def _mappings(more: Keys | None = None, **required: st.SearchStrategy[Any]) -> Books:
    """The `required` keys, and some of those that may be left out."""
    return st.fixed_dictionaries(required, optional=more or {})


def _one_of(known: list[str]) -> st.SearchStrategy[str]:
    return st.sampled_from(known) if known else st.nothing()


def _few(known: Sequence[str], most: int = 2) -> st.SearchStrategy[list[str]]:
    return st.lists(st.sampled_from(known), unique=True, max_size=most) if known else st.just([])
