"""Whole requests: votes and others, with a head and a body."""

import json
import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from hypothesis import strategies as st

from tests.votebox.fuzzing import bodies, heads, votes
from tests.votebox.fuzzing.exchange import Facts, Header, Request, compose
from tests.votebox.fuzzing.votes import SPELLED, VOTES, Strategy

Members = dict[str, Any]

JSON = (b"content-type", heads.JSON_TYPE)
FORM = (b"content-type", heads.FORM_TYPE)


# As no program would write it, too: a vote ignores what it does not know.
_FILLED = [
    *(
        b"1",
        b"true",
        b'"x"',
        b"[0]",
        b'{"a":1}',
        b"-1e999",
        b"9" * 400,
        b'"\xff"',
        b'"\xed\xa0\x80"',
        b"[\xff]",
    ),
    *(b"[" * levels + b"]" * levels for levels in (2, 980, 2_000)),
]


def encoded(vote: Members) -> bytes:
    return json.dumps(vote, ensure_ascii=False).encode()


def facts(*votes: Members) -> tuple[Facts, ...]:
    return tuple(Facts(UUID(vote["id"]), vote["page"], vote["revision"], vote["helpful"]) for vote in votes)


def _vote(vote: Members, headers: Sequence[Header]) -> Request:
    return Request(data=compose([JSON, *headers], encoded(vote)), votes=facts(vote))


def _form(vote: Members, headers: Sequence[Header], with_id: bool) -> Request:
    fields = {name: value for name, value in vote.items() if name != "id" or with_id}
    data = compose([FORM, *headers], urlencode(fields).encode())
    return Request(data=data, form=True, votes=facts(vote) if with_id else ())


def _trapped(vote: Members, filled: bytes) -> Request:
    body = encoded(vote)[:-1] + b',"website":' + filled + b"}"
    return Request(data=compose([JSON], body), trapped=True)


def _trapped_form(vote: Members, filled: str) -> Request:
    data = compose([FORM], urlencode({**vote, "website": filled}).encode())
    return Request(data=data, form=True, trapped=True)


def _spelled(vote: Members, spelled: object) -> Request:
    return Request(data=compose([JSON], json.dumps({**vote, "id": spelled}).encode()))


def _nearly(vote: Members, as_form: bool) -> Request:
    if not as_form:
        return Request(data=compose([JSON], encoded(vote)))
    fields = {name: value if isinstance(value, str) else json.dumps(value) for name, value in vote.items()}
    return Request(data=compose([FORM], urlencode(fields).encode()), form=True)


def typed(body: bytes, media_type: bytes, headers: Sequence[Header]) -> Request:
    data = compose([(b"content-type", media_type), *headers], body)
    return Request(data=data, form=b"form-url" in media_type)


def _asked(method: bytes, target: bytes, headers: Sequence[Header], body: bytes) -> Request:
    plain = re.fullmatch(rb"/[a-z0-9./]*", target)
    return Request(
        data=compose([JSON, *headers], body, method=method, target=target),
        method=method.decode(),
        path=target.decode() if plain else "",
    )


VALID: Strategy[Request] = st.builds(_vote, VOTES, heads.HEADERS)
FORMS: Strategy[Request] = st.builds(_form, VOTES, heads.HEADERS, st.booleans())
TRAPPED: Strategy[Request] = st.one_of(
    st.builds(_trapped, VOTES, st.sampled_from(_FILLED)),
    st.builds(_trapped_form, VOTES, st.text(min_size=1)),
)
NEARLY: Strategy[Request] = st.builds(_nearly, votes.NEARLY, st.booleans())
IDENTIFIED: Strategy[Request] = st.builds(_spelled, VOTES, SPELLED)
BODIES: Strategy[Request] = st.builds(
    typed,
    st.one_of(bodies.JSON, bodies.BAD_JSON, bodies.BAD_FORMS, st.binary(max_size=9_000)),
    st.sampled_from(heads.OWN_TYPES),
    st.just(()),
)
TYPED: Strategy[Request] = st.builds(typed, bodies.JSON, heads.TYPES, heads.HEADERS)
FLOODED: Strategy[Request] = st.builds(_vote, VOTES, heads.FLOODS)
ASKED: Strategy[Request] = st.builds(_asked, heads.METHODS, heads.TARGETS, heads.HEADERS, bodies.JSON)
