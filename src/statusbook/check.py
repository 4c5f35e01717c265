"""Everything that keeps the help centre from being built or would mislead its readers, in one list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog as Gettext
from babel.messages.catalog import Message as Entry

from statusbook.catalogs import fits_plurals, plural_forms, read_catalog
from statusbook.edition import make_edition
from statusbook.extract import extract
from statusbook.glossary import read_glossary
from statusbook.load import load
from statusbook.messages import (
    DOMAIN,
    SOURCE_LOCALE,
    catalog_name,
    catalog_path,
    parse_catalog,
    read_texts,
)
from statusbook.model import Catalog, Where
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
        problems.extend(_template_is_old(catalog, root))
        glossary = read_glossary(root / "locales")
    except InvalidInputError as error:
        return sorted([*problems, *error.problems])
    for tag in locales_of(root):
        path, name = catalog_path(root / "locales", tag), catalog_name(tag)
        try:
            make_edition(catalog, read_texts(root / "locales", tag), name)
            translated = read_catalog(path, tag)
        except InvalidInputError as error:
            problems.extend(error.problems)
        else:
            problems.extend(_wrong_plurals(translated, tag))
            problems.extend(review(translated, tag, glossary, name))
    return sorted(problems)


def _template_is_old(catalog: Catalog, root: Path) -> Iterator[Problem]:
    """The English texts have changed, and the catalogs do not know it."""
    path = root / "locales" / f"{DOMAIN}.pot"
    written = (
        parse_catalog(path.read_bytes(), SOURCE_LOCALE, f"locales/{DOMAIN}.pot") if path.exists() else ()
    )
    if _told(written) != _told(extract(catalog, root)):
        yield Problem(
            where=Where(f"locales/{DOMAIN}.pot"),
            rule="old-template",
            message="The English texts have changed since the catalogs were brought up to date.",
            fix="Run “make messages”.",
        )


def _told(messages: Iterable[Entry]) -> set[tuple[str, str]]:
    return {(str(entry.context), str(entry.id)) for entry in messages if entry.id}


def _wrong_plurals(translated: Gettext, tag: str) -> Iterator[Problem]:
    if not fits_plurals(translated.plural_expr, tag):
        yield Problem(
            where=Where(catalog_name(tag)),
            rule="plural-forms",
            message="The header’s Plural-Forms is not the rule of this language.",
            fix=f"Write “Plural-Forms: {plural_forms(tag)}”.",
        )
