"""What lies beside the pages of a site: facts for programs, Markdown twins, pictures."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from statusbook.built import Recall
from statusbook.cards import find_card, fingerprint
from statusbook.edition import Edition
from statusbook.exports import statuses, statuses_shape
from statusbook.exports.markdown import MarkdownBlocks
from statusbook.exports.twins import Section, Twin, twin_md
from statusbook.pseudo import PSEUDO_LOCALE


@dataclass(frozen=True, kw_only=True)
class Tongue:
    """One language of the site."""

    edition: Edition
    blocks: MarkdownBlocks
    """Of the edition."""
    name: str
    """The help centre's name."""
    folder: str
    """Where its pages lie below the site's address; empty for the first language."""


class Beside:
    """Gathers what pages bring along while they are built, and tells the files when all are."""

    def __init__(self, tongues: Mapping[str, Tongue], theme: Path, recall: Recall) -> None:
        """Take the languages by their locales, the source language first, and the folder of our templates.

        `recall` gives what does not depend on words, see `Setup`.
        """
        self._tongues, self._recall = tongues, recall
        self._theme = theme
        self._base = ""
        self._files: dict[str, bytes] = {}
        self._twins: dict[str, list[Twin]] = {locale: [] for locale in tongues}

    def facts(
        self, locale: str, page: statuses_shape.HelpPage, base: str, updated: datetime.date | None
    ) -> dict[str, bytes]:
        """The facts of the page with the statuses, by the path below the site's address; then their schema.

        `base` is the site's address, with a slash at the end.
        """
        tongue = self._tongues[locale]
        return {
            tongue.folder + statuses.NAME: statuses.statuses_json(
                tongue.edition, page, base, updated
            ).encode(),
            statuses_shape.SCHEMA: self._recall(
                f"schema {base}", lambda: statuses_shape.schema_json(base)
            ).encode(),
        }

    def card(self, locale: str, name: str, title: str) -> dict[str, bytes]:
        """The picture of a page, by its path; nothing where none says what the page says."""
        card = find_card(self._theme, locale, name, fingerprint(title, self._tongues[locale].name))
        return {card.path: card.data} if card else {}

    def add(self, files: Mapping[str, bytes]) -> None:
        """Files, by their paths below the site's address."""
        self._files.update(files)

    def twin(self, locale: str, twin: Twin, base: str) -> None:
        """A page as Markdown; `base` is the site's address, with a slash at the end."""
        self._base = base
        self._twins[locale].append(twin)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """The path of each file below the site's folder, and what is in it."""
        yield from self._files.items()
        for locale, found in self._twins.items():
            others = [twin for twin in found if twin.name != "index"]
            for twin in found:
                yield twin.address.removeprefix(self._base), self._markdown(locale, twin, others)

    def sections(self) -> dict[str, Section]:
        """What ``llms.txt`` says of each language that has a home page; its twins have no text."""
        sections = {}
        for locale, found in self._twins.items():
            listed = [replace(twin, body="") for twin in found]
            home = [twin for twin in listed if twin.name == "index"]
            if home and locale != PSEUDO_LOCALE:
                others = [twin for twin in listed if twin.name != "index"]
                sections[locale] = self._section(locale, [*home, *others])
        return sections

    def _markdown(self, locale: str, twin: Twin, others: Sequence[Twin]) -> bytes:
        tongue = self._tongues[locale]
        listed = others if twin.name == "index" else []
        return twin_md(twin, tongue.edition, tongue.blocks, listed, self._base + tongue.folder).encode()

    def _section(self, locale: str, found: Sequence[Twin]) -> Section:
        tongue = self._tongues[locale]
        facts = tongue.folder + statuses.NAME
        return Section(
            title=tongue.name,
            name=tongue.edition.name,
            locale=locale,
            twins=found,
            facts=self._base + facts if facts in self._files else "",
            schema=self._base + statuses_shape.SCHEMA,
        )
