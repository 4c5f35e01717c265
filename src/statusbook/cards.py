"""The pictures that chats and social networks show beside a link to a page, with its title in its own script.

They are drawn by Chromium (``make cards``) and kept, since a machine that builds the site has neither a
browser nor fonts for every script. What a picture says stands in it as a PNG text chunk; where a page says
something else by now, it has no picture rather than a wrong one.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

FOLDER = "cards"
"""The pictures' folder beside the templates: ``cards/ru/order-status.png``."""

KEYWORD = b"statusbook:says"
"""The name of the text chunk that holds `fingerprint`."""

_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True)
class Card:
    """A picture to publish."""

    path: str
    """Relative to the site, with a hash of its content in it."""
    data: bytes


def fingerprint(title: str, site_name: str) -> str:
    """Twelve hex digits of the words that a picture shows."""
    return hashlib.sha256(f"{title}\n{site_name}".encode()).hexdigest()[:12]


def find_card(theme: Path, locale: str, name: str, says: str) -> Card | None:
    """The picture of a page; None where there is none that says what `fingerprint` made `says` of.

    Args:
        theme: the folder of our templates.
        locale: the page's language.
        name: the page's path below ``docs/`` without ``.md``.
        says: see `fingerprint`.
    """
    try:
        data = (theme / FOLDER / locale / f"{name}.png").read_bytes()
    except OSError:
        return None
    if says.encode() != dict(_texts(data)).get(KEYWORD):
        return None
    digest = hashlib.sha256(data).hexdigest()[:12]
    return Card(path=f"assets/{locale}-{name.replace('/', '-')}.{digest}.png", data=data)


def _texts(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The keywords and texts of a PNG's ``tEXt`` chunks (https://www.w3.org/TR/png/#11tEXt)."""
    at = len(_SIGNATURE) if png.startswith(_SIGNATURE) else len(png)
    while at + 8 <= len(png):
        length, kind = struct.unpack(">I4s", png[at : at + 8])
        if kind == b"tEXt":
            keyword, _, text = png[at + 8 : at + 8 + length].partition(b"\0")
            yield keyword, text
        at += length + 12  # the length and the name before it, the checksum behind it
