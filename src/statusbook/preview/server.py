"""Gives out previewed pages on this machine, and tells browsers when they have changed."""

from __future__ import annotations

import mimetypes
import sys
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlsplit

from statusbook.preview.preview import Preview
from statusbook.problems import StatusbookError

EVENTS = "/preview/events"
"""Where browsers hear of changes: server-sent events, each the version of the pages."""

_ALIVE = 15.0
"""Seconds after which something is sent, so that a browser that is gone is noticed."""


class Server(ThreadingHTTPServer):
    """The pages of a preview on a port of 127.0.0.1."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, preview: Preview, port: int) -> None:
        """Take the port, or any that is free for 0.

        Raises:
            StatusbookError: when something else has it.
        """
        self.preview = preview
        try:
            super().__init__(("127.0.0.1", port), _Handler)
        except OSError as error:
            fix = f"Take another: make preview PORT={port + 1}"
            raise StatusbookError(f"Port {port} cannot be used: {error.strerror}. {fix}") from None

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the midst of an answer is nothing that an editor wants to read of."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        path = unquote(urlsplit(self.path).path)
        if path == EVENTS:
            self._tell()
        else:
            self._answer(*_found(self.server.preview, path))

    def _answer(self, status: HTTPStatus, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type" if status != HTTPStatus.MOVED_PERMANENTLY else "Location", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def _tell(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        preview, version = self.server.preview, -1
        try:
            while True:
                now = preview.wait(version, _ALIVE)
                self.wfile.write(f"data: {now}\n\n".encode() if now != version else b":\n\n")
                version = now
        except OSError:  # the browser is gone
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's signature
        """Requests are nothing that an editor wants to read of."""


def _found(preview: Preview, path: str) -> tuple[HTTPStatus, str, bytes]:
    """Status, type (or place, if it is elsewhere) and body of the answer."""
    file = path.removeprefix("/")
    page = preview.page(f"{file}index.html" if path.endswith("/") else file)
    if page is not None:
        return HTTPStatus.OK, "text/html; charset=utf-8", page.encode(errors="xmlcharrefreplace")
    if f"{file}/index.html" in preview.files:
        return HTTPStatus.MOVED_PERMANENTLY, f"{path}/", b""
    if (data := preview.beside(file)) is not None:
        return HTTPStatus.OK, mimetypes.guess_type(file)[0] or "application/octet-stream", data
    return HTTPStatus.NOT_FOUND, "text/html; charset=utf-8", (preview.page("404.html") or "").encode()
