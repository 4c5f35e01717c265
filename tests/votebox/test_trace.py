"""Acknowledged means synced: so it is in the order of a real server's system calls."""

import uuid
from pathlib import Path

import pytest

from tests.votebox import trace
from tests.votebox.hasty import hasty
from tests.votebox.load import load, run, times
from tests.votebox.sharing import Server, Start
from tests.votebox.syscalls import traced
from tests.votebox.trace import Call, unsynced

VOTES = times(200, 5_000)
ID = uuid.uuid4()


def answers_and_faults(server: Server, file: Path) -> tuple[int, list[str]]:
    """Load a server while it is traced; return how many votes it answered 201, and which too early."""

    async def scenario() -> None:
        async with load(server, leaving=0) as voting:
            await voting.pause()  # a vote that was written before would seem never to have been
            with traced(server.process.pid, *trace.OPTIONS, "-o", str(file)):
                voting.resume()
                await voting.more(VOTES)
                await voting.pause()
            voting.resume()

    run(scenario())
    return unsynced(trace.read(file))


@pytest.mark.usefixtures("tracing")
def test_no_vote_is_acknowledged_before_it_is_synced(start: Start, tmp_path: Path) -> None:
    answers, faults = answers_and_faults(start(), tmp_path / "trace")
    assert faults[:5] == []
    assert answers >= VOTES
    print(f"{answers:,} votes answered 201, each after the sync of its transaction")


@pytest.mark.usefixtures("tracing")
def test_a_server_that_does_not_sync_is_found_out(start: Start, tmp_path: Path) -> None:
    answers, faults = answers_and_faults(start(**hasty(tmp_path)), tmp_path / "trace")
    assert len(faults) == answers >= VOTES
    assert faults[0].endswith("and synced None")


def calls(order: str, sync: int = 0) -> list[Call]:
    """f is the head of a frame, F that of a transaction's last, v a page with the vote, p another page.

    s is a sync, and a the answer.
    """
    data = {
        "f": bytes(24),
        "F": b"\0\0\0\2\0\0\0\5" + bytes(16),
        "v": b"a page with " + ID.bytes,
        "p": b"page",
        "s": b"",
        "a": b'HTTP/1.1 201 Created\r\n\r\n{"id":"%s","stored":true}' % str(ID).encode(),
    }
    names = {"s": "fdatasync", "a": "write"}
    return [
        Call(
            name=names.get(letter, "pwrite64"),
            target="TCP:[…]" if letter == "a" else "/votes.db-wal",
            data=data[letter],
            begun=number,
            ended=number,
            result=sync if letter == "s" else 0,
        )
        for number, letter in enumerate(order)
    ]


@pytest.mark.parametrize("order", ["fvFpsa", "fpFvsa", "FvsfpFpsa"])
def test_votes_that_were_synced(order: str) -> None:
    assert unsynced(calls(order)) == (1, [])


@pytest.mark.parametrize(
    ("order", "synced"),
    [
        ("fvFpas", 5),
        ("fvFpa", None),
        ("fvsFpa", None),  # the last frame is what makes it a transaction
        ("fvFsap", None),
        ("sfvFpa", None),
        ("fpFpsa", None),
    ],
)
def test_votes_that_were_answered_too_early(order: str, synced: int | None) -> None:
    line = order.index("a")
    assert unsynced(calls(order)) == (1, [f"{ID}: answered in line {line}, and synced {synced}"])


def test_a_sync_that_failed_is_none() -> None:
    assert unsynced(calls("fvFpsa", sync=-1)) == (1, [f"{ID}: answered in line 5, and synced None"])
