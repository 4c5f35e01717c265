"""How the dashboard answers: with pages for people, and with problem details for programs."""

from collections.abc import Mapping
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import Message, Send

from votebox.dashboard.gate import CHALLENGE
from votebox.dashboard.render import STYLE, render
from votebox.problems import MEDIA_TYPE, Kind, Problem

_HEADERS: Final = ((b"cache-control", b"no-store"), (b"x-robots-tag", b"noindex, nofollow"))


def html(text: str, status: int = 200) -> Response:
    """Answer with a page."""
    return Response(text, status, media_type="text/html; charset=utf-8")


def stylesheet() -> Response:
    """Answer with the stylesheet, which a browser may keep, since its name changes with it."""
    return Response(
        STYLE, headers={"cache-control": "public, max-age=31536000, immutable"}, media_type="text/css"
    )


def see_other(address: str) -> Response:
    """Send a form on, with a GET."""
    return RedirectResponse(address, 303)


def refused(request: Request, problem: Problem, allow: str = "") -> Response:
    """Answer with a problem: as a page to whoever can read one, else as problem details."""
    headers = _headers_of(problem, allow)
    if "text/html" in request.headers.get("accept", ""):
        response = html(render("problem.html", problem=problem), problem.status)
        response.headers.update(headers)
        return response
    return Response(problem.json(), problem.status, headers, MEDIA_TYPE.decode())


def private(send: Send) -> Send:
    """Keep what is sent out of caches and search engines, but where it says otherwise itself."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            names = {name for name, _ in message["headers"]}
            missing = [header for header in _HEADERS if header[0] not in names]
            message = {**message, "headers": [*message["headers"], *missing]}
        await send(message)

    return sending


def _headers_of(problem: Problem, allow: str) -> Mapping[str, str]:
    headers = {"vary": "accept"}
    if problem.kind is Kind.UNAUTHORIZED:
        headers["www-authenticate"] = CHALLENGE
    if problem.retry_after is not None:
        headers["retry-after"] = str(problem.retry_after)
    if allow:
        headers["allow"] = allow
    return headers
