import asyncio
import itertools

import pytest

from benchmarks.votes import closed_loop
from benchmarks.votes.run import Run
from benchmarks.votes.traffic import Traffic
from tests.benchmarks.answering import OK, answering

REQUEST = b"POST / HTTP/1.1\r\n\r\n"


def test_each_connection_has_one_request_at_a_time() -> None:
    asked = 0
    at_once_most = 0

    async def counted(writer: asyncio.StreamWriter) -> None:
        nonlocal asked, at_once_most
        asked += 1
        at_once_most = max(at_once_most, asked)
        await asyncio.sleep(0.005)
        writer.write(OK)
        asked -= 1

    async def load() -> Run:
        async with answering(counted) as port:
            return await closed_loop.load(port, Traffic(requests=itertools.repeat(REQUEST)), 5, 0.3)

    run = asyncio.run(load())
    assert at_once_most == 5
    assert run.outcomes.keys() == {"200"}
    assert run.answers > 5
    assert run.p50 >= 5  # milliseconds
    assert run.p50 <= run.p99 <= run.worst


def test_no_request_is_sent_after_the_end_and_every_answer_is_waited_for() -> None:
    sent = itertools.count()
    requests = (REQUEST for _ in sent)
    pauses = itertools.cycle((0, 0.01, 0.05))

    async def unevenly(writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(next(pauses))
        writer.write(OK)

    async def load() -> Run:
        async with answering(unevenly) as port:
            return await closed_loop.load(port, Traffic(requests=requests), 3, 0.1)

    run = asyncio.run(load())
    assert run.answers == next(sent)


def test_a_server_that_does_not_answer_ends_the_load(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closed_loop, "PATIENCE", 0.1)

    async def never(_writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0)

    async def load() -> None:
        async with answering(never) as port:
            await closed_loop.load(port, Traffic(requests=itertools.repeat(REQUEST)), 2, 0.1)

    with pytest.raises(SystemExit, match=r"^The server has not answered within 0\.1 s\.$"):
        asyncio.run(load())
