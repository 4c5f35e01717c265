"""Problems in each format, to the letter."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from statusbook.model import Where
from statusbook.problems import Problem
from statusbook.report import Format, report

PROBLEM = Problem(
    where=Where("statuses.yaml", 2, 10),
    rule="bad-amount",
    message="“24:00” is 100 % no amount.",
    fix="Write “24 hours”.",
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "statuses.yaml").write_text("times:\n  reply: 24:00\n", encoding="utf-8")
    return tmp_path


def test_text_shows_the_line_and_a_caret(root: Path) -> None:
    assert report([PROBLEM], Format.TEXT, root) == (
        "statuses.yaml:2:10: “24:00” is 100 % no amount. Write “24 hours”.\n"
        "  2 |   reply: 24:00\n"
        "    |          ^"
    )


def test_a_long_line_is_cut_and_the_caret_stays_right(root: Path) -> None:
    (root / "statuses.yaml").write_text("x" * 300 + "HERE" + "y" * 300, encoding="utf-8")
    far = Problem(where=Where("statuses.yaml", 1, 301), rule="r", message="m", fix="f")
    _, line, caret = report([far], Format.TEXT, root).splitlines()
    assert line[caret.index("^")] == "H"
    assert len(line) <= 110


@pytest.mark.parametrize("line", [0, 3, 99])
def test_a_place_that_is_not_there_shows_no_line(root: Path, line: int) -> None:
    lost = Problem(where=Where("statuses.yaml", line, 1), rule="r", message="m", fix="f")
    assert report([lost], Format.TEXT, root) == f"statuses.yaml:{line}:1: m f"
    gone = Problem(where=Where("gone.yaml", 1, 1), rule="r", message="m", fix="f")
    assert report([gone], Format.TEXT, root) == "gone.yaml:1:1: m f"


def test_json_has_every_part(root: Path) -> None:
    assert json.loads(report([PROBLEM], Format.JSON, root)) == [
        {
            "file": "statuses.yaml",
            "line": 2,
            "column": 10,
            "rule": "bad-amount",
            "message": "“24:00” is 100 % no amount.",
            "fix": "Write “24 hours”.",
        }
    ]
    assert json.loads(report([], Format.JSON, root)) == []


def test_github_annotates_the_line(root: Path) -> None:
    assert report([PROBLEM], Format.GITHUB, root) == (
        "::error file=statuses.yaml,line=2,col=10,title=bad-amount::"
        "“24:00” is 100 %25 no amount. Write “24 hours”."
    )


def test_sarif_names_rule_and_region(root: Path) -> None:
    run = json.loads(report([PROBLEM], Format.SARIF, root))["runs"][0]
    assert run["tool"]["driver"]["rules"] == [{"id": "bad-amount"}]
    place = run["results"][0]["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 10}
