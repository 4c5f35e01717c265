import time

import pytest

from benchmarks.votes.connection import LOST, Connection
from benchmarks.votes.run import Tally, quantile
from benchmarks.votes.traffic import likes


@pytest.mark.parametrize(("share", "expected"), [(0, 1), (0.5, 5), (0.51, 6), (0.9, 9), (0.99, 10), (1, 10)])
def test_a_quantile_is_a_value_that_was_found(share: float, expected: float) -> None:
    assert quantile(range(1, 11), share) == expected


def test_waits_are_counted_from_when_they_began() -> None:
    tally = Tally(likes())
    now = time.perf_counter()
    for wait, status, body in ((1, 200, b"{}"), (2, 200, b'{"message":""}'), (9, LOST, b"")):
        connection = Connection(0, lambda *_: None)
        connection.since = now - wait
        tally.answered(connection, status, body)
    run = tally.run([0.1, 0.2])
    assert run.outcomes == {"200": 1, "not stored": 1, "lost": 1}
    assert run.answers == 3
    # More than that by as much as this test takes.
    assert 2_000 <= run.p50 < 9_000 <= run.worst
    assert run.p99 == run.worst
    assert run.late == 200
