"""What browsers may do with our pages: a Content-Security-Policy, and the headers around it.

Nothing inline runs or styles but what was hashed when the site was built.
"""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import urlsplit

HEADERS: dict[str, str] = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    # Not stricter: a browser that sends no referrer at all sends a form of our own page with "Origin: null".
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""What every answer has besides the policy. Strict-Transport-Security is for whoever ends TLS."""

HEADER = "script-src 'self' 'wasm-unsafe-eval';base-uri 'self';frame-ancestors 'none'"
"""The policy in a header: what a page's own cannot say, and what holds whoever has made the page.

It is short, since a page and its headers come in one round trip or do not: with the hashes of all styles of
the site, no page did.
"""


def source(text: str) -> str:
    """What stands in a policy for an inline style or script with exactly this text."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def policy(style: str, votes: str, *, offline: bool = False) -> str:
    """A policy for pages that have this inline style and no other, as one line; see CSP level 3.

    Args:
        style: the css in it.
        votes: the address to which votes are sent: a path, or one with a host.
        offline: whether pages are kept by a worker; as a script of ours, ``script-src`` lets it run.
    """
    where = urlsplit(votes)
    box = f" {where.scheme}://{where.netloc}" if where.netloc else ""
    directives = {
        "default-src": "'none'",
        "script-src": "'self' 'wasm-unsafe-eval'",  # Pagefind searches in WebAssembly
        "style-src": source(style),
        "img-src": "'self' data:",
        "connect-src": f"'self'{box}",
        "manifest-src": "'self'",
        "base-uri": "'self'",
        "form-action": f"'self'{box}",
        "require-trusted-types-for": "'script'",
        # overrides/blocks/search.js and overrides/offline/register.js say what these let pass.
        "trusted-types": "default offline" if offline else "default",
    }
    return ";".join(f"{name} {value}" for name, value in directives.items())
