"""A connection that is lost in the middle of a commit: 503; and the vote, sent again, is there once."""

import asyncio
import random

import pytest

from tests.votebox.client import Answer, Client
from tests.votebox.load import FULL, load, run, times
from tests.votebox.postgres_server import PostgresServer
from tests.votebox.sharing import Start, make_submission, make_vote, read_rows
from tests.votebox.wire import CUTS, Fault, wire
from votebox import cluster
from votebox.address import Address
from votebox.errors import StoreError
from votebox.postgres import PostgresStore
from votebox.problems import RETRY_AFTER
from votebox.store import Outcome

ROUNDS = times(12, 200)
KEPT = {fault: fault not in (Fault.LOST, Fault.SWALLOWED) for fault in Fault}
"""Whether the vote is stored though it was refused."""


def through(postgres: Address, server: PostgresServer, port: int) -> Address:
    return Address(url=postgres.url.replace(f":{server.port}/", f":{port}/"))


@pytest.mark.parametrize("fault", CUTS)
def test_a_vote_whose_commit_was_cut(
    start: Start, postgres: Address, postgres_server: PostgresServer, fault: Fault
) -> None:
    async def scenario() -> None:
        async with wire(postgres_server.port) as line:
            address = through(postgres, postgres_server, line.port)
            server = await asyncio.to_thread(start, VOTEBOX_DATABASE=address.url)
            client = Client([server.port])
            assert await client.post(make_vote()) == Answer(status=201, retry_after="")
            vote = make_vote(helpful="no", comment="Why?")
            line.mark = vote["id"].replace("-", "").encode()
            line.fault = fault
            assert await client.post(vote) == Answer(status=503, retry_after=str(RETRY_AFTER))
            assert (vote["id"] in {row["id"] for row in read_rows(postgres)}) is KEPT[fault]
            assert (await client.post(vote)).status == (200 if KEPT[fault] else 201)
            assert [row["comment"] for row in read_rows(postgres) if row["id"] == vote["id"]] == ["Why?"]
            client.close()

    run(scenario())


@pytest.mark.parametrize("fault", [Fault.SWALLOWED, Fault.SILENT])
def test_a_server_that_is_silent_is_given_up(
    postgres: Address, postgres_server: PostgresServer, monkeypatch: pytest.MonkeyPatch, fault: Fault
) -> None:
    monkeypatch.setattr(cluster, "_SILENCE", 0.5)

    async def scenario() -> None:
        async with wire(postgres_server.port) as line:
            store = PostgresStore(through(postgres, postgres_server, line.port))
            await asyncio.to_thread(store.open)
            await asyncio.to_thread(store.save, [make_submission()])
            batch = [make_submission()]
            line.mark = batch[0].vote.id.hex.encode()
            line.fault = fault
            with pytest.raises(StoreError, match="did not take votes: wait timeout expired"):
                await asyncio.to_thread(store.save, batch)
            known = Outcome.STORED_AGAIN if KEPT[fault] else Outcome.STORED
            assert await asyncio.to_thread(store.save, batch) == [known]
            assert len(read_rows(postgres)) == 2
            store.close()

    run(scenario())


def test_a_connection_that_is_cut_again_and_again_under_load(
    start: Start, postgres: Address, postgres_server: PostgresServer
) -> None:
    async def scenario() -> None:
        async with wire(postgres_server.port) as line:
            address = through(postgres, postgres_server, line.port)
            server = await asyncio.to_thread(start, VOTEBOX_DATABASE=address.url)
            async with load(server) as voting:
                for _ in range(ROUNDS):
                    line.fault = random.choice(CUTS)
                    await voting.more(50)
            voting.check(postgres, complete=True)
            assert line.faults == ROUNDS
            assert voting.statuses[503] > 0
            print(f"connection cut {line.faults} times: {voting}")

    run(scenario())


@pytest.mark.skipif(not FULL, reason="It waits for half a minute; make durability runs it.")
@pytest.mark.parametrize("fault", [Fault.SWALLOWED, Fault.SILENT])
def test_a_silent_server_under_load(
    start: Start, postgres: Address, postgres_server: PostgresServer, fault: Fault
) -> None:
    async def scenario() -> None:
        async with wire(postgres_server.port) as line:
            address = through(postgres, postgres_server, line.port)
            server = await asyncio.to_thread(start, VOTEBOX_DATABASE=address.url)
            async with load(server) as voting:
                await voting.more(100)
                line.fault = fault
                await voting.more(1, 503)
                await voting.more(100)
            voting.check(postgres, complete=True)
            print(f"{fault.value} {voting}")

    run(scenario())
