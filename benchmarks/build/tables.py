"""What was measured of builders, as tables."""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks import common
from benchmarks.cost import Cost


@dataclass(frozen=True, kw_only=True)
class Measured:
    """What one builder took for one help centre."""

    costs: Sequence[Cost]
    """Of each round."""
    memory: float
    """Megabytes (10⁶) that all its processes held together at the peak, in a run of its own."""
    pages: int
    """HTML files that it wrote."""


@dataclass(frozen=True, kw_only=True)
class Size:
    """The size of a help centre."""

    locales: int
    pages: int
    """Written pages; each is there in every language."""
    statuses: int
    """Statuses and stages."""


def side_by_side(measured: Mapping[str, Measured], standard: str) -> str:
    """A row for each builder, with its ratios to the one that is the standard."""
    head = ["", "wall, s", "ratio", "cpu, s", "ratio", "memory, MB", "ratio", "pages"]
    return common.table([head, *(_row(name, one, measured[standard]) for name, one in measured.items())])


def _row(name: str, one: Measured, standard: Measured) -> list[str]:
    wall, cpu = [cost.wall for cost in one.costs], [cost.cpu for cost in one.costs]
    return [
        name,
        spread(wall),
        f"{ratio(wall, [cost.wall for cost in standard.costs]):.2f}",
        f"{statistics.median(cpu):.2f}",
        f"{ratio(cpu, [cost.cpu for cost in standard.costs]):.2f}",
        f"{one.memory:.0f}",
        f"{one.memory / standard.memory:.2f}",
        str(one.pages),
    ]


def spread(values: Sequence[float]) -> str:
    """The median, and the extremes where there are several values."""
    middle = f"{statistics.median(values):.2f}"
    return middle if len(values) == 1 else f"{middle} ({min(values):.2f}–{max(values):.2f})"


def ratio(ones: Sequence[float], others: Sequence[float]) -> float:
    """The median of the rounds' ratios: what slows the machine for a while slows both of a round."""
    return statistics.median(one / other for one, other in zip(ones, others, strict=True))


def growth(measured: Mapping[Size, Measured]) -> str:
    """A row for each size, with what a page in a language takes: where growth is linear, no more."""
    head = ["languages × pages", "statuses", "wall, s", "a page, µs"]
    head += ["cpu, s", "a page, µs", "memory, MB", "a page, KB"]
    return common.table([head, *(_grown(size, one) for size, one in measured.items())])


def _grown(size: Size, one: Measured) -> list[str]:
    wall, cpu = [cost.wall for cost in one.costs], [cost.cpu for cost in one.costs]
    pages = size.locales * size.pages
    return [
        f"{size.locales} × {size.pages:,}",
        str(size.statuses),
        spread(wall),
        f"{statistics.median(wall) / pages * 1e6:,.0f}",
        f"{statistics.median(cpu):.2f}",
        f"{statistics.median(cpu) / pages * 1e6:,.0f}",
        f"{one.memory:.0f}",
        f"{one.memory / pages * 1e3:,.0f}",
    ]
