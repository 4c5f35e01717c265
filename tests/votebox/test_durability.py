"""What is said of a vote is true, however the server ends."""

import asyncio
import json
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from signal import SIGINT, SIGKILL, SIGTERM, Signals

import pytest

from tests.votebox.sharing import Server, Start, make_vote

Answers = dict[int, list[tuple[str, object]]]

CONNECTIONS = 40
SECONDS = 0.5


async def load(port: int, answered: Answers) -> None:
    """Send votes over one connection, each when the one before is answered, until the server is gone."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        while True:
            members = make_vote(helpful="no", comment="Why?")
            body = json.dumps(members).encode()
            writer.write(
                b"POST /votes HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
                b"content-length: %d\r\n\r\n%s" % (len(body), body)
            )
            head = await reader.readuntil(b"\r\n\r\n")
            length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
            text = await reader.readexactly(length)
            answered.setdefault(int(head[9:12]), []).append((members["id"], json.loads(text)))
    except (ConnectionError, asyncio.IncompleteReadError):
        return


def loaded(running: Server, number: Signals) -> Answers:
    """Load a server from many connections, and end it in the midst; return what it answered, by status."""
    answered: Answers = {}

    async def scenario() -> None:
        tasks = [asyncio.create_task(load(running.port, answered)) for _ in range(CONNECTIONS)]
        await asyncio.sleep(SECONDS)
        assert not any(task.done() for task in tasks)
        running.process.send_signal(number)
        await asyncio.wait_for(asyncio.gather(*tasks), timeout=10)

    asyncio.run(scenario())
    return answered


def stored(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return {key.hex() for (key,) in connection.execute("SELECT id FROM votes")}


def ids(answers: list[tuple[str, object]]) -> set[str]:
    return {key.replace("-", "") for key, _ in answers}


def test_kill_9_loses_no_vote_that_was_answered(start: Start, database: Path) -> None:
    known = set()
    for _ in range(5):
        running = start()
        answered = loaded(running, SIGKILL)
        running.process.wait(10)
        assert set(answered) == {201}
        assert len(answered[201]) > CONNECTIONS
        known |= ids(answered[201])
        found = stored(database)
        assert known <= found
        assert len(found - known) <= CONNECTIONS  # stored, and killed before it could say so
        known = found


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
def test_a_clean_end_answers_and_stores_all_that_was_taken(
    start: Start, database: Path, number: Signals
) -> None:
    running = start()
    answered = loaded(running, number)
    assert running.process.communicate(timeout=20)[1] == ""
    assert running.process.returncode == 0
    assert set(answered) <= {201, 503}
    assert len(answered[201]) > CONNECTIONS
    assert stored(database) == ids(answered[201])
    assert not database.with_name("votes.db-wal").exists()


def test_two_servers_on_one_database(start: Start, database: Path) -> None:
    servers = [start(), start()]
    with ThreadPoolExecutor() as pool:
        ends = pool.map(loaded, servers, [SIGKILL, SIGTERM])
    killed, ended = ends
    assert servers[1].process.wait(20) == 0
    found = stored(database)
    assert ids(killed[201]) <= found
    assert ids(ended[201]) <= found
    assert len(found) - len(killed[201]) - len(ended[201]) <= CONNECTIONS
