"""What could be tidied up though nothing is wrong; it stops no build, since only time has passed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

from statusbook.model import Catalog


def hints(catalog: Catalog, today: datetime.date) -> Iterator[str]:
    """A sentence with its place for each holiday and each notice that is over."""
    over = [(day.label, day.ends, "holiday") for day in catalog.holidays]
    over += [(notice.label, notice.until, "notice") for notice in catalog.notices]
    for label, last, noun in over:
        if last < today:
            yield f"{label.where}: The {noun} “{label.english}” was over on {last}; you can delete it."
