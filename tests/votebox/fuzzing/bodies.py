"""Votes as JSON and as forms: well written, badly written, and as no program would write them."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, quote_plus

from hypothesis import strategies as st

from tests.votebox.fuzzing.votes import JUNK, NUMBERS, TEXTS, VOTES, Strategy, damaged

_ENCODINGS = [
    *("utf-8-sig", "utf-16", "utf-16-le", "utf-32", "utf-7", "latin-1", "cp1251", "shift-jis", "cp037"),
]

_MARKS = [("[", "]"), ('{"a":', "}"), ('{"":[', "]}")]


def _json(members: Any, ascii_only: bool) -> bytes:
    # What has lone surrogates can be written with escapes alone.
    text = json.dumps(members, ensure_ascii=ascii_only)
    return text.encode("utf-8", "surrogatepass")


JSON: Strategy[bytes] = st.builds(_json, st.one_of(VOTES, damaged(), JUNK), st.booleans())
"""Any JSON, most of it nearly a vote."""


def levels(marks: tuple[str, str], count: int, closed: bool) -> str:
    """Write a value of so many levels."""
    return marks[0] * count + ("0" + marks[1] * count if closed else "")


_DEEP = st.builds(
    levels, st.sampled_from(_MARKS), st.one_of(st.integers(1, 4_000), st.integers(900, 1_010)), st.booleans()
)
_SIGNS = [
    *(
        r"\ud800",
        r"\udc00",
        r"\ud83d\ude00",
        r"\u0000",
        r"\u000",
        r"\x41",
        r"\/",
        "\\",
        '"',
        "\x00",
        "\t",
        "ab",
    ),
]
_ESCAPES = st.lists(st.sampled_from(_SIGNS), max_size=6).map(lambda parts: f'"{"".join(parts)}"')
_VALUES = st.one_of(
    st.sampled_from([*NUMBERS, "nul", "True", "undefined", "", "'x'", '""', "null", "{}"]), _DEEP, _ESCAPES
)
_NAMES = [
    *("id", "page", "revision", "helpful", "reason", "status", "comment"),
    *("other", "__proto__", r"i\u0064", "Id", ""),
]


@st.composite
def _written(draw: st.DrawFn) -> bytes:
    """A vote with members that Python would not write, before or after its own."""
    vote = json.dumps(draw(VOTES))[1:-1]
    others = draw(st.lists(st.tuples(st.sampled_from(_NAMES), _VALUES), min_size=1, max_size=3))
    parts = [f'"{name}":{value}' for name, value in others]
    parts.insert(draw(st.sampled_from([0, len(parts)])), vote)
    gap = draw(st.sampled_from(["", " ", "\n\t", "\x00", "\ufeff", "\u00a0", "/**/", "//\n"]))
    return f"{gap}{{{f',{gap}'.join(parts)}}}".encode("utf-8", "surrogatepass")


@st.composite
def spoilt(draw: st.DrawFn, whole: Strategy[bytes]) -> bytes:
    """Good bytes, of which some are lost, doubled, or replaced."""
    body = draw(whole)
    for _ in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(body)))
        end = start + draw(st.integers(0, 8))
        other = draw(st.one_of(st.binary(max_size=4), st.just(body[start:end] * 2)))
        body = body[:start] + other + body[end:]
    return body


def _encoded(members: dict[str, Any], encoding: str) -> bytes:
    return json.dumps(members, ensure_ascii=False).encode(encoding, "ignore")


BAD_JSON: Strategy[bytes] = st.one_of(
    _written(),
    _written(),
    spoilt(JSON),
    st.builds(_encoded, VOTES, st.sampled_from(_ENCODINGS)),
    st.builds(lambda vote, times: json.dumps(vote).encode() * times, VOTES, st.integers(2, 3)),
)
"""What is no JSON, or JSON that no program would write."""

_Pairs = list[tuple[str, str]]

PAIRS: Strategy[_Pairs] = VOTES.map(lambda vote: [(name, value) for name, value in vote.items()])

_QUOTES: list[Callable[[str], str]] = [
    *(quote_plus, quote_plus, quote),
    lambda text: "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass")),
    lambda text: quote_plus(quote_plus(text, errors="ignore")),
    lambda text: quote_plus(text.encode("utf-16-le", "surrogatepass")),
    lambda text: "".join(f"%u{ord(sign):04x}" for sign in text),
    lambda text: text.replace("&", "%26"),
]


def _form(pairs: _Pairs, quoting: Callable[[str], str]) -> bytes:
    fields = (f"{_quoted(quoting, name)}={_quoted(quoting, value)}" for name, value in pairs)
    return "&".join(fields).encode("utf-8", "surrogatepass")


def _quoted(quoting: Callable[[str], str], text: str) -> str:
    try:
        return quoting(text)
    except UnicodeEncodeError:  # lone surrogates, which not every way can write
        return quote_plus(text, errors="surrogatepass")


FORM: Strategy[bytes] = PAIRS.map(lambda pairs: _form(pairs, quote_plus))
"""Votes as browsers send them."""

_TRICKS = [
    *("%", "%%", "%zz", "%0", "%00", "%FF", "%C0%80", "%ED%A0%80", "%F4%90%80%80", "%EF%BB%BF", "%u0041"),
    *("+", "&", "&&", ";", "=", "==", "&=", "&a", "&a=b=c", "&page=", "&page=x", "&_charset_=utf-7"),
    *("&helpful=no", "&helpful=yes", "&comment[]=x", "&comment.x=1", "#", "?", "\x00", "\r\n", "\xff"),
]


@st.composite
def _tricked(draw: st.DrawFn) -> bytes:
    """A form with things at places where nobody writes them."""
    body = draw(FORM)
    for trick in draw(st.lists(st.sampled_from(_TRICKS), min_size=1, max_size=4)):
        place = draw(st.one_of(st.just(len(body)), st.integers(0, len(body))))
        body = body[:place] + trick.encode("latin-1") + body[place:]
    return body


@st.composite
def _many(draw: st.DrawFn) -> bytes:
    """A form with many fields, or fields of any name and text, several times."""
    pairs = draw(PAIRS) + draw(st.lists(st.tuples(TEXTS, TEXTS), max_size=4))
    pairs = draw(st.permutations(pairs)) * draw(st.sampled_from([1, 1, 2, 30]))
    return _form(pairs, draw(st.sampled_from(_QUOTES)))


BAD_FORMS: Strategy[bytes] = st.one_of(_tricked(), _many(), spoilt(FORM))
"""Forms that no browser would send."""
