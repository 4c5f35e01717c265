import re
import subprocess
import sys

import pytest

from benchmarks.common import ROOT
from tests.votebox.postgres_server import MISSING, find

pytestmark = pytest.mark.skipif(find() is None, reason=MISSING)


def test_both_stores_are_measured_in_one_run() -> None:
    command = [sys.executable, "-m", "benchmarks.votes", "--no-isso"]
    command += ["--rounds", "1", "--seconds", "0.2", "--open-loop", "0.3", "--connections", "4"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert re.search(r"^SQLite 3\.[0-9.]+, PostgreSQL [0-9.]+ on CPU \d+$", done.stdout, re.MULTILINE)
    plan = "4 connections, 1 rounds of 0.2 s; then 0.3 s of 500 votes each"
    sqlite, postgres = (
        done.stdout.index(f"\n{store}: {plan}\n") for store in ("a new SQLite file", "PostgreSQL")
    )
    assert "at least 45%" in done.stdout[sqlite:postgres]
    assert "at least 30%" in done.stdout[postgres:]
    assert len(re.findall(r"^votes: [\d,]+ rows", done.stdout, re.MULTILINE)) == 2
