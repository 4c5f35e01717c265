"""What is measured of one store: votes beside requests that do nothing, and beside Isso's where asked for."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass

from benchmarks.votes.client import Client, Job
from benchmarks.votes.cores import Cores
from benchmarks.votes.isso import Isso, isso
from benchmarks.votes.rounds import Round, Target, in_turn
from benchmarks.votes.run import Run
from benchmarks.votes.server import UNLIMITED, Server, votebox
from benchmarks.votes.traffic import GOOD

RATE = 500
"""Votes a second of the load that does not wait for answers."""

_CONNECTIONS = 500  # of this load: each is used about once a second


@dataclass(frozen=True, kw_only=True)
class Plan:
    """How much is measured."""

    connections: int
    rounds: int
    seconds: float
    """The length of a round."""
    open_loop: float
    """The seconds of the load that does not wait for answers."""

    def __str__(self) -> str:
        rounds = f"{self.connections} connections, {self.rounds} rounds of {self.seconds:g} s"
        return f"{rounds}; then {self.open_loop:g} s of {RATE} votes each"


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many votes a server said to have stored, and how many there are."""

    answered: int
    rows: int
    others: Mapping[str, int]
    """How often each other answer came."""

    @property
    def honest(self) -> bool:
        """Whether each vote was stored, and said to be."""
        return self.rows == self.answered and not self.others

    def __str__(self) -> str:
        others = ", ".join(f"{name} {number:,} times" for name, number in self.others.items())
        return f"{self.rows:,} rows, {self.answered:,} answered as stored; other answers: {others or 'none'}"


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """What was measured."""

    rounds: Mapping[str, Sequence[Round]]
    """By the names of their traffics: `votes`, `noop` and perhaps `likes`."""
    open_loop: Run
    counts: Mapping[str, Count]
    """By the same names, without `noop`."""


def compare(client: Client, cores: Cores, plan: Plan, database: str | None, *, with_isso: bool) -> Comparison:
    """Measure a database, a new SQLite file where it is None."""
    with ExitStack() as running:
        box = running.enter_context(votebox(cores.server, UNLIMITED, database))
        servers: dict[str, Server | Isso] = {"votes": box, "noop": box}
        if with_isso:
            servers["likes"] = running.enter_context(isso(cores.server))
        targets = [
            Target(
                job=Job(traffic=name, port=server.port, connections=plan.connections, seconds=plan.seconds),
                process=server.process,
            )
            for name, server in servers.items()
        ]
        warm_up = in_turn(client, targets, 1)
        rounds = in_turn(client, targets, plan.rounds)
        paced = Job(
            traffic="votes", port=box.port, connections=_CONNECTIONS, seconds=plan.open_loop, rate=RATE
        )
        open_loop = client.run(paced)
        runs = {name: [one.run for one in warm_up[name] + rounds[name]] for name in servers}
        runs["votes"].append(open_loop)
        counts = {
            name: count(name, runs[name], server.votes())
            for name, server in servers.items()
            if name != "noop"
        }
        return Comparison(rounds=rounds, open_loop=open_loop, counts=counts)


def count(traffic: str, runs: Iterable[Run], rows: int) -> Count:
    """Count the answers to a traffic."""
    outcomes: Counter[str] = Counter()
    for run in runs:
        outcomes.update(run.outcomes)
    return Count(answered=outcomes.pop(GOOD[traffic], 0), rows=rows, others=outcomes)
