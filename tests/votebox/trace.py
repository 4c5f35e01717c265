"""What strace wrote down: the writes and syncs of a process, in the order in which they began and ended."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

OPTIONS = ("-yy", "-xx", "-s", "65536", "-e", "signal=none", "-e", "trace=write,pwrite64,fdatasync,fsync")
"""What strace needs to be told: names of files and sockets, and whole data, in hexadecimal digits."""

_CALL = re.compile(r'(\d+) +(\w+)\(\d+<(.+?)>(?:, "([^"]*)".*?)?(?:\) += (-?\d+)| <unfinished)')
_RESUMED = re.compile(r"(\d+) +<\.\.\. (\w+) resumed>.*\) += (-?\d+)")
_ANSWER = re.compile(rb"HTTP/1\.1 201 .*([0-9a-f]{8}-[0-9a-f-]{27})", re.DOTALL)


@dataclass(kw_only=True)
class Call:
    """A call of the system."""

    name: str
    target: str
    """The path of a file, or what a socket connects."""
    data: bytes
    begun: int
    """The line of the trace in which it began; what has a smaller number came before."""
    ended: int = -1
    result: int = -1

    @property
    def ends_transaction(self) -> bool:
        """Whether it is the head of the last frame of a transaction in SQLite's log.

        https://www.sqlite.org/fileformat2.html#walformat: the second number, the pages of the database after
        the commit, is 0 in all other frames.
        """
        return self.name == "pwrite64" and len(self.data) == 24 and self.data[4:8] != bytes(4)


def read(path: Path) -> list[Call]:
    """Return the calls of a trace that ended."""
    calls: list[Call] = []
    open_: dict[str, Call] = {}
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if found := _CALL.match(line):
            thread, name, target, data, result = found.groups()
            call = Call(name=name, target=_decoded(target), data=_bytes(data or ""), begun=number)
            calls.append(call)
            open_[thread] = call
        elif found := _RESUMED.match(line):
            thread, _, result = found.groups()
        else:
            continue
        if result is not None:
            open_[thread].ended, open_[thread].result = number, int(result)
    return [call for call in calls if call.ended >= 0]


def unsynced(calls: Sequence[Call]) -> tuple[int, list[str]]:
    """Return how many votes were answered 201, and a sentence for each that was not synced before."""
    log = [call for call in calls if call.target.endswith("-wal")]
    answers = [(UUID(found[1].decode()), call) for call in calls if (found := _ANSWER.match(call.data))]
    return len(answers), [
        f"{vote_id}: answered in line {answer.begun}, and synced {synced}"
        for vote_id, answer in answers
        if (synced := _synced(log, vote_id)) is None or synced > answer.begun
    ]


def _synced(log: Sequence[Call], vote_id: UUID) -> int | None:
    """Return the line in which the first sync of a vote's whole transaction ended; None without any."""
    vote = next((place for place, call in enumerate(log) if vote_id.bytes in call.data), len(log))
    # The page of the vote comes after the head of its frame; that frame may be the last.
    last = next(
        (place for place in range(max(vote - 1, 0), len(log)) if log[place].ends_transaction), len(log)
    )
    after = log[last + 2 :]
    return next((call.ended for call in after if call.name.endswith("sync") and call.result == 0), None)


def _decoded(text: str) -> str:
    return _bytes(text).decode() if text.startswith("\\x") else text


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))
