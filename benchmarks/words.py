"""How long editors wait for `statusbook check` and `statusbook diff`.

    python benchmarks/words.py --rounds 5

Whole processes, in turn, after one warm-up each, beside a Python that does nothing and one that only
imports the commands. There are two projects: the shop's own, and a large one that is made from it in a
temporary folder. `diff` compares a project with a copy in which ten lines of `statuses.yaml` are others, and
with them, by `statusbook messages update`, every catalog.
"""

import argparse
import os
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script sees only its own folder

from benchmarks import common
from benchmarks.cost import Cost, measure, row
from benchmarks.large import copy, edit, make_large
from statusbook.catalogs import locales_of, read_catalog
from statusbook.load import load
from statusbook.messages import catalog_path

STATUSBOOK = f"{sysconfig.get_path('scripts')}/statusbook"


def _commands(projects: dict[str, Path], folder: Path) -> dict[str, list[str]]:
    commands = {
        "python, nothing to do": [sys.executable, "-c", "pass"],
        "python, imports alone": [sys.executable, "-c", "import statusbook.cli.check, statusbook.cli.diff"],
    }
    for name, project in projects.items():
        commands[f"check, {name}"] = [STATUSBOOK, "check", "--root", str(project)]
    for name, project in projects.items():
        edited = folder / f"{name}-edited"
        copy(project, edited)
        edit(edited / "statuses.yaml")
        subprocess.run([STATUSBOOK, "messages", "update", "--root", str(edited)], check=True)
        commands[f"diff, {name}"] = [STATUSBOOK, "diff", str(project), str(edited)]
    return commands


def _assert_clean(command: Sequence[str]) -> None:
    said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    if said != "No problems.\n":
        sys.exit(f"{' '.join(command)} found something:\n{said}")


def _measure_in_turn(commands: dict[str, list[str]], rounds: int) -> dict[str, list[Cost]]:
    for command in commands.values():  # the warm-up
        measure(command)
    turns = [{name: measure(command) for name, command in commands.items()} for _ in range(rounds)]
    return {name: [turn[name] for turn in turns] for name in commands}


def _size(project: Path) -> str:
    """What a project holds, in one line."""
    statuses = list(load(project / "statuses.yaml").walk())
    tags = locales_of(project)
    messages = sum(len(read_catalog(catalog_path(project / "locales", tag), tag)) for tag in tags)
    return f"{len(statuses)} statuses and stages, {len(tags) + 1} languages, {messages:,} translations"


def main(rounds: int) -> None:
    """Run every command in turn and print what it took."""
    print(common.machine(), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        # A machine that keeps no bytecode would measure the compiler of Python.
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
        os.environ["PYTHONPYCACHEPREFIX"] = str(folder / "bytecode")
        make_large(common.ROOT, folder / "large")
        projects = {"shop": common.ROOT, "large": folder / "large"}
        commands = _commands(projects, folder)
        for project in projects:
            _assert_clean(commands[f"check, {project}"])
        costs = _measure_in_turn(commands, rounds)
        print(f"{rounds} rounds in turn after a warm-up each; median (min–max)\n")
        rows = [row(command, measured, (".2f", ".2f", ".0f")) for command, measured in costs.items()]
        print(common.table([["", "wall, s", "cpu, s", "peak memory, MB"], *rows]))
        print("\n" + common.table([[name, _size(project)] for name, project in projects.items()]))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    main(parser.parse_args().rounds)
