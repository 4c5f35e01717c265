import pytest

from benchmarks.votes import stretches
from benchmarks.votes.client import client
from benchmarks.votes.cores import choose
from benchmarks.votes.server import votebox
from benchmarks.votes.visitor import wait_until_served

TOKEN = "a-password-of-a-test"
SETTINGS = {"VOTEBOX_PROXIES": "127.0.0.1", "VOTEBOX_DASHBOARD_TOKEN": TOKEN}


@pytest.mark.parametrize("rate", [None, 100])
def test_readers_vote_until_there_are_enough_and_an_editor_looks(
    monkeypatch: pytest.MonkeyPatch, rate: float | None
) -> None:
    monkeypatch.setattr(stretches, "LENGTH", 0.5)
    placed = choose()
    with client(placed.client) as loading, votebox(placed.server, SETTINGS) as server:
        wait_until_served(server.port)
        first = next(iter(stretches.stretches(loading, server, TOKEN, 1, rate)))
        votes = first.stored + 1
        found = list(stretches.stretches(loading, server, TOKEN, votes, rate))
        assert sum(stretch.stored for stretch in found) >= votes > sum(one.stored for one in found[:-1])
        assert sum(stretch.stored for stretch in [first, *found]) == server.votes()
    for stretch in found:
        assert set(stretch.run.outcomes) == {"201"}
        assert len(stretch.memory) == 2
        assert all(10 < megabytes < 500 for megabytes in stretch.memory)
        assert stretch.visit.wait > 0
