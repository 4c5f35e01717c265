import re

import pytest

from benchmarks.votes import large, stretches


def test_memory_disk_and_dashboard_are_measured(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stretches, "LENGTH", 0.5)
    assert large.main(100, 1) == 0
    told = capsys.readouterr().out
    for line in (
        r"memory, MB +\d+ before, \d+ after a tenth, \d+ at the end, \d+ at most +flat, under 150",
        r"file with its log, B a vote +\d+\.\d +under 250",
        r"dashboard under load, ms +\d+ \(\d+–\d+\) +under 300",
        r"age of its numbers, s +\d+ \(\d+–\d+\)",
        r"dashboard after it, ms +the first \d+, others \d+ \(\d+–\d+\) +under 300",
        r"dashboard after a new start, ms +the first \d+, others \d+ \(\d+–\d+\)",
        r"\d+ rows, \d+ answered as stored; other answers: none",
    ):
        assert re.search(rf"^{line}$", told, re.MULTILINE), line
