"""What is read of a request before its vote is: who sends it, in what form, and how much."""

from collections.abc import Container, Mapping, Sequence
from hmac import compare_digest
from typing import Any

from msgspec import DecodeError, Struct
from msgspec.json import Decoder
from starlette.types import Receive, Scope

from votebox import clients, problems
from votebox.clients import Client, Network, is_local
from votebox.errors import Disconnected, Refused
from votebox.problems import BODY_LIMIT

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


_PASSED_ON = (b"forwarded", b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-real-ip")


class Envelope(Struct, frozen=True, kw_only=True):
    """A request without its body."""

    method: str
    client: Client
    headers: dict[bytes, bytes]
    """By their names in small letters; of a header that is sent twice the last counts."""

    def text(self, name: bytes) -> str:
        """Return a header's value, empty when it is missing."""
        return self.headers.get(name, b"").decode("latin-1")

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in small letters."""
        if self.headers.get(b"content-type") == b"application/json":
            return JSON  # as our page sends it
        return self.text(b"content-type").partition(";")[0].strip().lower()


class _Trap(Struct):
    """The field that pages hide from people; what fills it is a machine."""

    website: Any = None


_TRAPS = Decoder(_Trap)


def envelope(scope: Scope, proxies: Sequence[Network] = ()) -> Envelope:
    """Return what an ASGI scope says of a request, and what named proxies say."""
    headers = dict(scope["headers"])
    return Envelope(method=scope["method"], client=clients.identify(scope, headers, proxies), headers=headers)


def check_origin(envelope: Envelope, listed: Container[str]) -> None:
    """Let pages of this host and of the listed origins send votes, and clients that are no browser.

    A browser names the origin of the page with every POST; where it does not, Sec-Fetch-Site (Fetch Metadata)
    tells a page of another site. It tells one that bears our name, too: http://help.example is another site
    than https://help.example, and behind a proxy that ends TLS and is not named the two look alike.

    Raises:
        Refused: With 403. `null`, which a page sends that hides its origin, is never an origin of ours.
    """
    origin = envelope.text(b"origin").lower()
    if origin in listed:
        return
    own = f"{envelope.client.scheme}://{envelope.client.host}".lower()
    if origin not in ("", own) or envelope.text(b"sec-fetch-site").lower() == "cross-site":
        raise Refused(problems.foreign(envelope.text(b"origin")))


def trapped_json(body: bytes) -> bool:
    """Return whether a JSON object fills the field that no person sees."""
    if b'"website"' not in body:
        return False
    try:
        return bool(_TRAPS.decode(body).website)
    except (DecodeError, UnicodeDecodeError, RecursionError):
        return True  # a vote ignores what it does not know, however wrong; but it was not left empty


def trapped_form(form: Mapping[str, str]) -> bool:
    """Return whether a form fills the field that no person sees."""
    return bool(form.get("website"))


def may_read(envelope: Envelope, token: str) -> bool:
    """Return whether a client may read metrics: with the token, or where there is none from this machine.

    What a proxy passed on comes from this machine, too, so its usual headers are a no.
    """
    if token:
        given = envelope.headers.get(b"authorization", b"")
        return compare_digest(given, f"Bearer {token}".encode())
    return is_local(envelope.client.address) and envelope.headers.keys().isdisjoint(_PASSED_ON)


def wants_privacy(envelope: Envelope) -> bool:
    """Return whether a browser says Do Not Track (W3C Tracking Preference Expression) or Sec-GPC."""
    return b"1" in (envelope.headers.get(b"dnt"), envelope.headers.get(b"sec-gpc"))


async def read_body(envelope: Envelope, receive: Receive) -> bytes:
    """Return the whole body.

    Raises:
        Refused: With 413, as soon as its length is announced or counted to be over the limit.
        Disconnected: The client went away before its end.
    """
    announced = envelope.headers.get(b"content-length", b"")
    if announced.isdigit() and (len(announced) > 9 or int(announced) > BODY_LIMIT):
        raise Refused(problems.too_large())
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected("The client went away.")
        part: bytes = message.get("body", b"")
        body += part
        if len(body) > BODY_LIMIT:
            raise Refused(problems.too_large())
        if not message.get("more_body", False):
            return body
