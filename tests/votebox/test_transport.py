import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse, StreamingResponse
from starlette.routing import Route, Router

from votebox.transport import OnePacketProtocol, _Joining


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
        protocol = OnePacketProtocol(config, state, {}, asyncio.get_running_loop())
        protocol.connection_made(recorder)
        protocol.data_received(f"GET {path} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        await asyncio.wait(state.tasks, timeout=5)
        await asyncio.sleep(0.01)
        return [part for part in recorder.done if isinstance(part, bytes)]

    done = asyncio.run(scenario())
    assert b"".join(done).startswith(b"HTTP/1.1 200 OK\r\n")
    assert b"".join(done).endswith(end)
    assert len(done) == packets
