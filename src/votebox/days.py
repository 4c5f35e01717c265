"""The votes of each day: of a page, and of all pages of a language.

Five hundred pages have half a million days in three years, so a day that nobody looks at is twenty bytes and
no object.
"""

import heapq
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, Final

from msgspec import Struct, field

from votebox.session import Session
from votebox.tallies import NO, YES, Tally

_EPOCH: Final = date(1970, 1, 1)

# Days and texts are in this order in the table itself: nothing has to be sorted.
_CLOSED = """
    SELECT day, text,
        CAST(sum(CASE WHEN what = 'yes' THEN votes ELSE 0 END) AS bigint),
        CAST(sum(CASE WHEN what = 'no' THEN votes ELSE 0 END) AS bigint)
    FROM tallies WHERE what IN ('yes', 'no') GROUP BY day, text ORDER BY day, text
"""

_Row = tuple[int, Any, int, int]
"""A day, the id of a text, and the votes for Yes and for No."""


class Day(Struct, frozen=True, kw_only=True):
    """The votes that count on one day, UTC."""

    day: date
    yes: int
    no: int


class Days(Struct, frozen=True):
    """Days, the earliest first; those without votes are left out."""

    _numbers: "array[int]" = field(default_factory=lambda: array("i"))
    _yes: "array[int]" = field(default_factory=lambda: array("q"))
    _no: "array[int]" = field(default_factory=lambda: array("q"))

    def __iter__(self) -> Iterator[Day]:
        """Yield each day."""
        for number, yes, no in zip(self._numbers, self._yes, self._no, strict=True):
            yield Day(day=_EPOCH + timedelta(days=number), yes=yes, no=no)

    def add(self, number: int, yes: int, no: int) -> None:
        """Add the votes of a day, which is none before the last; days are counted from the Unix epoch."""
        if self._numbers and self._numbers[-1] == number:
            self._yes[-1] += yes
            self._no[-1] += no
        else:
            self._numbers.append(number)
            self._yes.append(yes)
            self._no.append(no)


def read_days(session: Session, still_open: Iterable[Tally]) -> tuple[dict[str, Days], dict[str, Days]]:
    """Return the days of each page, by its key, and those of each language.

    `still_open` is what the votes of all days come to that are not counted for good.
    """
    page_of: Mapping[Any, str] = dict(session.execute("SELECT id, page FROM texts"))
    pages: dict[str, Days] = defaultdict(Days)
    languages: dict[str, Days] = defaultdict(Days)
    closed: Iterable[Any] = session.execute(_CLOSED)
    for day, text, yes, no in heapq.merge(closed, _rows(still_open), key=itemgetter(0)):
        page = page_of[text]
        pages[page].add(day, yes, no)
        languages[page.partition("/")[0]].add(day, yes, no)
    return dict(sorted(pages.items())), dict(sorted(languages.items()))


def _rows(tallies: Iterable[Tally]) -> list[_Row]:
    """Return what tallies say of days, the earliest first."""
    rows = [
        (tally.day, tally.text, tally.votes * (tally.what == YES), tally.votes * (tally.what == NO))
        for tally in tallies
        if tally.what in (YES, NO)
    ]
    return sorted(rows, key=itemgetter(0))
