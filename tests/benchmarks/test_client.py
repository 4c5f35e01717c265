import os

import pytest

from benchmarks.votes.client import Job, _traffic, client
from benchmarks.votes.cores import choose
from benchmarks.votes.server import UNLIMITED, votebox


def test_one_client_does_job_after_job_and_sends_no_vote_twice() -> None:
    placed = choose()
    with client(placed.client) as loading, votebox(placed.server, UNLIMITED) as server:
        as_fast = [
            loading.run(Job(traffic="votes", port=server.port, seconds=0.2, connections=4)) for _ in range(2)
        ]
        at_a_rate = loading.run(Job(traffic="votes", port=server.port, seconds=0.5, connections=20, rate=100))
        assert [set(run.outcomes) for run in (*as_fast, at_a_rate)] == [{"201"}] * 3
        assert sum(run.answers for run in (*as_fast, at_a_rate)) == server.votes()
    assert 20 < at_a_rate.answers < 90


def test_a_server_gets_one_stream_of_requests_in_all_of_its_jobs() -> None:
    # Isso would refuse a network that it has had before.
    assert _traffic("likes", 1) is _traffic("likes", 1)
    assert _traffic("likes", 1) is not _traffic("likes", 2)


def test_a_client_that_has_ended_is_said_so(capfd: pytest.CaptureFixture[str]) -> None:
    with (
        client(min(os.sched_getaffinity(0))) as loading,
        pytest.raises(SystemExit, match=r"^The client has ended\.$"),
    ):
        loading.run(Job(traffic="unknown", port=1, seconds=1))
    assert "KeyError: 'unknown'" in capfd.readouterr().err
