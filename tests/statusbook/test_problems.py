"""Problems: their ids are known, and rules note theirs under their own."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from statusbook.checks.rulebook import entries
from statusbook.model import Where
from statusbook.problems import (
    FILE_PROBLEMS,
    Edit,
    Finding,
    InvalidInputError,
    Problem,
    apply,
    nearest,
    rule_id,
)
from tests.project import ROOT

HERE = Where("a.yaml", 1, 2)


def one_wrong_thing(subject: str) -> Iterator[Finding]:
    if subject:
        yield Finding(where=HERE, message=f"{subject} is wrong.", fix="Mend it.", edit=Edit(old="a", new="b"))


def test_a_rule_is_called_by_its_function() -> None:
    assert rule_id(one_wrong_thing) == "one-wrong-thing"
    (problem,) = apply([one_wrong_thing], "This")
    assert problem == Problem(where=HERE, rule="one-wrong-thing", message="This is wrong.", fix="Mend it.")
    assert problem.edit == Edit(old="a", new="b")
    assert list(apply([one_wrong_thing], "")) == []


def written_ids() -> Iterator[str]:
    """Every id that stands in a call: ``Problem(rule="tab")``, ``note(where, "tab", …)``."""
    for path in (ROOT / "src" / "statusbook").glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                called = (
                    node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                )
                named = [keyword.value for keyword in node.keywords if keyword.arg == "rule"]
                placed = node.args[1:2] if called in {"note", "_refusal"} else []
                for value in [*named, *placed]:
                    if isinstance(value, ast.Constant):
                        yield str(value.value)


def test_every_id_is_in_the_table_and_every_one_there_is_written_somewhere() -> None:
    rules = {entry.id for entry in entries()}
    assert set(written_ids()) - rules == set(FILE_PROBLEMS)
    assert not rules & set(FILE_PROBLEMS)


def test_the_table_is_in_order_and_in_sentences() -> None:
    assert list(FILE_PROBLEMS) == sorted(FILE_PROBLEMS)
    assert all(sentence.endswith(".") for sentence in FILE_PROBLEMS.values())


def test_invalid_input_names_each_problem_once_in_the_order_of_places() -> None:
    first, second = (
        Problem(where=Where("a.yaml", line), rule="r", message="M.", fix="F.") for line in (1, 2)
    )
    error = InvalidInputError([second, first, second])
    assert error.problems == (first, second)
    assert str(error) == "a.yaml:1:1: M. F.\na.yaml:2:1: M. F."


def test_the_nearest_word_is_proposed_if_it_is_near() -> None:
    assert nearest("shiped", ["pending", "shipped"]) == "shipped"
    assert nearest("x", ["pending", "shipped"]) is None
