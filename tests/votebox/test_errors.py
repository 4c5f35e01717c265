import ast
from pathlib import Path

import pytest

import votebox
from votebox import errors, problems

SOURCES = sorted(Path(votebox.__file__).parent.rglob("*.py"))


def test_a_refusal_says_what_its_problem_says() -> None:
    refused = errors.Refused(problems.busy())
    assert str(refused) == problems.busy().detail
    assert refused.problem == problems.busy()


def test_one_family() -> None:
    family = [
        thing
        for thing in vars(errors).values()
        if isinstance(thing, type) and thing.__module__ == errors.__name__
    ]
    assert len(family) == 6
    assert all(issubclass(member, errors.VoteboxError) for member in family)


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.name)
def test_in_one_file_and_asserts_are_no_validation(source: Path) -> None:
    for node in ast.walk(ast.parse(source.read_text("utf-8"))):
        assert not isinstance(node, ast.Assert)
        if isinstance(node, ast.ClassDef) and source.name != "errors.py":
            assert not [base for base in node.bases if "Error" in ast.unparse(base)]
