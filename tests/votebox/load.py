"""Load as readers make it: votes, details that come later, and again whatever has no known outcome."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager
from threading import Thread
from typing import Any

from tests.votebox.client import LOST, Client
from tests.votebox.integrity import damage
from tests.votebox.receipts import Receipts, Vote
from tests.votebox.sharing import Server, make_vote, read_rows
from votebox.address import Place

FULL = os.environ.get("DURABILITY") == "full"
"""Whether tests take as long as it needs, as in `make durability`."""

READERS = 32
"""How many readers vote at once, each over a connection of its own."""

_WORDS = ("my", "order", "shows", "packed", "since", "Monday", "but", "no", "parcel", "came", "yet")


def times(short: int, full: int) -> int:
    """Return how often to do a thing."""
    return full if FULL else short


def run(scenario: Coroutine[Any, Any, None]) -> None:
    """Run a test's scenario; one that hangs fails at last."""
    asyncio.run(asyncio.wait_for(scenario, timeout=times(300, 3_600)))


class Load:
    """Readers who vote until they are told to end, and what they were told."""

    def __init__(self, leaving: float = 0) -> None:
        self.ports: list[int] = []
        """Where votes go to, each time to any of them."""
        self._leaving = leaving
        self.receipts = Receipts()
        self.statuses: Counter[int] = Counter()
        """How often each status was answered."""
        self.lost = 0
        """How many requests got no answer."""
        self.flying = 0
        """How many requests wait for an answer."""
        self.ending = False
        self._going = asyncio.Event()
        self._going.set()

    def use(self, server: Server) -> None:
        """Send votes to a server, too."""
        # A pipe that nobody reads fills up, and whoever logs to it waits.
        assert server.process.stderr
        Thread(target=server.process.stderr.read, daemon=True).start()
        self.ports.append(server.port)

    def kill(self, server: Server) -> None:
        """Kill a server, to which no more votes are sent."""
        self.ports.remove(server.port)
        server.process.kill()
        server.process.wait()

    async def reader(self) -> None:
        """Vote again and again; at the end, finish what was begun."""
        client = Client(self.ports)
        try:
            while not self.ending:
                for vote in _story():
                    await self.deliver(client, vote)
        finally:
            client.close()

    async def deliver(self, client: Client, vote: Vote) -> None:
        """Send a vote until it is acknowledged, as the page does."""
        while not await self.attempt(client, vote):
            await asyncio.sleep(random.uniform(0.01, 0.1))

    async def attempt(self, client: Client, vote: Vote) -> bool:
        """Send a vote once; return whether it was acknowledged."""
        await self._going.wait()
        self.receipts.sending(vote)
        self.flying += 1
        try:
            answer = await client.post(vote, leave=random.random() < self._leaving)
        except LOST:
            self.lost += 1
            return False
        finally:
            self.flying -= 1
        self.statuses[answer.status] += 1
        if answer.status in (200, 201):
            self.receipts.acknowledged(vote, answer.status)
            return True
        assert answer.status == 503
        assert int(answer.retry_after) > 0
        return False

    async def more(self, count: int, *statuses: int) -> None:
        """Wait until so many more answers have come, with one of these statuses (201)."""
        wanted = statuses or (201,)
        enough = count + sum(self.statuses[status] for status in wanted)
        while sum(self.statuses[status] for status in wanted) < enough:
            await asyncio.sleep(0.01)

    async def pause(self) -> None:
        """Let nobody send anything until `resume`, and wait until every answer has come."""
        self._going.clear()
        while self.flying:
            await asyncio.sleep(0.01)

    def resume(self) -> None:
        """Let the readers go on."""
        self._going.set()

    def check(self, place: Place, *, complete: bool = False) -> None:
        """Hold what was acknowledged against what is stored; nothing else may be read or sent meanwhile.

        Args:
            place: Where the votes are.
            complete: Whether every vote was acknowledged, so that nothing else is stored.
        """
        rows = read_rows(place)
        assert self.receipts.faults(rows)[:5] == []
        assert damage(place) == []
        assert not complete or len(rows) == len(self.receipts)

    def __str__(self) -> str:
        """What was sent, in one line."""
        answers = ", ".join(f"{status}: {count:,}" for status, count in sorted(self.statuses.items()))
        votes = f"{len(self.receipts):,} votes acknowledged"
        return f"{votes}; answers {answers}; requests without an answer: {self.lost:,}"


@asynccontextmanager
async def load(*servers: Server, leaving: float = 0.02) -> AsyncIterator[Load]:
    """Load servers while the block runs; after it every vote that was begun is delivered.

    Args:
        servers: Those that are there; others may come and go.
        leaving: The share of requests whose sender goes away before the answer comes, and sends them again.
    """
    made = Load(leaving)
    for server in servers:
        made.use(server)
    async with asyncio.TaskGroup() as group:
        for _ in range(READERS):
            group.create_task(made.reader())
        yield made
        made.ending = True


def _story() -> Iterator[dict[str, Any]]:
    """Yield what one reader sends, each when the one before was acknowledged."""
    vote = make_vote(helpful=random.choice(("yes", "no")))
    yield vote
    if vote["helpful"] == "no" and random.random() < 0.5:
        vote = {**vote, "reason": random.choice(("not-found", "wrong", "translation")), "status": "pending"}
        yield vote
        for _ in range(random.randint(1, 2)):
            vote = {**vote, "comment": " ".join(random.choices(_WORDS, k=8))}
            yield vote
    if random.random() < 0.2:
        yield vote
