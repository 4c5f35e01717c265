"""``finder.json``: what every status is called in every language, for readers who type what they see.

A reader of a Russian page may have an account in English. The page's own names are on the page; this file has
all, and is loaded when somebody starts to type.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict

from statusbook.edition import Edition
from statusbook.exports.html import plain

NAME = "finder.json"
"""What ``finder.js`` calls the file."""

_HELP = "customer-service"
"""The shop's link for readers whose status is not among them."""


def finder_json(editions: Iterable[Edition]) -> str:
    """The file: ``names`` by status and language, the label first; ``words`` by language; ``help``.

    A name that a language has not is not in it; where the shop names no link to customer service, `help` is
    empty.
    """
    names: dict[str, dict[str, list[str]]] = {}
    words: dict[str, dict[str, str]] = {}
    address = ""
    for edition in editions:
        link = edition.links.get(_HELP)
        address = link.url if link else ""
        words[edition.locale] = _words(edition, plain(link.label) if link else "")
        for status in edition.walk():
            own = [plain(name) for name in (status.label, *status.aliases)]
            names.setdefault(status.id, {})[edition.locale] = own
    data = {"names": names, "words": words, "help": address}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _words(edition: Edition, help_: str) -> dict[str, str]:
    return asdict(edition.finder) | {"help": help_}
