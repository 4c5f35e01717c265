"""A disk that is full, read-only, or loses its power: 503, and whatever was acknowledged is on it."""

import asyncio
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.votebox.client import Client
from tests.votebox.disk import Disk
from tests.votebox.hasty import hasty
from tests.votebox.load import READERS, Load, load, run, times
from tests.votebox.postgres_server import MISSING, PostgresServer, find
from tests.votebox.sharing import Start, make_vote, read_rows
from tests.votebox.syscalls import traced

CUTS = times(2, 25)


@pytest.fixture
def small_disk() -> Iterator[Disk]:
    try:
        made = Disk(256)
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"No disk can be made and mounted here, which takes root: {error}")
    yield made
    made.remove()


@pytest.fixture
def server_on_disk(small_disk: Disk) -> Iterator[PostgresServer]:
    if find() is None:
        pytest.skip(MISSING)
    server = PostgresServer(small_disk.path)
    small_disk.sync()  # initdb was told not to
    try:
        server.start()
        yield server
    finally:
        server.stop()


def mend(small_disk: Disk) -> None:
    """Mount a disk anew that has ended; whoever had files of it has to be gone."""
    small_disk.unmount()
    small_disk.mount()


async def fail(voting: Load, small_disk: Disk) -> None:
    """Have the disk fail while no vote is on its way to it.

    Linux 6.18's ext4 may answer that a sync which runs at that very moment is done, and lose what it synced:
    of that no program can know.
    """
    await voting.pause()
    small_disk.fail()
    voting.resume()


async def refused(voting: Load) -> None:
    """See that votes are refused with 503, and none that is new is acknowledged."""
    await voting.more(READERS, 503)
    acknowledged = voting.statuses[201]
    await voting.more(READERS, 503)
    assert voting.statuses[201] == acknowledged


@pytest.mark.usefixtures("tracing")
@pytest.mark.parametrize(
    ("call", "error"), [("pwrite64", "ENOSPC"), ("pwrite64", "EROFS"), ("fdatasync", "EIO")]
)
def test_a_system_that_does_not_write(start: Start, database: Path, call: str, error: str) -> None:
    """The same process takes votes again when the system does."""

    async def scenario() -> None:
        server = start()
        async with load(server) as voting:
            await voting.more(100)
            with traced(
                server.process.pid,
                "-o",
                "/dev/null",
                "-e",
                f"trace={call}",
                "-e",
                f"inject={call}:error={error}",
            ):
                await refused(voting)
                voting.check(database)
            await voting.more(100)
        voting.check(database, complete=True)

    run(scenario())


def test_a_full_disk(start: Start, small_disk: Disk) -> None:
    """The same process takes votes again when there is room."""
    database = small_disk.path / "votes.db"

    async def scenario() -> None:
        server = start("--database", str(database))
        async with load(server) as voting:
            await voting.more(100)
            small_disk.fill()
            await refused(voting)
            voting.check(database)
            small_disk.clear()
            await voting.more(100)
        voting.check(database, complete=True)
        print(f"a full disk: {voting}")

    run(scenario())


def test_a_full_disk_of_postgresql(start: Start, small_disk: Disk, server_on_disk: PostgresServer) -> None:
    place = server_on_disk.new_place()

    async def scenario() -> None:
        server = start(VOTEBOX_DATABASE=place.url)
        async with load(server) as voting:
            await voting.more(100)
            small_disk.fill()
            # What still fits into the last pages of the tables and of the log is stored, and so acknowledged;
            # whether any of that gets lost is seen in the end.
            await voting.more(2 * READERS, 503)
            small_disk.clear()
            await asyncio.to_thread(server_on_disk.start)  # where it has ended for lack of room
            await voting.more(100)
        voting.check(place, complete=True)
        print(f"a full disk of PostgreSQL: {voting}")

    run(scenario())


@pytest.mark.parametrize("end", ["fails", "loses its power"])
def test_a_disk_that_ends(start: Start, small_disk: Disk, end: str) -> None:
    database = small_disk.path / "votes.db"

    async def scenario() -> None:
        async with load() as voting:
            for _ in range(CUTS):
                server = start("--database", str(database))
                voting.use(server)
                await voting.more(100)
                await asyncio.sleep(random.uniform(0, 0.05))
                if end == "fails":
                    await fail(voting, small_disk)
                    await refused(voting)
                else:
                    small_disk.cut_power(server.process.pid)
                voting.kill(server)
                mend(small_disk)
                await voting.pause()
                voting.check(database)
                voting.resume()
            voting.use(start("--database", str(database)))
        voting.check(database, complete=True)
        print(f"a disk that {end}, {CUTS} times: {voting}")

    run(scenario())


def test_a_store_that_does_not_sync_is_found_out(start: Start, small_disk: Disk, tmp_path: Path) -> None:
    """The test before this one can fail."""
    database = small_disk.path / "votes.db"
    server = start("--database", str(database), **hasty(tmp_path))
    small_disk.sync()  # the tables alone
    voting = Load()
    voting.use(server)

    async def scenario() -> None:
        client = Client(voting.ports)
        for _ in range(20):
            await voting.deliver(client, make_vote())
        client.close()

    run(scenario())
    small_disk.cut_power(server.process.pid)
    voting.kill(server)
    mend(small_disk)
    assert voting.receipts.faults(read_rows(database)) != []


@pytest.mark.parametrize("end", ["fails", "loses its power"])
def test_a_disk_of_postgresql_that_ends(
    start: Start, small_disk: Disk, server_on_disk: PostgresServer, end: str
) -> None:
    place = server_on_disk.new_place()

    async def scenario() -> None:
        server = start(VOTEBOX_DATABASE=place.url)
        async with load(server) as voting:
            for _ in range(CUTS):
                await voting.more(100)
                await asyncio.sleep(random.uniform(0, 0.05))
                if end == "fails":
                    await fail(voting, small_disk)
                    await refused(voting)
                else:
                    small_disk.cut_power(*server_on_disk.processes())
                server_on_disk.kill()
                await refused(voting)
                mend(small_disk)
                await asyncio.to_thread(server_on_disk.start)
                voting.check(place)
        voting.check(place, complete=True)
        print(f"a disk of PostgreSQL that {end}, {CUTS} times: {voting}")

    run(scenario())
