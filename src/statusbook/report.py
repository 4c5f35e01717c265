"""Problems as people and machines read them: text with the line and a caret, JSON, annotations, SARIF."""

from __future__ import annotations

import enum
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from statusbook.checks.rulebook import sentences
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


def _line(problem: Problem, root: Path) -> str:
    """The line that a problem is about; empty where it cannot be shown."""
    try:
        lines = (root / problem.where.file).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return ""
    return lines[problem.where.line - 1] if 1 <= problem.where.line <= len(lines) else ""


def _frame(problem: Problem, root: Path) -> str:
    where, line = problem.where, _line(problem, root).replace("\t", " ")
    if not line.strip():
        return ""
    gutter, start = len(str(where.line)), max(0, where.column - MOST_WIDTH)
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


def _sarif(problems: Sequence[Problem], root: Path) -> str:
    known = sentences()
    rules = [
        {"id": rule, "shortDescription": {"text": known.get(rule, rule)}}
        for rule in sorted({problem.rule for problem in problems})
    ]
    run = {
        "tool": {"driver": {"name": "statusbook", "rules": rules}},
        "columnKind": "unicodeCodePoints",
        "results": [_result(problem, root) for problem in problems],
    }
    schema = "https://json.schemastore.org/sarif-2.1.0.json"
    return json.dumps({"$schema": schema, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1)


def _result(problem: Problem, root: Path) -> dict[str, object]:
    where, file = problem.where, {"uri": problem.where.file}
    place = {
        "artifactLocation": file,
        "region": {"startLine": where.line, "startColumn": where.column},
    }
    result: dict[str, object] = {
        "ruleId": problem.rule,
        "level": "error",
        "message": {"text": f"{problem.message} {problem.fix}"},
        "locations": [{"physicalLocation": place}],
    }
    start = _line(problem, root).find(problem.edit.old, where.column - 1) if problem.edit else -1
    if problem.edit and start >= 0:
        region = {
            "startLine": where.line,
            "startColumn": start + 1,
            "endColumn": start + 1 + len(problem.edit.old),
        }
        replacement = {"deletedRegion": region, "insertedContent": {"text": problem.edit.new}}
        change = {"artifactLocation": file, "replacements": [replacement]}
        result["fixes"] = [{"description": {"text": problem.fix}, "artifactChanges": [change]}]
    return result


_WRITERS: dict[Format, Callable[[Sequence[Problem], Path], str]] = {
    Format.TEXT: text,
    Format.JSON: _json,
    Format.GITHUB: _github,
    Format.SARIF: _sarif,
}
