"""Problems in each format, to the letter."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

from statusbook.checks.rulebook import entries
from statusbook.model import Where
from statusbook.problems import FILE_PROBLEMS, Edit, Problem
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
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "bad-amount",
            "shortDescription": {"text": "An amount of time is not a number and a unit, such as “24 hours”."},
        }
    ]
    assert run["columnKind"] == "unicodeCodePoints"
    (result,) = run["results"]
    place = result["locations"][0]["physicalLocation"]
    assert place["region"] == {"startLine": 2, "startColumn": 10}
    assert "fixes" not in result


def test_sarif_says_what_to_write_where_that_stands_in_the_line(root: Path) -> None:
    near = dataclasses.replace(PROBLEM, edit=Edit(old="24:00", new="24 hours"))
    far = dataclasses.replace(PROBLEM, edit=Edit(old="times", new="time"))
    run = json.loads(report([near, far], Format.SARIF, root))["runs"][0]
    assert [result.get("fixes") for result in run["results"]] == [
        [
            {
                "description": {"text": "Write “24 hours”."},
                "artifactChanges": [
                    {
                        "artifactLocation": {"uri": "statuses.yaml"},
                        "replacements": [
                            {
                                "deletedRegion": {"startLine": 2, "startColumn": 10, "endColumn": 15},
                                "insertedContent": {"text": "24 hours"},
                            }
                        ],
                    }
                ],
            }
        ],
        None,
    ]


def test_sarif_describes_every_rule_that_there_is(root: Path) -> None:
    found = [dataclasses.replace(PROBLEM, rule=rule) for rule in (*FILE_PROBLEMS, *(e.id for e in entries()))]
    run = json.loads(report(found, Format.SARIF, root))["runs"][0]
    known = {rule["id"]: rule["shortDescription"]["text"] for rule in run["tool"]["driver"]["rules"]}
    assert set(known) == {problem.rule for problem in found}
    assert all(text.endswith(".") for text in known.values())
