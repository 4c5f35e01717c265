"""Votes that come in a burst: one network says the same of one page again and again."""

from collections.abc import Sequence

from votebox.clients import is_local
from votebox.limits import Limits, Rate, prefix
from votebox.vote import Vote


class Bursts:
    """Tells which votes are part of a burst. They are kept, and left out of the scores.

    What a network says of a page within the rate counts; what it says beyond does not, until the rate
    allows it again. Readers of one school or mobile carrier share a network: the rate has to leave them room.
    """

    def __init__(self, rates: Sequence[Rate]) -> None:
        """Take the rates of votes of one network on one page with one answer; with none every vote counts."""
        self._limits = Limits(rates)
        self._off = not rates

    def flagged(self, vote: Vote, address: str) -> bool:
        """Return whether a vote is beyond the rate; the machine itself is not watched."""
        if self._off or is_local(address):
            return False
        return self._limits.wait_of((prefix(address), vote.page, vote.helpful)) > 0
