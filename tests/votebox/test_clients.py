from ipaddress import ip_address, ip_network
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from votebox.clients import Client, Network, from_proxy, identify, is_local

PROXIES = (ip_network("10.0.0.0/8"), ip_network("2001:db8:1::/48"), ip_network("192.0.2.7"))
Headers = list[tuple[str, str]]


def client(peer: str | None, headers: Headers, proxies: tuple[Network, ...] = PROXIES) -> Client:
    pairs = [(name.encode(), value.encode("latin-1", "replace")) for name, value in headers]
    scope = {"type": "http", "scheme": "http", "client": (peer, 5) if peer else None, "headers": pairs}
    return identify(scope, dict(pairs), proxies)


def address(peer: str, *forwarded: str, proxies: tuple[Network, ...] = PROXIES) -> str:
    return client(peer, [("x-forwarded-for", value) for value in forwarded], proxies).address


@pytest.mark.parametrize(
    ("peer", "forwarded", "found"),
    [
        ("10.0.0.1", ["198.51.100.3"], "198.51.100.3"),
        ("10.0.0.1", ["203.0.113.1, 198.51.100.3"], "198.51.100.3"),
        ("10.0.0.1", ["203.0.113.1, 198.51.100.3, 10.2.3.4 ,192.0.2.7"], "198.51.100.3"),
        ("10.0.0.1", ["203.0.113.1", "198.51.100.3", "10.2.3.4"], "198.51.100.3"),
        ("2001:db8:1::1", ["2001:db8:2:0::9"], "2001:db8:2::9"),
        ("10.0.0.1", ["198.51.100.3:4711"], "198.51.100.3"),
        ("10.0.0.1", ["[2001:db8:2::9]:4711"], "2001:db8:2::9"),
        ("10.0.0.1", ["fe80::1%eth0"], "fe80::1"),
        ("10.0.0.1", ["::ffff:198.51.100.3"], "198.51.100.3"),
        ("10.0.0.1", ["203.0.113.1, ::ffff:10.0.0.9"], "203.0.113.1"),
        ("::ffff:10.0.0.1", ["198.51.100.3"], "198.51.100.3"),
        ("::ffff:198.51.100.3", ["203.0.113.1"], "198.51.100.3"),
        # Named proxies all the way: the first of them asks for itself.
        ("10.0.0.1", ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        ("10.0.0.1", [], "10.0.0.1"),
        # What is no address ends the way.
        ("10.0.0.1", ["198.51.100.3, unknown, 10.0.0.2"], "10.0.0.2"),
        ("10.0.0.1", ["unknown"], "10.0.0.1"),
        ("10.0.0.1", [""], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.3, "], "10.0.0.1"),
        ("10.0.0.1", ["198.51.100.300"], "10.0.0.1"),
        # Nobody else is believed.
        ("198.51.100.3", ["203.0.113.1"], "198.51.100.3"),
        ("192.0.2.8", ["203.0.113.1, 10.0.0.1"], "192.0.2.8"),
    ],
)
def test_addresses(peer: str, forwarded: list[str], found: str) -> None:
    assert address(peer, *forwarded) == found


def test_without_named_proxies_nobody_is_believed() -> None:
    assert address("10.0.0.1", "203.0.113.1", proxies=()) == "10.0.0.1"
    assert address("::ffff:10.0.0.1", "203.0.113.1", proxies=()) == "10.0.0.1"


def test_a_socket_without_an_address() -> None:
    assert client(None, [("x-forwarded-for", "203.0.113.1")]).address == ""


@pytest.mark.parametrize(
    ("peer", "headers", "origin"),
    [
        ("10.0.0.1", [], ("http", "inner:8000")),
        ("10.0.0.1", [("x-forwarded-proto", "https")], ("https", "inner:8000")),
        ("10.0.0.1", [("x-forwarded-proto", "http, HTTPS")], ("https", "inner:8000")),
        ("10.0.0.1", [("x-forwarded-proto", "gopher")], ("http", "inner:8000")),
        ("10.0.0.1", [("x-forwarded-host", "evil.example, help.example")], ("http", "help.example")),
        ("10.0.0.1", [("x-forwarded-host", "")], ("http", "inner:8000")),
        ("192.0.2.1", [("x-forwarded-proto", "https"), ("x-forwarded-host", "x")], ("http", "inner:8000")),
    ],
)
def test_scheme_and_host(peer: str, headers: Headers, origin: tuple[str, str]) -> None:
    found = client(peer, [("host", "inner:8000"), *headers])
    assert (found.scheme, found.host) == origin


@pytest.mark.parametrize(
    ("peer", "named"),
    [("10.0.0.1", True), ("::ffff:10.0.0.1", True), ("198.51.100.3", False), (None, False)],
)
def test_whether_a_named_proxy_is_at_the_other_end(peer: str | None, named: bool) -> None:
    headers = [(b"x-forwarded-for", b"10.0.0.1")]
    scope = {"type": "http", "client": (peer, 5) if peer else None, "headers": headers}
    assert from_proxy(scope, PROXIES) is named
    assert not from_proxy(scope, ())


@pytest.mark.parametrize("local", ["", "127.0.0.1", "127.1.2.3", "::1"])
def test_what_is_this_machine(local: str) -> None:
    assert is_local(local)


@pytest.mark.parametrize("other", ["128.0.0.1", "1.127.0.0", "::2", "fe80::1", "10.0.0.1", "testclient"])
def test_what_is_not(other: str) -> None:
    assert not is_local(other)


ADDRESSES = st.ip_addresses().map(str)
INNER = st.sampled_from(["10.0.0.1", "10.255.255.255", "192.0.2.7", "2001:db8:1::5", "::ffff:10.1.1.1"])
HOPS = st.one_of(ADDRESSES, INNER, st.just("127.0.0.1"), st.text("0123456789abcdef.:[]%, \t", max_size=20))
VALUES = st.lists(HOPS, max_size=6).map(",".join)
NAMES = ("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "forwarded", "x-real-ip", "via")
SENT = st.lists(st.tuples(st.sampled_from(NAMES), VALUES), max_size=8)


def plain(text: str) -> Any:
    found = ip_address(text)
    return getattr(found, "ipv4_mapped", None) or found


def outside(text: str) -> bool:
    return not any(plain(text) in network for network in PROXIES)


OUTSIDE = ADDRESSES.filter(outside)


@given(OUTSIDE, SENT)
def test_a_client_is_what_its_socket_is_whatever_it_sends(peer: str, sent: Headers) -> None:
    found = client(peer, [("host", "help.example"), *sent])
    assert found == client(peer, [("host", "help.example")])
    assert found.address == str(plain(peer))


@given(OUTSIDE, SENT, st.lists(INNER, max_size=3), INNER, st.booleans())
def test_behind_named_proxies_a_client_is_what_the_first_of_them_saw(
    real: str, sent: Headers, way: list[str], last: str, joins: bool
) -> None:
    """Each proxy adds whom it heard, to the header that came or as one more; so does every one on the way."""
    heard = ", ".join([real, *way])
    before = [value for name, value in sent if name == "x-forwarded-for"]
    forwarded = [", ".join([*before, heard])] if joins else [*before, heard]
    found = address(last, *forwarded)
    assert found == address(last, heard)
    assert found == str(plain(real))


@given(st.ip_addresses(), SENT)
def test_nobody_is_believed_where_none_is_named(peer: Any, sent: Headers) -> None:
    assert client(str(peer), sent, ()) == client(str(peer), [], ())
