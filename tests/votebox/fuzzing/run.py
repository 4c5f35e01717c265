"""So many requests of all kinds to real servers, which have to answer alike."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, given

from tests.votebox.fuzzing import dashboard, described, requests, rules, streams
from tests.votebox.fuzzing.described import Case, Described
from tests.votebox.fuzzing.exchange import Answer, Client, Request
from tests.votebox.fuzzing.ledger import Ledger
from tests.votebox.fuzzing.votes import Strategy

KINDS: dict[str, tuple[Strategy[Request], int]] = {
    "votes in JSON": (requests.VALID, 10),
    "votes in forms": (requests.FORMS, 8),
    "the dashboard": (dashboard.DASHBOARD, 1),
    "ids in every spelling": (requests.IDENTIFIED, 5),
    "one field wrong": (requests.NEARLY, 12),
    "bodies of any bytes": (requests.BODIES, 15),
    "any content type": (requests.TYPED, 5),
    "any method and path": (requests.ASKED, 8),
    "floods of headers": (requests.FLOODED, 2),
    "hidden field filled": (requests.TRAPPED, 4),
    "chunks": (streams.chunked(), 4),
    "up to 1 MB": (streams.large(), 1),
    "several at once": (streams.pipelined(), 3),
    "cut off": (streams.cut(), 3),
    "no clear end": (streams.misframed(), 5),
    "no HTTP": (streams.NO_HTTP, 3),
    "vote and no HTTP": (streams.followed(), 2),
}
"""The kinds of requests, and how many of a hundred are of each; Schemathesis makes the others."""

_SCHEMATHESIS = "Schemathesis"

_BATCH = 2_000
"""Hypothesis remembers what it made, so as to make nothing twice; with a new seed it forgets."""


class Target:
    """A server that requests are sent to, and what came of them."""

    def __init__(self, host: str, port: int) -> None:
        self.ledger = Ledger()
        self.answers: Counter[tuple[str, int]] = Counter()
        """How many answers to each kind of request had each status; 0 stands for no answer."""
        self._client = Client(host, port)
        self._described = Described(host, port)

    def send(self, kind: str, request: Request) -> list[Answer]:
        """Send a request, and look at the answers."""
        try:
            answers = self._client.exchange(request)
        except TimeoutError as error:
            raise AssertionError(f"{kind}: no answer came to {request.data[:2_000]!r}") from error
        return self._noted(kind, request, answers)

    def call(self, kind: str, case: Case) -> list[Answer]:
        """Send what Schemathesis made, and look at the answer."""
        request, answer = self._described.exchange(case)
        return self._noted(kind, request, [answer])

    def close(self) -> None:
        """Let the connections go."""
        self._client.close()
        self._described.close()

    def _noted(self, kind: str, request: Request, answers: list[Answer]) -> list[Answer]:
        self.answers.update((kind, answer.status) for answer in answers)
        self.answers[kind, 0] += not answers
        found = [*rules.faults(request, answers), *self.ledger.note(request, answers)]
        assert not found, "\n".join([kind, *found, repr(request.data[:2_000]), repr(answers)[:2_000]])
        return answers


class Fuzz:
    """A run against servers that differ in nothing but their stores."""

    def __init__(self, targets: dict[str, Target]) -> None:
        """Take the targets by their names."""
        self.targets = targets
        self.requests: Counter[str] = Counter()
        """How many requests of each kind were sent to each target."""

    def run(self, count: int, seed: int) -> None:
        """Send at least so many requests to each target.

        Raises:
            AssertionError: With the smallest request that is answered as none should be.
        """
        for kind, (strategy, share) in KINDS.items():
            self._examples(strategy, partial(self._send, kind), count * share // 100, seed)
        self._examples(described.OTHERS, self._call, 20, seed)
        self._examples(described.CASES, self._call, count - self.requests.total(), seed)
        for target in self.targets.values():
            target.close()

    def table(self) -> str:
        """Return what was sent and what was answered, a line for each kind and target."""
        lines = [
            f"{kind:<22} {self.requests[kind]:>7,}  {name:<10}  {_statuses(target.answers, kind)}"
            for kind in self.requests
            for name, target in self.targets.items()
        ]
        return "\n".join([*lines, f"{'All':<22} {self.requests.total():>7,}  to each"])

    def _send(self, kind: str, request: Request) -> None:
        self.requests[kind] += 1
        answers = [target.send(kind, request) for target in self.targets.values()]
        if request.answers is not None:
            _compare(answers, request)

    def _call(self, case: Case) -> None:
        self.requests[_SCHEMATHESIS] += 1
        _compare([target.call(_SCHEMATHESIS, case) for target in self.targets.values()], case.body)

    def _examples(self, strategy: Strategy[Any], use: Callable[[Any], None], count: int, seed: int) -> None:
        for start in range(0, count, _BATCH):
            _examples(strategy, use, min(_BATCH, count - start), seed + start)


def _statuses(answers: Counter[tuple[str, int]], kind: str) -> str:
    found = sorted((status, count) for (name, status), count in answers.items() if name == kind and count)
    return "  ".join(f"{status or 'none'}: {count:,}" for status, count in found)


def _compare(answers: list[list[Answer]], request: object) -> None:
    statuses = [[answer.status for answer in found] for found in answers]
    assert all(found == statuses[0] for found in statuses), f"{statuses} to {request!r:.2000}"


def _examples(strategy: Strategy[Any], use: Callable[[Any], None], count: int, seed: int) -> None:
    """Use about so many values of a strategy, the same ones for the same seed."""

    @hypothesis.seed(seed)
    @hypothesis.settings(
        max_examples=count,
        deadline=None,
        database=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def one(value: Any) -> None:
        use(value)

    one()
