"""The help centre while it is being written: what cannot be read stays as it was, and each page says so.

A builder asks a `Preview` where it would ask a `Site`.
"""

from __future__ import annotations

import datetime
import enum
import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from statusbook.built import Setup
from statusbook.checks.check import check
from statusbook.extract import english_texts
from statusbook.history import LastChanges, git
from statusbook.languages import ENGLISH, Language, make_language, open_texts
from statusbook.load import loads
from statusbook.messages import SOURCE_LOCALE, Texts, catalog_name, parse_catalog
from statusbook.model import Catalog, Shop, Url
from statusbook.preview.overlay import Overlay, Remark, remark
from statusbook.problems import InvalidInputError, Problem
from statusbook.pseudo import PSEUDO_LOCALE
from statusbook.site import Site, place

_STATUSES = "statuses.yaml"

_NOTHING = Catalog(shop=Shop(name="…", app=Url("https://example.com/"), links=()), statuses=())
"""What stands in for a ``statuses.yaml`` that could never be read."""

_QUOTED = re.compile(r"'([^']+)'")

_T = TypeVar("_T")


class Instead(enum.Enum):
    """What an editor sees in the place of a file that cannot be read."""

    BEFORE = "Until {file} is mended, you see it as it was before."
    COMMITTED = "Until {file} is mended, you see it as it was last committed."
    NOTHING = "Until {file} is mended, you see the pages without it."


STOPPED = "Until this is mended, you see every page as it was before."
"""What an editor is told when the builder has given up."""


class Preview:
    """What has to be known from one build to the next."""

    def __init__(self) -> None:
        self._good: dict[str, bytes] = {}
        """The files as they could last be read."""
        self._heard: list[str] = []
        self._notes: list[str] = []
        self._folder = tempfile.TemporaryDirectory(prefix="preview_")

    def open(self, setup: Setup, names: Mapping[str, str]) -> Site:
        """The site, whatever is wrong with its files; see `Site.open`.

        `names` are the languages, the source language first, and what the bar calls them.
        """
        self._root, self._overlay = setup.root, Overlay(names, setup.folders)
        self._notes.clear()
        self._catalog = self._read(_STATUSES, loads) or _NOTHING
        changed, now = LastChanges(setup.root).of(ENGLISH), self._english()
        languages = [self._language(tag, changed, now) for tag in names]
        self._site = Site(replace(setup, offline=False), self._catalog, languages)
        return self._site

    def _english(self) -> Mapping[str, str]:
        try:
            return english_texts(self._catalog, self._root)
        except InvalidInputError:  # a page, and the builder says so
            return {}

    def _language(self, tag: str, changed: datetime.date | None, now: Mapping[str, str]) -> Language:
        def parse(data: bytes) -> Language:
            gettext = parse_catalog(data, tag, catalog_name(tag))
            return make_language(self._catalog, Texts(tag, gettext, changed, now))

        if tag in {SOURCE_LOCALE, PSEUDO_LOCALE}:
            return make_language(self._catalog, open_texts(self._root, tag))
        return self._read(catalog_name(tag), parse) or make_language(self._catalog, Texts(tag))

    def _read(self, file: str, parse: Callable[[bytes], _T]) -> _T | None:
        """What a file says, or said when it could last be read; None if that was never."""
        for data, instead in self._versions(file):
            try:
                found = parse(data)
            except InvalidInputError:
                continue
            if instead:
                self._notes.append(instead.value.format(file=file))
            else:
                self._good[file] = data
            return found
        self._notes.append(Instead.NOTHING.value.format(file=file))
        return None

    def _versions(self, file: str) -> Iterator[tuple[bytes, Instead | None]]:
        """A file as it is, as it was, as it was committed."""
        if (path := self._root / file).is_file():
            yield path.read_bytes(), None
        if file in self._good:
            yield self._good[file], Instead.BEFORE
        if (committed := git(self._root, "show", f"HEAD:./{file}")) is not None:
            yield committed, Instead.COMMITTED

    def hear(self, message: str) -> None:
        """Takes a warning of the builder; in quotes it may name a page, and after it a link there."""
        if not any(message in other for other in self._heard):
            self._heard.append(message)

    def folder(self, shown: Path) -> Path:
        """Where to build, so that the folder that is shown stays whole if the builder gives up."""
        self._shown, self._built = shown, Path(self._folder.name) / "site"
        shutil.rmtree(self._built, ignore_errors=True)
        return self._built

    def finish(self) -> list[Problem]:
        """Makes the built folder the one that is shown; tells what is wrong, in what editors write first."""
        self._site.write(self._built)
        problems = check(self._root)
        if self._catalog is not _NOTHING:  # without it, pages name what only it could know
            problems += _others(self._site.problems, problems)
        problems.sort(key=lambda problem: (problem.where.file.startswith("locales/"), problem))
        self._draw(self._built, problems)
        shutil.rmtree(self._shown)
        shutil.move(self._built, self._shown)
        return problems

    def hold(self) -> None:
        """Says on the pages that are shown that the builder has given up, and what it said."""
        self._notes = [STOPPED]
        self._draw(self._shown, [])

    def _draw(self, folder: Path, problems: list[Problem]) -> None:
        warnings = [self._warning(message) for message in self._heard]
        self._heard.clear()
        placed = [warning for warning in warnings if isinstance(warning, Problem)]
        statuses = {str(status.id) for status in self._catalog.walk()}
        shown = (*problems, *_others(placed, problems))
        remarks = [remark(problem, self._root, statuses) for problem in shown]
        remarks += [warning for warning in warnings if isinstance(warning, Remark)]
        self._overlay.draw(folder, remarks, self._notes)

    def _warning(self, message: str) -> Problem | Remark:
        """What the builder said; a problem where it named a page."""
        fix = "Mend it: “make build” refuses it."
        page, link, *_ = [*_QUOTED.findall(message), "", ""]
        if not (self._root / "docs" / page).is_file():
            return Remark(message=message, fix=fix)
        where = place(self._root, f"docs/{page}", re.escape(link))
        return Problem(where=where, rule="builder", message=message, fix=fix)


def _others(more: Iterable[Problem], told: Iterable[Problem]) -> list[Problem]:
    """Those of `more` that are about another place than any that is `told`, each once."""
    places = {problem.where for problem in told}
    return [problem for problem in dict.fromkeys(more) if problem.where not in places]
