"""Votes are fetched from a real server; whatever else it answers is told in words."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from statusbook.inspection import address as module
from statusbook.inspection.address import AddressError, fetch_votes, is_address
from statusbook.problems import InvalidInputError

PAGES = [{"page": "en", "language": "en", "yes": 7, "no": 1, "statuses": {"packed": 1}, "votes": 8}]
REPORT = json.dumps({"version": 1, "pages": PAGES}).encode()
SECRET = "a-secret-that-is-told-to-nobody"
EXAMPLE = "https://help.example.com/dashboard/report.json"


class Handler(BaseHTTPRequestHandler):
    """Answers as the test says, and notes what it was sent."""

    def do_GET(self) -> None:
        self.server.requests.append((self.path, dict(self.headers.items())))  # type: ignore[attr-defined]
        self.server.answer(self)  # type: ignore[attr-defined]

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


class Server(ThreadingHTTPServer):
    daemon_threads = True
    requests: list[tuple[str, dict[str, str]]]
    answer: Callable[[Handler], None]

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.requests, self.ended = [], threading.Event()
        self.gives()
        self.url = f"http://127.0.0.1:{self.server_port}/dashboard/report.json"

    def handle_error(self, *_: object) -> None:
        """Who has given up is not written to any more, which nobody has to know."""

    def gives(self, body: bytes = REPORT, code: int = 200, **headers: str) -> None:
        def answer(handler: Handler) -> None:
            handler.send_response(code)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                handler.send_header(name, value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answer = answer


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("no_proxy", "*")


@contextmanager
def running() -> Iterator[Server]:
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            server.shutdown()
            thread.join()


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as started:
        yield started


def refused(url: str, token: str = "") -> str:
    with pytest.raises(AddressError) as error:
        fetch_votes(url, token)
    assert SECRET not in str(error.value)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("http://127.0.0.1/a", True),
        ("HTTPS://help.example.com/a", True),
        ("votes.json", False),
        ("-", False),
        ("http", False),
        ("file:///etc/passwd", False),
        ("ftp://example.com/a", False),
    ],
)
def test_what_an_address_is(name: str, expected: bool) -> None:
    assert is_address(name) is expected


def test_the_token_is_sent_and_the_votes_are_read(server: Server) -> None:
    votes = fetch_votes(server.url, SECRET)
    assert votes.answers("en") == (7, 1)
    assert votes.looked_for("packed") == {"en": 1}
    ((path, headers),) = server.requests
    assert path == "/dashboard/report.json"
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert headers["Accept"] == "application/json"


def test_without_a_token_none_is_sent(server: Server) -> None:
    assert fetch_votes(server.url, "").answers("en") == (7, 1)
    ((_, headers),) = server.requests
    assert "Authorization" not in headers


def test_an_answer_in_pieces_is_put_together(server: Server) -> None:
    def answer(handler: Handler) -> None:
        handler.protocol_version = "HTTP/1.1"
        handler.send_response(200)
        handler.send_header("Transfer-Encoding", "chunked")
        handler.send_header("Connection", "close")
        handler.end_headers()
        for start in range(0, len(REPORT), 7):
            piece = REPORT[start : start + 7]
            handler.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
        handler.wfile.write(b"0\r\n\r\n")
        handler.close_connection = True

    server.answer = answer
    assert fetch_votes(server.url, "").answers("en") == (7, 1)


@pytest.mark.parametrize("code", [401, 403])
def test_who_is_refused_is_told_which_variable_to_set(server: Server, code: int) -> None:
    server.gives(b"no", code)
    assert refused(server.url) == (
        f"{server.url} is not open to everybody ({code}). "
        "Set STATUSBOOK_VOTES_TOKEN to the token of votebox’s dashboard."
    )
    assert refused(server.url, SECRET) == (
        f"{server.url} refuses the token in STATUSBOOK_VOTES_TOKEN ({code}). "
        "Set it to the token of votebox’s dashboard."
    )


def test_where_there_is_nothing_the_right_address_is_told(server: Server) -> None:
    server.gives(b"", 404)
    assert refused(server.url) == (
        f"{server.url} does not exist (404). Give the address of votebox’s report, such as {EXAMPLE}"
    )


@pytest.mark.parametrize("code", [204, 429, 500, 503])
def test_any_other_answer_is_told_by_its_number(server: Server, code: int) -> None:
    server.gives(b"", code)
    if code == 204:  # a success that says nothing
        with pytest.raises(InvalidInputError, match="holds no votes: Input data was truncated"):
            fetch_votes(server.url, "")
    else:
        assert refused(server.url) == (
            f"{server.url} answers with {code}, and no report. Try again; votebox’s log says more."
        )


@pytest.mark.parametrize("body", [b"<!doctype html><p>Please log in", REPORT[:-9], b"[]", b"\xff"])
def test_what_is_no_report_is_told_with_the_right_address(server: Server, body: bytes) -> None:
    server.gives(body)
    with pytest.raises(InvalidInputError) as error:
        fetch_votes(server.url, "")
    assert str(error.value).startswith(f"{server.url}:1:1: The file holds no votes: ")
    assert str(error.value).endswith(f". Give the address of votebox’s report, such as {EXAMPLE}")


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_the_token_is_not_taken_to_another_host(server: Server, code: int) -> None:
    with running() as other:
        server.gives(b"", code, Location=other.url)
        said = refused(server.url, SECRET)
    assert other.requests == []
    assert said == (f"{server.url} sends on to {other.url}. If that is votebox’s report, give that address.")


def test_a_redirect_is_told_in_full_and_cannot_move_the_cursor(server: Server) -> None:
    server.gives(b"", 302, Location="/login\x1b[2J")
    there = server.url.removesuffix("/dashboard/report.json")
    assert f"sends on to {there}/login%1B[2J. " in refused(server.url)
    server.gives(b"", 302)
    assert "answers with 302, and no report." in refused(server.url)


def test_more_than_any_report_is_not_read(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", len(REPORT))
    fetch_votes(server.url, "")
    server.gives(REPORT + b" ")
    assert refused(server.url) == (
        f"{server.url} gives more than {len(REPORT)} bytes, which no report has. Is it the right address?"
    )


def test_an_answer_without_an_end_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1_000_000)

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(10_000):
            handler.wfile.write(b" " * 10_000)

    server.answer = answer
    assert "gives more than 1,000,000 bytes" in refused(server.url)


def slow(server: Server) -> str:
    return f"{server.url} has not answered within 0.2 seconds. Try again; is votebox well?"


def test_who_is_silent_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SECONDS", 0.2)
    server.answer = lambda _: server.ended.wait()  # type: ignore[assignment]
    assert refused(server.url) == slow(server)


def test_who_says_a_letter_now_and_then_is_given_up(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_SECONDS", 0.2)

    def answer(handler: Handler) -> None:
        handler.send_response(200)
        handler.end_headers()
        handler.wfile.write(REPORT)
        for _ in range(400):  # in the end it is a report, for whom does not mind to wait
            if server.ended.wait(0.02):
                return
            handler.wfile.write(b" ")

    server.answer = answer
    assert refused(server.url) == slow(server)


def test_a_port_that_nobody_listens_on() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound, and not listening: it is nobody else's
        url = f"http://127.0.0.1:{free.getsockname()[1]}/dashboard/report.json"
        assert refused(url, SECRET) == (
            f"{url} cannot be reached: Connection refused. Is the address right, and does votebox run there?"
        )


def test_a_host_that_does_not_exist() -> None:
    url = "http://nowhere.invalid/dashboard/report.json"
    said = refused(url)
    assert said.startswith(f"{url} cannot be reached: ")
    assert said.endswith(". Is the address right, and does votebox run there?")


@pytest.mark.parametrize("said", [b"", b"\x1b[2JSSH-2.0-OpenSSH\r\n"])
def test_what_speaks_no_http(server: Server, said: bytes) -> None:
    def answer(handler: Handler) -> None:
        handler.wfile.write(said)
        handler.close_connection = True

    server.answer = answer
    assert refused(server.url) == (
        f"{server.url} cannot be reached: what answers there does not speak HTTP. "
        "Is the address right, and does votebox run there?"
    )


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///report.json",
        "http://a:b/",
        "http://[::1/",
        "http://a b/",
        "http://a/\n",
        "http://é/",
    ],
)
def test_what_is_no_address(url: str) -> None:
    assert refused(url, SECRET) == f"“{url}” is no address. Write one such as {EXAMPLE}"


def test_a_password_in_an_address_is_neither_used_nor_repeated(server: Server) -> None:
    url = server.url.replace("127.0.0.1", f"anna:{SECRET}@127.0.0.1")
    assert refused(url) == (
        "The address has a password in it. Leave it out, and set STATUSBOOK_VOTES_TOKEN to the token."
    )
    assert server.requests == []


@pytest.mark.parametrize("token", [f"{SECRET}\nHost: elsewhere", f"{SECRET}é"])
def test_a_token_that_cannot_be_sent_is_not_repeated(server: Server, token: str) -> None:
    assert refused(server.url, token) == (
        "STATUSBOOK_VOTES_TOKEN has characters that no token has. Copy it again."
    )
    assert server.requests == []
