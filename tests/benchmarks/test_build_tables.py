import pytest

from benchmarks.build import tables
from benchmarks.build.tables import Measured, Size
from benchmarks.cost import Cost


def measured(*walls: float, memory: float = 100, pages: int = 240) -> Measured:
    costs = [Cost(wall=wall, cpu=wall * 2, memory=1) for wall in walls]
    return Measured(costs=costs, memory=memory, pages=pages)


def test_a_ratio_is_the_median_of_the_rounds() -> None:
    """In the second round the machine was slow: both took ten times as long."""
    assert tables.ratio([1, 10, 1.2], [2, 20, 2]) == 0.5


def test_rounds_are_not_dropped() -> None:
    with pytest.raises(ValueError, match="shorter"):
        tables.ratio([1, 2], [1])


@pytest.mark.parametrize(("values", "shown"), [([3, 1, 2], "2.00 (1.00–3.00)"), ([2], "2.00")])
def test_the_extremes_are_shown_where_there_are_some(values: list[float], shown: str) -> None:
    assert tables.spread(values) == shown


def test_builders_are_set_beside_the_standard() -> None:
    found = {"ours": measured(2, 4, 3, memory=225), "plain": measured(8, 8, 8, memory=50, pages=241)}
    assert tables.side_by_side(found, "plain") == (
        "                wall, s  ratio  cpu, s  ratio  memory, MB  ratio  pages\n"
        "ours   3.00 (2.00–4.00)   0.38    6.00   0.38         225   4.50    240\n"
        "plain  8.00 (8.00–8.00)   1.00   16.00   1.00          50   1.00    241"
    )


def test_growth_is_by_page_and_language() -> None:
    small, large = (Size(locales=24, pages=pages, statuses=7) for pages in (10, 1_000))
    found = {small: measured(2.4, memory=240), large: measured(120, memory=480)}
    assert tables.growth(found) == (
        "languages × pages  statuses  wall, s  a page, µs  cpu, s  a page, µs  memory, MB  a page, KB\n"
        "24 × 10                   7     2.40      10,000    4.80      20,000         240       1,000\n"
        "24 × 1,000                7   120.00       5,000  240.00      10,000         480          20"
    )
