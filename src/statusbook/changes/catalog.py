"""Two catalogs to the differences between them; what is only laid out anew is none."""

from __future__ import annotations

from collections.abc import Iterator

from statusbook.changes.change import Area, Change, Kind
from statusbook.changes.pair import Pair, Subject
from statusbook.changes.statuses import status_changes
from statusbook.changes.things import thing_changes
from statusbook.model import Catalog


def catalog_changes(pair: Pair, before: Catalog) -> list[Change]:
    """The differences, in the order of the file; subjects are in the ids of the second catalog.

    `before` is the first one in its own ids.
    """
    return [*thing_changes(pair), *status_changes(pair), *_lost_anchors(pair, before)]


def _lost_anchors(pair: Pair, before: Catalog) -> Iterator[Change]:
    """Links from outside that lead nowhere now."""
    for id_ in sorted(_anchors(before) - _anchors(pair.after)):
        sentence = f"links to #{id_} lead nowhere now; name it under “formerly” of what takes its place."
        yield Subject(f"anchor.{id_}", "").change(Area.ADDRESSES, Kind.REMOVED, sentence)


def _anchors(catalog: Catalog) -> set[str]:
    """Every id that a link to the page can end in."""
    shown = [s for top in catalog.statuses if not top.hidden for s in (top, *top.stages) if not s.hidden]
    named = {id_ for status in shown for id_ in (*status.times, *status.late)}
    times = [time for time in catalog.times if time.id in named]
    own: set[str] = {status.id for status in shown} | {time.id for time in times}
    return own.union(*(status.formerly for status in shown), *(time.formerly for time in times))
