"""Two sides to everything that is different: facts, words, languages, addresses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from babel.messages.catalog import Message as Entry

from statusbook.changes.catalog import catalog_changes
from statusbook.changes.change import Area, Change
from statusbook.changes.pages import Matches, match, text_changes
from statusbook.changes.pair import Pair
from statusbook.changes.sides import Side
from statusbook.changes.texts import text_name
from statusbook.changes.translations import English, translation_changes
from statusbook.extract import extract_pages, extract_templates, messages_of, templates


def compare(before: Side, after: Side) -> list[Change]:
    """The differences by area, in each in the order of the sources."""
    pair = Pair(before.catalog, after.catalog)
    changes = catalog_changes(pair, before.catalog)
    if before.root and after.root:
        written = _written(before.root, after.root)
        matches = match(*written)
        changes += text_changes(*written, matches)
        texts = [*_of_catalog(pair, before, after), *_of_pages(*written, matches)]
        changes += translation_changes(texts, before, after)
    areas = list(Area)
    return sorted(changes, key=lambda change: areas.index(change.area))


def _written(before: Path, after: Path) -> tuple[dict[str, str], dict[str, str]]:
    """The English texts outside of ``statuses.yaml``; of templates, those of files that are not the same."""
    files = _templates(before), _templates(after)
    both = {Path(name).parts[0] for name in files[0]} & {Path(name).parts[0] for name in files[1]}
    changed = [
        name
        for name in files[0].keys() | files[1].keys()
        if Path(name).parts[0] in both and files[0].get(name) != files[1].get(name)
    ]
    old, new = (
        _plain(extract_pages(root)) | _plain(extract_templates(root, changed)) for root in (before, after)
    )
    return old, new


def _plain(entries: Iterable[Entry]) -> dict[str, str]:
    return {str(entry.context): entry.id for entry in entries if entry.id and isinstance(entry.id, str)}


def _templates(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in templates(root)}


def _of_catalog(pair: Pair, before: Side, after: Side) -> list[English]:
    old = {message.context: message.english for message in messages_of(before.catalog)}
    # The same messages in the same order, under the names that they have now.
    was_called = dict(
        zip(
            (message.context for message in messages_of(pair.before)),
            (message.context for message in messages_of(before.catalog)),
            strict=True,
        )
    )
    return [
        English(
            context=message.context,
            was_called=was_called.get(message.context, message.context),
            before=old.get(was_called.get(message.context, "")),
            after=message.english,
            name=text_name(message, pair.new),
        )
        for message in messages_of(after.catalog)
    ]


def _of_pages(old: Mapping[str, str], new: Mapping[str, str], matches: Matches) -> list[English]:
    return [
        English(
            context=context,
            was_called=was or context,
            before=old[was] if was else None,
            after=new[context],
            name=f"“{_short(new[context])}”",
        )
        for was, context in matches
        if context
    ]


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:60].rsplit(' ', 1)[0]} …"
