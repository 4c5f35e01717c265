"""What is in a vote, right and wrong: ids in every spelling, texts, numbers, levels."""

from collections.abc import Callable
from random import Random
from typing import Any, TypeVar
from uuid import UUID

from hypothesis import strategies as st

from tests.votebox.hostile import HOSTILE
from tests.votebox.sharing import PAGES
from votebox.vote import Reason

Strategy = st.SearchStrategy

_T = TypeVar("_T")


def mostly(usual: Strategy[_T], *others: Strategy[_T]) -> Strategy[_T]:
    """Draw from a strategy four times of five; `one_of` would take it for one when it is named often."""
    return st.integers(0, 4).flatmap(lambda number: usual if number else st.one_of(others))


_RANDOM = Random(0)

NEW_IDS: Strategy[UUID] = st.builds(lambda: UUID(int=_RANDOM.getrandbits(128)))
"""Ids that no other vote has; Hypothesis likes to come back to what it drew."""

IDS: Strategy[UUID] = mostly(NEW_IDS, st.uuids(), st.sampled_from([UUID(int=0), UUID(int=2**128 - 1)]))

_SPELLINGS: list[Callable[[UUID], Any]] = [
    *(str, str, str, lambda found: str(found).upper(), lambda found: found.hex),
    *(lambda found: found.urn, "{{{}}}".format, " {}".format, "{}\n".format, "{}\0".format),
    *(lambda found: str(found)[:-1], lambda found: f"{found}0", lambda found: f"{str(found)[:-1]}g"),
    lambda found: str(found).translate({0x30 + digit: 0xFF10 + digit for digit in range(10)}),
    lambda found: str(found).replace("-", "\u2010"),
    *(lambda found: found.int, lambda found: list(found.bytes)),
]

NUMBERS = [
    *(
        "0",
        "-0",
        "1e5",
        "1E400",
        "-1e400",
        "1e-400",
        "0.1e99999999",
        "9" * 400,
        "-" + "9" * 40,
        "1" + "0" * 308,
    ),
    *(
        "9007199254740993",
        "18446744073709551616",
        "NaN",
        "Infinity",
        "-Infinity",
        "01",
        "1.",
        ".5",
        "0x10",
        "+1",
    ),
]
"""Numbers as they are written in JSON, and what is none."""

CHARACTERS = st.characters(exclude_categories=())
"""Every code point, lone surrogates too."""

_PERSONAL = [
    *("anna@example.com", "+7 495 123-45-67", "4111 1111 1111 1111", "DE89370400440532013000"),
    *("https://shop.example/?token=s3cr3tt0k3n", "№ 1234567", "anna at example dot com"),
]

_UNITS = [
    "\u0301",
    "\u202e",
    "=",
    "[",
    "\\",
    "9",
    "👩\u200d🚀",
    "<b>",
    "%",
    "\r\n",
    "a@b.co ",
    "\ufeff",
    "+7 ",
]

COMMENTS: Strategy[str] = st.one_of(
    st.text(max_size=80),
    st.sampled_from(HOSTILE),
    st.lists(st.one_of(st.sampled_from(_PERSONAL), st.text(max_size=8)), max_size=6).map(" ".join),
    st.builds(lambda unit, times: unit * times, st.sampled_from(_UNITS), st.integers(1, 2_100)),
)

REVISIONS = st.one_of(
    st.sampled_from(["5f2c9a1b03de", "0" * 8, "f" * 64]), st.integers(0, 2**64 - 1).map("{:08x}".format)
)


def _answers() -> Strategy[dict[str, str]]:
    """Pages with an answer, and with details after No."""
    yes = st.sampled_from([{"page": page, "helpful": "yes"} for page in PAGES])
    details = [
        {"page": page, "helpful": "no", **reason, **status}
        for page, known in PAGES.items()
        for reason in ({}, *({"reason": str(reason)} for reason in Reason))
        for status in ({}, *({"status": status} for status in known["statuses"]))
    ]
    commented = st.builds(lambda vote, text: {**vote, "comment": text}, st.sampled_from(details), COMMENTS)
    return st.one_of(yes, st.sampled_from(details), commented)


VOTES: Strategy[dict[str, Any]] = st.builds(
    lambda vote_id, revision, rest: {"id": str(vote_id), "revision": revision, **rest},
    IDS,
    REVISIONS,
    _answers(),
)
"""Votes that could be those of people, but for what they write."""

TEXTS = st.one_of(st.text(CHARACTERS, max_size=40), st.sampled_from(HOSTILE), st.text(max_size=2_200))

JUNK: Strategy[Any] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), TEXTS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(TEXTS, inner, max_size=3)),
    max_leaves=4,
)

SPELLED = st.builds(lambda found, spell: spell(found), IDS, st.sampled_from(_SPELLINGS))
"""Ids in every spelling, and in some that are none."""


@st.composite
def damaged(draw: st.DrawFn) -> dict[str, Any]:
    """Votes of which some members are wrong, missing, or not of a vote at all."""
    vote = dict(draw(VOTES))
    for name in draw(st.lists(st.sampled_from([*vote, "reason", "status", "comment", "other"]), max_size=3)):
        if draw(st.booleans()):
            vote[name] = draw(SPELLED) if name == "id" else draw(JUNK)
        else:
            vote.pop(name, None)
    return vote


_MISSES: dict[str, list[Any]] = {
    "id": ["", "7", None, "0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e\n"],
    "page": ["de", "", "en/", "/en", "EN", "en\x00", "en/order-status\n", "../en", None, 7, ["en"], {}],
    "revision": ["0" * 7, "0" * 65, "5F2C9A1B", "5f2c9a1b03de\n", "5f2c9a1b03dg", "", None, 12_345_678],
    "helpful": ["YES", "maybe", "", "no ", True, 1, None, ["yes"]],
    "reason": ["spam", "", "Wrong", "wrong ", 1, [], "not_found"],
    "status": ["shipped", "", "Pending", "pending\x00", "payment-received", 1, {}, "x" * 2_000],
    "comment": ["x" * 2_000, "x" * 2_001, "щ" * 2_001, " \n\t", "", 7, {"a": 1}, ["x"]],
}


def _missed(vote: dict[str, Any], miss: tuple[str, Any]) -> dict[str, Any]:
    name, value = miss
    return {**vote, "helpful": "no", name: value}


NEARLY: Strategy[dict[str, Any]] = st.builds(
    _missed,
    VOTES,
    st.one_of(
        st.sampled_from([(name, value) for name, values in _MISSES.items() for value in values]),
        st.tuples(st.sampled_from(list(_MISSES)), st.sampled_from(HOSTILE)),
    ),
)
"""Votes for No of which one field is at a limit, beyond it, or something else."""
