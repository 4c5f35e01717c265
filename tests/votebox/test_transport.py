import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress

import pytest
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, Router

from votebox.transport import HEAD_LIMIT, REQUEST_LIMIT, VoteProtocol, _Joining


class Recorder(asyncio.Transport):
    """A transport that notes what is asked of it."""

    def __init__(self) -> None:
        super().__init__()
        self.done: list[object] = []

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.done.append(bytes(data))

    def close(self) -> None:
        self.done.append("close")

    def is_closing(self) -> bool:
        return "close" in self.done

    def get_extra_info(self, name: str, default: object = None) -> object:
        return {"sockname": ("127.0.0.1", 80), "peername": ("192.0.2.1", 5)}.get(name, default)

    def pause_reading(self) -> None:
        self.done.append("pause")

    def resume_reading(self) -> None:
        self.done.append("resume")


def joined(use: Callable[[_Joining], object]) -> tuple[list[object], list[object]]:
    """Use a joining transport; return what came through at once, and what a turn of the loop later."""

    async def scenario() -> tuple[list[object], list[object]]:
        recorder = Recorder()
        use(_Joining(recorder, asyncio.get_running_loop()))
        at_once = list(recorder.done)
        await asyncio.sleep(0)
        return at_once, recorder.done

    return asyncio.run(scenario())


def test_two_writes_are_one() -> None:
    def use(transport: _Joining) -> None:
        transport.write(b"head ")
        transport.write(bytearray(b"body"))

    assert joined(use) == ([b"head body"], [b"head body"])


def test_one_write_waits_for_the_loop_alone() -> None:
    assert joined(lambda transport: transport.write(memoryview(b"head"))) == ([], [b"head"])


def test_nothing_is_held_beyond_a_pair() -> None:
    def use(transport: _Joining) -> None:
        for part in (b"1", b"2", b"", b"3", b"4", b"5"):
            transport.write(part)

    assert joined(use) == ([b"12", b"34"], [b"12", b"34", b"5"])


def test_what_is_held_goes_out_before_the_end() -> None:
    def use(transport: _Joining) -> None:
        transport.write(b"head")
        transport.close()
        assert transport.is_closing()

    assert joined(use)[1] == [b"head", "close"]


def test_the_rest_is_the_transports_own() -> None:
    def use(transport: _Joining) -> None:
        assert transport.get_extra_info("peername") == ("192.0.2.1", 5)
        assert transport.get_extra_info("cipher", "none") == "none"
        transport.pause_reading()
        transport.resume_reading()
        assert not transport.is_closing()

    assert joined(use)[1] == ["pause", "resume"]


Talk = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def talk(scenario: Talk, *, most: int = 100, others: int = 0) -> None:
    """Run a scenario on a connection to a real socket; `others` are connected before it."""

    async def running() -> None:
        routes = [Route("/plain", plain), Route("/stream", stream), Route("/read", read, methods=["POST"])]
        routes.append(Route("/origin", origin, methods=["POST"]))
        config = uvicorn.Config(
            Router([*routes, Route("/slow", slow)]),
            log_config=None,
            ws="none",
            lifespan="off",
            timeout_keep_alive=1,
            limit_concurrency=most,
        )
        config.load()
        state = uvicorn.server.ServerState()
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: VoteProtocol(config, state, {}, loop), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        before = [await asyncio.open_connection("127.0.0.1", port) for _ in range(others)]
        await asyncio.sleep(0.05)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.wait_for(scenario(reader, writer), timeout=10)
        for _, other in [*before, (reader, writer)]:
            other.close()
        server.close()
        await asyncio.sleep(0.05)
        assert not state.connections

    asyncio.run(running())


async def trickle(writer: asyncio.StreamWriter, data: bytes, seconds: float) -> None:
    """Send byte by byte; that nobody listens any more is not the sender's mistake."""
    with suppress(ConnectionError):
        for byte in data:
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(seconds / len(data))


SLOW = b'"detail":"The request did not arrive within 0.3 seconds."}'


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("votebox.transport.PATIENCE", 0.3)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize(
    "head",
    [
        b"GET /plain HTTP/1.1\r\nx-slow: ",
        b"POST /read HTTP/1.1\r\nhost: x\r\ncontent-length: 1000\r\n\r\n",
        b"POST /read HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n3e8\r\n",
    ],
    ids=["head", "body", "chunk"],
)
@pytest.mark.parametrize("used", [False, True])
def test_a_request_that_trickles_is_cut(head: bytes, used: bool) -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if used:  # the same on a connection that had a request before
            writer.write(b"GET /plain HTTP/1.1\r\nhost: x\r\n\r\n")
            assert (await reader.readuntil(b"body")).startswith(b"HTTP/1.1 200 OK\r\n")
        begun = asyncio.get_running_loop().time()
        writer.write(head)
        sending = asyncio.create_task(trickle(writer, b"x" * 100, 5))
        answer = await reader.readuntil(SLOW)
        sending.cancel()
        assert 0.25 < asyncio.get_running_loop().time() - begun < 4
        assert answer.startswith(b"HTTP/1.1 408 Request Timeout\r\n")
        assert b"\r\nconnection: close\r\n" in answer
        with suppress(ConnectionError):  # what was sent meanwhile is not read
            assert await reader.read() == b""

    talk(scenario)


@pytest.mark.usefixtures("impatient")
@pytest.mark.parametrize("sent", [b"", b"\r\n"])
def test_a_connection_that_asks_nothing_is_closed(sent: bytes) -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(sent)
        assert await reader.read() == b""

    talk(scenario)


@pytest.mark.usefixtures("impatient")
def test_blank_lines_keep_no_connection_open() -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET /plain HTTP/1.1\r\nhost: x\r\n\r\n")
        await reader.readuntil(b"body")
        sending = asyncio.create_task(trickle(writer, b"\r\n" * 50, 5))
        with suppress(ConnectionError):
            assert await asyncio.wait_for(reader.read(), 4) == b""
        assert not sending.done()
        sending.cancel()

    talk(scenario)


@pytest.mark.usefixtures("impatient")
def test_an_answer_may_take_longer_than_its_request() -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\nGET /plain HTTP/1.1\r\nx-slow")
        assert (await reader.readuntil(b"late")).startswith(b"HTTP/1.1 200 OK\r\n")
        writer.write(b": x\r\n\r\n")
        assert (await reader.readuntil(b"body")).startswith(b"HTTP/1.1 200 OK\r\n")

    talk(scenario)


def test_a_head_has_a_limit() -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET /plain HTTP/1.1\r\nx: " + b"x" * (HEAD_LIMIT - 100) + b"\r\n\r\n")
        await reader.readuntil(b"body")
        writer.write(b"GET /plain HTTP/1.1\r\n" + b"x: %s\r\n" % (b"x" * 1_000) * 40)
        answer = await reader.readuntil(
            b'"detail":"The address and the headers are larger than 16,384 bytes."}'
        )
        assert answer.startswith(b"HTTP/1.1 431 Request Header Fields Too Large\r\n")

    talk(scenario)


def test_the_limit_of_a_head_is_not_used_up_by_requests_before_it() -> None:
    """Of several requests that come at once the last may come in parts, wherever the network cuts it."""

    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        one = b"POST /read HTTP/1.1\r\ncontent-length: %d\r\n\r\n"
        body = HEAD_LIMIT - len(one) - 20
        writer.write(one % body + b"x" * body + b"GET /plain HTT")
        await asyncio.sleep(0.05)
        writer.write(b"P/1.1\r\nx: " + b"x" * 1_000)
        await asyncio.sleep(0.05)
        writer.write(b"\r\n\r\n")
        assert (await reader.readuntil(b"\r\n\r\nread")).startswith(b"HTTP/1.1 200 OK\r\n")
        assert (await reader.readuntil(b"\r\n\r\nbody")).startswith(b"HTTP/1.1 200 OK\r\n")

    talk(scenario)


UNREADABLE = b'"detail":"The request could not be read: it is no HTTP/1.1."}'


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01 not HTTP",
        b"GET /plain HTTP/9.9\r\n\r\n",
        b"POST /read HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\n",
    ],
    ids=["TLS", "version", "chunk"],
)
@pytest.mark.parametrize("used", [False, True])
def test_what_is_no_http(sent: bytes, used: bool) -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if used:
            writer.write(b"GET /plain HTTP/1.1\r\nhost: x\r\n\r\n")
            await reader.readuntil(b"body")
        writer.write(sent)
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 400 Bad Request\r\n")
        assert b"\r\ncontent-type: application/problem+json\r\n" in answer
        assert answer.endswith(UNREADABLE)

    talk(scenario)


def test_what_is_no_http_takes_no_answer_from_an_earlier_request() -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET /slow HTTP/1.1\r\nhost: x\r\n\r\n\x16\x03\x01")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"\r\nconnection: close\r\n" in answer
        assert answer.endswith(b"\r\n\r\nlate")

    talk(scenario)


def test_a_trailer_is_no_header() -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = b"POST /origin HTTP/1.1\r\nhost: x\r\norigin: a\r\ntransfer-encoding: chunked\r\n\r\n"
        writer.write(head + b"1\r\nx\r\n0\r\norigin: b\r\n\r\n")
        assert (await reader.readuntil(b"]")).endswith(b"\r\n\r\n['a']")

    talk(scenario)


def test_after_a_wish_for_another_protocol_the_connection_ends() -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        wish = b"GET /plain HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n"
        writer.write(wish + b"GET /plain HTTP/1.1\r\nhost: x\r\n\r\n")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 200 OK\r\n")
        assert b"\r\nconnection: close\r\n" in answer
        assert answer.count(b"body") == 1

    talk(scenario)


def test_what_follows_an_early_answer_has_a_limit() -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"POST /plain HTTP/1.1\r\nhost: x\r\ncontent-length: 99999999\r\n\r\n")
        await reader.readuntil(b"Method Not Allowed")
        sent = 0
        with suppress(ConnectionError):
            while sent < 20 * REQUEST_LIMIT:
                writer.write(bytes(HEAD_LIMIT))
                await writer.drain()
                sent += HEAD_LIMIT
        assert sent < 20 * REQUEST_LIMIT
        with suppress(ConnectionError):
            assert await reader.read() == b""

    talk(scenario)


@pytest.mark.parametrize(("others", "status"), [(1, b"200 OK"), (2, b"503 Service Unavailable")])
def test_connections_have_a_limit(others: int, status: bytes) -> None:
    async def scenario(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"GET /plain HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.1 " + status)

    talk(scenario, most=2, others=others)


async def read(request: Request) -> PlainTextResponse:
    with suppress(ClientDisconnect):
        await request.body()
    return PlainTextResponse("read")


async def origin(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(request.headers.getlist("origin")))


async def slow(_request: Request) -> PlainTextResponse:
    await asyncio.sleep(0.7)
    return PlainTextResponse("late")


async def stream(_request: Request) -> StreamingResponse:
    async def parts() -> AsyncIterator[str]:
        for number in range(5):
            yield str(number)

    return StreamingResponse(parts())


async def plain(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("body")


@pytest.mark.parametrize(
    ("path", "end", "packets"), [("/plain", b"\r\n\r\nbody", 1), ("/stream", b"1\r\n4\r\n0\r\n\r\n", 4)]
)
def test_an_answer_of_uvicorn(path: str, end: bytes, packets: int) -> None:
    async def scenario() -> list[bytes]:
        router = Router([Route("/plain", plain), Route("/stream", stream)])
        config = uvicorn.Config(router, log_config=None, ws="none", lifespan="off")
        config.load()
        recorder = Recorder()
        state = uvicorn.server.ServerState()
        protocol = VoteProtocol(config, state, {}, asyncio.get_running_loop())
        protocol.connection_made(recorder)
        protocol.data_received(f"GET {path} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        await asyncio.wait(state.tasks, timeout=5)
        await asyncio.sleep(0.01)
        return [part for part in recorder.done if isinstance(part, bytes)]

    done = asyncio.run(scenario())
    assert b"".join(done).startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"".join(done).endswith(end)
    assert len(done) == packets
