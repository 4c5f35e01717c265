import re
import subprocess
import sys

from benchmarks.common import ROOT
from tests.project import Project


def row(text: str, name: str) -> list[str]:
    (line,) = re.findall(rf"^{name} {{2,}}(.+)$", text, re.MULTILINE)
    return str(line).split()


def test_one_run_compares_the_page_with_stock_material(project: Project) -> None:
    """Both as they are meant: each search finds something, and no policy stops a part of a page."""
    done = project.build()
    assert done.returncode == 0, done.stderr
    command = [sys.executable, "-m", "benchmarks.page", "--site", str(project.site), "--rounds", "1"]
    done = subprocess.run(
        [*command, "--locales", "ru"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    timed, counted = done.stdout.split("order-status/ in 2 languages, the largest of each\n")
    assert "\n/ru/order-status/\n" in timed
    assert row(timed, "requests that block it") == ["0", "1", "0.00"]
    ours, plain, ratio = row(timed, "bytes before anything is done")
    assert int(ours.replace(",", "")) <= 30_000 < int(plain.replace(",", ""))
    assert float(ratio) < 0.5
    _, _, ratio = row(timed, "html, bytes")
    assert float(ratio) > 1  # sent with brotli on both sides: ours has its css in it
    assert row(counted, "html, bytes")[1] == "ru"


def test_without_a_site_it_says_what_to_do() -> None:
    command = [sys.executable, "-m", "benchmarks.page", "--site", "no-such-folder"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "There is no finished site/. Run: make build\n"
