"""What is counted, in the text format of Prometheus (version 0.0.4); nothing of it is about a person."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator

from votebox.problems import Kind, Problem
from votebox.refusals import Refusals
from votebox.store import Outcome

MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"

_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)
_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)


class Histogram:
    """How many values were at most so large."""

    def __init__(self, bounds: tuple[float, ...]) -> None:
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum: float = 0

    def observe(self, value: float) -> None:
        """Count a value."""
        self._counts[bisect_left(self._bounds, value)] += 1
        self._sum += value

    def lines(self, name: str) -> Iterator[str]:
        """Yield the samples."""
        below = 0
        for bound, count in zip((*map(str, self._bounds), "+Inf"), self._counts, strict=True):
            below += count
            yield f'{name}_bucket{{le="{bound}"}} {below}'
        yield f"{name}_sum {self._sum:.9g}"
        yield f"{name}_count {below}"


class Metrics:
    """Counts since the start of this process; touched on the event loop alone."""

    def __init__(self) -> None:
        self._votes = Counter(dict.fromkeys((Outcome.STORED, Outcome.STORED_AGAIN), 0))
        self._trapped = 0
        self._refused = Counter(dict.fromkeys(Kind, 0))
        self._refusals = Refusals()
        self._batches = Histogram(_SIZES)
        self._commits = Histogram(_SECONDS)
        self._failed = 0

    def answered(self, outcome: Outcome) -> None:
        """Count a vote that was answered as stored."""
        self._votes[outcome] += 1

    def trapped(self) -> None:
        """Count a vote that filled the field which no person sees."""
        self._trapped += 1

    def refused(self, problem: Problem) -> None:
        """Count a refusal, and tell the log of it now and then."""
        self._refused[problem.kind] += 1
        self._refusals.note(problem.kind)

    def committed(self, votes: int, seconds: float, *, stored: bool) -> None:
        """Count a batch."""
        self._batches.observe(votes)
        self._commits.observe(seconds)
        self._failed += not stored

    def text(self, waiting: int) -> str:
        """Return all of it, with how many votes wait for their commit now."""
        votes = [
            f'votebox_votes_total{{outcome="{key.name.lower()}"}} {self._votes[key]}' for key in self._votes
        ]
        votes.append(f'votebox_votes_total{{outcome="trapped"}} {self._trapped}')
        refused = [
            f'votebox_refused_total{{status="{kind.status}",reason="{kind}"}} {count}'
            for kind, count in self._refused.items()
        ]
        parts = [
            _metric("votes_total", "counter", "Votes that were answered as stored.", votes),
            _metric("refused_total", "counter", "Requests that were answered with a problem.", refused),
            _metric(
                "batch_votes", "histogram", "Votes in a commit.", self._batches.lines("votebox_batch_votes")
            ),
            _metric(
                "commit_seconds",
                "histogram",
                "Time of a commit.",
                self._commits.lines("votebox_commit_seconds"),
            ),
            _metric(
                "failed_commits_total",
                "counter",
                "Commits that failed.",
                [f"votebox_failed_commits_total {self._failed}"],
            ),
            _metric(
                "waiting_votes",
                "gauge",
                "Votes that wait for their commit.",
                [f"votebox_waiting_votes {waiting}"],
            ),
        ]
        return "".join(parts)


def _metric(name: str, kind: str, words: str, lines: Iterable[str]) -> str:
    head = (f"# HELP votebox_{name} {words}", f"# TYPE votebox_{name} {kind}")
    return "".join(f"{line}\n" for line in (*head, *lines))
