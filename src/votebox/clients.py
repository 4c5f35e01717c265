"""Whose request it is: the socket says so, and a proxy that the settings name may say more."""

from collections.abc import Iterable, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from msgspec import Struct
from starlette.types import Scope

Network = IPv4Network | IPv6Network


class Client(Struct, frozen=True, kw_only=True):
    """Who sends a request, and by which address of this server."""

    address: str
    """The client's IP address, an IPv4 one never in the form of IPv6; empty where the socket has none."""
    scheme: str
    """`http` or `https`, as the client's browser has it."""
    host: str
    """The host that the client asked for, with its port where that is not the scheme's own."""


def identify(scope: Scope, headers: Mapping[bytes, bytes], proxies: Sequence[Network]) -> Client:
    """Return the client of a request.

    X-Forwarded-For, -Proto and -Host are read only when the socket's other end is a named proxy: anybody
    can send them.
    """
    peer = _peer(scope)
    own = Client(address=peer, scheme=scope["scheme"], host=_text(headers, b"host"))
    if not from_proxy(scope, proxies):
        return own
    scheme = _last(headers, b"x-forwarded-proto").lower()
    return Client(
        address=_nearest(peer, _hops(scope["headers"]), proxies),
        scheme=scheme if scheme in {"http", "https"} else own.scheme,
        host=_last(headers, b"x-forwarded-host") or own.host,
    )


def from_proxy(scope: Scope, proxies: Sequence[Network]) -> bool:
    """Return whether a named proxy is at the other end of the socket."""
    return bool(proxies) and _named(_parse(_peer(scope)), proxies)


def is_local(address: str) -> bool:
    """Return whether an address is this machine's own; one that is missing can be no other's."""
    return not address or address.startswith("127.") or address == "::1"


def _peer(scope: Scope) -> str:
    client = scope.get("client")
    address: str = client[0] if client else ""
    if address.startswith("::ffff:"):
        return str(_parse(address) or address)
    return address


def _nearest(peer: str, hops: Iterable[str], proxies: Sequence[Network]) -> str:
    """Go from the socket backwards through named proxies, to the first address that is none of them.

    Each proxy wrote down whom it heard; so where one is no named proxy, what comes before is hearsay. What is
    no address ends the way at the hop after it.
    """
    found = peer
    for hop in hops:
        address = _parse(hop)
        if address is None:
            break
        found = str(address)
        if not _named(address, proxies):
            break
    return found


def _hops(headers: Iterable[tuple[bytes, bytes]]) -> Iterable[str]:
    """Return the values of X-Forwarded-For, the latest first."""
    # Some proxies add a header of their own beside those that are there.
    values = [value.decode("latin-1") for name, value in headers if name == b"x-forwarded-for"]
    return reversed(",".join(values).split(","))


def _named(address: IPv4Address | IPv6Address | None, proxies: Sequence[Network]) -> bool:
    return address is not None and any(address in network for network in proxies)


def _parse(text: str) -> IPv4Address | IPv6Address | None:
    text = text.strip()
    if text.startswith("["):  # [2001:db8::1]:4711
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:  # 192.0.2.1:4711
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address


def _last(headers: Mapping[bytes, bytes], name: bytes) -> str:
    return _text(headers, name).rpartition(",")[2].strip()


def _text(headers: Mapping[bytes, bytes], name: bytes) -> str:
    return headers.get(name, b"").decode("latin-1")
