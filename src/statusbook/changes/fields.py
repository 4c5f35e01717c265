"""One record before and after: what changed in it, field by field, as `wording` says it."""

from __future__ import annotations

import dataclasses
import functools
import typing
from collections.abc import Iterator, Sequence
from typing import Any

from statusbook import model
from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.names import Names
from statusbook.changes.order import moved
from statusbook.changes.pair import Pair, Subject, value_in_words
from statusbook.changes.wording import CHOICES, LABELS, SEVERAL, SWITCHES, TEXTS, Field
from statusbook.model import Message, Offer, Status, Step

_hints = functools.cache(typing.get_type_hints)


def record_changes(pair: Pair, old: Any, new: Any, subject: Subject) -> Iterator[Change]:
    """What changed in a record that both catalogs have, but for its amount, its id and its stages."""
    if old == new:
        return
    for f in dataclasses.fields(new):
        before, after = getattr(old, f.name), getattr(new, f.name)
        if before != after:
            yield from _field(pair, (type(new), f.name), before, after, subject)


def _field(pair: Pair, field: Field, old: Any, new: Any, subject: Subject) -> Iterator[Change]:
    inner = subject.part(field[1])
    if field in LABELS and old and new:
        yield _called(pair, old, new, inner)
    elif field in TEXTS:
        yield from _text(pair, TEXTS[field].format(it=subject.it), old, new, inner)
    elif field in SWITCHES:
        switch = SWITCHES[field]
        yield inner.change(
            switch.area, Kind.CHANGED, (switch.on if new else switch.off).format(it=subject.it)
        )
    elif field in CHOICES:
        yield from _choice(pair, field, old, new, inner)
    elif field in SEVERAL:
        yield from _several(pair, field, old, new, inner)
    elif field == (Status, "actions"):
        yield from _offers(pair, old, new, subject)
    elif field == (Status, "steps"):
        yield from _steps(pair, old, new, subject)


def _called(pair: Pair, old: Any, new: Any, subject: Subject) -> Change:
    is_text = isinstance(new, Message)
    was, is_ = (pair.old.text(old), pair.new.text(new)) if is_text else (old, new)
    return subject.change(Area.WORDS, Kind.REWORDED, f"“{was}” is now called “{is_}”.")


def _text(
    pair: Pair, what: str, old: Message | None, new: Message | None, subject: Subject
) -> Iterator[Change]:
    if old and new and old.english == new.english:
        return  # the same text at another number
    was, is_ = pair.old.text(old) if old else "", pair.new.text(new) if new else ""
    if old and new and was == is_:
        was, is_ = old.english, new.english  # it takes another amount in, which has the same words
    if not old:
        yield subject.change(Area.WORDS, Kind.ADDED, f"{what} is new: “{is_}”.")
    elif not new:
        yield subject.change(Area.WORDS, Kind.REMOVED, f"{what} is gone; it read “{was}”.")
    else:
        yield subject.change(Area.WORDS, Kind.REWORDED, f"{what} now reads “{is_}”; it read “{was}”.")


def _choice(pair: Pair, field: Field, old: Any, new: Any, subject: Subject) -> Iterator[Change]:
    words, hint = CHOICES[field], _hints(field[0])[field[1]]
    if not new and pair.is_gone(hint, old):
        return  # it had to let go of what is gone
    sentence = words.other if old and new else words.given if new else words.taken
    kind = Kind.CHANGED if old and new else Kind.ADDED if new else Kind.REMOVED
    value, was = value_in_words(pair.new, hint, new), value_in_words(pair.old, hint, old)
    yield subject.change(words.area, kind, sentence.format(it=subject.it, value=value, old=was))


def _several(pair: Pair, field: Field, old: Any, new: Any, subject: Subject) -> Iterator[Change]:
    words, (hint, *_) = SEVERAL[field], typing.get_args(_hints(field[0])[field[1]])
    before, after = _plain(old), _plain(new)
    told = pair.old_ids(subject.path) if hint is model.FormerId else set()
    for value in after:
        if value not in before and value not in told:
            said = words.more.format(it=subject.it, value=value_in_words(pair.new, hint, value))
            yield subject.part(value).change(words.area, Kind.ADDED, said)
    for value in before:
        if value not in after and not pair.is_gone(hint, value):
            said = words.fewer.format(it=subject.it, value=value_in_words(pair.old, hint, value))
            yield subject.part(value).change(words.area, Kind.REMOVED, said)
    if words.order and moved(before, after):
        yield subject.change(words.area, Kind.MOVED, words.order.format(it=subject.it))


def _plain(values: Sequence[Any]) -> list[str]:
    return list(dict.fromkeys(value.english if isinstance(value, Message) else value for value in values))


def _offers(pair: Pair, old: Sequence[Offer], new: Sequence[Offer], at: Subject) -> Iterator[Change]:
    before = {offer.action: offer for offer in old}
    for offer in new:
        subject = _offer(pair.new, offer, at)
        if offer.action not in before:
            action = pair.new.of(model.ActionId, offer.action)
            yield subject.change(Area.READERS, Kind.ADDED, f"In {at.it}, customers can now choose {action}.")
        blank = Offer(action=offer.action)
        yield from record_changes(pair, before.get(offer.action, blank), offer, subject)
    kept = {offer.action for offer in new}
    for offer in old:
        if offer.action not in kept:
            action = pair.old.of(model.ActionId, offer.action)
            sentence = f"In {at.it}, customers can no longer choose {action}."
            yield _offer(pair.old, offer, at).change(Area.READERS, Kind.REMOVED, sentence)
    if moved([offer.action for offer in old], [offer.action for offer in new]):
        listed = ", ".join(pair.new.of(model.ActionId, offer.action) for offer in new)
        sentence = f"{at.it} now offers its actions in this order: {listed}."
        yield at.part("actions").change(Area.READERS, Kind.MOVED, sentence)


def _offer(names: Names, offer: Offer, at: Subject) -> Subject:
    it = f"{names.of(model.ActionId, offer.action)} in {at.it}"
    return Subject(f"{at.path}.actions.{offer.action}", it, at.row)


def _steps(pair: Pair, old: Sequence[Step], new: Sequence[Step], at: Subject) -> Iterator[Change]:
    """Steps are told apart by their texts, and what is left of them by their places."""
    pairs, left, come = list[tuple[int, int]](), list(range(len(old))), list[int]()
    for n, step in enumerate(new):
        o = next((o for o in left if old[o].text.english == step.text.english), None)
        if o is None:
            come.append(n)
        else:
            left.remove(o)
            pairs.append((o, n))
    pairs = sorted([*pairs, *zip(left, come, strict=False)], key=lambda pair: pair[1])
    for o, n in pairs:
        yield from record_changes(pair, old[o], new[n], _step(at, n))
    for n in come[len(left) :]:
        sentence = f"step {n + 1} of {at.it} is new: “{pair.new.text(new[n].text)}”."
        yield _step(at, n).change(Area.WORDS, Kind.ADDED, sentence)
    for o in left[len(come) :]:
        sentence = f"a step of {at.it} is gone: “{pair.old.text(old[o].text)}”."
        yield _step(at, o).change(Area.WORDS, Kind.REMOVED, sentence)
    if moved([o for o, _ in sorted(pairs)], [o for o, _ in pairs]):
        sentence = f"the steps of {at.it} come in another order."
        yield at.part("steps").change(Area.WORDS, Kind.MOVED, sentence)


def _step(at: Subject, place: int) -> Subject:
    return Subject(f"{at.path}.steps.{place + 1}", f"step {place + 1} of {at.it}", at.row)
