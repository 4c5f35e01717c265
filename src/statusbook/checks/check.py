"""Everything that keeps the help centre from being built or would mislead its readers, in one list."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog as Gettext

from statusbook.catalogs import fits_plurals, locales_of, plural_forms
from statusbook.checks import anchors, proofread
from statusbook.checks.glossary import Glossary, read_glossary
from statusbook.checks.review import review
from statusbook.checks.rules import check_rules
from statusbook.checks.written import Owned
from statusbook.docs import read_pages
from statusbook.load import load
from statusbook.messages import SOURCE_LOCALE, Texts, catalog_name, catalog_path, parse_catalog
from statusbook.model import Catalog, Where
from statusbook.places import Places
from statusbook.problems import InvalidInputError, Problem, Problems, apply


def check(root: Path) -> list[Problem]:
    """What is wrong with the facts, the translations and the pages of the project in `root`, by its place."""
    try:
        catalog = load(root / "statuses.yaml")
    except InvalidInputError as error:
        return list(error.problems)
    problems = Problems(_at_edits(check_rules(catalog), root))
    translated = _check_translations(root, problems)
    _check_pages(catalog, translated, root, problems)
    return sorted(problems)


def _at_edits(problems: Iterable[Problem], root: Path) -> Iterator[Problem]:
    """The problems of texts at the very words to change, where these stand in the text's first line."""
    lines = (root / "statuses.yaml").read_text(encoding="utf-8").splitlines()
    for problem in problems:
        where, column = problem.where, 0
        if problem.edit and where.line <= len(lines):
            column = lines[where.line - 1].find(problem.edit.old, where.column - 1) + 1
        yield dataclasses.replace(problem, where=Where(where.file, where.line, column or where.column))


def _check_translations(root: Path, problems: Problems) -> dict[str, Gettext]:
    """Notes what is wrong with the catalogs; gives those that can be read."""
    read: dict[str, Gettext] = {}
    glossary: Glossary | None = None
    try:
        locales = locales_of(root)
        glossary = read_glossary(root / "locales") if locales else None
    except InvalidInputError as error:
        problems.extend(error.problems)
    for tag in locales:
        name, data = catalog_name(tag), catalog_path(root / "locales", tag).read_bytes()
        try:
            translated = read[tag] = parse_catalog(data, tag, name)
        except InvalidInputError as error:
            problems.extend(error.problems)
            continue
        problems.extend(_wrong_plurals(translated, tag))
        if glossary:
            problems.extend(review(translated, tag, glossary, Places(name, data.decode())))
    return read


def _check_pages(catalog: Catalog, translated: Mapping[str, Gettext], root: Path, problems: Problems) -> None:
    """Notes what is wrong with the written pages, and which places of theirs are gone."""
    unread = Problems()
    pages = list(read_pages(root, unread))
    places = anchors.read_anchors(pages, catalog, unread)
    files = {path.relative_to(root).as_posix() for path in (root / "docs").glob("**/*")}
    owned = {tag: Owned(catalog.times, _texts(tag, translated)) for tag in {page.locale for page in pages}}
    for page in pages:
        proof = proofread.Proof(
            page=page,
            anchors=places,
            files=files,
            shop_links={link.id for link in catalog.shop.links},
            owned=owned[page.locale],
        )
        problems.extend(apply(proofread.RULES, proof))
    problems.extend(unread)
    if not unread:  # else all places of a page that cannot be read would seem to be gone
        problems.extend(_gone(anchors.published(pages, places), root))


def _gone(published: set[str], root: Path) -> Iterable[Problem]:
    try:
        return apply(anchors.RULES, anchors.read_record(root, published))
    except InvalidInputError as error:
        return error.problems


def _texts(tag: str, translated: Mapping[str, Gettext]) -> Texts:
    """The words of a language; English where it has no catalog."""
    return Texts(tag, translated[tag]) if tag in translated else Texts(SOURCE_LOCALE)


def _wrong_plurals(translated: Gettext, tag: str) -> Iterator[Problem]:
    if not fits_plurals(translated.plural_expr, tag):
        yield Problem(
            where=Where(catalog_name(tag)),
            rule="plural-forms",
            message="The header’s Plural-Forms is not the rule of this language.",
            fix=f"Write “Plural-Forms: {plural_forms(tag)}”.",
        )
