"""The life of an order as a picture: the usual way, and the branches that leave it.

Places are per cent of the width, so that the picture fits every screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from statusbook.edition import Edition, Group, Status

MOST_STOPS = 7
"""A longer way leaves its labels no room, and is not drawn."""

MOST_ON_A_PHONE = 4
"""The same on a narrow screen."""

MOST_BRANCHES = 4
"""More of them would hide the way behind their lines; then the way is drawn alone."""


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A status in the picture."""

    status: Status
    x: float
    """From the left."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """From a stop on the way to what the order can become after it."""

    start: Stop
    end: Stop


@dataclass(frozen=True, kw_only=True)
class Picture:
    """The life of one group's statuses."""

    label: str
    """Of the group; empty where an order is one thing."""
    room: float
    """The width that each stop has."""
    wide: bool
    """Whether it needs a wide screen."""
    stops: tuple[Stop, ...]
    lines: tuple[Line, ...]


def pictures(edition: Edition) -> Iterator[Picture]:
    """One for each group in which one status leads to another."""
    for group in edition.groups:
        way = [status for status in group.statuses if not status.branch]
        branches = [b for b in group.statuses if b.branch and any(b.id in s.next for s in way)]
        shown = way + branches if len(branches) <= MOST_BRANCHES else way
        picture = _picture(group, shown, mirror=edition.direction == "rtl")
        if picture.lines and len(way) <= MOST_STOPS:
            yield picture


def _picture(group: Group, shown: Sequence[Status], *, mirror: bool) -> Picture:
    """Statuses stand on the way in their order; a branch hangs below the middle of those that lead to it."""
    way = [status for status in shown if not status.branch]
    room = 100 / max(len(way), len(shown) - len(way), 1)
    at = {status.id: (2 * i + 1) * 50 / len(way) for i, status in enumerate(way)}
    middles = {b.id: _mean([at[s.id] for s in way if b.id in s.next]) for b in shown if b.branch}
    hanging = sorted(middles, key=middles.__getitem__)
    at.update(zip(hanging, _spread([middles[id_] for id_ in hanging], room), strict=True))
    stops = {s.id: Stop(status=s, x=round(100 - at[s.id] if mirror else at[s.id], 2)) for s in shown}
    return Picture(
        label=group.label,
        room=room,
        wide=room < 100 / MOST_ON_A_PHONE,
        stops=tuple(stops.values()),
        lines=tuple(Line(start=stops[s.id], end=stops[id_]) for s in way for id_ in s.next if id_ in stops),
    )


def _mean(places: Sequence[float]) -> float:
    return sum(places) / len(places)


def _spread(places: Sequence[float], room: float) -> list[float]:
    """The places moved apart, as little as `room` for each of them needs; `places` are in their order."""
    found: list[float] = []
    for i, place in enumerate(places):
        after = len(places) - 1 - i
        nearest = found[-1] + room if found else room / 2
        found.append(min(max(place, nearest), 100 - room / 2 - after * room))
    return found
