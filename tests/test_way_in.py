"""The way in: what surrounds a pull request. Every step of a workflow is a command that runs here, too."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from statusbook.catalogs import locales_of
from tests.project import QUIET, ROOT, Project

GITHUB = ROOT / ".github"
WORKFLOWS = {path.stem: path for path in sorted((GITHUB / "workflows").glob("*.yml"))}
BIN = Path(sys.executable).parent
MARKER = "<!-- statusbook diff -->"
COMMIT = "4f2a" * 10
ME = {
    "GIT_AUTHOR_NAME": "Ann",
    "GIT_AUTHOR_EMAIL": "ann@example.com",
    "GIT_COMMITTER_NAME": "Ann",
    "GIT_COMMITTER_EMAIL": "ann@example.com",
}


def read(name: str) -> dict[str, Any]:
    """A workflow; YAML 1.1 takes its key “on” for true."""
    workflow = yaml.safe_load(WORKFLOWS[name].read_text(encoding="utf-8"))
    return {"on" if key is True else key: value for key, value in workflow.items()}


def jobs(name: str) -> dict[str, Any]:
    found: dict[str, Any] = read(name)["jobs"]
    return found


def steps(name: str) -> Iterator[dict[str, Any]]:
    for job in jobs(name).values():
        yield from job["steps"]


def commands(name: str) -> list[str]:
    return [step["run"] for step in steps(name) if "run" in step]


def run(command: list[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=os.environ | QUIET | environment, capture_output=True, text=True, check=False
    )


def git(folder: Path, *arguments: str) -> str:
    done = run(["git", *arguments], folder, **ME)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


# The files that GitHub and pre-commit read


@pytest.mark.parametrize(
    ("schema", "paths"),
    [
        ("github-workflows", [*WORKFLOWS.values()]),
        ("github-issue-forms", [GITHUB / "ISSUE_TEMPLATE/status-is-wrong.yml"]),
        ("github-issue-config", [GITHUB / "ISSUE_TEMPLATE/config.yml"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_github_reads_is_valid(schema: str, paths: list[Path]) -> None:
    command = [str(BIN / "check-jsonschema"), "--builtin-schema", f"vendor.{schema}"]
    done = run([*command, *map(str, paths)], ROOT)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "arguments",
    [("validate-manifest", ".pre-commit-hooks.yaml"), ("validate-config", ".pre-commit-config.yaml")],
    ids=lambda arguments: arguments[0],
)
def test_what_pre_commit_reads_is_valid(arguments: tuple[str, str]) -> None:
    done = run([str(BIN / "pre-commit"), *arguments], ROOT)
    assert done.returncode == 0, done.stdout
    assert done.stdout == ""  # a warning, else


@pytest.mark.parametrize("name", [".pre-commit-hooks.yaml", ".pre-commit-config.yaml"])
def test_a_hook_runs_for_the_files_that_check_reads(name: str) -> None:
    text = yaml.safe_load((ROOT / name).read_text(encoding="utf-8"))
    hooks = text["repos"][0]["hooks"] if "repos" in text else text
    (check,) = (hook for hook in hooks if hook["entry"].endswith("statusbook check"))
    for file in ("statuses.yaml", "docs/order-status.md", "locales/ru/statusbook.po", "overrides/main.html"):
        assert (ROOT / file).exists()
        assert re.search(check["files"], file)
    assert not re.search(check["files"], "src/statusbook/check.py")


# Workflows


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_step_is_one_command_that_runs_here(name: str) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for command in commands(name):
        assert not re.search(r"[;&|<>`\n]|\$[({]", command), command
        program, *arguments = shlex.split(command)
        if program == "make":
            assert {word for word in arguments if "=" not in word} <= targets, command
        else:
            assert program.startswith(".github/scripts/"), command
            assert os.access(ROOT / program, os.X_OK), command


def test_make_pr_does_what_the_workflow_does() -> None:
    recipe = re.search(
        r"^pr:.*\n((?:\t.*\n)+)", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert recipe is not None
    here = re.findall(r"\$\(MAKE\) --no-print-directory (\w+)", recipe[1])
    assert here == [command.split()[1] for command in commands("pull-request")]


@pytest.mark.parametrize("name", WORKFLOWS)
def test_actions_are_pinned_to_a_commit_whose_version_is_said(name: str) -> None:
    text = WORKFLOWS[name].read_text(encoding="utf-8")
    lines = re.findall(r"uses: (.*)", text)
    assert lines
    for line in lines:
        assert re.fullmatch(r"actions/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", line), line


def test_an_action_has_one_version_everywhere() -> None:
    texts = (path.read_text(encoding="utf-8") for path in WORKFLOWS.values())
    used = {line for text in texts for line in re.findall(r"uses: (.*)", text)}
    assert len(used) == len({line.partition("@")[0] for line in used})


def rights(name: str) -> dict[str, dict[str, str]]:
    """What each job may do."""
    every = read(name)["permissions"]
    return {job: content.get("permissions", every) for job, content in jobs(name).items()}


def test_no_job_may_do_more_than_it_has_to() -> None:
    read_only = {"contents": "read"}
    assert {name: rights(name) for name in WORKFLOWS} == {
        "pull-request": {"check": read_only, "site": read_only},
        "tests": {"test": read_only},
        "pull-request-comment": {
            "pictures": {"actions": "read", "contents": "write"},
            "comment": {"actions": "read", "contents": "read", "pull-requests": "write"},
        },
        "main": {"site": read_only, "catalogs": {"contents": "write", "pull-requests": "write"}},
    }


@pytest.mark.parametrize("name", WORKFLOWS)
def test_code_of_a_fork_never_meets_a_token_that_may_write(name: str) -> None:
    """What runs for a pull request may only read; what may write checks out the main branch alone."""
    assert "pull_request_target" not in read(name)["on"]
    for step in steps(name):
        if "checkout" in step.get("uses", ""):
            assert step["with"]["persist-credentials"] is False
            assert not {"ref", "repository"} & set(step["with"])
    if "pull_request" in read(name)["on"]:
        assert all(right == "read" for job in rights(name).values() for right in job.values())


@pytest.mark.parametrize("name", WORKFLOWS)
def test_every_workflow_ends(name: str) -> None:
    assert "concurrency" in read(name)
    assert all(job["timeout-minutes"] <= 45 for job in jobs(name).values())


# Who is asked, and what


def test_every_language_has_its_reviewers() -> None:
    owners = dict(
        line.split(maxsplit=1)
        for line in (GITHUB / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
        if line and not line.startswith("#")
    )
    languages = {tag for tag in published() if tag != "en"}
    assert languages == set(locales_of(ROOT))
    assert {path for path in owners if re.fullmatch("/locales/.+/", path)} == {
        f"/locales/{tag}/" for tag in languages
    }
    for path in owners:
        assert list(ROOT.glob(path.strip("/"))), f"{path} is not there"


def published() -> dict[str, str]:
    """The name of each language by its tag, as ``mkdocs.yml`` has them."""
    lines = re.findall(
        r"- \{locale: ([\w-]+), name: ([^,}]+)", (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    )
    return {tag: name for tag, name in lines if tag != "en-XA"}


def test_the_form_asks_for_every_language() -> None:
    form = yaml.safe_load((GITHUB / "ISSUE_TEMPLATE/status-is-wrong.yml").read_text(encoding="utf-8"))
    (language,) = (field["attributes"] for field in form["body"] if field.get("id") == "language")
    assert language["options"] == [f"{name} ({tag})" for tag, name in published().items()]


def test_the_template_names_commands_that_there_are() -> None:
    text = (GITHUB / "pull_request_template.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"`make (\w+)", text)
    assert named == ["check", "preview", "pr"]
    assert all(f"\n{target}:" in makefile for target in named)


# Annotations


@pytest.mark.parametrize(
    ("old", "new", "shown", "rule"),
    [
        ("    since: payment-received", "    since: payment-recieved", "payment-recieved", "unknown-id"),
        ("next: [shipped, cancelled]", "next: [shiped, cancelled]", "shiped,", "unknown-id"),
    ],
    ids=["a time", "a list"],
)
def test_a_broken_file_gives_annotations_by_the_very_command_of_the_workflow(
    project: Project, old: str, new: str, shown: str, rule: str
) -> None:
    (command,) = (command for command in commands("pull-request") if "check" in command)
    assert command == "make check FORMAT=github"
    shutil.copy2(ROOT / "Makefile", project.folder)
    (project.folder / ".venv").symlink_to(ROOT / ".venv")
    project.change("statuses.yaml", old, new)
    lines = (project.folder / "statuses.yaml").read_text(encoding="utf-8").splitlines()
    (line,) = (number for number, text in enumerate(lines, 1) if shown in text)
    column = lines[line - 1].index(shown) + 1

    installed = ["--no-print-directory", "--old-file=.venv/dev"]
    done = run([*shlex.split(command), *installed], project.folder)

    assert done.returncode != 0
    (annotation,) = done.stdout.splitlines()
    assert annotation.startswith(f"::error file=statuses.yaml,line={line},col={column},title={rule}::“")
