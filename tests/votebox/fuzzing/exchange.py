"""A request as bytes, and a client that sends them, whatever they are."""

import http.client
import io
import select
import socket
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

Header = tuple[bytes, bytes]

_PATIENCE = 600.0
"""Seconds that an answer is waited for; a machine that does other things takes its time."""

_PAUSE = 0.02
"""Seconds for a server to begin an answer before it hears that there will be no more: then it ends all."""

_PIECE = 32 * 1024


class Facts(NamedTuple):
    """What never changes of a vote."""

    id: UUID
    page: str
    revision: str
    helpful: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """Bytes for a server, and what is known of them without reading them."""

    data: bytes
    method: str = "POST"
    path: str = "/votes"
    form: bool = False
    """Whether it says that it is an HTML form, to which a page may be the answer."""
    answers: int | None = 1
    """How many requests it is, each to its end. None: nobody can say, and whatever is answered is read."""
    trapped: bool = False
    """Whether it fills the field that no person sees: it is thanked for, and not stored."""
    votes: tuple[Facts, ...] = ()
    """The votes in it, where they are known: no other may be acknowledged."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a server said."""

    status: int
    headers: tuple[tuple[str, str], ...]
    """In the order in which they came, with names in small letters."""
    body: bytes

    def values(self, name: str) -> list[str]:
        """Return the values of all headers of a name."""
        return [value for found, value in self.headers if found == name]

    @property
    def media_type(self) -> str:
        """The content type, empty where there is none."""
        return ", ".join(self.values("content-type"))


def compose(
    headers: Sequence[Header] = (),
    body: bytes = b"",
    *,
    method: bytes = b"POST",
    target: bytes = b"/votes",
) -> bytes:
    """Write a request; the length of its body is said, unless one of the headers says where it ends."""
    lines = [b"%s %s HTTP/1.1" % (method, target)]
    names = {name.lower() for name, _ in headers}
    if b"host" not in names:
        lines.append(b"host: 127.0.0.1")
    if (body or method == b"POST") and not names & {b"content-length", b"transfer-encoding"}:
        lines.append(b"content-length: %d" % len(body))
    lines += [b"%s: %s" % header for header in headers]
    return b"\r\n".join([*lines, b"", body])


class Client:
    """Sends requests one after another, over one connection as long as the server keeps it."""

    def __init__(self, host: str, port: int) -> None:
        self._address = (host, port)
        self._connection: _Connection | None = None

    def exchange(self, request: Request) -> list[Answer]:
        """Send a request and return the answers, as many as the server gives before it ends the connection.

        Raises:
            OSError: There is no server, or it does not answer in time.
        """
        if request.answers is None:
            with _Connection(self._address) as connection:
                return connection.exhaust(request.data)
        used = self._connection is not None
        answers = self._answers(request, request.answers)
        # A server may close a connection at the moment at which it is used again.
        return answers or self._answers(request, request.answers) if used else answers

    def close(self) -> None:
        """Let the connection go."""
        if self._connection:
            self._connection.close()
            self._connection = None

    def _answers(self, request: Request, wanted: int) -> list[Answer]:
        connection = self._connection = self._connection or _Connection(self._address)
        going_on = connection.send(request.data)
        answers: list[Answer] = []
        while len(answers) < wanted and (found := connection.answer(request.method)):
            answers.append(found)
            going_on = going_on and "close" not in found.values("connection")
        if not going_on or len(answers) < wanted:
            self.close()
        return answers


class _Connection:
    def __init__(self, address: tuple[str, int]) -> None:
        self._socket = socket.create_connection(address, timeout=_PATIENCE)
        self._stream = _Stream(self._socket.makefile("rb", 0))

    def __enter__(self) -> "_Connection":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._stream.raw.close()
        self._socket.close()

    def send(self, data: bytes) -> bool:
        """Send bytes, but no more of them when an answer has come; return whether all are sent."""
        try:
            for start in range(0, len(data), _PIECE):
                if start and select.select([self._socket], [], [], 0)[0]:
                    return False
                self._socket.sendall(data[start : start + _PIECE])
        except ConnectionError:
            return False
        return True

    def answer(self, method: str) -> Answer | None:
        """Read an answer; None where the connection ended before it was complete."""
        try:
            response = http.client.HTTPResponse(self._stream, method=method)  # type: ignore[arg-type]
            response.begin()
            body = response.read()
        except (ConnectionError, http.client.RemoteDisconnected, http.client.IncompleteRead):
            return None
        headers = tuple((name.lower(), value) for name, value in response.getheaders())
        return Answer(status=response.status, headers=headers, body=body)

    def exhaust(self, data: bytes) -> list[Answer]:
        """Send bytes and say that there will be no more; return all that is answered."""
        self.send(data)
        select.select([self._socket], [], [], _PAUSE)
        with suppress(OSError):  # the server was faster to end it
            self._socket.shutdown(socket.SHUT_WR)
        answers = []
        while found := self.answer("POST"):
            answers.append(found)
        return answers


class _Stream(io.BufferedReader):
    """What was read ahead of one answer is kept for the next one."""

    def makefile(self, *_: object) -> "_Stream":
        return self

    def close(self) -> None:
        """Leave it open: an answer closes what it was read from."""
