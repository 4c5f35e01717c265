import asyncio
from collections.abc import Callable
from ipaddress import ip_network
from typing import Any

import pytest
from starlette.types import Message, Scope

from votebox.errors import Disconnected, Refused
from votebox.intake import check_origin, envelope, may_read, read_body, trapped_form, trapped_json
from votebox.problems import BODY_LIMIT


def scope(scheme: str = "http", client: object = ("192.0.2.1", 5), **headers: Any) -> Scope:
    pairs = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return {"type": "http", "method": "POST", "scheme": scheme, "client": client, "headers": pairs}


def status(call: Callable[..., object], *arguments: object) -> int:
    with pytest.raises(Refused) as error:
        call(*arguments)
    return error.value.problem.status


@pytest.mark.parametrize(
    ("header", "media_type"),
    [
        ("application/json", "application/json"),
        ("Application/JSON ; charset=utf-8", "application/json"),
        ("", ""),
        ("multipart/form-data; boundary=x", "multipart/form-data"),
    ],
)
def test_media_types(header: str, media_type: str) -> None:
    assert envelope(scope(content_type=header)).media_type == media_type


def test_what_an_envelope_holds() -> None:
    found = envelope(scope(user_agent="curl"))
    assert (found.method, found.client.scheme, found.client.address) == ("POST", "http", "192.0.2.1")
    assert (found.text(b"user-agent"), found.text(b"origin")) == ("curl", "")
    assert envelope(scope(client=None)).client.address == ""


def test_what_a_named_proxy_says() -> None:
    headers = {"x_forwarded_for": "198.51.100.3", "x_forwarded_proto": "https"}
    assert envelope(scope(**headers)).client.address == "192.0.2.1"
    found = envelope(scope(**headers), [ip_network("192.0.2.0/24")]).client
    assert (found.address, found.scheme) == ("198.51.100.3", "https")


HOST = {"host": "help.example"}
ALLOWED = [
    {},
    {"origin": "http://help.example"},
    {"origin": "HTTP://Help.Example"},
    {"origin": "https://shop.example"},
    {"sec_fetch_site": "same-origin"},
    {"sec_fetch_site": "none"},
    {"origin": "https://shop.example", "sec_fetch_site": "cross-site"},
]
REFUSED = [
    {"origin": "http://help.example", "sec_fetch_site": "cross-site"},
    {"origin": "null"},
    {"origin": "https://evil.example"},
    {"origin": "https://help.example"},
    {"origin": "http://help.example:8000"},
    {"origin": "http://help.example.evil"},
    {"origin": "https://shop.example/"},
    {"origin": "help.example"},
    {"sec_fetch_site": "cross-site"},
]


@pytest.mark.parametrize("headers", ALLOWED)
def test_origins_that_may_send(headers: dict[str, Any]) -> None:
    check_origin(envelope(scope(**HOST, **headers)), {"https://shop.example"})


@pytest.mark.parametrize("headers", REFUSED)
def test_origins_that_may_not(headers: dict[str, Any]) -> None:
    assert status(check_origin, envelope(scope(**HOST, **headers)), {"https://shop.example"}) == 403


PROXY = [ip_network("192.0.2.1")]
FORWARDED = {"host": "inner:8000", "x_forwarded_proto": "https", "x_forwarded_host": "help.example"}


def test_the_origin_behind_a_named_proxy_that_ends_tls() -> None:
    known = envelope(scope(origin="https://help.example", **FORWARDED), PROXY)
    check_origin(known, ())
    for origin in ("http://help.example", "http://inner:8000", "https://inner:8000"):
        assert status(check_origin, envelope(scope(origin=origin, **FORWARDED), PROXY), ()) == 403


def test_nobody_else_says_what_the_origin_is() -> None:
    claimed = envelope(scope(origin="https://help.example", **FORWARDED), [ip_network("192.0.2.2")])
    assert status(check_origin, claimed, ()) == 403


@pytest.mark.parametrize(
    ("body", "trapped"),
    [
        (b'{"website":"https://spam.example"}', True),
        (b'{"website":7}', True),
        (b'{"website":["x"]}', True),
        (b'{"website":1e999}', True),
        (b'{"website":"\xff"}', True),
        (b'{"website":' + b"[" * 2_000 + b"]" * 2_000 + b"}", True),
        (b'{"website":""}', False),
        (b'{"website":null}', False),
        (b'{"comment":"the \\"website\\" of the shop"}', False),
        (b"{}", False),
    ],
)
def test_a_field_that_no_person_sees(body: bytes, trapped: bool) -> None:
    assert trapped_json(body) is trapped


def test_the_same_field_in_a_form() -> None:
    assert trapped_form({"website": "x"})
    assert not trapped_form({"page": "x"})


TOKEN = "0123456789abcdef"
SIGNS = ["x_forwarded_for", "x_forwarded_host", "x_real_ip", "forwarded", "via"]


def test_metrics_without_a_token_are_for_this_machine() -> None:
    local = ("127.0.0.1", 5)
    assert may_read(envelope(scope(client=local)), "")
    assert not may_read(envelope(scope()), "")
    assert not any(may_read(envelope(scope(client=local, **{sign: "x"})), "") for sign in SIGNS)


@pytest.mark.parametrize("client", [("127.0.0.1", 5), ("192.0.2.1", 5)])
def test_metrics_with_a_token_are_for_those_who_have_it(client: tuple[str, int]) -> None:
    assert may_read(envelope(scope(client=client, authorization=f"Bearer {TOKEN}")), TOKEN)
    for wrong in ("", "Bearer ", f"Bearer {TOKEN}0", f"Basic {TOKEN}", TOKEN, "Bearer \xff"):
        sent = envelope(scope(client=client, authorization=wrong))
        assert not may_read(sent, TOKEN)
    assert not may_read(envelope(scope(client=client)), TOKEN)


def body_of(*parts: bytes, end: bool = True, **headers: Any) -> bytes:
    messages: list[Message] = [{"type": "http.request", "body": part, "more_body": True} for part in parts]
    if end:
        messages.append({"type": "http.request"})
    messages.append({"type": "http.disconnect"})
    taken = iter(messages)

    async def receive() -> Message:
        return next(taken)

    body = asyncio.run(read_body(envelope(scope(**headers)), receive))
    assert next(taken)["type"] == "http.disconnect"
    return body


def test_a_body_in_parts() -> None:
    assert body_of(b"a", b"", b"bc") == b"abc"


def test_a_body_at_the_limit_and_over() -> None:
    assert len(body_of(b"x" * BODY_LIMIT, content_length=str(BODY_LIMIT))) == 8_192
    assert status(body_of, b"x" * BODY_LIMIT, b"x") == 413


@pytest.mark.parametrize("length", [str(BODY_LIMIT + 1), "9" * 5_000])
def test_a_length_over_the_limit_is_refused_before_anything_is_read(length: str) -> None:
    async def receive() -> Message:
        raise AssertionError("read")

    async def read() -> None:
        await read_body(envelope(scope(content_length=length)), receive)

    assert status(asyncio.run, read()) == 413


def test_reading_ends_where_the_limit_does() -> None:
    sent = []

    async def receive() -> Message:
        sent.append(1)
        return {"type": "http.request", "body": b"x" * 1_024, "more_body": True}

    async def read() -> None:
        await read_body(envelope(scope()), receive)

    assert status(asyncio.run, read()) == 413
    assert len(sent) == 9


def test_a_body_without_end() -> None:
    with pytest.raises(Disconnected):
        body_of(b"a", end=False)
