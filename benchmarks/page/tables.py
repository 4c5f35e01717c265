"""What was measured, as text: ours and the plain site's side by side, and the ratio of each pair."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from benchmarks.common import table
from benchmarks.page.visit import Visit

Pair = tuple[Visit, Visit]
"""A visit to ours and one to the plain site, one right after the other."""


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """What a row is of."""

    name: str
    read: Callable[[Visit], float]
    form: str = ",.0f"
    """How its figures are written."""
    timed: bool = False
    """Whether it depends on how fast network and processor are."""


QUANTITIES = (
    Quantity(name="html, bytes", read=lambda visit: visit.html),
    Quantity(name="html, bytes unpacked", read=lambda visit: visit.decoded),
    Quantity(name="html and what blocks its first view, bytes", read=lambda visit: visit.first_view),
    Quantity(name="requests that block it", read=lambda visit: visit.blocking),
    Quantity(name="requests before anything is done", read=lambda visit: visit.requests),
    Quantity(name="of them failing", read=lambda visit: visit.failing),
    Quantity(name="bytes before anything is done", read=lambda visit: visit.transferred),
    Quantity(name="of them scripts", read=lambda visit: visit.script),
    Quantity(name="of them pictures and icons", read=lambda visit: visit.images),
    Quantity(name="bytes until a search has found something", read=lambda visit: visit.searched),
    Quantity(name="elements", read=lambda visit: visit.nodes),
    Quantity(name="first contentful paint, ms", read=lambda visit: visit.painted, timed=True),
    Quantity(name="largest contentful paint, ms", read=lambda visit: visit.largest, timed=True),
    Quantity(name="total blocking time, ms", read=lambda visit: visit.blocked, timed=True),
    Quantity(name="cumulative layout shift", read=lambda visit: visit.shift, form=".3f", timed=True),
)


def rounds(pairs: Sequence[Pair]) -> str:
    """Every quantity of one page in one language: medians, and the extremes where they are apart."""
    rows = [["", "ours", "plain", "ours / plain"]]
    for quantity in QUANTITIES:
        read, form = quantity.read, quantity.form
        ours, plain = ([read(pair[side]) for pair in pairs] for side in (0, 1))
        rows.append([quantity.name, _spread(ours, form), _spread(plain, form), _ratio(ours, plain)])
    return table(rows)


def largest(pairs: Mapping[str, Pair]) -> str:
    """The largest in any language of what does not depend on the network, with the language that has it."""
    rows = [["", "ours", "", "plain", "", "ours / plain"]]
    for quantity in (quantity for quantity in QUANTITIES if not quantity.timed):
        cells, most = [], []
        for side in (0, 1):
            read = {locale: quantity.read(pair[side]) for locale, pair in pairs.items()}
            locale = max(read, key=lambda locale: read[locale])
            most.append(read[locale])
            cells += [f"{read[locale]:{quantity.form}}", locale if len(set(read.values())) > 1 else "all"]
        rows.append([quantity.name, *cells, _ratio(most[:1], most[1:])])
    return table(rows)


def _spread(values: Sequence[float], form: str) -> str:
    middle, least, most = (f"{value:{form}}" for value in (median(values), min(values), max(values)))
    return middle if least == most else f"{middle} ({least}–{most})"


def _ratio(ours: Sequence[float], plain: Sequence[float]) -> str:
    """By pairs; there is none where the plain site has nothing."""
    if 0 in plain:
        return "–"
    return _spread([one / other for one, other in zip(ours, plain, strict=True)], ".2f")
