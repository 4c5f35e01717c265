from dataclasses import fields, replace

from benchmarks.page import tables
from benchmarks.page.visit import Visit

NOTHING = Visit(**{field.name: 0 for field in fields(Visit)})
OURS = replace(NOTHING, html=900, requests=3, painted=300.0)
PLAIN = replace(NOTHING, html=600, requests=50, failing=24, painted=600.0, shift=0.004)


def row(text: str, name: str) -> list[str]:
    (line,) = (line for line in text.splitlines() if line.startswith(f"{name}  "))
    return line.removeprefix(name).split("  ", 1)[1].split()


def test_both_sites_and_their_ratio_stand_side_by_side() -> None:
    text = tables.rounds([(OURS, PLAIN)])
    assert text.splitlines()[0].split() == ["ours", "plain", "ours", "/", "plain"]
    assert row(text, "html, bytes") == ["900", "600", "1.50"]
    assert row(text, "requests before anything is done") == ["3", "50", "0.06"]
    assert row(text, "of them failing") == ["0", "24", "0.00"]
    assert row(text, "cumulative layout shift") == ["0.000", "0.004", "0.00"]


def test_no_ratio_to_nothing() -> None:
    assert row(tables.rounds([(OURS, PLAIN)]), "elements") == ["0", "0", "–"]


def test_of_rounds_the_median_and_the_extremes_and_ratios_by_pairs() -> None:
    ours = (replace(OURS, painted=painted) for painted in (300.0, 500.0, 400.0))
    plain = (replace(PLAIN, painted=painted) for painted in (600.0, 500.0, 1000.0))
    text = tables.rounds([*zip(ours, plain, strict=True)])
    shown = ["400", "(300–500)", "600", "(500–1,000)", "0.50", "(0.40–1.00)"]
    assert row(text, "first contentful paint, ms") == shown
    assert row(text, "html, bytes") == ["900", "600", "1.50"]


def test_every_quantity_of_a_visit_has_a_row() -> None:
    marked = Visit(**{field.name: number for number, field in enumerate(fields(Visit), 1)})
    read = {quantity.read(marked) for quantity in tables.QUANTITIES}
    assert len(read) == len(tables.QUANTITIES) == len(fields(Visit))


def test_the_largest_of_each_site_and_its_language() -> None:
    greek = replace(OURS, html=1_200), replace(PLAIN, html=700)
    thai = replace(OURS, html=1_100), replace(PLAIN, html=800)
    text = tables.largest({"en": (OURS, PLAIN), "el": greek, "th": thai})
    assert row(text, "html, bytes") == ["1,200", "el", "800", "th", "1.50"]
    assert row(text, "requests before anything is done") == ["3", "all", "50", "all", "0.06"]
    assert "paint" not in text
