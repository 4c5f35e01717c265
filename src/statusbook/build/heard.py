"""What a page asks for while it is rendered: messages, parts of the edition, amounts of time.

As long as all of them answer the same, the page is the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, cast

import msgspec

from statusbook.build.memo import digest
from statusbook.edition import Edition
from statusbook.messages import Texts, Words
from statusbook.model import ProcessingTime

Question = tuple[str, ...]
"""A kind, and what was asked: ``("text", context, english)``."""


_QUESTIONS = msgspec.msgpack.Decoder(list[Question])


def listed(questions: Iterable[Question]) -> bytes:
    """The questions as they are kept; what pages ask for their frames is mostly the same."""
    return msgspec.msgpack.encode([*questions])


class Ear:
    """Hears what is asked of some languages, and asks it again."""

    def __init__(self) -> None:
        self._heard: dict[Question, None] | None = None
        self._answer: dict[tuple[str, str], Callable[..., object]] = {}
        self._known: defaultdict[str, dict[Question, bytes]] = defaultdict(dict)  # answers, as they are told
        self._lists = dict[tuple[str, bytes], bytes]()

    @contextmanager
    def listening(self) -> Iterator[dict[Question, None]]:
        """Notes every question, until the end of the block."""
        before, self._heard = self._heard, {}
        try:
            yield self._heard
        finally:
            self._heard = before

    def note(self, question: Question) -> None:
        """A question was asked."""
        if self._heard is not None:
            self._heard[question] = None

    def answers(self, locale: str, kind: str, answer: Callable[..., object]) -> None:
        """Questions of a kind in a language are answered by `answer`, which takes what follows the kind."""
        self._answer[locale, kind] = answer

    def said(self, locale: str, asked: Iterable[bytes]) -> bytes:
        """A digest of all answers to some lists of questions, see `listed`."""
        return digest(*(self._lists.get((locale, one)) or self._answers(locale, one) for one in asked))

    def _answers(self, locale: str, asked: bytes) -> bytes:
        """Those to one list, in fewer bytes; each tells where it ends."""
        known, questions = self._known[locale], _QUESTIONS.decode(asked)
        said = [known.get(question) or self._said(locale, question) for question in questions]
        found = self._lists[locale, asked] = digest(b"".join(said))
        return found

    def _said(self, locale: str, question: Question) -> bytes:
        kind, *asked = question
        said = self._known[locale][question] = _told(self._answer[locale, kind](*asked))
        return said


_told = msgspec.msgpack.Encoder(enc_hook=lambda words: (str(words), words.language, words.stale)).encode
"""Data as it is, with the languages of its words: all that msgspec does not know are `Words`."""


def fingerprint(value: object) -> bytes:
    """A digest of data as it is, with the languages of its words; what it is a type of, its question says."""
    return digest(_told(value))


class HeardTexts(Texts):
    """Texts whose every message is heard."""

    def __init__(self, texts: Texts, ear: Ear) -> None:
        self.__dict__.update(texts.__dict__)
        self._texts, self._ear = texts, ear
        ear.answers(texts.tag, "text", texts.text)
        ear.answers(
            texts.tag, "plural", lambda context, one, other, n: texts.plural(context, one, other, int(n))
        )

    def text(self, context: str, english: str) -> Words:
        """See `Texts`."""
        self._ear.note(("text", context, english))
        return self._texts.text(context, english)

    def plural(self, context: str, one: str, other: str, count: int) -> Words:
        """See `Texts`."""
        self._ear.note(("plural", context, one, other, str(count)))
        return self._texts.plural(context, one, other, count)


class _HeardEdition:
    def __init__(self, edition: Edition, ear: Ear) -> None:
        self._edition, self._ear = edition, ear
        ear.answers(edition.locale, "field", lambda name: _value(edition, name))

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the edition has
        self._ear.note(("field", name))
        return getattr(self._edition, name)


def _value(edition: Edition, name: str) -> object:
    value = getattr(edition, name)
    return value() if callable(value) else value


def heard_edition(edition: Edition, ear: Ear) -> Edition:
    """The edition, whose every field is heard."""
    return cast("Edition", _HeardEdition(edition, ear))


class HeardTimes(dict[str, ProcessingTime]):
    """Amounts of time of which it is heard which are asked for."""

    def __init__(self, times: Mapping[str, ProcessingTime], locales: Iterable[str], ear: Ear) -> None:
        super().__init__(times)
        self._ear = ear
        for locale in locales:
            ear.answers(locale, "time", times.get)

    def __getitem__(self, id_: str) -> ProcessingTime:
        """See `dict`."""
        self._ear.note(("time", id_))
        return super().__getitem__(id_)
