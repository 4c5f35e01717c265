"""A keep-alive connection of a client, on which one request at a time is sent."""

import asyncio
from collections.abc import Callable
from typing import cast

LOST = 0
"""What stands in place of a status where no answer came."""


class Connection:
    """Sends a request and tells of its answer; connects anew where the server has closed."""

    def __init__(self, port: int, answered: Callable[["Connection", int, bytes], None]) -> None:
        """Take a port of this machine, and what is told the status and the body of each answer."""
        self.since = 0.0
        """The moment, by `time.perf_counter`, from which the wait for the answer is counted."""
        self._port = port
        self._answered = answered
        self._wire: _Wire | None = None
        self._connecting: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect."""
        loop = asyncio.get_running_loop()
        _, self._wire = await loop.create_connection(lambda: _Wire(self._tell), "127.0.0.1", self._port)

    def send(self, request: bytes, since: float) -> None:
        """Send a request, after the answer to the last one; its wait is counted from `since`."""
        self.since = since
        if self._wire is not None and self._wire.open:
            self._wire.send(request)
        else:
            self._connecting = asyncio.get_running_loop().create_task(self._send_anew(request))

    def close(self) -> None:
        """Close it; what it waited for is told as lost."""
        if self._wire is not None:
            self._wire.close()

    async def _send_anew(self, request: bytes) -> None:
        try:
            await self.open()
        except OSError:
            self._tell(LOST, b"")
        else:
            self.send(request, self.since)

    def _tell(self, status: int, body: bytes) -> None:
        self._answered(self, status, body)


class _Wire(asyncio.Protocol):
    """One TCP connection."""

    def __init__(self, answered: Callable[[int, bytes], None]) -> None:
        self.open = False
        self._answered = answered
        self._waiting = False
        self._buffer = b""
        self._transport: asyncio.Transport

    def send(self, request: bytes) -> None:
        self._waiting = True
        self._transport.write(request)

    def close(self) -> None:
        self.open = False
        self._transport.close()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        self.open = True

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, blank, body = self._buffer.partition(b"\r\n\r\n")
        if not blank:
            return
        head = head.lower()
        _, named, rest = head.partition(b"\r\ncontent-length:")
        if named and len(body) < int(rest.partition(b"\r\n")[0]):
            return
        self._buffer = b""
        self._waiting = False
        if b"\r\nconnection: close" in head:
            self.close()
        self._answered(int(head[9:12]), body)

    def connection_lost(self, _error: Exception | None) -> None:
        self.open = False
        if self._waiting:
            self._waiting = False
            self._answered(LOST, b"")
