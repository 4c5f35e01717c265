"""What is said of a vote is true, however votebox or its database ends.

`make durability` does all of it at full length.
"""

import asyncio
import random
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals

import pytest

from tests.votebox.integrity import damage
from tests.votebox.load import READERS, Load, load, run, times
from tests.votebox.postgres_server import PostgresServer
from tests.votebox.sharing import Server, Start, read_rows
from votebox.address import Place

KILLS = times(5, 50)
SERVER_KILLS = times(3, 10)
VOTES = times(100, 500)
"""How many are acknowledged between two kills, at least."""


def environment(place: Place) -> dict[str, str]:
    return {"VOTEBOX_DATABASE": str(getattr(place, "url", place))}


def check(voting: Load, place: Place) -> None:
    """Hold what was acknowledged against what is stored; nothing else may run meanwhile."""
    assert voting.receipts.faults(read_rows(place))[:5] == []
    assert damage(place) == []


async def moment() -> None:
    """Wait, so that what comes next comes at any moment of a commit."""
    await asyncio.sleep(random.uniform(0, 0.05))


def kill(voting: Load, server: Server) -> None:
    server.process.kill()
    server.process.wait()
    voting.ports.remove(server.port)


def test_kill_9_loses_no_vote_and_doubles_none(start: Start, place: Place) -> None:
    async def scenario() -> None:
        async with load([]) as voting:
            for _ in range(KILLS):
                server = start(**environment(place))
                voting.ports.append(server.port)
                await voting.more(VOTES)
                await moment()
                kill(voting, server)
                check(voting, place)
            voting.ports.append(start(**environment(place)).port)
        check(voting, place)
        assert len(read_rows(place)) == len(voting.receipts)
        assert voting.lost >= KILLS
        assert set(voting.statuses) == {200, 201}
        print(f"votebox killed {KILLS} times: {voting}")

    run(scenario())


@pytest.mark.parametrize("number", [SIGTERM, SIGINT])
def test_a_clean_end_answers_and_stores_all_that_was_taken(
    start: Start, place: Place, number: Signals
) -> None:
    async def scenario() -> None:
        server = start(**environment(place))
        async with load([server.port], leaving=0) as voting:
            await voting.more(500)
            voting.ports.clear()
            code, errors = await asyncio.to_thread(server.stop, number)
            assert (code, errors) == (0, "")
            await voting.landed()
            assert not Path(f"{place}-wal").exists()
            check(voting, place)
            assert len(read_rows(place)) == len(voting.receipts)
            voting.ports.append(start(**environment(place)).port)

    run(scenario())


def test_two_replicas_and_one_is_killed(start: Start, place: Place) -> None:
    """The readers go to the other one, with what they know not to be stored."""

    async def scenario() -> None:
        servers = [start(**environment(place)) for _ in range(2)]
        async with load([server.port for server in servers]) as voting:
            await voting.more(300)
            await moment()
            kill(voting, servers[0])
            await voting.more(300)
        check(voting, place)
        assert len(read_rows(place)) == len(voting.receipts)
        assert voting.lost > 0

    run(scenario())


def test_killing_postgresql_loses_no_vote_and_doubles_none(
    start: Start, private_server: PostgresServer
) -> None:
    place = private_server.new_place()

    async def scenario() -> None:
        servers = [start(**environment(place)) for _ in range(2)]
        async with load([server.port for server in servers]) as voting:
            for _ in range(SERVER_KILLS):
                await voting.more(300)
                await moment()
                private_server.kill()
                await voting.more(READERS, 503)
                await asyncio.to_thread(private_server.start)
                check(voting, place)
        check(voting, place)
        assert len(read_rows(place)) == len(voting.receipts)
        print(f"PostgreSQL killed {SERVER_KILLS} times: {voting}")

    run(scenario())
