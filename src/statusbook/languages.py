"""The catalog in each language of the site, from the texts of that language."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from statusbook.edition import Edition
from statusbook.messages import Messages, Texts, catalog_name, parse_catalog, read_texts
from statusbook.model import Catalog
from statusbook.problems import InvalidInputError, Problems
from statusbook.pseudo import PSEUDO_LOCALE, PseudoTexts
from statusbook.translate import make_edition

ENGLISH = (Path("statuses.yaml"), Path("docs"), Path("overrides"))
"""Where English texts stand."""


@dataclass(frozen=True, kw_only=True)
class Language:
    """What the pages of one language are made of."""

    texts: Texts
    edition: Edition


def open_texts(
    root: Path,
    tag: str,
    changed: datetime.date | None = None,
    now: Mapping[str, str] | None = None,
    read: Callable[[bytes, str, str], Messages] = parse_catalog,
) -> Texts:
    """The texts of a language of the project in `root`, or those of the pseudo-locale; see `read_texts`."""
    return PseudoTexts() if tag == PSEUDO_LOCALE else read_texts(root / "locales", tag, changed, now, read)


def make_language(catalog: Catalog, texts: Texts) -> Language:
    """The catalog in the language of `texts`.

    Raises:
        InvalidInputError: with every problem in the translations.
    """
    return Language(texts=texts, edition=make_edition(catalog, texts, catalog_name(texts.tag)))


def open_languages(
    catalog: Catalog, tags: Iterable[str], texts: Callable[[str], Texts]
) -> tuple[list[Language], Problems]:
    """The catalog in each of some languages, and every problem in their translations; see `open_texts`."""
    languages, problems = list[Language](), Problems()
    for tag in tags:
        try:
            languages.append(make_language(catalog, texts(tag)))
        except InvalidInputError as error:
            problems.extend(error.problems)
    return languages, problems
