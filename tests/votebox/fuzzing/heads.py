"""What stands before a body: content types, headers of browsers and proxies, methods and paths."""

from hypothesis import strategies as st

from tests.votebox.fuzzing.exchange import Header
from tests.votebox.fuzzing.votes import Strategy, mostly

JSON_TYPE = b"application/json"
FORM_TYPE = b"application/x-www-form-urlencoded"

OWN_TYPES = [
    *(JSON_TYPE, FORM_TYPE, b"Application/JSON; charset=utf-8", b"application/json;charset=utf-16"),
    *(b'application/x-www-form-urlencoded; charset="latin-1"', b" application/json ; a=b; a=c"),
]
"""Content types that are taken, whatever their parameters."""

_TYPES = [
    *OWN_TYPES,
    *(b"", b";", b"text/plain", b"multipart/form-data; boundary=x", b"application/xml", b"application/jsonx"),
    *(b"application/ld+json", b"application/json, text/plain", b"application/\xff", b"*/*", b"a" * 300),
]

_VALUES = st.text(
    st.characters(min_codepoint=0x20, max_codepoint=0xFF, exclude_characters="\x7f"), max_size=60
).map(lambda text: text.encode("latin-1"))
"""What may stand in a header; other bytes are no HTTP, and are sent by `streams`."""

_ADDRESSES = [
    *(
        b"203.0.113.7",
        b"2001:db8::7",
        b"[2001:db8::7]:80",
        b"192.0.2.1:99999",
        b"::ffff:192.0.2.1",
        b"unknown",
    ),
    *(
        b"_hidden",
        b"127.0.0.1",
        b"",
        b"999.1.1.1",
        b"0x7f.1",
        b"1.2.3",
        b"fe80::1%eth0",
        b"::1%",
        b"[",
        b"]:1",
    ),
    *(b"203.0.113.7, 198.51.100.1", b"a,b,,c", b"," * 200, b"192.0.2.1 192.0.2.2", b"\xff\xfe", b"1.2.3.4\t"),
]
_ORIGINS = [
    *(b"http://127.0.0.1", b"HTTP://127.0.0.1", b"https://help.example", b"HTTPS://HELP.example", b"null"),
    *(
        b"http://127.0.0.1:80",
        b"http://127.0.0.1/",
        b"http://127.0.0.1.elsewhere.example",
        b"file://",
        b"\xff",
    ),
    *(b"http://127.0.0.1, http://elsewhere.example", b"https://help.example:443", b"http://[::1", b"x", b""),
]
_KNOWN: dict[bytes, list[bytes]] = {
    b"origin": _ORIGINS,
    b"sec-fetch-site": [b"same-origin", b"same-site", b"cross-site", b"none", b"CROSS-SITE", b"x", b""],
    b"x-forwarded-for": _ADDRESSES,
    b"x-forwarded-proto": [b"http", b"https", b"HTTPS", b"https, http", b"ftp", b"", b"javascript"],
    b"x-forwarded-host": [b"help.example", b"127.0.0.1", b"a, b", b"", b"[", b"\xff", b"x" * 300],
    b"forwarded": [b"for=203.0.113.7;host=x", b'for="[2001:db8::7]"', b"x", b"="],
    b"host": [
        b"127.0.0.1",
        b"",
        b"[",
        b"[::1]:80",
        b"help.example",
        b"a b",
        b"x@y",
        b"http://x/",
        b"\xff",
        b"x:y",
    ],
    b"user-agent": [b"", b"agent", b"\xff" * 200, b"a" * 4_000],
    b"accept": [b"*/*", b"text/html", b"application/problem+json;q=0", b"x"],
    b"accept-language": [b"ru", b"*", b"\xff"],
    b"cookie": [b"a=b", b"\xff", b"=" * 100],
    b"authorization": [b"Bearer x", b"Bearer ", b"Basic \xff"],
    b"content-encoding": [b"gzip", b"identity", b"br"],
    b"expect": [b"100-continue", b"200-ok"],
    b"connection": [b"keep-alive", b"close", b"upgrade", b"content-length", b"x"],
    b"upgrade": [b"h2c", b"websocket", b"TLS/1.2"],
    b"dnt": [b"1", b"0", b"x"],
    b"sec-gpc": [b"1", b"?1"],
    b"access-control-request-method": [b"POST", b"DELETE", b"\xff"],
    b"if-none-match": [b"*", b'"x"', b"x"],
    b"if-modified-since": [
        b"Wed, 21 Oct 2099 07:28:00 GMT",
        b"yesterday",
        b"Mon, 99 Xxx 0000 99:99:99 +9999",
        b"",
    ],
    b"range": [
        b"bytes=0-0",
        b"bytes=-1",
        b"bytes=9-1",
        b"bytes=" + b"0-0," * 200,
        b"x=1",
        b"bytes=a-b",
        b"bytes=",
    ],
}

_HEADER: Strategy[Header] = mostly(
    st.sampled_from([(name, value) for name, values in _KNOWN.items() for value in values]),
    st.tuples(st.sampled_from(list(_KNOWN)), _VALUES),
)
_ANY_NAME = st.sampled_from([b"x", b"x-!#$%&'*+.^_`|~", b"X-" + b"a" * 200, b"9", b"content-security-policy"])

HEADERS: Strategy[list[Header]] = st.one_of(
    st.just([]),
    st.lists(_HEADER, min_size=1, max_size=3),
    st.lists(_HEADER, min_size=1, max_size=2).map(lambda headers: headers * 2),
    st.lists(st.tuples(_ANY_NAME, _VALUES), min_size=1, max_size=2),
)
"""Headers that browsers, proxies and machines send, some of them twice."""

FLOODS: Strategy[list[Header]] = st.builds(
    lambda name, value, times: [(name, value)] * times,
    st.sampled_from([b"x", b"x-forwarded-for", b"cookie", b"origin", b"host"]),
    st.sampled_from([b"", b"a", b"127.0.0.1", b"a" * 1_000, b"," * 4_000]),
    st.integers(1, 2_000),
)
"""One header many times: 16 KB of them may come."""

TYPES: Strategy[bytes] = st.sampled_from(_TYPES)

METHODS: Strategy[bytes] = st.sampled_from(
    [b"GET", b"HEAD", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"TRACE", b"PROPFIND", b"PURGE", b"POST"]
)

_PATHS = [
    *(
        b"/votes",
        b"/votes/",
        b"/votes/7",
        b"/votes/%2e%2e",
        b"/votes?x=1",
        b"/votes%00",
        b"/VOTES",
        b"//votes",
    ),
    *(
        b"/health",
        b"/health/",
        b"/ready",
        b"/metrics",
        b"/openapi.json",
        b"/",
        b"/order-status",
        b"/order-status/",
    ),
    *(
        b"//elsewhere.example/..",
        b"/order-status?a=%0d%0ax:y",
        b"/%2e%2e/votes.db",
        b"/../votes.db",
        b"/ru/%FF",
    ),
    *(b"/assets/plain.css", b"/%00", b"/" + b"a" * 300, b"/a/" * 300, b"/ru/..%5c..%5cvotes.db", b"*", b"/%"),
    *(
        b"http://elsewhere.example/votes",
        b"/votes;x=1",
        b"/votes#x",
        b"/order-status%2f",
        b"/.%00./",
        b"/\xc3\xa9",
    ),
]
TARGETS: Strategy[bytes] = st.one_of(
    st.sampled_from(_PATHS), st.from_regex(rb"/[!$&'()*+,;=:@%/?.~0-9A-Za-z_-]{0,40}", fullmatch=True)
)
"""Targets of requests, below /votes and elsewhere."""
