"""A load as heavy as the server allows: readers who vote again as soon as they are answered."""

import asyncio
import sys
import time

from benchmarks.votes.connection import Connection
from benchmarks.votes.run import Run, Tally
from benchmarks.votes.traffic import Traffic

PATIENCE = 60.0
"""Seconds after the end of a load in which its last answers must have come."""


async def load(port: int, traffic: Traffic, connections: int, seconds: float) -> Run:
    """Send the next request on each connection when the last one on it is answered."""
    finished: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    waiting = connections

    def answered(connection: Connection, status: int, body: bytes) -> None:
        nonlocal waiting
        tally.answered(connection, status, body)
        if time.perf_counter() < end:
            connection.send(next(traffic.requests), time.perf_counter())
        else:
            waiting -= 1
            if not waiting:
                finished.set_result(None)

    made = [Connection(port, answered) for _ in range(connections)]
    await asyncio.gather(*(connection.open() for connection in made))
    tally = Tally(traffic)
    end = time.perf_counter() + seconds
    for connection in made:
        connection.send(next(traffic.requests), time.perf_counter())
    await wait_for(finished, seconds)
    close(made)
    return tally.run()


async def wait_for(finished: "asyncio.Future[None]", seconds: float) -> None:
    """Wait for the last answer to a load of some seconds.

    Raises:
        SystemExit: It has not come.
    """
    await asyncio.wait([finished], timeout=seconds + PATIENCE)
    if not finished.done():
        sys.exit(f"The server has not answered within {PATIENCE:g} s.")


def close(connections: list[Connection]) -> None:
    """Close the connections of a load."""
    for connection in connections:
        connection.close()
