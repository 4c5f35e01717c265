"""Problems as people and machines read them: text with the line and a caret, JSON, annotations, SARIF."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from statusbook.problems import Problem

MOST_WIDTH = 100
"""Characters of an offending line that are shown."""


class Format(enum.Enum):
    """How problems are written."""

    TEXT = "text"
    """For a terminal."""
    JSON = "json"
    """For other programs."""
    GITHUB = "github"
    """Annotations on the lines of a pull request.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    SARIF = "sarif"
    """For code scanning: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html"""


def report(problems: Sequence[Problem], form: Format, root: Path) -> str:
    """The problems in the order given; `root` is the folder that their places are relative to."""
    return _WRITERS[form](problems, root)


def text(problems: Sequence[Problem], root: Path) -> str:
    """Each problem in one line, and below it the line that it is about."""
    return "\n".join(f"{problem}{_frame(problem, root)}" for problem in problems)


def _frame(problem: Problem, root: Path) -> str:
    where = problem.where
    try:
        lines = (root / where.file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    if not 1 <= where.line <= len(lines) or not lines[where.line - 1].strip():
        return ""
    line, gutter = lines[where.line - 1].replace("\t", " "), len(str(where.line))
    start = max(0, where.column - MOST_WIDTH)
    shown = "".join(
        c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in line[start : start + MOST_WIDTH]
    )
    caret = " " * (where.column - 1 - start) + "^"
    return f"\n  {where.line} | {shown}\n  {' ' * gutter} | {caret}"


def _json(problems: Sequence[Problem], _root: Path) -> str:
    rows = [
        {
            "file": problem.where.file,
            "line": problem.where.line,
            "column": problem.where.column,
            "rule": problem.rule,
            "message": problem.message,
            "fix": problem.fix,
        }
        for problem in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _github(problems: Sequence[Problem], _root: Path) -> str:
    return "\n".join(
        f"::error file={_property(p.where.file)},line={p.where.line},col={p.where.column},"
        f"title={_property(p.rule)}::{_data(f'{p.message} {p.fix}')}"
        for p in problems
    )


def _data(value: str) -> str:
    return value.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")


def _sarif(problems: Sequence[Problem], _root: Path) -> str:
    rules = [{"id": rule} for rule in sorted({problem.rule for problem in problems})]
    results = [
        {
            "ruleId": problem.rule,
            "level": "error",
            "message": {"text": f"{problem.message} {problem.fix}"},
            "locations": [
                {
                    "physicalLocation": {
                        "artifactLocation": {"uri": problem.where.file},
                        "region": {"startLine": problem.where.line, "startColumn": problem.where.column},
                    }
                }
            ],
        }
        for problem in problems
    ]
    run = {"tool": {"driver": {"name": "statusbook", "rules": rules}}, "results": results}
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


_WRITERS: dict[Format, Callable[[Sequence[Problem], Path], str]] = {
    Format.TEXT: text,
    Format.JSON: _json,
    Format.GITHUB: _github,
    Format.SARIF: _sarif,
}
