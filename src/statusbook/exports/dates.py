"""Days in words, the same on pages and beside them."""

from __future__ import annotations

from babel import Locale
from babel.dates import format_date, format_interval

from statusbook.edition import Days


def days_in_words(days: Days, locale: Locale) -> str:
    """The first and the last day, or the only one."""
    if days.begins == days.ends:
        return format_date(days.begins, "long", locale)
    return str(format_interval(days.begins, days.ends, "yMMMMd", locale=locale))
