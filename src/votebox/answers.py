"""How votes are answered: with JSON where JSON was sent, with a page where a form was."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from urllib.parse import quote
from uuid import UUID

from msgspec import UNSET
from msgspec.json import encode
from starlette.types import Message, Send

from votebox.pages import Page
from votebox.policy import HEADER
from votebox.problems import MEDIA_TYPE, Kind, Problem
from votebox.store import Outcome

_NO_STORE = (b"cache-control", b"no-store")
_ALLOW = (b"allow", b"POST, OPTIONS")

_STORED = b'{"id":%s,"stored":true}'


def _start(status: int, media_type: bytes, length: int) -> Message:
    return {
        "type": "http.response.start",
        "status": status,
        "headers": [
            (b"content-type", media_type),
            (b"content-length", str(length).encode()),
            _NO_STORE,
        ],
    }


# Most answers are one of these two; a UUID always has 36 characters and two quotes.
_STORED_STARTS = {
    Outcome.STORED: _start(201, b"application/json", len(_STORED % bytes(38))),
    Outcome.STORED_AGAIN: _start(200, b"application/json", len(_STORED % bytes(38))),
}


async def send_stored(send: Send, outcome: Outcome, vote_id: UUID) -> None:
    """Answer 201 to a vote that is new, 200 to one that was known."""
    await send(_STORED_STARTS[outcome])
    await send({"type": "http.response.body", "body": _STORED % encode(vote_id)})


async def send_problem(send: Send, problem: Problem) -> None:
    """Answer with problem details."""
    await _refuse(send, problem, MEDIA_TYPE, problem.json())


async def send_thanks(send: Send, page: Page, vote_id: UUID) -> None:
    """Send a form on to the thanks page, with a GET (303).

    The receipt stands in the fragment of its address: readers see it, and no server is told of it.
    """
    start = _start(303, b"text/plain; charset=utf-8", 0)
    start["headers"].append((b"location", f"{quote(page.thanks, safe='/:?#&=%')}#{vote_id}".encode()))
    await send(start)
    await send({"type": "http.response.body", "body": b""})


async def send_failed(
    send: Send, problem: Problem, site: Path, page: Page | None, policy: bytes | None = None
) -> None:
    """Answer a form with the site's page for a vote that was not stored, else with the problem's words.

    The page comes with the `policy` of the site, if that has one.
    """
    body = _failed_page(site, page) if page else None
    headers = [(HEADER, policy)] if body and policy else []
    await _refuse(send, problem, b"text/html; charset=utf-8", body or _plain_page(problem), headers)


async def send_allowed(send: Send) -> None:
    """Answer what browsers ask before they send JSON to another origin: it may come."""
    headers = [
        _ALLOW,
        (b"access-control-allow-methods", b"POST"),
        (b"access-control-allow-headers", b"content-type"),
        (b"access-control-max-age", b"7200"),  # no browser keeps it longer
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers})
    await send({"type": "http.response.body", "body": b""})


def readable(send: Send, origin: bytes) -> Send:
    """Let the scripts of an origin read the answer that is sent."""
    headers = [
        (b"access-control-allow-origin", origin),
        (b"access-control-expose-headers", b"retry-after"),
        (b"vary", b"origin"),
    ]

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message["headers"], *headers]}
        await send(message)

    return sending


async def _refuse(
    send: Send,
    problem: Problem,
    media_type: bytes,
    body: bytes,
    headers: Sequence[tuple[bytes, bytes]] = (),
) -> None:
    start = _start(problem.status, media_type, len(body))
    start["headers"] += headers
    if problem.retry_after is not None:
        start["headers"].append((b"retry-after", str(problem.retry_after).encode()))
    if problem.kind is Kind.METHOD_NOT_ALLOWED:
        start["headers"].append(_ALLOW)
    await send(start)
    await send({"type": "http.response.body", "body": body})


def _failed_page(site: Path, page: Page) -> bytes | None:
    # A small file that the system has in memory: not worth a thread.
    try:
        html = (site / page.failed.strip("/") / "index.html").read_bytes()
    except OSError:
        return None
    # Its relative links are meant from its own address, and it is read at /votes.
    base = f'<head><base href="{escape(page.failed)}">'.encode()
    return html.replace(b"<head>", base, 1)


def _plain_page(problem: Problem) -> bytes:
    fields = () if problem.errors is UNSET else problem.errors
    items = "".join(
        f"<li>{escape(f'{error.field}: found {error.found}, expected {error.expected}')}</li>"
        for error in fields
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{escape(problem.title)}</title><h1>{escape(problem.title)}</h1>"
        f"<p>{escape(problem.detail)}</p>{f'<ul>{items}</ul>' if items else ''}</html>"
    ).encode()
