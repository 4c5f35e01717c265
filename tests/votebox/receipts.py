"""What was sent of each vote and what its sender was told, held against what a database has."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Vote = Mapping[str, Any]
"""The members of a vote, as they are sent."""

_IDENTITY = ("page", "revision", "helpful")
_DETAILS = ("reason", "status", "comment")


@dataclass(kw_only=True)
class _Receipt:
    """What is known of one vote."""

    vote: Vote
    told: dict[str, str] | None = None
    """The details that were acknowledged; None before the vote was."""
    unknown: list[dict[str, str]] = field(default_factory=list)
    """The details of each request since then whose outcome is not known."""

    def may_have(self, name: str) -> set[str | None]:
        """Return what may be stored of a detail."""
        last = (self.told or {}).get(name)
        return {last, *(details[name] for details in self.unknown if name in details)}


class Receipts:
    """Every vote of a test.

    A request is in the way from `sending` until it is `acknowledged`. One that is refused with 503, or whose
    answer is lost, may be stored: its sender is to send it again.
    """

    def __init__(self) -> None:
        self._receipts: dict[str, _Receipt] = {}
        self._broken: list[str] = []

    def __len__(self) -> int:
        """The number of votes that were acknowledged."""
        return sum(receipt.told is not None for receipt in self._receipts.values())

    def sending(self, vote: Vote) -> None:
        """Note a request before its first byte is sent."""
        receipt = self._receipts.setdefault(vote["id"], _Receipt(vote=vote))
        receipt.unknown.append(_details(vote))

    def acknowledged(self, vote: Vote, status: int) -> None:
        """Note the answer 201 (new) or 200 (known)."""
        receipt = self._receipts[vote["id"]]
        if status == 201 and receipt.told is not None:
            self._broken.append(f"{vote['id']}: acknowledged as new once more, so it had been lost")
        if status == 200 and receipt.told is None and len(receipt.unknown) == 1:
            self._broken.append(f"{vote['id']}: acknowledged as known, and it had never been sent")
        receipt.told = {**(receipt.told or {}), **_details(vote)}
        receipt.unknown.clear()

    def faults(self, rows: Sequence[Mapping[str, Any]]) -> list[str]:
        """Return a sentence for each promise that the rows of `votes` break.

        Nothing may be written between the reading of the rows and this.
        """
        return [*self._broken, *self._missing(rows), *(fault for row in rows for fault in self._wrong(row))]

    def _missing(self, rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
        found = Counter(row["id"] for row in rows)
        for vote_id, receipt in self._receipts.items():
            if receipt.told is not None and not found[vote_id]:
                yield f"{vote_id}: acknowledged, and not stored"
            if found[vote_id] > 1:
                yield f"{vote_id}: stored {found[vote_id]} times"

    def _wrong(self, row: Mapping[str, Any]) -> Iterator[str]:
        receipt = self._receipts.get(row["id"])
        if receipt is None:
            yield f"{row['id']}: stored, and never sent"
            return
        stored = {**row, "helpful": "yes" if row["helpful"] else "no"}
        for name in _IDENTITY:
            if stored[name] != receipt.vote[name]:
                yield f"{row['id']}: {name} is {stored[name]!r}, and {receipt.vote[name]!r} was sent"
        for name in _DETAILS:
            if stored[name] not in receipt.may_have(name):
                yield f"{row['id']}: {name} is {stored[name]!r}, and not one of {receipt.may_have(name)}"


def _details(vote: Vote) -> dict[str, str]:
    return {name: vote[name] for name in _DETAILS if name in vote}
