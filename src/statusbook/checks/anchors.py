"""What each page can be linked at, and the record of what it could ever be linked at.

A link from outside, ``/order-status/#packaging``, is a promise: ``anchors.txt`` keeps all that were ever
published. What is new is no problem; `statusbook anchors` adds it to the record.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown import Markdown

from statusbook.docs import WrittenPage
from statusbook.edition import Edition
from statusbook.messages import SOURCE_LOCALE, Texts
from statusbook.model import Catalog, Where
from statusbook.pages import EXTENSIONS, PageExtension, split
from statusbook.problems import Finding, Problems
from statusbook.source import read_text
from statusbook.translate import make_edition

RECORD = "anchors.txt"
"""The record’s file."""

_HEADER = """\
# Every place of a page that was ever published. Links to it must go on working: whoever changes an id
# writes the old one under “formerly”. “statusbook anchors” adds what is new here, and takes nothing out.
"""

_ELEMENT = re.compile(r"<(\w+)\b[^>]*?\bid=[\"']([^\"']+)")

_DETAILS = "status-details"
"""The block that brings an anchor for each status, stage and processing time."""


@dataclass(frozen=True, kw_only=True)
class Anchors:
    """What one page can be linked at."""

    title: frozenset[str]
    """The anchor of its heading. A link to one that is gone leads to the top of the page, too."""
    inside: frozenset[str]
    """All others."""

    def __contains__(self, anchor: str) -> bool:
        return anchor in self.title or anchor in self.inside

    def __iter__(self) -> Iterator[str]:
        return iter(sorted(self.title | self.inside))


def read_anchors(pages: Iterable[WrittenPage], catalog: Catalog, problems: Problems) -> dict[str, Anchors]:
    """The anchors of each page, by its file; a page that is nested too deep is noted, and has none."""
    details = frozenset(_of_details(make_edition(catalog, Texts(SOURCE_LOCALE))))
    found: dict[str, Anchors] = {}
    for page in pages:
        try:
            found[page.file] = _of_page(page, details)
        except RecursionError:
            message = "Lists and quotations are nested too deep."
            problems.note(Where(page.file), "too-deep", message, "Flatten them.")
    return found


def _of_page(page: WrittenPage, details: frozenset[str]) -> Anchors:
    """As the build makes them: headings as Python-Markdown sees them, and what the block brings."""
    blocks = set[str]()
    extension = PageExtension()
    extension.resolve = lambda _id: "#"

    def render(name: str, _argument: str) -> str:
        blocks.add(name)
        return ""

    extension.render = render
    html = Markdown(extensions=[*EXTENSIONS, "fenced_code", extension]).convert(split(page.text)[1])
    found = _ELEMENT.findall(html)
    return Anchors(
        title=frozenset(id_ for tag, id_ in found if tag == "h1"),
        inside=frozenset(id_ for tag, id_ in found if tag != "h1")
        | (details if _DETAILS in blocks else frozenset()),
    )


def _of_details(edition: Edition) -> Iterator[str]:
    """The ids that the block brings; those of hidden statuses are not in the edition."""
    for group in edition.groups:
        yield from [f"axis-{group.id}"] if group.label else []
        for status in group.walk():
            yield from (status.id, *status.formerly)
            for time in (*status.times, *status.late):
                yield from (time.id, *time.formerly)


def published(pages: Iterable[WrittenPage], anchors: dict[str, Anchors]) -> set[str]:
    """The lines of the record for the pages as they are: ``order-status#packaging``.

    The anchors of a page are those of its English headings, in every language.
    """
    return {
        f"{page.name}#{anchor}"
        for page in pages
        if page.locale == SOURCE_LOCALE and page.file in anchors
        for anchor in anchors[page.file].inside
    }


@dataclass(frozen=True, kw_only=True)
class Record:
    """The record, and what it is held against."""

    text: str
    published: set[str]
    """The lines for the pages as they are, former ids among them."""

    def entries(self) -> Iterator[tuple[int, str]]:
        """Each anchor with the number of its line."""
        for number, line in enumerate(self.text.splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                yield number, line.strip()

    def new(self) -> list[str]:
        """What is published and not in the record."""
        return sorted(self.published - {entry for _, entry in self.entries()})

    def updated(self) -> str:
        """The text of the record with what is new."""
        lines = sorted({entry for _, entry in self.entries()} | self.published)
        return _HEADER + "".join(f"{line}\n" for line in lines)


def read_record(root: Path, lines: set[str]) -> Record:
    """The record of the project in `root`, empty where there is none; `lines` are those `published`.

    Raises:
        InvalidInputError: where it is not UTF-8.
    """
    path = root / RECORD
    return Record(text=read_text(path, RECORD) if path.exists() else "", published=lines)


def anchor_gone(record: Record) -> Iterator[Finding]:
    """A place of a page was published, and a link to it leads nowhere now.

    Who changes the id of a status or of a processing time writes the old one under its “formerly”: links lead
    on. An anchor that is new is no problem.

    Bad::

        order-status#packing
        ^

    Good::

        order-status#statuses
    """
    for line, entry in record.entries():
        if entry not in record.published:
            anchor = entry.rpartition("#")[2]
            yield Finding(
                where=Where(RECORD, line),
                message=f"“{entry}” was published, and is gone.",
                fix=f"Add “formerly: [{anchor}]” to what took its place, or write {{#{anchor}}} behind the "
                "heading. Delete this line only if nothing took its place.",
            )


RULES: tuple[Callable[[Record], Iterator[Finding]], ...] = (anchor_gone,)
