"""``_headers``: what static hosts send with the site; Netlify and Cloudflare Pages, among others, read it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

_ASKED_AGAIN = ("/", "/:page/", "/:locale/:page/", "/service-worker.js")
"""The addresses of pages, a part with a colon stands for any; and what keeps pages, or ends it."""

_SHARED = ("/statuses.json", "/:locale/statuses.json", "/schemas/*")
"""What scripts of other sites may read."""


def headers_file(headers: Mapping[str, str], hashed: Iterable[str]) -> str:
    """The file.

    Args:
        headers: what every answer has.
        hashed: paths of files whose names change with what is in them; they are kept for good, and pages are
            asked for again each time.
    """
    rules = {"/*": dict(headers)}
    rules |= {path: {"Cache-Control": "no-cache"} for path in _ASKED_AGAIN}
    rules |= {path: {"Access-Control-Allow-Origin": "*"} for path in _SHARED}
    rules |= {f"/{path}": {"Cache-Control": "public, max-age=31536000, immutable"} for path in sorted(hashed)}
    return "".join(
        f"{path}\n{''.join(f'  {name}: {value}{chr(10)}' for name, value in given.items())}"
        for path, given in rules.items()
    )
