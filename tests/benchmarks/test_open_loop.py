import asyncio
import itertools

from benchmarks.votes import open_loop
from benchmarks.votes.run import Run
from benchmarks.votes.traffic import Traffic
from tests.benchmarks.answering import OK, Answer, answering, at_once

REQUEST = b"POST / HTTP/1.1\r\n\r\n"


def loaded(answer: Answer, connections: int) -> Run:
    """Load a server with 200 requests a second for half a second."""

    async def load() -> Run:
        async with answering(answer) as port:
            traffic = Traffic(requests=itertools.repeat(REQUEST))
            return await open_loop.load(port, traffic, connections, 0.5, 200)

    return asyncio.run(load())


async def slowly(writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(0.02)
    writer.write(OK)


def test_readers_come_at_their_rate() -> None:
    run = loaded(at_once, 20)
    assert 70 < run.answers < 130  # 100 on average, by chance, and the same in each run
    assert run.outcomes == {"200": run.answers}


def test_as_many_readers_come_to_a_slow_server() -> None:
    assert loaded(slowly, 1).answers == loaded(at_once, 20).answers


def test_who_waits_for_a_connection_waits_since_the_moment_of_coming() -> None:
    # One connection answers 50 a second, so the last of the 100 waits for more than a second. To measure from
    # when a request was sent would find 20 ms for each.
    run = loaded(slowly, 1)
    assert run.p50 > 200
    assert run.worst > 800
    assert run.late > 200


def test_a_slow_answer_keeps_no_other_reader_waiting() -> None:
    run = loaded(slowly, 100)
    assert run.p50 >= 20
    assert run.answers / run.seconds > 60  # one after the other there could be 50
