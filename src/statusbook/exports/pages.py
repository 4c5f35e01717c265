"""``pages.json``: the pages that votes are taken for. The contract with votebox; both sides test it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

import msgspec

VERSION = 1
"""Raised when a reader of the old shape could no longer read the new one."""

_MARKUP = re.compile(r"<!--.*?-->|</?[a-zA-Z](?:\"[^\"]*\"|'[^']*'|[^'\">]++)*+>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class PageEntry:
    """One page in one language."""

    key: str
    """Locale and path: ``ru/order-status``; ``en`` for the home page."""
    title: str
    revision: str
    """What `revision` makes of the page."""
    url: str
    """Path on the site, with a slash at both ends."""
    thanks: str
    """Path of the page that thanks for a vote sent without script."""
    failed: str
    """Path of the page that says that such a vote was not stored."""
    statuses: tuple[str, ...]
    """The ids of the statuses and stages on the page."""


def pages_json(entries: Iterable[PageEntry], commit: str | None = None, policy: str | None = None) -> str:
    """The file, pages in the order of their keys.

    Args:
        entries: the pages.
        commit: the last one that touched their words; None where the words are not those of a commit.
        policy: the Content-Security-Policy that all pages of the site can be given out with, if there is one.
    """
    pages = {entry.key: _fields(entry) for entry in sorted(entries, key=lambda e: e.key)}
    told = {"commit": commit, "policy": policy}
    head = {"version": VERSION} | {name: value for name, value in told.items() if value}
    data = msgspec.json.encode(head | {"pages": pages})
    return msgspec.json.format(data, indent=1).decode() + "\n"


def _fields(entry: PageEntry) -> dict[str, object]:
    fields = dict(vars(entry))
    del fields["key"]
    return fields


def revision(html: str) -> str:
    """Twelve hex digits of what the page says; markup, white space and pictures do not count."""
    words = " ".join(unescape(text) for text in _MARKUP.split(html) if text)
    return hashlib.sha256(" ".join(words.split()).encode()).hexdigest()[:12]
