"""What was measured, as text: the figures, and beside them what is wanted."""

from collections.abc import Iterator, Sequence

from benchmarks.common import table
from benchmarks.votes.comparison import RATE, Comparison
from benchmarks.votes.rounds import Round, spread

_NAMES = {"votes": "votes", "noop": "no-ops", "likes": "Isso’s votes"}


def text(found: Comparison, share: float) -> str:
    """Return the figures of a store; its votes shall reach a share of the no-ops."""
    return "\n".join((_rounds(found), "", _ratios(found, share), "", *_counts(found)))


def _rounds(found: Comparison) -> str:
    rows = [["", "a second", "p50, ms", "p99, ms", "max, ms", "CPU, µs"]]
    rows += [[_NAMES[name], *_columns(rounds)] for name, rounds in found.rounds.items()]
    run = found.open_loop
    paced = [f"{run.p50:.1f}", f"{run.p99:.1f}", f"{run.worst:.1f}", ""]
    return table([*rows, [f"votes at {RATE}/s", f"{run.answers / run.seconds:,.0f}", *paced]])


def _columns(rounds: Sequence[Round]) -> Iterator[str]:
    yield spread((one.rate for one in rounds), ",.0f")
    yield spread((one.run.p50 for one in rounds), ".1f")
    yield spread((one.run.p99 for one in rounds), ".1f")
    yield f"{max(one.run.worst for one in rounds):.1f}"
    yield spread((one.cost for one in rounds), ",.0f")


def _ratios(found: Comparison, share: float) -> str:
    votes = found.rounds["votes"]
    rows = [["", "measured", "wanted"]]
    rows.append(["votes / no-ops", _ratio(found, "noop", ".1%"), f"at least {share:.0%}"])
    if "likes" in found.rounds:
        rows.append(["votes / Isso’s votes", _ratio(found, "likes", ".1f"), "at least 20"])
    rows.append(["p99 of votes", f"{spread((one.run.p99 for one in votes), '.1f')} ms", "under 50 ms"])
    rows.append([f"p99 at {RATE}/s", f"{found.open_loop.p99:.1f} ms", "under 20 ms"])
    return table(rows)


def _ratio(found: Comparison, other: str, form: str) -> str:
    pairs = zip(found.rounds["votes"], found.rounds[other], strict=True)
    return spread((mine.rate / its.rate for mine, its in pairs), form)


def _counts(found: Comparison) -> Iterator[str]:
    for name, count in found.counts.items():
        yield f"{_NAMES[name]}: {count}"
    busiest = max(one.run.busy for rounds in found.rounds.values() for one in rounds)
    yield f"the client used at most {busiest:.0%} of its CPU"
    yield f"at {RATE}/s it sent 99 % within {found.open_loop.late:.1f} ms of their moments"
