"""Why pages did not help, and which statuses readers were looking for, added up over pages."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

from msgspec import Struct

from votebox.totals import PageTotals


class Counted(Struct, frozen=True, kw_only=True):
    """How many of the votes that count name one thing."""

    name: str
    votes: int
    part: float
    """In per cent of what is named most often."""
    languages: tuple[tuple[str, int], ...]
    """How many of them in each language, the most first."""


def reasons(pages: Iterable[PageTotals]) -> tuple[Counted, ...]:
    """Return the reasons that are named, the most frequent first."""
    return _counted(pages, lambda page: page.reasons)


def statuses(pages: Iterable[PageTotals]) -> tuple[Counted, ...]:
    """Return the statuses that readers who said No were looking for, the most frequent first."""
    return _counted(pages, lambda page: page.statuses)


def _counted(
    pages: Iterable[PageTotals], named: Callable[[PageTotals], dict[str, int]]
) -> tuple[Counted, ...]:
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        for name, votes in named(page).items():
            found[name][page.language] += votes
    most = max((languages.total() for languages in found.values()), default=0)
    order = sorted(found, key=lambda name: (-found[name].total(), name))
    return tuple(_one(name, found[name], most) for name in order)


def _one(name: str, languages: Counter[str], most: int) -> Counted:
    return Counted(
        name=name,
        votes=languages.total(),
        part=100 * languages.total() / most,
        languages=tuple(sorted(languages.items(), key=lambda item: (-item[1], item[0]))),
    )
