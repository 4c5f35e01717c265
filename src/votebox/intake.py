"""What is read of a request before its vote is: who sends it, in what form, and how much."""

from collections.abc import Container

from msgspec import Struct
from starlette.types import Receive, Scope

from votebox import problems
from votebox.errors import Disconnected, Refused
from votebox.problems import BODY_LIMIT

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Envelope(Struct, frozen=True, kw_only=True):
    """A request without its body."""

    method: str
    scheme: str
    address: str
    """The client's address, as the socket has it; empty where the socket has none."""
    headers: dict[bytes, bytes]
    """By their names in small letters; of a header that is sent twice the last counts."""

    def text(self, name: bytes) -> str:
        """Return a header's value, empty when it is missing."""
        return self.headers.get(name, b"").decode("latin-1")

    @property
    def media_type(self) -> str:
        """The content type without its parameters, in small letters."""
        return self.text(b"content-type").partition(";")[0].strip().lower()


def envelope(scope: Scope) -> Envelope:
    """Return what an ASGI scope says of a request."""
    client = scope.get("client")
    return Envelope(
        method=scope["method"],
        scheme=scope["scheme"],
        address=client[0] if client else "",
        headers=dict(scope["headers"]),
    )


def check_origin(envelope: Envelope, listed: Container[str]) -> None:
    """Let pages of this host and of the listed origins send votes, and clients that are no browser.

    A browser names the origin of the page with every POST; where it does not, Sec-Fetch-Site (Fetch Metadata)
    tells a page of another site.

    Raises:
        Refused: With 403. `null`, which a page sends that hides its origin, is never an origin of ours.
    """
    origin = envelope.text(b"origin").lower()
    if not origin:
        if envelope.text(b"sec-fetch-site").lower() == "cross-site":
            raise Refused(problems.foreign(""))
        return
    own = f"{envelope.scheme}://{envelope.text(b'host')}".lower()
    if origin != own and origin not in listed:
        raise Refused(problems.foreign(envelope.text(b"origin")))


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
