import pytest

from votebox import problems
from votebox.metrics import Histogram, Metrics
from votebox.problems import Kind
from votebox.store import Outcome

TEXT = """\
# HELP votebox_votes_total Votes that were answered as stored.
# TYPE votebox_votes_total counter
votebox_votes_total{outcome="stored"} 2
votebox_votes_total{outcome="stored_again"} 1
votebox_votes_total{outcome="trapped"} 1
# HELP votebox_refused_total Requests that were answered with a problem.
# TYPE votebox_refused_total counter
votebox_refused_total{status="400",reason="malformed"} 0
votebox_refused_total{status="401",reason="unauthorized"} 0
votebox_refused_total{status="403",reason="foreign"} 0
votebox_refused_total{status="403",reason="closed"} 0
votebox_refused_total{status="404",reason="not-found"} 0
votebox_refused_total{status="405",reason="method-not-allowed"} 0
votebox_refused_total{status="408",reason="slow"} 0
votebox_refused_total{status="409",reason="conflict"} 0
votebox_refused_total{status="413",reason="too-large"} 0
votebox_refused_total{status="415",reason="unsupported"} 0
votebox_refused_total{status="422",reason="wrong"} 0
votebox_refused_total{status="429",reason="limited"} 1
votebox_refused_total{status="431",reason="long-head"} 0
votebox_refused_total{status="500",reason="internal"} 0
votebox_refused_total{status="503",reason="crowded"} 0
votebox_refused_total{status="503",reason="busy"} 0
votebox_refused_total{status="503",reason="store-failed"} 1
"""
REST = """\
# HELP votebox_batch_votes Votes in a commit.
# TYPE votebox_batch_votes histogram
votebox_batch_votes_bucket{le="1"} 1
votebox_batch_votes_bucket{le="2"} 1
votebox_batch_votes_bucket{le="5"} 1
votebox_batch_votes_bucket{le="10"} 1
votebox_batch_votes_bucket{le="20"} 1
votebox_batch_votes_bucket{le="50"} 1
votebox_batch_votes_bucket{le="100"} 2
votebox_batch_votes_bucket{le="200"} 2
votebox_batch_votes_bucket{le="500"} 2
votebox_batch_votes_bucket{le="1000"} 2
votebox_batch_votes_bucket{le="+Inf"} 2
votebox_batch_votes_sum 65
votebox_batch_votes_count 2
# HELP votebox_commit_seconds Time of a commit.
# TYPE votebox_commit_seconds histogram
votebox_commit_seconds_bucket{le="0.001"} 0
votebox_commit_seconds_bucket{le="0.0025"} 1
votebox_commit_seconds_bucket{le="0.005"} 1
votebox_commit_seconds_bucket{le="0.01"} 1
votebox_commit_seconds_bucket{le="0.025"} 1
votebox_commit_seconds_bucket{le="0.05"} 1
votebox_commit_seconds_bucket{le="0.1"} 1
votebox_commit_seconds_bucket{le="0.25"} 1
votebox_commit_seconds_bucket{le="0.5"} 1
votebox_commit_seconds_bucket{le="1"} 1
votebox_commit_seconds_bucket{le="2.5"} 1
votebox_commit_seconds_bucket{le="5"} 1
votebox_commit_seconds_bucket{le="+Inf"} 2
votebox_commit_seconds_sum 7.002
votebox_commit_seconds_count 2
# HELP votebox_failed_commits_total Commits that failed.
# TYPE votebox_failed_commits_total counter
votebox_failed_commits_total 1
# HELP votebox_waiting_votes Votes that wait for their commit.
# TYPE votebox_waiting_votes gauge
votebox_waiting_votes 7
"""


def test_all_of_it() -> None:
    metrics = Metrics()
    for outcome in (Outcome.STORED, Outcome.STORED, Outcome.STORED_AGAIN):
        metrics.answered(outcome)
    metrics.trapped()
    metrics.refused(problems.limited(6))
    metrics.refused(problems.store_failed())
    metrics.committed(1, 0.002, stored=True)
    metrics.committed(64, 7, stored=False)
    assert metrics.text(waiting=7) == TEXT + REST


def test_every_kind_of_refusal_is_there_from_the_start() -> None:
    text = Metrics().text(waiting=0)
    assert [f'reason="{kind}"' in text for kind in Kind] == [True] * len(Kind)


@pytest.mark.parametrize(("value", "place"), [(0, 0), (1, 0), (1.5, 1), (2, 1), (3, 2)])
def test_a_bound_belongs_to_its_bucket(value: float, place: int) -> None:
    histogram = Histogram((1, 2))
    histogram.observe(value)
    counts = [int(line.rpartition(" ")[2]) for line in histogram.lines("x") if "_bucket" in line]
    assert counts == [int(place <= bucket) for bucket in range(3)]
