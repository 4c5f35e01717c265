"""What is said of a vote is true, however votebox or its database ends.

`make durability` does all of it at full length.
"""

import asyncio
import random
from pathlib import Path
from signal import SIGINT, SIGTERM, Signals

import pytest

from tests.votebox.load import READERS, load, run, times
from tests.votebox.postgres_server import PostgresServer
from tests.votebox.sharing import Start
from votebox.address import Address, Place

KILLS = times(3, 50)
SERVER_KILLS = times(2, 10)
VOTES = times(100, 500)
"""How many are acknowledged between two kills, at least."""


def environment(place: Place) -> dict[str, str]:
    return {"VOTEBOX_DATABASE": str(getattr(place, "url", place))}


async def moment() -> None:
    """Wait, so that what comes next comes at any moment of a commit."""
    await asyncio.sleep(random.uniform(0, 0.05))


def test_kill_9_loses_no_vote_and_doubles_none(start: Start, place: Place) -> None:
    async def scenario() -> None:
        async with load() as voting:
            for _ in range(KILLS):
                server = start(**environment(place))
                voting.use(server)
                await voting.more(VOTES)
                await moment()
                voting.kill(server)
                voting.check(place)
            voting.use(start(**environment(place)))
        voting.check(place, complete=True)
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
        async with load(leaving=0) as voting:
            voting.ports.append(server.port)
            await voting.more(VOTES)
            voting.ports.clear()
            assert await asyncio.to_thread(server.stop, number) == (0, "")
            await voting.pause()
            assert not Path(f"{place}-wal").exists()
            voting.check(place, complete=True)
            voting.use(start(**environment(place)))
            voting.resume()

    run(scenario())


def test_two_replicas_and_one_is_killed(start: Start, postgres: Address) -> None:
    """The readers go to the other one, with what they know not to be stored."""

    async def scenario() -> None:
        servers = [start(**environment(postgres)) for _ in range(2)]
        async with load(*servers) as voting:
            for _ in range(times(2, 20)):
                await voting.more(VOTES)
                await moment()
                voting.kill(servers.pop(0))
                await voting.more(VOTES)
                voting.check(postgres)
                servers.append(await asyncio.to_thread(start, **environment(postgres)))
                voting.use(servers[-1])
        voting.check(postgres, complete=True)
        assert voting.lost > 0
        print(f"one of two replicas killed: {voting}")

    run(scenario())


def test_killing_postgresql_loses_no_vote_and_doubles_none(
    start: Start, private_server: PostgresServer
) -> None:
    place = private_server.new_place()

    async def scenario() -> None:
        async with load(*(start(**environment(place)) for _ in range(2))) as voting:
            for _ in range(SERVER_KILLS):
                await voting.more(VOTES)
                await moment()
                private_server.kill()
                await voting.more(READERS, 503)
                await asyncio.to_thread(private_server.start)
                voting.check(place)
        voting.check(place, complete=True)
        print(f"PostgreSQL killed {SERVER_KILLS} times: {voting}")

    run(scenario())
