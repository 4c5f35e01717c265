"""A network between votebox and PostgreSQL that loses what it carries, at a chosen moment."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from enum import Enum

_END = b"Z\x00\x00\x00\x05"
"""How PostgreSQL's last message of an answer begins (ReadyForQuery); one byte follows."""


class Fault(Enum):
    """What happens to a request, and to the connection that carries it."""

    LOST = "The request is lost, and the connection is cut."
    UNANSWERED = "The request is carried out; the connection is cut before its answer comes."
    TORN = "The request is carried out; the connection is cut in the middle of its answer."
    SWALLOWED = "The request is lost, and the connection stays open."
    SILENT = "The request is carried out; its answer is lost, and the connection stays open."

    @property
    def cuts(self) -> bool:
        """Whether either end hears that something is wrong."""
        return self in (Fault.LOST, Fault.UNANSWERED, Fault.TORN)


CUTS: Sequence[Fault] = [fault for fault in Fault if fault.cuts]


class Wire:
    """Connections to one server; a fault that is set befalls the next marked request, once."""

    def __init__(self, port: int) -> None:
        self._server_port = port
        self.port = 0
        """Where it takes connections."""
        self.fault: Fault | None = None
        self.mark = b""
        """What the request has in it that the fault is for."""
        self.faults = 0
        """How many requests a fault befell."""

    async def carry(self, client: asyncio.StreamReader, to_client: asyncio.StreamWriter) -> None:
        """Carry what the two ends of a connection say, until one of them or a fault ends it."""
        server, to_server = await asyncio.open_connection("127.0.0.1", self._server_port)
        back = asyncio.create_task(_copy(server, to_client))
        try:
            while request := await client.read(65_536):
                if fault := self._take(request):
                    back.cancel()
                    await asyncio.wait([back])
                    await _befall(fault, request, _Ends(client, to_client, server, to_server))
                    return
                to_server.write(request)
        except OSError:
            return  # one end was killed
        finally:
            back.cancel()
            to_server.close()
            to_client.close()

    def _take(self, request: bytes) -> Fault | None:
        if self.mark not in request:
            return None
        fault, self.fault = self.fault, None
        self.faults += fault is not None
        return fault


@dataclass(frozen=True)
class _Ends:
    client: asyncio.StreamReader
    to_client: asyncio.StreamWriter
    server: asyncio.StreamReader
    to_server: asyncio.StreamWriter


async def _befall(fault: Fault, request: bytes, ends: _Ends) -> None:
    if fault not in (Fault.LOST, Fault.SWALLOWED):
        ends.to_server.write(request)
        answer = await _answer(ends.server)
        if fault is Fault.TORN:
            ends.to_client.write(answer[: len(answer) // 2])
    while not fault.cuts and await ends.client.read(65_536):
        pass  # until the client gives up


async def _copy(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            target.write(data)
    except OSError:
        pass  # that end was killed
    target.close()


async def _answer(server: asyncio.StreamReader) -> bytes:
    """Return an answer; a server that has sent the end of it has committed."""
    answer = b""
    while not answer[:-1].endswith(_END):
        part = await server.read(65_536)
        if not part:
            break
        answer += part
    return answer


@asynccontextmanager
async def wire(port: int) -> AsyncIterator[Wire]:
    """Take connections on a free port of 127.0.0.1 and carry them to a server's."""
    made = Wire(port)
    tasks: list[asyncio.Task[None]] = []

    def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        tasks.append(asyncio.create_task(made.carry(reader, writer)))

    async with await asyncio.start_server(take, "127.0.0.1", 0) as taking:
        made.port = taking.sockets[0].getsockname()[1]
        yield made
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
