"""What a change does to the other languages: which texts their readers see in English, or as they were."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import babel
from babel.messages.catalog import Catalog as Gettext

from statusbook.catalogs import locales_of, read_catalog, reviewed
from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.pair import Subject
from statusbook.changes.sides import Side
from statusbook.messages import Texts, Words, catalog_path, strings
from statusbook.phrases import fill

MOST_NAMED = 4
"""More languages, and more texts, are counted and not all named."""


@dataclass(frozen=True, kw_only=True)
class English:
    """An English text that readers see after the change."""

    context: str
    """Its name now."""
    was_called: str
    """Its name before."""
    before: str | None
    """What it read before; None where it is new."""
    after: str
    name: str
    """What a sentence calls it: “the meaning of “Packaging””."""


_SENTENCES = {
    Kind.STALE: (
        "{texts} {has} to be translated anew {languages}; "
        "until then, readers there see the older text, with a note."
    ),
    Kind.MISSING: "{texts} {has} to be translated {languages}; until then, readers there see English.",
    Kind.TRANSLATED: "{texts} {has} been translated {languages}.",
}

_States = dict[tuple[Kind, str], list[str]]
"""What became of a text, by its context, and the languages in which it did."""


def translation_changes(texts: list[English], before: Side, after: Side) -> Iterator[Change]:
    """The changes in every language, between two projects; `texts` are all English texts."""
    if before.root is None or after.root is None:
        return
    known, new = set(locales_of(before.root)), set(locales_of(after.root))
    states: _States = {}
    for tag in sorted(new & known):
        yield from _language(tag, texts, (before, after), (before.root, after.root), states)
    yield from _grouped(states, texts, len(new & known))
    for tag in sorted(new - known):
        yield _of_language(tag, Kind.ADDED, f"there is a new language, {name_of(tag)}.")
    for tag in sorted(known - new):
        yield _of_language(tag, Kind.REMOVED, f"{name_of(tag)} is gone.")


def _language(
    tag: str, texts: list[English], sides: tuple[Side, Side], roots: tuple[Path, Path], states: _States
) -> Iterator[Change]:
    """Yields what is told of this language alone, and notes in `states` what is told of several at once."""
    paths = [catalog_path(root / "locales", tag) for root in roots]
    same = paths[0].read_bytes() == paths[1].read_bytes()
    looked_at = [text for text in texts if text.before != text.after] if same else texts
    if not looked_at:
        return
    new = read_catalog(paths[1], tag)
    old = new if same else read_catalog(paths[0], tag)
    was = _Reader(tag, old, sides[0], {t.was_called: t.before for t in texts if t.before is not None})
    is_ = _Reader(tag, new, sides[1], {text.context: text.after for text in texts})
    for text in looked_at:
        before = was.state(text.was_called, text.before) if text.before is not None else None
        after = is_.state(text.context, text.after)
        if before is not after:
            states.setdefault((after, text.context), []).append(tag)
        elif text.before is not None and after is not Kind.MISSING:
            yield from _reworded(tag, text, was, is_)
    yield from _phrases(tag, old, new)
    if reviewed(new) and not reviewed(old):
        yield _of_language(tag, Kind.CHANGED, f"{name_of(tag)} was checked by a native speaker.")


class _Reader:
    """What a reader of one language sees."""

    def __init__(self, tag: str, catalog: Gettext, side: Side, now: Mapping[str, str]) -> None:
        self._tag = tag
        self._texts = Texts(tag, catalog, now=now)
        self._times = side.catalog.known_times()

    def state(self, context: str, english: str) -> Kind:
        words = self.text(context, english)
        if words.language != self._tag:
            return Kind.MISSING
        return Kind.STALE if words.stale else Kind.TRANSLATED

    def text(self, context: str, english: str) -> Words:
        """The text as the catalog has it."""
        return self._texts.text(context, english)

    def say(self, words: Words, english: str) -> Words:
        """The text as it is read."""
        try:
            return fill(words, english, self._times, self._texts)
        except KeyError:  # it names an amount that is not there: `check` says so
            return words


def _reworded(tag: str, text: English, before: _Reader, after: _Reader) -> Iterator[Change]:
    was, is_ = before.text(text.was_called, text.before or ""), after.text(text.context, text.after)
    if was != is_:
        now, then = after.say(is_, text.after), before.say(was, text.before or "")
        sentence = f"in {name_of(tag)}, {text.name} now reads “{now}”; it read “{then}”."
        yield _change(Kind.REWORDED, f"{tag}.{text.context}", sentence, tag)


def _phrases(tag: str, old: Gettext, new: Gettext) -> Iterator[Change]:
    """The words for amounts of time, which have plurals."""
    known = {str(entry.context): entry for entry in old if isinstance(entry.id, tuple | list)}
    for entry in new:
        was = known.get(str(entry.context))
        if was and strings(was) != strings(entry):
            sentence = f"in {name_of(tag)}, the words for “{entry.id[1]}” are others now."
            yield _change(Kind.REWORDED, f"{tag}.{entry.context}", sentence, tag)


def _grouped(states: _States, texts: list[English], languages: int) -> Iterator[Change]:
    """One sentence for all texts that the same became of in the same languages."""
    names = {text.context: text.name for text in texts}
    groups: dict[tuple[Kind, tuple[str, ...]], list[str]] = {}
    for (kind, context), found in states.items():
        groups.setdefault((kind, tuple(found)), []).append(context)
    order = list(_SENTENCES)
    for (kind, tags), contexts in sorted(groups.items(), key=lambda item: order.index(item[0][0])):
        sentence = _SENTENCES[kind].format(
            texts=_listed([names[context] for context in contexts]),
            has="has" if len(contexts) == 1 else "have",
            languages=_in_languages(tags, languages),
        )
        yield _change(kind, " ".join(contexts), sentence, tags[0] if len(tags) == 1 else None)


def _listed(names: list[str]) -> str:
    if len(names) > MOST_NAMED:
        return f"{len(names)} texts, among them {names[0]},"
    return " and ".join(filter(None, [", ".join(names[:-1]), names[-1]]))


def _in_languages(tags: tuple[str, ...], languages: int) -> str:
    if len(tags) == languages > 1:
        return f"into all {languages} other languages"
    if len(tags) > MOST_NAMED:
        return f"into {len(tags)} languages ({', '.join(tags)})"
    return f"into {_listed([name_of(tag) for tag in tags])}"


def name_of(tag: str) -> str:
    """The English name of a language."""
    return babel.Locale.parse(tag, sep="-").get_display_name("en") or tag


def _of_language(tag: str, kind: Kind, sentence: str) -> Change:
    return _change(kind, f"locale.{tag}", sentence, tag)


def _change(kind: Kind, subject: str, sentence: str, locale: str | None = None) -> Change:
    return replace(Subject(subject, "").change(Area.TRANSLATIONS, kind, sentence), locale=locale)
