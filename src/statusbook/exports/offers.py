"""What a reader is told whose browser prefers another language: a file that is loaded only then."""

from __future__ import annotations

import json
from collections.abc import Mapping

from statusbook.edition import Edition
from statusbook.exports.html import plain


def offers_json(editions: Mapping[str, Edition]) -> str:
    """For each language the line that offers it, the name of the button beside, and how they are read."""
    lines = {
        tag: {"direction": e.direction, "offer": plain(e.offer), "close": plain(e.close)}
        for tag, e in editions.items()
    }
    return json.dumps(lines, ensure_ascii=False, separators=(",", ":")) + "\n"
