"""The reference is what the code says, and all of it."""

from __future__ import annotations

import dataclasses
import inspect
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from statusbook import model
from statusbook.checks.rulebook import entries
from statusbook.cli import cli
from statusbook.cli.reference import commands, reference
from statusbook.problems import FILE_PROBLEMS
from statusbook.reference import make_reference
from tests.project import ROOT

PAGE = make_reference(commands(cli, click.Context(cli)))
RECORDS = [
    cls
    for _, cls in inspect.getmembers(model, dataclasses.is_dataclass)
    if cls not in {model.Amount, model.Message, model.Range, model.Where}
]


def section(heading: str) -> str:
    """What stands below a heading."""
    found = re.search(rf"^#+ {re.escape(heading)}\n(.*?)(?=^#|\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, heading
    return found[1]


def test_the_file_is_what_the_code_says() -> None:
    written = (ROOT / "guides" / "reference.md").read_text(encoding="utf-8")
    assert written == PAGE, "run: .venv/bin/statusbook reference"


def test_the_command_writes_it(tmp_path: Path) -> None:
    group = click.Group(commands=[reference])
    result = CliRunner().invoke(group, ["reference", "--root", str(tmp_path)])
    assert result.exit_code == 0
    written = (tmp_path / "guides" / "reference.md").read_text(encoding="utf-8")
    assert written == make_reference(commands(group, click.Context(group)))
    assert "| `statusbook reference` | Writes guides/reference.md: every key, rule, problem and" in written


@pytest.mark.parametrize("cls", RECORDS, ids=lambda cls: cls.__name__)
def test_every_key_is_in_it(cls: type) -> None:
    name = re.sub(r"(?<!^)(?=[A-Z])", " ", cls.__name__).capitalize()
    keys = re.findall(r"^\| `(\w+)` \|", section(name), re.MULTILINE)
    assert keys == [f.name for f in dataclasses.fields(cls) if f.compare and f.name != "id"]


def test_what_a_key_says() -> None:
    assert "| `between` |  | a range, such as `1 to 2 business days` | From and to, such as “1 to 2" in PAGE
    assert "| `meaning` | required | a text, which is translated | One or two sentences: what has" in PAGE
    assert "| `next` |  | a list; each item: the id of a status | What the order can become after" in PAGE
    assert "| `shop` | required | the keys of [a shop](#shop) |" in PAGE
    assert "| `stages` |  | ids, and below each the keys of [a status](#status) | The stages" in PAGE
    assert "| `axis` |  | the id of an axis |" in PAGE
    assert "| `hidden` |  | `true` or `false` |" in PAGE


def test_what_may_stand_alone() -> None:
    alone = re.findall(r"^### ([^\n]+)\n(?:(?!^#).)*?but `(\w+)`", PAGE, re.MULTILINE | re.DOTALL)
    assert dict(alone) == {
        "Shipping method": "label",
        "Action": "label",
        "Axis": "label",
        "Offer": "action",
        "Step": "text",
    }


@pytest.mark.parametrize("id_", sorted({entry.id for entry in entries()}))
def test_every_rule_is_in_it_with_its_examples(id_: str) -> None:
    text = section_of_rule(id_)
    for entry in entries():
        if entry.id == id_:
            assert entry.sentence in text
            assert f"\n{entry.bad}\n```" in text
            assert f"\n{entry.good}\n```" in text


def section_of_rule(id_: str) -> str:
    """Examples of pages have headings of their own, so it ends at the next heading of a rule."""
    return PAGE.partition(f"\n### {id_}\n")[2].partition("\n### ")[0]


@pytest.mark.parametrize("id_", FILE_PROBLEMS)
def test_every_other_problem_is_in_it(id_: str) -> None:
    assert section(id_).strip() == FILE_PROBLEMS[id_]


def test_every_command_is_in_it() -> None:
    for name in cli.commands:
        assert re.search(rf"^\| `statusbook {name}( \w+)?` \| [A-Z].*\. \|$", PAGE, re.MULTILINE), name
    assert "| `statusbook messages keep` | Says that the stale translations of ID" in PAGE


def test_every_heading_can_be_linked_to() -> None:
    bare = re.sub(r"```.*?```", "", PAGE, flags=re.DOTALL)
    headings = [line.lstrip("# ").lower() for line in bare.splitlines() if line.startswith("#")]
    assert len(headings) == len(set(headings))
    anchors = {heading.replace(" ", "-").replace(".", "") for heading in headings}
    assert set(re.findall(r"\]\(#([^)]+)\)", bare)) <= anchors
