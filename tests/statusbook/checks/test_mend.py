"""Corrections are written where they were meant, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from statusbook.checks.mend import mend
from statusbook.cli.check import check
from statusbook.model import Where
from statusbook.problems import Edit, Problem

BROKEN = """\
shop: {name: Shop, app: https://example.com/app, links: {}}
times:
  reply: {label: Reply, at_most: 24 hours}
statuses:
  pending:
    lable: Pending
    meaning: You hear from us {reply:witin}, and that is
      no later than {replay:within}.
    next: [shiped, shipped, shiped]
  shipped: {label: Shipped, meaning: It is on its way., terminal: true}
"""


ASKED = """\
statuses.yaml:6:5: “lable” is no key here. Did you mean “label”?
  6 |     lable: Pending
    |     ^
Write “label” instead of “lable”? [y/N]: y
statuses.yaml:7:14: “witin” in “{reply:witin}” is no form of an amount. Did you mean “{reply:within}”?
  7 |     meaning: You hear from us {reply:witin}, and that is
    |              ^
Write “{reply:within}” instead of “{reply:witin}”? [y/N]: y
statuses.yaml:7:14: “replay” is no processing time. Did you mean “reply”?
  7 |     meaning: You hear from us {reply:witin}, and that is
    |              ^
Write “reply” instead of “replay”? [y/N]: n
statuses.yaml:9:12: “shiped” is no status. Did you mean “shipped”?
  9 |     next: [shiped, shipped, shiped]
    |            ^
Write “shipped” instead of “shiped”? [y/N]: y
statuses.yaml:9:29: “shiped” is no status. Did you mean “shipped”?
  9 |     next: [shiped, shipped, shiped]
    |                             ^
Write “shipped” instead of “shiped”? [y/N]: \n\
statuses.yaml:6: “label” written instead of “lable”
statuses.yaml:7: “{reply:within}” written instead of “{reply:witin}”
statuses.yaml:9: “shipped” written instead of “shiped”
2 problems.
"""
LEFT = """\
statuses.yaml:7:14: “replay” is no processing time. Did you mean “reply”?
  7 |     meaning: You hear from us {reply:within}, and that is
    |              ^
statuses.yaml:9:30: “shiped” is no status. Did you mean “shipped”?
  9 |     next: [shipped, shipped, shiped]
    |                              ^
"""


def problem(line: int, column: int, old: str, new: str) -> Problem:
    where, edit = Where("statuses.yaml", line, column), Edit(old=old, new=new)
    return Problem(where=where, rule="r", message="m", fix="f", edit=edit)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "statuses.yaml").write_text(BROKEN, encoding="utf-8")
    return tmp_path


def read(root: Path) -> str:
    return (root / "statuses.yaml").read_text(encoding="utf-8")


def test_fix_asks_for_each_and_writes_what_is_confirmed(root: Path) -> None:
    result = CliRunner().invoke(check, ["--root", str(root), "--fix"], input="y\ny\nn\ny\n\n")
    assert result.stderr == ASKED
    assert result.stdout == LEFT
    assert result.exit_code == 1
    mended = BROKEN.replace("lable", "label").replace("witin", "within").replace("[shiped", "[shipped")
    assert read(root) == mended


def test_where_nobody_answers_nothing_is_corrected(root: Path) -> None:
    """A hook has no terminal: keys are put in order, and what needs a decision is left."""
    result = CliRunner().invoke(check, ["--root", str(root), "--fix"], input="")
    assert result.exit_code == 1
    assert all(word in read(root) for word in ("lable", "witin", "shiped"))


def test_yes_takes_all_without_a_question(root: Path) -> None:
    result = CliRunner().invoke(check, ["--root", str(root), "--fix", "--yes"])
    assert (
        read(root)
        == """\
shop: {name: Shop, app: https://example.com/app, links: {}}
times:
  reply: {label: Reply, at_most: 24 hours}
statuses:
  pending:
    label: Pending
    meaning: You hear from us {reply:within}, and that is
      no later than {reply:within}.
    next: [shipped, shipped, shipped]
  shipped: {label: Shipped, meaning: It is on its way., terminal: true}
"""
    )
    assert "?" not in result.output
    assert "statuses.yaml:7: “reply” written instead of “replay”\n" in result.stderr


def test_yes_alone_is_refused(root: Path) -> None:
    result = CliRunner().invoke(check, ["--root", str(root), "--yes"])
    assert "Error: --yes goes with --fix.\n" in result.stderr
    assert result.exit_code == 2
    assert read(root) == BROKEN


def test_fix_puts_keys_in_order_when_the_file_can_be_read(root: Path) -> None:
    """What stands in no order is found only when what is misspelt is mended."""
    late = BROKEN.replace("    lable: Pending\n", "").replace("shiped]\n", "shiped]\n    lable: Pending\n")
    (root / "statuses.yaml").write_text(late, encoding="utf-8")
    result = CliRunner().invoke(check, ["--root", str(root), "--fix", "--yes"])
    assert result.stderr.splitlines()[5] == "statuses.yaml: keys put in order in 1 place"
    assert read(root).index("label: Pending") < read(root).index("meaning: You")


@pytest.mark.parametrize(
    ("text", "place", "edit", "expected"),
    [
        ("a: one one\n", (1, 8), ("one", "two"), "a: one two\n"),
        ("a: x\r\nb: no, on\r\n", (2, 4), ("on", "off"), "a: x\r\nb: no, off\r\n"),
        ("a: replay it {replay}\n", (1, 9), ("replay", "reply"), "a: replay it {reply}\n"),
        ("a: we replay {replay:in}\n", (1, 4), ("replay", "reply"), "a: we replay {reply:in}\n"),
        ("a: [no]\nb: {no: x}\n", (1, 5), ("no", "on"), "a: [on]\nb: {no: x}\n"),
        ("a: re-one, one\n", (1, 4), ("one", "two"), "a: re-one, two\n"),
        ("a: within 24\n  hours or so\n", (1, 11), ("24 hours", "{x}"), "a: within {x} or so\n"),
        ('msgstr "the "\n"the end"\n', (1, 9), ("the the", "the"), 'msgstr "the end"\n'),
        ('msgstr "24時間"\n', (1, 9), ("24", "{x}"), 'msgstr "{x}時間"\n'),
        ("a: x\u2028\nb: one\n", (3, 4), ("one", "two"), "a: x\u2028\nb: two\n"),
        ("a: one\n\nb: two\n", (1, 4), ("two", "three"), "a: one\n\nb: two\n"),
        ("a: one\n", (99, 99), ("one", "two"), "a: one\n"),
    ],
)
def test_an_edit_is_made_at_its_place(
    tmp_path: Path, text: str, place: tuple[int, int], edit: tuple[str, str], expected: str
) -> None:
    path = tmp_path / "statuses.yaml"
    path.write_bytes(text.encode("utf-8"))
    done = mend(tmp_path, [problem(*place, *edit)])
    assert path.read_bytes().decode("utf-8") == expected
    assert bool(done) == (text != expected)
