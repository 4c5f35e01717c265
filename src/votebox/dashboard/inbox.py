"""Comments to be read and decided: what is asked for, found, and can be asked for besides."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from votebox.comments import Comment, Query, Triage
from votebox.dashboard.filters import address_of
from votebox.dashboard.names import language_of
from votebox.dashboard.notes import Note, notes
from votebox.dashboard.sources import Moment
from votebox.vote import Reason

SHOWN: Final = 50
"""The comments that are shown at once."""

_MOST_PAGES: Final = 100
"""More pages than these are no list to choose from: a language has to be chosen first."""


class State(Struct, frozen=True, kw_only=True):
    """A state that comments can be limited to."""

    name: str
    address: str
    current: bool
    comments: int | None
    """How many are in it; None where something else limits them, too."""


class Inbox(Struct, frozen=True, kw_only=True):
    """The comments that are shown, and what else can be asked for."""

    query: Query
    limited: bool
    """Whether anything but a state limits the comments."""
    states: tuple[State, ...]
    languages: tuple[str, ...]
    pages: tuple[str, ...]
    reasons: tuple[str, ...]
    statuses: tuple[str, ...]
    notes: tuple[Note, ...]
    newest: str
    """The address of the newest comments; empty where these are they."""
    older: str
    """The address of the comments that follow; empty where there are none."""


def inbox(moment: Moment, query: Query, found: Sequence[Comment], states: Mapping[Triage, int]) -> Inbox:
    """Return what is shown of the comments that were found; of one more than SHOWN it is only told."""
    known = moment.known
    shown = found[:SHOWN]
    first = replace(query, after=None)
    limited = replace(first, triage=None) != Query()
    return Inbox(
        query=query,
        limited=limited,
        states=_states(first, states, counted=not limited),
        languages=tuple(sorted(known.languages)),
        pages=_pages(known.pages, query),
        reasons=tuple(Reason),
        statuses=tuple(sorted(known.statuses)),
        notes=notes(shown, moment.pages, address_of(query), leave=query.triage is not None),
        newest=address_of(first) if query.after else "",
        older=address_of(replace(query, after=shown[-1].id)) if len(found) > SHOWN else "",
    )


def _states(query: Query, states: Mapping[Triage, int], *, counted: bool) -> tuple[State, ...]:
    each = [(None, sum(states.values())), *states.items()]
    return tuple(
        State(
            name=state or "all",
            address=address_of(replace(query, triage=state)),
            current=state is query.triage,
            comments=comments if counted else None,
        )
        for state, comments in each
    )


def _pages(keys: frozenset[str], query: Query) -> tuple[str, ...]:
    asked = {query.page} if query.page else set()
    found = {key for key in keys if query.language in (None, language_of(key))}
    return tuple(sorted(asked | found if len(found) <= _MOST_PAGES else asked))
