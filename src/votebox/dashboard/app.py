"""The dashboard as an application: the gate, then the routes, and what is answered where they say no."""

import asyncio
from contextlib import suppress

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Mount, Route, Router
from starlette.types import Receive, Scope, Send

from votebox import intake
from votebox.dashboard import answers, problems
from votebox.dashboard.gate import Gate
from votebox.dashboard.render import STYLE_NAME
from votebox.dashboard.routes import Routes
from votebox.dashboard.sources import Sources
from votebox.errors import Disconnected, Refused, StoreError, VoteboxError
from votebox.metrics import Metrics
from votebox.pages import PageList
from votebox.problems import Problem
from votebox.settings import Settings
from votebox.store import Store
from votebox.writer import Writer


class Dashboard:
    """All below `/dashboard`."""

    def __init__(
        self, settings: Settings, pages: PageList, store: Store, writer: Writer, counts: Metrics
    ) -> None:
        self._proxies = settings.proxies
        self._counts = counts
        self._gate = Gate(settings)
        self._sources = Sources(settings, pages, store, writer)
        self._router = Router(Routes(settings, self._sources).routes, redirect_slashes=False)

    @property
    def routes(self) -> list[BaseRoute]:
        """Where it is. Its stylesheet is for those outside, too, who are told that they stay there."""
        return [
            Route("/dashboard", RedirectResponse("/dashboard/"), methods=["GET"]),
            Route(f"/dashboard/{STYLE_NAME}", answers.stylesheet(), methods=["GET"]),
            Mount("/dashboard", self),
        ]

    async def warm(self, published: asyncio.Event) -> None:
        """Count the votes, if anybody may see them, so that the first who comes need not wait for it.

        Before it is noted what is `published`, all revisions would be shown as never seen.
        """
        if self._gate.open:
            await published.wait()
            with suppress(StoreError):  # whoever comes is told
                await self._sources.moment()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        send = answers.private(send)
        try:
            await self._admitted(scope, receive, send)
        except Disconnected:
            return
        except (HTTPException, VoteboxError) as error:
            problem = _problem(error, scope)
            self._counts.refused(problem)
            allow = (getattr(error, "headers", None) or {}).get("Allow", "")
            await answers.refused(Request(scope), problem, allow)(scope, receive, send)

    async def _admitted(self, scope: Scope, receive: Receive, send: Send) -> None:
        envelope = intake.envelope(scope, self._proxies)
        scope["state"] = {**scope.get("state", {}), "visitor": self._gate.admit(scope, envelope)}
        await self._router(scope, receive, send)


def _problem(error: HTTPException | VoteboxError, scope: Scope) -> Problem:
    if isinstance(error, Refused):
        return error.problem
    if isinstance(error, VoteboxError):
        return problems.unreadable()
    if error.status_code == 405:
        return problems.not_allowed(scope["method"], scope["path"])
    return problems.not_found(scope["path"])
