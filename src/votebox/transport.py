"""Limits for a connection, and one packet for an answer.

A request that arrives slowly holds memory and a connection for as long as its sender likes, and uvicorn
limits neither the time that it takes nor the length of its headers. Here both have an end.

uvicorn writes the head of an answer and then its body, and uvloop sends each at once: two system calls and
two packets, where a small answer needs one. Here the head waits for the body.
"""

from __future__ import annotations  # memoryview takes a type in annotations alone

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from votebox import policy, problems
from votebox.problems import Problem

PATIENCE = 10.0
"""Seconds in which a request must have come, from its first byte to the last of its body."""

HEAD_LIMIT = 16 * 1024
"""The most bytes that a request line and headers may have."""

REQUEST_LIMIT = 1024 * 1024
"""The most bytes that are read of one request, though the answer was given long before."""


class VoteProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol with limits, on a transport that joins writes in pairs."""

    _begun: float | None = None
    """When the request began that is not complete yet, or the wait for the first one."""
    _size = 0
    """How many bytes of it have come, without those that were read at once with others before it."""
    _under_way = False
    """Whether a request has begun and is not complete."""
    _begins = 0
    """How many requests began in what was read last."""
    _head = True
    """Whether its head is not complete."""
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        super().connection_made(_Joining(cast("asyncio.Transport", transport), self.loop))
        # uvicorn would answer 503 on the connections that were there before.
        most, self.limit_concurrency = self.limit_concurrency, None
        self._begun = self.loop.time()
        if most is not None and len(self.connections) > most:
            self._end(problems.crowded())
        else:
            self._timer = self.loop.call_later(PATIENCE, self._look)

    def connection_lost(self, exc: Exception | None) -> None:
        """See asyncio.Protocol."""
        if self._timer:
            self._timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """See asyncio.Protocol."""
        # Much at once is read in parts, so that a head is not read beyond its limit.
        for start in range(0, len(data), HEAD_LIMIT):
            alone, self._begins = not self._under_way, 0
            super().data_received(data[start : start + HEAD_LIMIT])
            if self.transport.is_closing():
                return
            if self._begun is not None:
                if self._begins <= alone:  # else what was read is of requests before this one, too
                    self._measure(min(HEAD_LIMIT, len(data) - start))
            elif self.cycle.response_complete:
                # The rest of a request that was answered early, or blank lines: uvicorn would wait for ever.
                self._begun = self.loop.time()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - uvicorn's words are for its log
        """See HttpToolsProtocol, which would write this before the answer of an earlier request."""
        if self._head and self._earlier:
            self.cycle.keep_alive = False
        else:
            self._end(problems.unreadable())

    def on_message_begin(self) -> None:
        """See HttpToolsProtocol."""
        super().on_message_begin()
        self._begun = self.loop.time()
        self._size = 0
        self._head = True
        self._under_way = True
        self._begins += 1

    def on_header(self, name: bytes, value: bytes) -> None:
        """See HttpToolsProtocol, which would add trailers to the headers (not so RFC 9110, section 6.5.1)."""
        if self._head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """See HttpToolsProtocol."""
        super().on_headers_complete()
        self._head = False
        if self.parser.should_upgrade():
            # What follows is not read as HTTP any more: neither a body nor another request.
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        """See HttpToolsProtocol."""
        super().on_message_complete()
        self._begun = None
        self._under_way = False

    def _measure(self, size: int) -> None:
        self._size += size
        if self._head and self._size > HEAD_LIMIT:
            self._end(problems.long_head(HEAD_LIMIT))
        elif self._size > REQUEST_LIMIT:
            self._end(problems.too_large())

    def _look(self) -> None:
        """Look whether the request that is under way is late; if not, look again when it would be."""
        left = PATIENCE
        if self._begun is not None and not self._earlier:
            left += self._begun - self.loop.time()
        if left > 0:
            self._timer = self.loop.call_later(left, self._look)
        elif self.scope is None:
            self.transport.close()  # a browser that connected in case it would ask something
        else:
            self._end(problems.slow(PATIENCE))

    @property
    def _earlier(self) -> bool:
        """Whether the answer to an earlier request on this connection is on its way."""
        return bool(self.pipeline) or (
            self._head and self.cycle is not None and not self.cycle.response_complete
        )

    def _end(self, problem: Problem) -> None:
        """Close the connection; say why where no answer was begun."""
        if not self._earlier and (self._head or not self.cycle.response_started):
            if count := self.app_state.get("refused"):
                count(problem)
            self.transport.write(self._answer(problem))
        self.transport.close()

    def _answer(self, problem: Problem) -> bytes:
        body = problem.json()
        headers = [
            *self.server_state.default_headers,
            (policy.HEADER, policy.STRICT),
            (b"content-type", problems.MEDIA_TYPE),
            (b"content-length", str(len(body)).encode()),
            (b"cache-control", b"no-store"),
            (b"connection", b"close"),
        ]
        lines = b"".join(b"%s: %s\r\n" % header for header in headers)
        return STATUS_LINE[problem.status] + lines + b"\r\n" + body


class _Joining(asyncio.Transport):
    """A transport that holds a write until the next one, or until the event loop has nothing else ready."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport = transport
        self._loop = loop
        self._held = b""

    def write(self, data: bytes | bytearray | memoryview[Any]) -> None:
        if self._held:
            self._held += data
            self._flush()
        elif data:
            self._held = bytes(data)
            self._loop.call_soon(self._flush)

    def close(self) -> None:
        self._flush()
        self._transport.close()

    def get_extra_info(self, name: str, default: object = None) -> object:
        return self._transport.get_extra_info(name, default)

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()

    def _flush(self) -> None:
        if self._held:
            held, self._held = self._held, b""
            self._transport.write(held)
