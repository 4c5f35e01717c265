import http.client
import json
import resource
import signal
import socket
import time

import pytest

from tests.votebox.sharing import ReadRows, Server, Start, make_vote
from votebox import server
from votebox.errors import SettingsError


def exchange(connection: socket.socket, *parts: bytes) -> tuple[int, bytes]:
    for part in parts:
        connection.sendall(part)
    response = http.client.HTTPResponse(connection)
    response.begin()
    return response.status, response.read()


def request(body: bytes, *headers: str) -> bytes:
    lines = ["POST /votes HTTP/1.1", "host: 127.0.0.1", "content-type: application/json", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def test_a_port_in_use() -> None:
    with server.listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingsError) as error:
            server.listen("127.0.0.1", port)
    assert str(error.value) == f"Port {port} is in use. Choose another: make serve PORT={port + 1}"


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (
            PermissionError(13, "denied"),
            "Port 80 is kept for the system. Choose one above 1023: make serve PORT=8000",
        ),
        (OSError(98, "in use"), "Port 80 is in use. Choose another: make serve PORT=81"),
    ],
)
def test_a_port_that_cannot_be_had(monkeypatch: pytest.MonkeyPatch, error: OSError, why: str) -> None:
    def refuse(*_args: object, **_kwargs: object) -> None:
        raise error

    monkeypatch.setattr(socket, "create_server", refuse)
    with pytest.raises(SettingsError) as raised:
        server.listen("127.0.0.1", 80)
    assert str(raised.value) == why


@pytest.mark.parametrize("host", ["192.0.2.1", "no.such.host.invalid"])
def test_a_host_that_is_not_this_machine(host: str) -> None:
    with pytest.raises(SettingsError) as error:
        server.listen(host, 0)
    assert str(error.value) == (
        f'"{host}" is no address of this machine. Choose another: votebox serve --host 127.0.0.1'
    )


def test_ipv6() -> None:
    try:
        listener = server.listen("::1", 0)
    except SettingsError:
        pytest.skip("this machine has no IPv6")
    with listener:
        assert listener.family is socket.AF_INET6


def test_the_headers_of_a_real_answer(start: Start) -> None:
    with start().connect() as connection:
        connection.sendall(b"GET /order-status/ HTTP/1.1\r\nhost: x\r\n\r\n")
        head = connection.recv(65_536).partition(b"\r\n\r\n")[0].lower()
    names = [line.partition(b":")[0] for line in head.split(b"\r\n")[1:]]
    assert sorted(names) == [
        *(b"accept-ranges", b"cache-control", b"content-length", b"content-security-policy"),
        *(b"content-type", b"cross-origin-opener-policy", b"date", b"etag"),
        *(b"permissions-policy", b"referrer-policy", b"x-content-type-options"),
    ]


COMMON = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
        "font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "referrer-policy": "strict-origin-when-cross-origin",
    "x-content-type-options": "nosniff",
}


def test_headers_that_all_answers_have(start: Start) -> None:
    running = start()
    asked = [
        *((b"GET", path) for path in (b"/", b"/missing", b"/order-status", b"/assets/plain.css", b"/votes")),
        *((b"GET", path) for path in (b"/health", b"/ready", b"/metrics")),
        *((b"POST", b"/votes"), (b"OPTIONS", b"/votes"), (b"PUT", b"/"), (b"NO HTTP", b"")),
    ]
    for method, path in asked:
        with running.connect() as connection:
            connection.sendall(b"%s %s HTTP/1.1\r\nhost: x\r\ncontent-length: 0\r\n\r\n" % (method, path))
            response = http.client.HTTPResponse(connection)
            response.begin()
            found = {name: response.getheader(name) for name in COMMON}
        assert found == COMMON, (method, path, response.status)


def test_networks_of_named_proxies_are_limited_and_this_machine_is_not(start: Start) -> None:
    running = start(VOTEBOX_PROXIES="127.0.0.1", VOTEBOX_RATE="2/60")

    def statuses(*headers: str) -> list[int]:
        body = json.dumps(make_vote()).encode()
        with running.connect() as connection:
            sent = request(body, f"content-length: {len(body)}", *headers)
            return [exchange(connection, sent)[0] for _ in range(4)]

    assert statuses("x-forwarded-for: 203.0.113.1, 198.51.100.3") == [201, 200, 429, 429]
    assert statuses("x-forwarded-for: 203.0.113.1, 198.51.100.200") == [429] * 4
    assert statuses() == [201, 200, 200, 200]


def test_metrics_from_this_machine_and_with_a_token(start: Start) -> None:
    def status(running: Server, *headers: str) -> int:
        lines = ["GET /metrics HTTP/1.1", "host: x", *headers, "", ""]
        with running.connect() as connection:
            return exchange(connection, "\r\n".join(lines).encode())[0]

    open_ = start()
    assert (status(open_), status(open_, "x-forwarded-for: 192.0.2.1")) == (200, 403)
    open_.stop(signal.SIGTERM)
    kept = start(VOTEBOX_METRICS_TOKEN="0123456789abcdef")
    assert (status(kept), status(kept, "authorization: Bearer 0123456789abcdef")) == (403, 200)


def test_what_is_refused_before_it_comes_to_a_route_is_counted(start: Start) -> None:
    running = start()
    with running.connect() as connection:
        assert exchange(connection, b"GET /?" + b"x" * 17_000)[0] == 431
    for path, status in ((b"/votes/7", 404), (b"/metrics", 403)):
        with running.connect() as connection:
            assert exchange(connection, b"GET %s HTTP/1.1\r\nhost: x\r\nvia: x\r\n\r\n" % path)[0] == status
    with running.connect() as connection:
        _, text = exchange(connection, b"GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n")
    for label in ('431",reason="long-head', '404",reason="not-found', '403",reason="closed'):
        assert f'votebox_refused_total{{status="{label}"}} 1\n' in text.decode()


def test_file_descriptors_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    limits = {"soft": (256, 1_024), "none": (256, resource.RLIM_INFINITY), "much": (65_536, 65_536)}
    monkeypatch.setattr(resource, "setrlimit", lambda _, pair: asked.append(pair))
    found = {}
    for name, pair in limits.items():
        monkeypatch.setattr(resource, "getrlimit", lambda _, pair=pair: pair)
        found[name] = server._most_connections()
    assert found == {"soft": 896, "none": 4_096, "much": 4_096}
    assert asked == [(1_024, 1_024), (4_224, resource.RLIM_INFINITY)]


def test_a_body_in_chunks_without_a_length(start: Start, rows: ReadRows) -> None:
    with start().connect() as connection:
        body = json.dumps(make_vote()).encode()
        chunks = [b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:7], body[7:])]
        chunked = request(b"", "transfer-encoding: chunked")
        assert exchange(connection, chunked, *chunks, b"0\r\n\r\n")[0] == 201
        long = b"1000\r\n" + b" " * 4_096 + b"\r\n"
        status, text = exchange(connection, chunked, long, long, b"1\r\n \r\n")
        assert (status, json.loads(text)["detail"]) == (
            413,
            "The body is larger than 8,192 bytes. Shorten the comment.",
        )
    assert len(rows()) == 1


def test_a_vote_that_breaks_off_is_not_stored(start: Start, rows: ReadRows) -> None:
    running = start()
    body = json.dumps(make_vote()).encode()
    with running.connect() as connection:
        connection.sendall(request(body, f"content-length: {len(body) + 1}"))
    code, errors = running.stop(signal.SIGTERM)
    assert (code, errors, rows()) == (0, "", [])


def test_a_client_cannot_give_itself_an_address(start: Start, rows: ReadRows) -> None:
    with start().connect() as connection:
        for address in ("198.51.100.1", "198.51.100.2"):
            body = json.dumps(make_vote()).encode()
            sent = request(body, f"content-length: {len(body)}", f"x-forwarded-for: {address}")
            assert exchange(connection, sent)[0] == 201
    first, second = rows()
    assert first["reader"] == second["reader"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_clean_end(start: Start, number: signal.Signals) -> None:
    running = start()
    with running.connect() as idle:
        assert exchange(idle, b"GET /health HTTP/1.1\r\nhost: x\r\n\r\n")[0] == 200
        begun = time.monotonic()
        assert running.stop(number) == (0, "")
        assert time.monotonic() - begun < 5
        assert idle.recv(1) == b""
