"""What the guides show is what happens: their worked examples are run, and every command they name exists."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner

from statusbook.cli import COMMANDS, cli
from tests.project import ROOT, SOURCES

GUIDES = sorted((ROOT / "guides").glob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ statusbook (.*)\n((?:(?!\$ ).*\n)*)", re.MULTILINE)


def test_the_worked_example_needs_one_file_and_is_told_so(tmp_path: Path) -> None:
    """As a new editor would: a copy of the project, the change of the guide, and its commands one by one."""
    guide = (ROOT / "guides" / "add-a-status.md").read_text(encoding="utf-8")
    blocks = dict(BLOCK.findall(guide))
    for name in SOURCES:
        (shutil.copytree if (ROOT / name).is_dir() else shutil.copy)(ROOT / name, tmp_path / name)
    patch = ["git", "apply", "--recount", "--unidiff-zero", "-"]
    subprocess.run(patch, input=blocks["diff"], cwd=tmp_path, text=True, check=True)
    assert re.findall(r"^\+\+\+ b/(.*)$", blocks["diff"], re.MULTILINE) == ["statuses.yaml"]

    commands = COMMAND.findall(blocks["console"])
    assert [command.split()[0] for command, _ in commands] == ["check", "diff"]
    for command, told in commands:
        arguments = [str(ROOT) if word == "main" else word for word in command.split()]
        result = CliRunner().invoke(cli, [*arguments, "--root", str(tmp_path)])
        assert (result.exit_code, result.output) == (0, told)


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_target_and_command_that_a_guide_names_exists(guide: Path) -> None:
    text = guide.read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(
        r"\bmake ([a-z]+)\b", " ".join(re.findall(r"`[^`]*`|^ {4}.*$", text, re.MULTILINE))
    ):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
    for command in re.findall(r"statusbook ([a-z]+)\b", " ".join(re.findall(r"`[^`]*`", text))):
        assert command in COMMANDS, command


@pytest.mark.parametrize("guide", GUIDES, ids=lambda path: path.stem)
def test_every_link_of_a_guide_leads_somewhere(guide: Path) -> None:
    text = BLOCK.sub("", guide.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)#]+)[^)]*\)", text):
        if not target.startswith("https://"):
            assert (guide.parent / target).exists(), target
