from benchmarks.votes.comparison import Comparison, Count
from benchmarks.votes.report import text
from benchmarks.votes.rounds import Round
from benchmarks.votes.run import Run

EXPECTED = """\
                              a second              p50, ms              p99, ms  max, ms              CPU, µs
votes              4,500 (4,000–5,000)       9.5 (9.0–10.0)     19.0 (18.0–20.0)     30.0        112 (100–125)
no-ops          10,000 (10,000–10,000)        4.0 (4.0–4.0)        8.0 (8.0–8.0)     12.0           50 (50–50)
Isso’s votes             205 (160–250)  350.0 (300.0–400.0)  700.0 (600.0–800.0)   1200.0  2,562 (2,000–3,125)
votes at 500/s                     498                  3.0                  6.0      9.0

                                 measured        wanted
votes / no-ops        45.0% (40.0%–50.0%)  at least 45%
votes / Isso’s votes     22.5 (20.0–25.0)   at least 20
p99 of votes          19.0 (18.0–20.0) ms   under 50 ms
p99 at 500/s                       6.0 ms   under 20 ms

votes: 9,498 rows, 9,498 answered as stored; other answers: none
Isso’s votes: 410 rows, 410 answered as stored; other answers: not stored 1 times
the client used at most 25% of its CPU
at 500/s it sent 99 % within 1.5 ms of their moments"""


def made(good: str, answers: int, wait: float) -> Round:
    run = Run(
        seconds=1, outcomes={good: answers}, p50=wait, p99=2 * wait, worst=3 * wait, busy=0.25, late=1.5
    )
    return Round(run=run, good=answers, cpu=0.5)


def test_all_that_was_measured() -> None:
    found = Comparison(
        rounds={
            "votes": [made("201", 4_000, 9), made("201", 5_000, 10)],
            "noop": [made("204", 10_000, 4), made("204", 10_000, 4)],
            "likes": [made("200", 160, 300), made("200", 250, 400)],
        },
        open_loop=made("201", 498, 3).run,
        counts={
            "votes": Count(answered=9_498, rows=9_498, others={}),
            "likes": Count(answered=410, rows=410, others={"not stored": 1}),
        },
    )
    assert text(found, 0.45) == EXPECTED
