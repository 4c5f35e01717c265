"""How long the site takes to build, beside other builders, and how that grows with it.

    python -m benchmarks.build --rounds 3 --sizes 10 50

Whole processes, in turn. The first run of each is a warm-up, in which memory is watched; those that follow
are timed. The larger help centres take a minute and more each, so how a build grows is timed once.
"""

import argparse
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks import common
from benchmarks.build import builders, memory
from benchmarks.build.builders import Builder
from benchmarks.build.tables import Measured, Size, growth, side_by_side
from benchmarks.cost import Cost, measure

OURS = len(list((common.ROOT / "docs").glob("*.md")))
STATUSES = 7  # as many as we have, stages among them
LOCALES = len(common.languages())
GROWING = ((10, STATUSES), (50, STATUSES), (200, STATUSES), (10, 500))
LARGE = (1_000, STATUSES)
NOTE = """
ours          from the fact book and the catalogs, with Pagefind's index, the Markdown twins, and three
              compressed copies of each text; cold: without a cache and an earlier site
plain MkDocs  the same pages, their words finished before; MkDocs, Material and static-i18n without our
              hooks, with lunr's index. Ratios are to it. One page more: Material's own 404.html
ProperDocs    the same by MkDocs's fork
Zensical      the same files. It knows no static-i18n: every translation is a page in one English site
Hugo          the same files in the same languages; a layout without theme or search; links are not checked
memory        of all processes together, what they share counted once
"""


def main() -> None:
    """Measure what the command line asks for, and print it."""
    wanted = _wanted()
    print(common.machine(), flush=True)
    print(f"{wanted.rounds} rounds in turn after a warm-up each; median (min–max)")
    with tempfile.TemporaryDirectory() as name:
        environment = _environment(Path(name))
        for pages in wanted.sizes:
            folder = Path(name) / f"beside-{pages}"
            chosen = _side_by_side(folder, pages, environment)
            found = _in_turn(chosen, wanted.rounds, environment)
            print(f"\n{LOCALES} languages × {pages} pages, {STATUSES} statuses\n")
            print(side_by_side(found, builders.PLAIN), flush=True)
        print(NOTE, flush=True)
        if wanted.growth:
            print("Ours, cold, one round after a warm-up; “a page” is one page in one language\n")
            print(growth(_growing(Path(name), wanted.large, environment)))


def _wanted() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--sizes", type=int, nargs="+", default=[OURS, 10], help="pages of the help centres")
    parser.add_argument("--large", action="store_true", help=f"let it grow to {LARGE[0]:,} pages")
    parser.add_argument("--no-growth", dest="growth", action="store_false", help="only side by side")
    return parser.parse_args()


def _environment(folder: Path) -> dict[str, str]:
    """Ours, in which Python keeps its bytecode: else its compiler would be measured."""
    kept = {key: value for key, value in common.ENVIRONMENT.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return kept | {"PYTHONPYCACHEPREFIX": str(folder / "bytecode")}


def _side_by_side(folder: Path, pages: int, environment: dict[str, str]) -> list[Builder]:
    """All builders with their projects; the plain one's words are those of a site that ours has built."""
    size = Size(locales=LOCALES, pages=pages, statuses=STATUSES)
    project, cold = (builders.help_centre_of(folder / kind, size) for kind in ("warm", "cold"))
    ours = [builders.ours_cold(cold), *builders.ours_warm(project)]
    measure(ours[1].command, environment)
    common.write_plain(ours[1].site, folder / "plain", project)
    return [*ours, *builders.others(folder / "plain", folder)]


def _growing(folder: Path, large: bool, environment: dict[str, str]) -> dict[Size, Measured]:
    sizes = [Size(locales=LOCALES, pages=pages, statuses=statuses) for pages, statuses in _steps(large)]
    chosen = [builders.ours_cold(builders.help_centre_of(folder, size), str(size)) for size in sizes]
    found = _in_turn(chosen, 1, environment)
    return {size: found[str(size)] for size in sizes}


def _steps(large: bool) -> Sequence[tuple[int, int]]:
    return (*GROWING[:-1], *((LARGE,) if large else ()), GROWING[-1])


def _in_turn(chosen: Sequence[Builder], rounds: int, environment: dict[str, str]) -> dict[str, Measured]:
    peaks = {}
    for one in chosen:
        one.prepare()
        peaks[one.name] = memory.peak(one.command, environment)
    turns = [{one.name: _timed(one, environment) for one in chosen} for _ in range(rounds)]
    return {
        one.name: Measured(
            costs=[turn[one.name] for turn in turns],
            memory=peaks[one.name],
            pages=len(list(one.site.rglob("*.html"))),
        )
        for one in chosen
    }


def _timed(one: Builder, environment: dict[str, str]) -> Cost:
    one.prepare()
    return measure(one.command, environment)


if __name__ == "__main__":
    main()
