"""A clock that is set while votes come in: what is deleted by it is deleted at the right time."""

import asyncio
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest

from tests.votebox.client import Client
from tests.votebox.faketime import MISSING, FakeClock, find
from tests.votebox.load import load, run
from tests.votebox.sharing import Server, make_vote, read_rows, totals
from votebox.address import Place
from votebox.clock import DOUBT, STEP, Clock, Moment
from votebox.stores import store_at

START = 1_800_000_000_000
MINUTE = 60_000
PROGRAM = """
import os
import time
from pathlib import Path
from votebox import upkeep
from votebox.cli import main


look = upkeep.Upkeep.look


async def watched(self, moment):
    day = time.time() // 86_400
    await look(self, moment)
    Path(os.environ["LOOKED"]).write_text(f"{day:.0f}")


upkeep.Upkeep.look = watched
upkeep.LOOK = 0.05
main()
"""
"""A votebox that does not wait for a minute between two looks, and lets the test know of each."""


class Times:
    """The two clocks of a machine."""

    def __init__(self) -> None:
        self.steady = 5_000_000
        self.ahead = START
        self.clock = Clock(wall=lambda: self.steady + self.ahead, steady=lambda: self.steady)

    def wait(self, milliseconds: int) -> Moment:
        """Let time pass, and look each minute."""
        for _ in range(milliseconds // MINUTE):
            self.steady += MINUTE
            moment = self.clock.now()
        return moment


def at(milliseconds: int) -> Moment:
    return Moment(earliest=milliseconds, latest=milliseconds)


def test_a_clock_that_goes_evenly_is_believed() -> None:
    times = Times()
    assert times.clock.now() == at(times.steady + START)
    for _ in range(100):
        times.ahead += STEP  # at each look, as one that is slowly corrected
        assert times.wait(MINUTE) == at(times.steady + times.ahead)


@pytest.mark.parametrize("step", [STEP + 1, 86_400_000, -86_400_000, 400 * 86_400_000])
def test_a_clock_that_is_set_and_set_back(step: int) -> None:
    times = Times()
    times.ahead += step
    moment = times.wait(60 * MINUTE)
    right, wrong = times.steady + START, times.steady + START + step
    assert (moment.earliest, moment.latest) == (min(right, wrong), max(right, wrong))
    times.ahead -= step
    assert times.wait(MINUTE) == at(times.steady + START)


def test_a_clock_that_was_set_is_believed_at_last() -> None:
    times = Times()
    times.ahead -= 86_400_000
    assert times.wait(DOUBT).latest == times.steady + START
    assert times.wait(MINUTE) == at(times.steady + START - 86_400_000)


def test_a_clock_that_is_set_again_and_again_is_not_doubted_for_ever() -> None:
    times = Times()
    for _ in range(DOUBT // MINUTE + 1):
        times.ahead += 2 * STEP
        moment = times.wait(MINUTE)
    assert moment == at(times.steady + times.ahead)


def test_the_clock_of_this_machine() -> None:
    before = time.time() * 1_000 - 1
    moment = Clock().now()
    assert before < moment.earliest == moment.latest <= time.time() * 1_000


class Machine:
    """A server on a machine whose clock can be set."""

    def __init__(self, folder: Path, place: Place, *arguments: str) -> None:
        self.place = place
        self.clock = FakeClock(folder)
        self._looked = folder / "looked"
        environment = {**self.clock.environment, "LOOKED": str(self._looked)}
        environment["VOTEBOX_DATABASE"] = str(getattr(place, "url", place))
        self.server = Server(["--port", "0", *arguments], folder, environment, PROGRAM)

    async def turn(self, days: int) -> None:
        """Set the clock so many days ahead, and wait until the server has looked what has to be done then."""
        self.clock.set(days)
        for _ in range(2):  # the clock may have been set after the moment of the first was taken
            self._looked.unlink(missing_ok=True)
            while not self._looked.exists() or self._looked.read_text() != str(self.clock.today + days):
                await asyncio.sleep(0.01)

    async def reader(self) -> bytes:
        """Vote, always as the same reader; return the hash that is stored of him."""
        vote = make_vote()
        client = Client([self.server.port])
        assert (await client.post(vote, headers="user-agent: one\r\n")).status == 201
        client.close()
        [hashed] = [row["reader"] for row in read_rows(self.place) if row["id"] == vote["id"]]
        return bytes(hashed)

    def salts(self) -> set[int]:
        """Return the days, counted from today, whose salts are there."""
        query = "SELECT day FROM salts"
        if isinstance(self.place, Path):
            with closing(sqlite3.connect(self.place)) as file:
                days = file.execute(query).fetchall()
        else:
            with psycopg.connect(self.place.url) as server:
                days = server.execute(query).fetchall()
        return {int(day) - self.clock.today for (day,) in days}


@pytest.fixture
def machine(site: Path) -> Iterator[Callable[..., Machine]]:
    """Start servers with clocks that can be set."""
    if find() is None:
        pytest.skip(MISSING)
    started: list[Machine] = []

    def start(place: Place, *arguments: str) -> Machine:
        started.append(Machine(site.parent, place, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.server.process.kill()
        one.server.process.communicate()


def test_a_reader_is_the_same_all_day_though_the_clock_was_wrong_meanwhile(
    machine: Callable[..., Machine], place: Place
) -> None:
    async def scenario() -> None:
        box = machine(place)
        today = await box.reader()
        assert box.salts() == {0}
        for days, wrong, right in ((1, {0, 1}, {0, 1}), (-1, {-1, 0, 1}, {0, 1}), (400, {0, 1, 400}, {0, 1})):
            await box.turn(days)
            assert await box.reader() != today
            await box.turn(days)
            assert box.salts() == wrong
            await box.turn(0)
            assert box.salts() == right
            assert await box.reader() == today
        [page] = totals(store_at(place)).pages
        assert (page.received, page.votes) == (7, 4)

    run(scenario())


def test_votes_come_in_while_the_clock_is_set(machine: Callable[..., Machine], place: Place) -> None:
    """Nothing is deleted because a wrong clock says that it is old."""

    async def scenario() -> None:
        box = machine(place, "--keep-votes", "30", "--keep-comments", "30")
        async with load(box.server) as voting:
            for days in (1, 0, -1, 0, 400, 0):
                await voting.more(50)
                await box.turn(days)
            await voting.more(50)
        voting.check(place, complete=True)
        assert set(voting.statuses) == {200, 201}

    run(scenario())


def test_the_limit_of_a_network_does_not_go_by_the_clock(
    machine: Callable[..., Machine], database: Path
) -> None:
    async def scenario() -> None:
        box = machine(database, "--proxy", "127.0.0.1", "--rate", "2/3600")

        async def status(address: str) -> int:
            client = Client([box.server.port])
            answer = await client.post(make_vote(), headers=f"x-forwarded-for: {address}\r\n")
            client.close()
            return answer.status

        assert [await status("192.0.2.1") for _ in range(3)] == [201, 201, 429]
        for days in (1, -1, 400, 0):
            await box.turn(days)
            assert await status("192.0.2.1") == 429
            assert await status(f"198.51.{100 + days % 100}.1") == 201

    run(scenario())
