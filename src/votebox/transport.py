"""One packet for an answer.

uvicorn writes the head of an answer and then its body, and uvloop sends each at once: two system calls and
two packets, where a small answer needs one. Here the head waits for the body.
"""

from __future__ import annotations  # memoryview takes a type in annotations alone

import asyncio
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol


class OnePacketProtocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol on a transport that joins writes in pairs."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See asyncio.Protocol."""
        super().connection_made(_Joining(cast("asyncio.Transport", transport), self.loop))


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
