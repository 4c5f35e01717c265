"""What goes over a connection beside one whole request after another: chunks, cut off, at once, no HTTP."""

from itertools import pairwise

from hypothesis import strategies as st

from tests.votebox.fuzzing import bodies, heads
from tests.votebox.fuzzing.exchange import Request, compose
from tests.votebox.fuzzing.requests import FORMS, JSON, VALID, Members, encoded, facts, typed
from tests.votebox.fuzzing.votes import NEW_IDS, VOTES, Strategy, mostly

_NEW_VOTES: Strategy[Members] = st.builds(lambda vote, new: {**vote, "id": str(new)}, VOTES, NEW_IDS)
"""Votes that are sent once: of some nobody can say whether they are stored."""

# Chunks (RFC 9112, section 7.1): sizes in hexadecimal, with extensions, and trailers after the last one.
_EXTENSIONS = st.sampled_from([b"", b"", b"", b";a=b", b';a="b;c"', b" ;"])
_TRAILERS = st.sampled_from([b"", b"", b"origin: null\r\n", b"content-length: 3\r\n"])


@st.composite
def _parts(draw: st.DrawFn, body: bytes) -> list[bytes]:
    places = sorted(draw(st.lists(st.integers(0, len(body)), max_size=6)))
    ends = [0, *places, len(body)]
    return [body[start:end] for start, end in pairwise(ends) if start < end]


@st.composite
def chunked(draw: st.DrawFn) -> Request:
    """A vote in chunks."""
    vote = draw(VOTES)
    lines = [b"%x%s\r\n%s\r\n" % (len(part), draw(_EXTENSIONS), part) for part in draw(_parts(encoded(vote)))]
    body = b"".join([*lines, b"0\r\n", draw(_TRAILERS), b"\r\n"])
    return Request(data=compose([JSON, (b"transfer-encoding", b"chunked")], body), votes=facts(vote))


@st.composite
def large(draw: st.DrawFn) -> Request:
    """A body of up to a million bytes, whose length is said or which comes in chunks."""
    unit = draw(st.sampled_from([b"x", b"[", b'{"comment":"x"},', b"&a=b", b"comment=%3D", b"\x00", b"\xff"]))
    body = unit * (draw(st.integers(8_000, 1_000_000)) // len(unit))
    if draw(st.booleans()):
        return typed(body, draw(heads.TYPES), ())
    parts = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:9_000], body[9_000:]) if part)
    return typed(parts + b"0\r\n\r\n", heads.JSON_TYPE, [(b"transfer-encoding", b"chunked")])


@st.composite
def pipelined(draw: st.DrawFn) -> Request:
    """Several votes at once on one connection, some of them the same."""
    votes = draw(st.lists(VOTES, min_size=1, max_size=4))
    votes += draw(st.lists(st.sampled_from(votes), max_size=2))
    data = b"".join(compose([JSON], encoded(vote)) for vote in votes)
    return Request(data=data, answers=len(votes), votes=facts(*votes))


@st.composite
def cut(draw: st.DrawFn) -> Request:
    """A vote that ends before its end, which is never stored."""
    data = draw(st.one_of(VALID, FORMS, chunked())).data
    return Request(data=data[: draw(st.integers(0, len(data) - 1))], form=True, answers=None)


_ODD_HEADERS = [
    *(b"content-length: 0", b"content-length: 1", b"content-length: -1", b"content-length: +7"),
    *(b"content-length: 0x7", b"content-length: 7, 7", b"content-length:", b"content-length: " + b"9" * 30),
    *(b"transfer-encoding: chunked", b"transfer-encoding: identity", b"transfer-encoding: gzip, chunked"),
    *(b"transfer-encoding: chunked, gzip", b"transfer-encoding: xchunked", b"transfer-encoding:\x0bchunked"),
    *(b"transfer-encoding:", b"no colon", b": no name", b" folded: x", b"a b: c", b"a\x00: b", b"a: b\x00c"),
    *(b"a: b\rc", b"a:\x01", b"a: b\n\ttransfer-encoding: chunked", b"\xff: x", b"x: \xff", b"x:\ty \t"),
]
_LINES = [
    *(
        b"POST /votes HTTP/1.0",
        b"POST /votes HTTP/0.9",
        b"POST /votes HTTP/2.0",
        b"POST /votes",
        b"post /votes HTTP/1.1",
    ),
    *(
        b"POST  /votes HTTP/1.1",
        b"POST /votes\x00 HTTP/1.1",
        b"POST /vo\xffes HTTP/1.1",
        b"CONNECT x:80 HTTP/1.1",
    ),
    *(
        b"POST http://x/votes HTTP/1.1",
        b"POST /votes HTTP/1.1 ",
        b"\r\n\r\nPOST /votes HTTP/1.1",
        b"HTTP/1.1 200 OK",
    ),
    *(
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"SSH-2.0-x",
        b"x" * 20_000,
    ),
]


@st.composite
def misframed(draw: st.DrawFn) -> Request:
    """A vote whose head says two things of where it ends, or what no head may say."""
    vote = draw(_NEW_VOTES)
    body = encoded(vote)
    headers = [b"content-type: application/json", b"host: x", b"content-length: %d" % len(body)]
    headers = headers[: draw(st.sampled_from([2, 3, 3]))] + draw(
        st.lists(st.sampled_from(_ODD_HEADERS), max_size=2)
    )
    line = draw(mostly(st.just(b"POST /votes HTTP/1.1"), st.sampled_from(_LINES)))
    end = draw(st.sampled_from([b"\r\n", b"\r\n", b"\r\n", b"\n"]))
    head = end.join([line, *draw(st.permutations(headers)), b"", b""])
    data = head + body + draw(st.sampled_from([b"", b"\r\n0\r\n\r\n"]))
    return Request(data=data, path="", form=True, answers=None, votes=facts(vote))


NO_HTTP: Strategy[Request] = st.one_of(
    st.binary(max_size=300),
    st.builds(lambda line, rest: line + b"\r\n" + rest, st.sampled_from(_LINES), st.binary(max_size=50)),
    bodies.spoilt(
        st.builds(lambda method, target: compose(method=method, target=target), heads.METHODS, heads.TARGETS)
    ),
).map(lambda data: Request(data=data, path="", form=True, answers=None))


@st.composite
def followed(draw: st.DrawFn) -> Request:
    """A vote, and at once what is no HTTP."""
    vote = draw(_NEW_VOTES)
    data = compose([JSON], encoded(vote)) + draw(st.binary(min_size=1, max_size=50))
    return Request(data=data, answers=None, votes=facts(vote))
