"""Everything that keeps the help centre from being built or would mislead its readers, in one list."""

from __future__ import annotations

from pathlib import Path

from statusbook.edition import make_edition
from statusbook.load import load
from statusbook.messages import catalog_path, read_texts
from statusbook.problems import InvalidInputError, Problem
from statusbook.rules import check_rules


def locales_of(root: Path) -> list[str]:
    """The languages that have a catalog, in the order of their tags."""
    return sorted(path.parent.name for path in (root / "locales").glob(catalog_path(Path(), "*").as_posix()))


def check(root: Path) -> list[Problem]:
    """The problems in ``statuses.yaml`` and ``locales/`` of the project in `root`, by their place."""
    try:
        catalog = load(root / "statuses.yaml")
    except InvalidInputError as error:
        return list(error.problems)
    problems = check_rules(catalog)
    for tag in locales_of(root):
        try:
            make_edition(catalog, read_texts(root / "locales", tag), f"locales/{tag}/statusbook.po")
        except InvalidInputError as error:
            problems.extend(error.problems)
    return sorted(problems)
