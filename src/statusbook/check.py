"""Everything that keeps the help centre from being built or would mislead its readers, in one list."""

from __future__ import annotations

from pathlib import Path

from statusbook.catalogs import read_catalog
from statusbook.edition import make_edition
from statusbook.glossary import read_glossary
from statusbook.load import load
from statusbook.messages import catalog_path, read_texts
from statusbook.problems import InvalidInputError, Problem
from statusbook.review import review
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
    try:
        glossary = read_glossary(root / "locales")
    except InvalidInputError as error:
        return sorted([*problems, *error.problems])
    for tag in locales_of(root):
        path = catalog_path(root / "locales", tag)
        name = path.relative_to(root).as_posix()
        try:
            make_edition(catalog, read_texts(root / "locales", tag), name)
            problems.extend(review(read_catalog(path, tag), tag, glossary, name))
        except InvalidInputError as error:
            problems.extend(error.problems)
    return sorted(problems)
