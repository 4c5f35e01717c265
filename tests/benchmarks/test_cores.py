import os
import subprocess
import sys

import pytest

from benchmarks.votes import cores

PRINT = "import os; print(*os.sched_getaffinity(0))"


def test_processes_that_are_started_within_stay_on_their_processor() -> None:
    before = os.sched_getaffinity(0)
    core = max(before)
    with cores.on(core):
        said = subprocess.run([sys.executable, "-c", PRINT], check=True, capture_output=True, text=True)
    assert said.stdout.split() == [str(core)]
    assert os.sched_getaffinity(0) == before


@pytest.mark.parametrize(
    ("free", "expected"),
    [
        ({0}, (0, 0, 0)),
        ({0, 1}, (0, 1, 1)),
        ({2, 5, 7, 9}, (2, 5, 7)),
    ],
)
def test_the_server_is_alone_where_there_are_enough(
    monkeypatch: pytest.MonkeyPatch, free: set[int], expected: tuple[int, int, int]
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: free)
    chosen = cores.choose()
    assert (chosen.server, chosen.client, chosen.database) == expected
    assert ("one CPU only" in str(chosen)) is (len(free) == 1)
