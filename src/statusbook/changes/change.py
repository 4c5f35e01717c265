"""One difference between two states of the help centre, in a sentence that anybody can read."""

from __future__ import annotations

import enum
from dataclasses import dataclass


class Area(enum.Enum):
    """What a change is about; the value is its heading."""

    READERS = "What customers will notice"
    PROMISES = "Promises"
    WORDS = "Words"
    TRANSLATIONS = "Translations"
    ADDRESSES = "Links and addresses"
    SYSTEMS = "Search engines and systems"


class Kind(enum.Enum):
    """What became of the subject."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    RENAMED = "renamed"
    """It has another id."""
    REWORDED = "reworded"
    CHANGED = "changed"
    LONGER = "longer"
    """A promise that readers wait longer for."""
    SHORTER = "shorter"
    STALE = "stale"
    """Its translations no longer match the English."""
    MISSING = "missing"
    """It is not translated."""
    TRANSLATED = "translated"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One difference."""

    area: Area
    kind: Kind
    subject: str
    """What has changed, by its place: ``status.packaging.meaning``, ``time.confirmation.at_most``."""
    sentence: str
    row: str = ""
    """The id of the status whose row on the page looks different; empty for none."""
    locale: str | None = None
    """The only language whose readers notice it; None where those of others do, too."""
