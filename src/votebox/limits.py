"""How many votes one network may send."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from ipaddress import IPv6Address

from msgspec import Struct

from votebox.clients import is_local

KNOWN = 50_000
"""The most networks that are remembered; the one that was not heard of for the longest time goes first."""


class Rate(Struct, frozen=True):
    """A token bucket: so many votes at once, and then as many in so many seconds, evenly."""

    votes: int
    seconds: int

    @property
    def interval(self) -> float:
        """Seconds until the next token."""
        return self.seconds / self.votes


class Limits:
    """A bucket of each rate for each network: /24 of IPv4, /48 of IPv6, which is what one customer is given.

    Of a bucket only the moment is kept at which it will be full (GCRA, ITU-T I.371): about 250 bytes a
    network with two rates.
    """

    def __init__(
        self, rates: Sequence[Rate], *, known: int = KNOWN, clock: Callable[[], float] = time.monotonic
    ) -> None:
        """Take the rates, each of which must allow a vote; `clock` tells seconds and should never be set."""
        self._rates = [(rate.interval, float(rate.seconds)) for rate in rates]
        self._known = known
        self._clock = clock
        self._new = (-math.inf,) * len(rates)
        self._full: OrderedDict[Hashable, tuple[float, ...]] = OrderedDict()

    def wait(self, address: str, *, take: bool = True) -> int:
        """Take a token from each bucket of a client's network, or from none.

        Returns 0 when there was one in each, else the whole seconds after which there will be. The machine
        itself is not limited. With `take` false nothing is taken: it is only asked.
        """
        if not self._rates or is_local(address):
            return 0
        return self.wait_of(prefix(address), take=take)

    def wait_of(self, key: Hashable, *, take: bool = True) -> int:
        """Take a token from each bucket of a key, as `wait` does from those of a network."""
        now = self._clock()
        # A bucket that would be full later than an empty one is of a clock that was set back.
        full = [
            min(max(moment, now), now + seconds)
            for moment, (_, seconds) in zip(self._full.get(key, self._new), self._rates, strict=True)
        ]
        taken = [moment + interval for moment, (interval, _) in zip(full, self._rates, strict=True)]
        # To the microsecond: a full bucket must not lack a token by what binary fractions leave over.
        missing = max(
            round(moment - now - seconds, 6) for moment, (_, seconds) in zip(taken, self._rates, strict=True)
        )
        self._remember(key, taken if take and missing <= 0 else full)
        return math.ceil(missing) if missing > 0 else 0

    def _remember(self, key: Hashable, full: Sequence[float]) -> None:
        self._full[key] = tuple(full)
        self._full.move_to_end(key)
        if len(self._full) > self._known:
            self._full.popitem(last=False)


def prefix(address: str) -> str | bytes:
    """Return what the addresses of one network have in common."""
    if ":" in address:
        return IPv6Address(address).packed[:6]
    return address.rpartition(".")[0]
