"""What is at which address, with a preview that knows a few files."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Iterator
from http.client import HTTPResponse
from typing import cast

import pytest

from statusbook.preview.preview import Preview
from statusbook.preview.server import Server
from statusbook.problems import StatusbookError


class Few:
    files = ("index.html", "ru/index.html", "ru/orders/index.html", "404.html")

    def __init__(self) -> None:
        self.version = 5

    def page(self, file: str) -> str | None:
        return f"<p>{file}</p>" if file in self.files else None

    def beside(self, file: str) -> bytes | None:
        return {"assets/site.js": b"js", "pages.json": b"{}"}.get(file)

    def wait(self, version: int, _seconds: float) -> int:
        if version == self.version:
            raise BrokenPipeError  # the browser is gone
        return self.version


@pytest.fixture
def server() -> Iterator[Server]:
    found = Server(cast("Preview", Few()), 0)
    threading.Thread(target=found.serve_forever, args=[0.05], daemon=True).start()
    yield found
    found.shutdown()
    found.server_close()


def ask(server: Server, path: str) -> tuple[HTTPResponse, str]:
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", path)
    answer = connection.getresponse()
    return answer, answer.read().decode()


@pytest.mark.parametrize(
    ("path", "status", "kind", "body"),
    [
        ("/", 200, "text/html; charset=utf-8", "<p>index.html</p>"),
        ("/ru/orders/?status=paid", 200, "text/html; charset=utf-8", "<p>ru/orders/index.html</p>"),
        ("/404.html", 200, "text/html; charset=utf-8", "<p>404.html</p>"),
        ("/nowhere/", 404, "text/html; charset=utf-8", "<p>404.html</p>"),
        ("/../etc/passwd", 404, "text/html; charset=utf-8", "<p>404.html</p>"),
        ("/assets/site.js", 200, "text/javascript", "js"),
        ("/pages.json", 200, "application/json", "{}"),
    ],
)
def test_an_address(server: Server, path: str, status: int, kind: str, body: str) -> None:
    answer, found = ask(server, path)
    assert (answer.status, answer.headers["content-type"], found) == (status, kind, body)
    assert answer.headers["cache-control"] == "no-store"


def test_a_page_has_a_slash(server: Server) -> None:
    answer, _ = ask(server, "/ru/orders")
    assert (answer.status, answer.headers["location"]) == (301, "/ru/orders/")


def test_browsers_hear_the_version_at_once(server: Server) -> None:
    answer, told = ask(server, "/preview/events")
    assert (answer.headers["content-type"], told) == ("text/event-stream", "data: 5\n\n")


def test_a_port_that_is_taken(server: Server) -> None:
    with pytest.raises(StatusbookError, match=rf"Port {server.server_port} cannot be used: .* Take another:"):
        Server(cast("Preview", Few()), server.server_port)
