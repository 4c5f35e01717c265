"""Translators' catalogs: read, brought up to date with the English texts, and written.

A message is the same one as long as its context is, whatever becomes of its English. A translation whose
English has changed is *stale*: gettext's ``fuzzy``, with a comment that says since when.
"""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import babel
from babel.messages.catalog import Catalog as Gettext
from babel.messages.catalog import Message as Entry
from babel.messages.plurals import PLURALS, get_plural
from babel.messages.pofile import write_po
from babel.plural import to_gettext

from statusbook.messages import (
    DOMAIN,
    STALE_SINCE,
    catalog_name,
    catalog_path,
    kind,
    parse_catalog,
    plural_indices,
    strings,
)
from statusbook.model import MOST_COUNT

UNREVIEWED = "Not yet checked by a native speaker."
"""The line in a catalog's header that a native speaker takes out."""

_DATES = (b'"POT-Creation-Date: ', b'"PO-Revision-Date: ', b'"Generated-By: ')
"""Header lines that change with every run, and say nothing that git does not say better."""


def locales_of(root: Path) -> list[str]:
    """The languages that have a catalog below ``locales/``, in the order of their tags."""
    return sorted(path.parent.name for path in (root / "locales").glob(catalog_path(Path(), "*").as_posix()))


CUSTOMARY = PLURALS.keys() - {"br", "fa", "he", "hu", "hy", "ka", "lv", "mt", "tr"}
"""Languages whose customary rule for plurals tells apart the numbers that CLDR tells apart."""


def read_catalog(path: Path, tag: str) -> Gettext:
    """The catalog in a file; an empty one where there is no file."""
    if path.exists():
        return parse_catalog(path.read_bytes(), tag, catalog_name(tag))
    catalog = parse_catalog(b"", tag, catalog_name(tag))
    catalog.header_comment = f"# The words of the help centre: {tag}.\n# {UNREVIEWED}\n#"
    catalog.project, catalog.version, catalog.msgid_bugs_address = DOMAIN, "1", ""
    catalog.last_translator, catalog.language_team = DOMAIN, tag
    catalog.mime_headers = [("Plural-Forms", plural_forms(tag))]
    return catalog


def plural_forms(tag: str) -> str:
    """The rule for plurals, as a catalog's header says it.

    Babel's table holds gettext's customary rules; where one tells other numbers apart than CLDR does
    (Hebrew's dual, Hungarian, Turkish), it is CLDR's.
    https://www.unicode.org/cldr/charts/latest/supplemental/language_plural_rules.html
    """
    locale = babel.Locale.parse(tag, sep="-")
    customary = get_plural(locale)
    fits = fits_plurals(customary.plural_expr, tag)
    return str(customary.plural_forms if fits else to_gettext(locale.plural_form))


def fits_plurals(rule: str, tag: str) -> bool:
    """Whether a catalog's rule for plurals tells apart the numbers that CLDR tells apart, and no others."""
    locale = babel.Locale.parse(tag, sep="-")
    if locale.language in CUSTOMARY and rule == get_plural(locale).plural_expr:
        return True  # known, so that what CLDR says of the language need not be loaded
    pairs = set(zip(plural_indices(rule)[1:], plural_categories(locale)[1:], strict=True))
    return len(pairs) == len({index for index, _ in pairs}) == len({category for _, category in pairs})


def plural_categories(locale: babel.Locale) -> list[str]:
    """CLDR's plural category of each number from 0 to `MOST_COUNT`, such as ``few``.

    CLDR's rules look at a whole number's last two digits, and at the number itself where it is below 100;
    Cornish has its own word for thousands, too. So a few numbers tell of all.
    """
    category = locale.plural_form
    below_100, below_200 = list(map(category, range(100))), list(map(category, range(100, 200)))
    categories = below_100 + below_200 * (MOST_COUNT // 100)
    categories[1000::1000] = map(category, range(1000, MOST_COUNT, 1000))
    return categories


def write_catalog(path: Path, catalog: Gettext) -> None:
    """Writes the file so that equal catalogs are equal files."""
    out = io.BytesIO()
    write_po(out, catalog, width=110)
    lines = [line for line in out.getvalue().splitlines(keepends=True) if not line.startswith(_DATES)]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"".join(lines))


def merge(old: Gettext, template: Gettext, today: datetime.date) -> Gettext:
    """The messages of `template` with the translations of `old`; what is left over is kept as obsolete.

    `today` is noted where a translation becomes stale.
    """
    new = Gettext(locale=old.locale, domain=old.domain, header_comment=old.header_comment, fuzzy=False)
    new.mime_headers = old.mime_headers
    known = {str(entry.context): entry for entry in (*old.obsolete.values(), *old) if entry.id}
    wanted = {str(entry.context): entry for entry in template if entry.id}
    gone = {c: e for c, e in known.items() if c not in wanted or wanted[c].id != e.id}
    moved = {kind(entry): entry for entry in gone.values()}
    arrived = {kind(e) for c, e in wanted.items() if c not in known or known[c].id != e.id}
    for context, entry in wanted.items():
        same = known.get(context)
        if same and same.id != entry.id:
            # Its text may stand elsewhere now, and this be a new one in its place; or the other way round.
            same = moved.get(kind(entry), None if kind(same) in arrived else same)
        _add(new, entry, same or moved.get(kind(entry)), today)
    for context, entry in gone.items():
        if any(strings(entry)) and context not in wanted and kind(entry) not in arrived:
            new.obsolete[f"{context} {entry.id}"] = entry
    return new


def _add(new: Gettext, entry: Entry, known: Entry | None, today: datetime.date) -> None:
    string, flags, comments = entry.string, set[str](), list[str]()
    if known and any(strings(known)):
        string, comments = known.string, [c for c in known.user_comments if not STALE_SINCE.match(c)]
        since = next((c for c in known.user_comments if STALE_SINCE.match(c)), None)
        undone = since is not None and since.endswith(f"{_FROM}{_english(entry)}")
        if (known.fuzzy or known.id != entry.id) and not undone:
            flags.add("fuzzy")
            if since or known.id != entry.id:
                comments.insert(0, since or f"Stale since {today}. {_FROM}{_english(known)}")
    new.add(
        entry.id,
        string,
        locations=entry.locations,
        flags=flags,
        auto_comments=entry.auto_comments,
        user_comments=comments,
        context=entry.context,
    )


_FROM = "It was translated from: "


def _english(entry: Entry) -> str:
    return entry.id if isinstance(entry.id, str) else entry.id[0]


def keep(catalog: Gettext, context: str) -> bool:
    """Says that a stale translation still fits; False where no message of this context is stale."""
    for entry in catalog:
        if entry.context == context and entry.fuzzy:
            entry.flags.discard("fuzzy")
            entry.user_comments = [c for c in entry.user_comments if not STALE_SINCE.match(c)]
            return True
    return False


def stale(catalog: Gettext) -> list[str]:
    """The contexts of messages whose English has changed since they were translated."""
    return [str(entry.context) for entry in catalog if entry.id and entry.fuzzy]


def missing(catalog: Gettext) -> list[str]:
    """The contexts of messages that have no translation, or lack one of its plural forms."""
    return [str(e.context) for e in catalog if e.id and not e.fuzzy and not all(strings(e))]


def reviewed(catalog: Gettext) -> bool:
    """Whether a native speaker has checked the catalog."""
    return UNREVIEWED not in catalog.header_comment
