"""Where an id stands, and what else speaks of it: what an editor wants to know before changing it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from statusbook.docs import WrittenPage
from statusbook.extract import messages_of
from statusbook.links import find_links, without_code
from statusbook.model import PLACEHOLDER, Action, Catalog, Message, ProcessingTime, Status, Step, Where
from statusbook.save import as_data
from statusbook.source import Mapping, Plain, Scalar

Thing = Status | ProcessingTime | Action

_SECTIONS: dict[type, str] = {Action: "actions", ProcessingTime: "times", Status: "statuses"}


def place(book: Mapping, thing: Thing) -> Where:
    """Where the id of `thing` stands in the file that `book` was read from."""
    return next(id_.where for id_ in _ids(book, _SECTIONS[type(thing)]) if id_.value == thing.id)


def _ids(book: Mapping, section: str) -> Iterator[Scalar]:
    for key, things in book.pairs:
        if key.value == section and isinstance(things, Mapping):
            for id_, below in things.pairs:
                yield id_
                if isinstance(below, Mapping):
                    yield from _ids(below, "stages")


def facts(thing: Thing) -> dict[str, str]:
    """What the file says of `thing` besides the texts that readers see, by key."""
    said = as_data(thing, known="id")
    return {key: _words(value) for key, value in said.items() if not _is_text(getattr(thing, key))}


def _is_text(value: object) -> bool:
    return isinstance(value[0] if isinstance(value, tuple) else value, Message | Step)


def _words(value: Plain) -> str:
    if isinstance(value, list | dict):
        return ", ".join(item if isinstance(item, str) else _words(item) for item in value)
    return value if isinstance(value, str) else "yes"


def uses(catalog: Catalog, pages: Iterable[WrittenPage], thing: Thing) -> dict[str, list[str]]:
    """What names `thing`, by how: ids for the most part, else the names of texts, or places on pages."""
    if isinstance(thing, Status):
        return _of_status(catalog, thing) | {"linked from": list(_links(pages, thing))}
    if isinstance(thing, ProcessingTime):
        said = [*_sentences(catalog, thing), *_placeholders(pages, thing)]
        return _of_time(catalog, thing) | {"said in": said, "linked from": list(_links(pages, thing))}
    return {"offered at": [s.id for s in catalog.walk() if thing.id in {offer.action for offer in s.actions}]}


def _of_status(catalog: Catalog, status: Status) -> dict[str, list[str]]:
    id_ = status.id
    return {
        "inside": [
            other.id for other in catalog.walk() if status in other.stages or other.id in status.also_in
        ],
        "comes after": [other.id for other in catalog.walk() if id_ in other.next],
        "from here on": [action.id for action in catalog.actions if action.after == id_],
        "up to here": [action.id for action in catalog.actions if action.until == id_],
        "counted from here": [time.id for time in catalog.times if time.since == id_],
    }


def _of_time(catalog: Catalog, time: ProcessingTime) -> dict[str, list[str]]:
    return {
        "shown at": [status.id for status in catalog.walk() if time.id in status.times],
        "late at": [status.id for status in catalog.walk() if time.id in status.late],
    }


def _sentences(catalog: Catalog, time: ProcessingTime) -> Iterator[str]:
    """The names of the texts that take the amount in."""
    for message in messages_of(catalog):
        if time.id in {found[1] for found in PLACEHOLDER.finditer(message.english)}:
            yield message.context


def _placeholders(pages: Iterable[WrittenPage], time: ProcessingTime) -> Iterator[str]:
    for page in pages:
        yield from (_at(page, m.start()) for m in PLACEHOLDER.finditer(page.text) if m[1] == time.id)


def _links(pages: Iterable[WrittenPage], thing: Status | ProcessingTime) -> Iterator[str]:
    """The places on pages that lead to its anchor, or to one that it had before."""
    for page in pages:
        for link in find_links(without_code(page.text)):
            if link.target.partition("#")[2] in {thing.id, *thing.formerly}:
                yield _at(page, link.start)


def _at(page: WrittenPage, offset: int) -> str:
    where = page.at(offset)
    return f"{where.file}:{where.line}"
