"""A client that votes over a connection of its own, and says so when the outcome is not known."""

import asyncio
import json
import random
from dataclasses import dataclass

from tests.votebox.receipts import Vote

LOST = (OSError, asyncio.IncompleteReadError, TimeoutError)
"""What is raised when no answer comes: the vote may be stored."""

_PATIENCE = 30.0  # seconds; longer than votebox ever lets a vote wait


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server said to a vote."""

    status: int
    retry_after: str


class Client:
    """A keep-alive connection to one of several servers, made again when it was lost."""

    def __init__(self, ports: list[int]) -> None:
        """Take the ports of the servers that are there; whoever starts or ends one changes the list."""
        self._ports = ports
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, vote: Vote, *, headers: str = "", leave: bool = False) -> Answer:
        """Send a vote and return the answer; `leave` goes away before it comes.

        Raises:
            OSError, IncompleteReadError, TimeoutError: The outcome is not known.
        """
        try:
            async with asyncio.timeout(_PATIENCE):
                return await self._post(vote, headers, leave)
        except LOST:
            self.close()
            raise

    async def _post(self, vote: Vote, headers: str, leave: bool) -> Answer:
        if self._streams is None:
            self._streams = await self._connect()
        reader, writer = self._streams
        body = json.dumps(vote)
        head = f"POST /votes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n{headers}"
        writer.write(f"{head}content-length: {len(body)}\r\n\r\n{body}".encode())
        if leave:
            await writer.drain()
            raise ConnectionAbortedError("The reader closed the page.")
        lines = (await reader.readuntil(b"\r\n\r\n")).decode().lower().split("\r\n")
        fields = dict(line.split(": ", 1) for line in lines[1:] if line)
        await reader.readexactly(int(fields["content-length"]))
        return Answer(status=int(lines[0].split()[1]), retry_after=fields.get("retry-after", ""))

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if not self._ports:
            raise ConnectionRefusedError("No server is there.")
        return await asyncio.open_connection("127.0.0.1", random.choice(self._ports))

    def close(self) -> None:
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None
