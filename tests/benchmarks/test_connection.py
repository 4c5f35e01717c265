import asyncio
from collections.abc import Sequence

from benchmarks.votes.connection import LOST, Connection
from tests.benchmarks.answering import OK, Answer, answering, at_once

REQUEST = b"POST / HTTP/1.1\r\n\r\n"


def told(answer: Answer, requests: int) -> Sequence[tuple[int, bytes]]:
    async def ask() -> Sequence[tuple[int, bytes]]:
        answers: asyncio.Queue[tuple[int, bytes]] = asyncio.Queue()
        async with answering(answer) as port:
            connection = Connection(port, lambda _, status, body: answers.put_nowait((status, body)))
            await connection.open()
            found = []
            for _ in range(requests):
                connection.send(REQUEST, 0)
                found.append(await answers.get())
            connection.close()
        return found

    return asyncio.run(ask())


def test_answers_come_one_after_the_other() -> None:
    assert told(at_once, 3) == [(200, b"ok")] * 3


def test_an_answer_comes_in_parts() -> None:
    async def in_parts(writer: asyncio.StreamWriter) -> None:
        for part in (OK[:20], OK[20:-1], OK[-1:]):
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(0.01)

    assert told(in_parts, 2) == [(200, b"ok")] * 2


def test_a_server_that_closes_after_each_answer_is_connected_to_anew() -> None:
    async def closing(writer: asyncio.StreamWriter) -> None:
        writer.write(OK.replace(b"\r\n", b"\r\nConnection: close\r\n", 1))
        writer.close()

    assert told(closing, 3) == [(200, b"ok")] * 3


def test_an_answer_that_does_not_come_is_lost_and_the_next_is_not() -> None:
    answers = iter((b"", OK))

    async def once_silent(writer: asyncio.StreamWriter) -> None:
        if answer := next(answers):
            writer.write(answer)
        else:
            writer.close()

    assert told(once_silent, 2) == [(LOST, b""), (200, b"ok")]


def test_a_server_that_is_gone_is_a_lost_answer() -> None:
    async def ask() -> int:
        async with answering(at_once) as port:
            pass
        answers: asyncio.Queue[int] = asyncio.Queue()
        Connection(port, lambda _, status, __: answers.put_nowait(status)).send(REQUEST, 0)
        return await answers.get()

    assert asyncio.run(ask()) == LOST
