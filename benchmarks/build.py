"""How long the site takes to build, beside a plain build of the same pages.

    python benchmarks/build.py --rounds 5

Both are whole processes of `mkdocs build --strict`, in turn, after one warm-up each, into a new folder every
time. See `common` for what the plain site is.
"""

import argparse
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script sees only its own folder

from benchmarks import common
from benchmarks.cost import Cost, measure, row

NOTE = """
ours   {0} pages in {2} languages, made from the fact book and the catalogs; with Pagefind's index
plain  {1} pages: the same, their words finished before, and Material's own 404.html; MkDocs, Material
       and static-i18n without our hooks; with lunr's index"""


def _measure_afresh(project: Path) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        return _build(project, Path(folder) / "site")


def _build(project: Path, site: Path) -> Cost:
    return measure(common.build_command(project, site), common.ENVIRONMENT)


def _ratio(one: Cost, other: Cost) -> Cost:
    return Cost(wall=one.wall / other.wall, cpu=one.cpu / other.cpu, memory=one.memory / other.memory)


def _pages(site: Path) -> int:
    return len(list(site.rglob("*.html")))


def main(rounds: int) -> None:
    """Build both sites in turn and print what it took."""
    print(common.machine(), flush=True)
    ours, plain, index = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / "plain"
        _build(common.ROOT, folder / "our-site")  # the warm-up
        common.write_plain(folder / "our-site", project)
        _build(project, folder / "plain-site")
        pages = _pages(folder / "our-site"), _pages(folder / "plain-site")
        for _ in range(rounds):
            ours.append(_measure_afresh(common.ROOT))
            plain.append(_measure_afresh(project))
            index.append(measure([sys.executable, "-m", "pagefind", "--site", str(folder / "our-site")]))
    pairs = [_ratio(one, other) for one, other in zip(ours, plain, strict=True)]
    print(f"{rounds} rounds in turn after a warm-up each; median (min–max)\n")
    rows = [
        ["", "wall, s", "cpu, s", "peak memory, MB"],
        row("ours", ours, (".2f", ".2f", ".0f")),
        row("of it the search index", index, (".2f", ".2f", ".0f")),
        row("plain", plain, (".2f", ".2f", ".0f")),
        row("ours / plain, by pairs", pairs, (".2f", ".2f", ".2f")),
    ]
    print(common.table(rows))
    print(NOTE.format(*pages, len(common.languages())))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    main(parser.parse_args().rounds)
