"""What somebody who may come in asks of the dashboard."""

from urllib.parse import urlencode

from hypothesis import strategies as st

from tests.votebox.fuzzing import heads
from tests.votebox.fuzzing.exchange import Header, Request, compose
from tests.votebox.fuzzing.votes import NEW_IDS, TEXTS, Strategy, mostly
from tests.votebox.sharing import PAGES

TOKEN = "the-token-of-the-fuzzing"
"""The dashboard's password, by which it is open."""

_IN: Header = (b"authorization", f"Bearer {TOKEN}".encode())
_OWN = [(b"content-type", heads.FORM_TYPE), (b"sec-fetch-site", b"same-origin")]

_PATHS = [
    *(
        b"/dashboard",
        b"/dashboard/",
        b"/dashboard/page",
        b"/dashboard/comments",
        b"/dashboard/comments/decide",
    ),
    *(
        b"/dashboard/forget",
        b"/dashboard/report.json",
        b"/dashboard/report.csv",
        b"/dashboard/x",
        b"/dashboard//",
    ),
]
_FIELDS = ["words", "language", "page", "state", "reason", "status", "after", "id", "back", "done", "key"]
_USUAL = [
    *(*PAGES, "en", "ru", "new", "planned", "dismissed", "wrong", "not-found", "pending", "yes", "", "a b"),
    *(
        "/dashboard/comments?page=en",
        "/dashboard/page?page=en#x",
        "//[",
        "https://[::1",
        "//elsewhere.example",
    ),
    *("%", "_", "\\", "\x00", "'", "{}", "\ufdfa" * 100, "a " * 300),
]

# Not an id that another vote has: it would be forgotten.
_VALUES: Strategy[str] = mostly(
    st.sampled_from(_USUAL), TEXTS, NEW_IDS.map(str), NEW_IDS.map(lambda found: found.urn)
)
_QUERY = st.lists(st.tuples(st.sampled_from(_FIELDS), _VALUES), max_size=4).map(
    lambda pairs: urlencode(pairs, errors="surrogatepass").encode()
)


def _asked(path: bytes, query: bytes, headers: list[Header]) -> Request:
    data = compose([_IN, *headers], method=b"GET", target=path + b"?" + query)
    return Request(data=data, method="GET", path="")


def _sent(path: bytes, form: bytes) -> Request:
    return Request(data=compose([_IN, *_OWN], form, target=path), path="")


DASHBOARD: Strategy[Request] = st.one_of(
    st.builds(_asked, st.sampled_from(_PATHS), _QUERY, heads.HEADERS),
    st.builds(_sent, st.sampled_from(_PATHS), _QUERY),
)
