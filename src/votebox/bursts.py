"""Votes that come in a burst: one network says the same of one page again and again."""

from collections import OrderedDict
from collections.abc import Sequence
from typing import Final
from uuid import UUID

from votebox.clients import is_local
from votebox.limits import Limits, Rate, prefix
from votebox.vote import Vote

KNOWN: Final = 10_000
"""The latest votes that are remembered, so that their details are not taken for more votes; and so many of
what networks say of a page: who is in the midst of a burst is heard of all the time."""


class Bursts:
    """Tells which votes are part of a burst. They are kept, and left out of the scores.

    What a network says of a page within the rate counts; what it says beyond does not, until the rate
    allows it again. Readers of one school or mobile carrier share a network: the rate has to leave them room.
    """

    def __init__(self, rates: Sequence[Rate]) -> None:
        """Take the rates of votes of one network on one page with one answer; with none every vote counts."""
        self._limits = Limits(rates, known=KNOWN)
        self._off = not rates
        self._known: OrderedDict[UUID, bool] = OrderedDict()

    def flagged(self, vote: Vote, address: str) -> bool:
        """Return whether a vote is beyond the rate; the machine itself is not watched.

        A vote that comes again, with its details or because its answer was lost, is still the one vote.
        """
        if self._off or is_local(address):
            return False
        if vote.id not in self._known:
            key = (prefix(address), vote.page, vote.helpful)
            self._known[vote.id] = self._limits.wait_of(key) > 0
            if len(self._known) > KNOWN:
                self._known.popitem(last=False)
        return self._known[vote.id]
