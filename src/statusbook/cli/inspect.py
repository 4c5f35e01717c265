"""``statusbook inspect``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NoReturn

import click
from babel.messages.catalog import Catalog as Gettext

from statusbook.catalogs import locales_of, read_catalog, reviewed
from statusbook.checks.anchors import published, read_anchors
from statusbook.cli.project import ROOT
from statusbook.docs import read_pages
from statusbook.exports.terminal import Line, action_lines, layout, rows, status_lines, time_lines
from statusbook.extract import messages_of
from statusbook.history import LastChanges
from statusbook.inspection.address import TOKEN, fetch_votes, is_address
from statusbook.inspection.provenance import commits, summary, translations
from statusbook.inspection.uses import Thing, facts, place, uses
from statusbook.inspection.votes import Votes, read_votes
from statusbook.load import load
from statusbook.messages import SOURCE_LOCALE, Texts, catalog_name, catalog_path
from statusbook.model import Action, Catalog, Message, ProcessingTime, Status
from statusbook.problems import Problems, nearest
from statusbook.source import parse_file
from statusbook.translate import make_edition

_MOST_WIDTH = 100
"""Longer lines are hard to read, however wide the terminal is."""


class _FileOrAddress(click.Path):
    """Takes an address as it is; whether a file is there can be said at once."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return value if is_address(str(value)) else super().convert(value, param, ctx)


@click.command()
@click.argument("id_", metavar="ID")
@click.option("--locale", default=SOURCE_LOCALE, show_default=True, help="The language, such as ru.")
@click.option(
    "--votes",
    type=_FileOrAddress(exists=True, dir_okay=False, allow_dash=True),
    metavar="FILE|URL",
    help="What “votebox report --format json” has printed; “-” reads it from the standard input, and an "
    f"address such as https://…/dashboard/report.json from votebox, by the token in {TOKEN}.",
)
@ROOT
def inspect(root: Path, id_: str, locale: str, votes: str | None) -> None:
    """Shows a status, stage, processing time or action as readers get it, and what an editor should know."""
    catalog = load(root / "statuses.yaml")
    things: list[Thing] = [*catalog.walk(), *catalog.times, *catalog.actions]
    if id_ not in {thing.id for thing in things}:
        _refuse(id_, "status, time or action", [thing.id for thing in things])
    languages = [SOURCE_LOCALE, *locales_of(root)]
    if locale not in languages:
        _refuse(locale, "language of this help centre", languages)
    read = _read_votes(votes) if votes else None
    report = _Report(root, locale, catalog)
    lines = [line for thing in things if thing.id == id_ for line in report.lines(thing, read)]
    click.echo(layout(lines, min(shutil.get_terminal_size().columns, _MOST_WIDTH)))


def _read_votes(source: str) -> Votes:
    if is_address(source):
        return fetch_votes(source, os.environ.get(TOKEN, "").strip())
    with click.open_file(source, "rb") as file:
        return read_votes(file.read(), "standard input" if source == "-" else source)


def _refuse(word: str, noun: str, known: Sequence[str]) -> NoReturn:
    guess = nearest(word, known)
    fix = f"Did you mean “{guess}”?" if guess else f"Known: {', '.join(known)}."
    click.echo(f"“{word}” is no {noun}. {fix}", err=True)
    sys.exit(2)


class _Report:
    """What there is to say of anything in a project, in one language."""

    def __init__(self, root: Path, locale: str, catalog: Catalog) -> None:
        self._root, self._catalog = root, catalog
        self._changed = LastChanges(root).of([Path("statuses.yaml")])
        self._gettext, self._texts = self._read(locale)
        self._edition = make_edition(catalog, self._texts, catalog_name(locale))
        unread = Problems()  # which check tells of
        self._pages = list(read_pages(root, unread))
        self._anchors = published(self._pages, read_anchors(self._pages, catalog, unread))

    def _read(self, tag: str) -> tuple[Gettext, Texts]:
        catalog = read_catalog(catalog_path(self._root / "locales", tag), tag)
        return catalog, Texts(tag, catalog, self._changed)

    def lines(self, thing: Thing, votes: Votes | None) -> Iterator[Line]:
        """All of it, section by section."""
        pages = self._pages_with(thing)
        messages = list(messages_of(replace(thing, stages=()) if isinstance(thing, Status) else thing))
        yield from self._for_readers(thing)
        yield from (Line(text=self._address(page, thing.id)) for page in pages)
        yield from self._for_editors(thing)
        yield from self._languages(messages) if self._in_english else self._translation(messages)
        if votes and isinstance(thing, Status):
            yield from self._votes(thing, pages, votes)

    @property
    def _in_english(self) -> bool:
        return self._texts.tag == SOURCE_LOCALE

    def _for_readers(self, thing: Thing) -> Iterator[Line]:
        if isinstance(thing, Status):
            found = list(status_lines(self._edition, self._texts, thing.id))
        elif isinstance(thing, ProcessingTime):
            found = list(time_lines(self._edition, thing.id))
        else:
            found = list(action_lines(self._edition, thing.id))
        yield from found or [Line(text=f"{thing.id}: readers do not see it by itself.")]

    def _pages_with(self, thing: Thing) -> list[str]:
        """The names of the pages that have its anchor."""
        found = (entry.partition("#") for entry in self._anchors)
        return sorted(
            page for page, _, anchor in found if anchor == thing.id and not isinstance(thing, Action)
        )

    def _address(self, page: str, anchor: str) -> str:
        locale = "" if self._in_english else f"{self._texts.tag}/"
        return f"/{locale}{'' if page == 'index' else f'{page}/'}#{anchor}"

    def _for_editors(self, thing: Thing) -> Iterator[Line]:
        where = place(parse_file(self._root / "statuses.yaml"), thing)
        named = uses(self._catalog, self._pages, thing)
        fields = {"place": f"{where.file}:{where.line}"} | facts(thing)
        return rows("For editors", fields | {how: ", ".join(what) for how, what in named.items()})

    def _translation(self, messages: Sequence[Message]) -> Iterator[Line]:
        """Each text in this language, and who translated it."""
        tag = self._texts.tag
        found = translations(messages, self._texts)
        by = commits(self._root, tag, [text.context for text in found])
        wide = max(len(str(text)) for text in found)
        fields = {
            text.context.split(".", 2)[2]: f"{text!s:<{wide}}  {by.get(text.context, '')}".rstrip()
            for text in found
        }
        last = f"last translated by {self._gettext.last_translator}"
        checked = "" if reviewed(self._gettext) else ", not yet checked by a native speaker"
        return rows(self._texts.locale.get_display_name("en") or tag, {"catalog": last + checked} | fields)

    def _languages(self, messages: Sequence[Message]) -> Iterator[Line]:
        """Which languages have how many of the texts."""
        found = dict[str, list[str]]()
        unchecked = list[str]()
        for tag in locales_of(self._root):
            catalog, texts = self._read(tag)
            found.setdefault(summary(translations(messages, texts)), []).append(tag)
            unchecked += [] if reviewed(catalog) else [tag]
        found["not yet checked by a native speaker"] = unchecked
        return rows("Translations", {what: ", ".join(tags) for what, tags in found.items()})

    def _votes(self, status: Status, pages: Sequence[str], votes: Votes) -> Iterator[Line]:
        found = votes.looked_for(status.id)
        readers = sum(found.values())
        languages = ", ".join(f"{count} in {language}" for language, count in found.items())
        by = f"by {readers} reader{'' if readers == 1 else 's'} who answered No: {languages}"
        fields = {"looked for": by if found else "by no reader who answered No"}
        for page in pages:
            key = self._texts.tag if page == "index" else f"{self._texts.tag}/{page}"
            fields[key] = "{} yes, {} no".format(*votes.answers(key))
        return rows("Votes", fields)
