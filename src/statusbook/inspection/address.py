"""Votes from a votebox that runs: the report that its dashboard gives out, by its address."""

from __future__ import annotations

import http.client
import string
import time
import urllib.error
import urllib.request
from urllib.parse import quote, urljoin, urlsplit

from statusbook.inspection.votes import Votes, read_votes
from statusbook.problems import StatusbookError

TOKEN = "STATUSBOOK_VOTES_TOKEN"  # noqa: S105 - the name of a variable
"""The environment variable that holds the token of votebox's dashboard."""

MOST_SECONDS = 20.0
"""How long votebox may be silent, and how long the body of its answer may take."""

MOST_BYTES = 64_000_000
"""Far more than a report has; another address could give out anything, without an end."""

_EXAMPLE = "https://help.example.com/dashboard/report.json"
_PIECE = 65_536


class AddressError(StatusbookError):
    """There are no votes to be had at an address; the message says what to do."""


def is_address(name: str) -> bool:
    """Whether `name` is the address of something on the web, and no file's."""
    return name.lower().startswith(("http://", "https://"))


def fetch_votes(url: str, token: str) -> Votes:
    """The votes at an address; `token` opens the dashboard, empty where it is open.

    Raises:
        AddressError: where nothing can be fetched.
        InvalidInputError: where what was fetched is of another shape.
    """
    _check(url, token)
    return read_votes(_fetch(url, token), url, f"Give the address of votebox’s report, such as {_EXAMPLE}")


def _check(url: str, token: str) -> None:
    """Refuses what could not be sent; nothing secret is repeated."""
    try:
        parts = urlsplit(url)
        well_formed = bool(parts.hostname) and parts.port != 0 and url.isascii() and url.isprintable()
    except ValueError:
        well_formed = False
    if not well_formed or " " in url:
        raise AddressError(f"“{url}” is no address. Write one such as {_EXAMPLE}")
    if parts.username or parts.password:
        raise AddressError(f"The address has a password in it. Leave it out, and set {TOKEN} to the token.")
    if not (token.isascii() and token.isprintable()):
        raise AddressError(f"{TOKEN} has characters that no token has. Copy it again.")


def _fetch(url: str, token: str) -> bytes:
    request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - see `is_address`
    if token:
        request.add_unredirected_header("Authorization", f"Bearer {token}")
    try:
        with urllib.request.build_opener(_NoRedirects).open(request, timeout=MOST_SECONDS) as answer:
            return _body(answer, url)
    except urllib.error.HTTPError as error:
        with error:
            raise AddressError(_refused(url, error, token)) from None
    except TimeoutError:
        raise AddressError(_slow(url)) from None
    except (OSError, http.client.HTTPException) as error:
        raise AddressError(_unreachable(url, error)) from None


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """Another address may be that of another host, which must not get the token; so the editor is asked."""

    def redirect_request(self, *_: object) -> None:
        """None is followed."""


def _body(answer: http.client.HTTPResponse, url: str) -> bytes:
    until, body = time.monotonic() + MOST_SECONDS, bytearray()
    while piece := answer.read1(_PIECE):
        body += piece
        if len(body) > MOST_BYTES:
            message = (
                f"{url} gives more than {MOST_BYTES:,} bytes, which no report has. Is it the right address?"
            )
            raise AddressError(message)
        if time.monotonic() > until:
            raise TimeoutError
    return bytes(body)


def _refused(url: str, error: urllib.error.HTTPError, token: str) -> str:
    """What an answer means that is none of success."""
    code, to = error.code, error.headers.get("Location")
    if code in {401, 403} and token:
        return f"{url} refuses the token in {TOKEN} ({code}). Set it to the token of votebox’s dashboard."
    if code in {401, 403}:
        return f"{url} is not open to everybody ({code}). Set {TOKEN} to the token of votebox’s dashboard."
    if code == 404:
        return f"{url} does not exist (404). Give the address of votebox’s report, such as {_EXAMPLE}"
    if to and 300 <= code < 400:
        there = quote(urljoin(url, to), safe=string.punctuation)
        return f"{url} sends on to {there}. If that is votebox’s report, give that address."
    return f"{url} answers with {code}, and no report. Try again; votebox’s log says more."


def _slow(url: str) -> str:
    return f"{url} has not answered within {MOST_SECONDS:g} seconds. Try again; is votebox well?"


def _unreachable(url: str, error: Exception) -> str:
    reason = error.reason if isinstance(error, urllib.error.URLError) else error
    if isinstance(reason, TimeoutError):
        return _slow(url)
    # What the answer says instead of HTTP is not repeated: it may be anything.
    said = getattr(reason, "strerror", None) or "what answers there does not speak HTTP"
    return f"{url} cannot be reached: {said}. Is the address right, and does votebox run there?"
