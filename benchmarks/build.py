"""How long the site takes to build, beside a plain build of the same pages.

    python benchmarks/build.py --rounds 5

Both are whole processes of `mkdocs build --strict`, in turn, after one warm-up each, into a new folder every
time. See `common` for what the plain site is.
"""

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script sees only its own folder

from benchmarks import common

NOTE = """
ours   {0} pages in {2} languages, made from the fact book and the catalogs; with Pagefind's index
plain  {1} pages: the same, their words finished before, and Material's own 404.html; MkDocs, Material
       and static-i18n without our hooks; with lunr's index"""


@dataclass(frozen=True, kw_only=True)
class Cost:
    """What one build took, or one build as a share of another."""

    wall: float
    """Seconds on the clock."""
    cpu: float
    """Seconds of all processors, in user and system mode, with the processes that the build starts."""
    memory: float
    """Megabytes (10⁶) at the peak of the largest process."""


def measure(command: Sequence[str]) -> Cost:
    """Run a command.

    Raises:
        SystemExit: with what the command wrote, when it fails.
    """
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        build = subprocess.Popen(command, env=common.ENVIRONMENT, stdout=log, stderr=log)
        _, status, usage = os.wait4(build.pid, 0)
        wall = time.perf_counter() - start
        build.returncode = os.waitstatus_to_exitcode(status)  # Popen did not see the end of the process
        if build.returncode:
            log.seek(0)
            sys.exit(f"{' '.join(command)} failed:\n{log.read().decode()}")
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kibibytes elsewhere
    return Cost(wall=wall, cpu=usage.ru_utime + usage.ru_stime, memory=usage.ru_maxrss * unit / 1e6)


def _measure_afresh(project: Path) -> Cost:
    with tempfile.TemporaryDirectory() as folder:
        return measure(common.build_command(project, Path(folder) / "site"))


def _ratio(one: Cost, other: Cost) -> Cost:
    return Cost(wall=one.wall / other.wall, cpu=one.cpu / other.cpu, memory=one.memory / other.memory)


def _row(name: str, costs: Sequence[Cost], forms: Sequence[str]) -> list[str]:
    columns = zip(*map(astuple, costs), strict=True)
    return [name, *(_spread(column, form) for column, form in zip(columns, forms, strict=True))]


def _spread(values: Sequence[float], form: str) -> str:
    return f"{statistics.median(values):{form}} ({min(values):{form}}–{max(values):{form}})"


def _pages(site: Path) -> int:
    return len(list(site.rglob("*.html")))


def main(rounds: int) -> None:
    """Build both sites in turn and print what it took."""
    print(common.machine(), flush=True)
    ours, plain, index = [], [], []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        project = folder / "plain"
        measure(common.build_command(common.ROOT, folder / "our-site"))  # the warm-up
        common.write_plain(folder / "our-site", project)
        measure(common.build_command(project, folder / "plain-site"))
        pages = _pages(folder / "our-site"), _pages(folder / "plain-site")
        for _ in range(rounds):
            ours.append(_measure_afresh(common.ROOT))
            plain.append(_measure_afresh(project))
            index.append(measure([sys.executable, "-m", "pagefind", "--site", str(folder / "our-site")]))
    pairs = [_ratio(one, other) for one, other in zip(ours, plain, strict=True)]
    print(f"{rounds} rounds in turn after a warm-up each; median (min–max)\n")
    rows = [
        ["", "wall, s", "cpu, s", "peak memory, MB"],
        _row("ours", ours, (".2f", ".2f", ".0f")),
        _row("of it the search index", index, (".2f", ".2f", ".0f")),
        _row("plain", plain, (".2f", ".2f", ".0f")),
        _row("ours / plain, by pairs", pairs, (".2f", ".2f", ".2f")),
    ]
    print(common.table(rows))
    print(NOTE.format(*pages, len(common.languages())))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    main(parser.parse_args().rounds)
