import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from starlette.types import Message, Scope

from votebox.errors import Disconnected, Refused
from votebox.intake import check_origin, envelope, read_body
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
    assert (found.method, found.scheme, found.address) == ("POST", "http", "192.0.2.1")
    assert (found.text(b"user-agent"), found.text(b"origin")) == ("curl", "")
    assert envelope(scope(client=None)).address == ""


HOST = {"host": "help.example"}
ALLOWED = [
    {},
    {"origin": "http://help.example"},
    {"origin": "HTTP://Help.Example"},
    {"origin": "https://shop.example"},
    {"sec_fetch_site": "same-origin"},
    {"sec_fetch_site": "none"},
    {"origin": "http://help.example", "sec_fetch_site": "cross-site"},
]
REFUSED = [
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
