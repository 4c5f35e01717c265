"""The application: its routes, and what runs as long as it does."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from votebox import operators, problems
from votebox.dashboard.app import Dashboard
from votebox.endpoint import VoteEndpoint
from votebox.metrics import Metrics
from votebox.pages import PageList
from votebox.settings import Settings
from votebox.site import Site
from votebox.store import Store
from votebox.upkeep import Upkeep
from votebox.writer import Writer


def make_app(settings: Settings, store: Store) -> Starlette:
    """Return the server's application. When it starts the store must be open; at its end it closes the store.

    Raises:
        SettingsError: The site has no readable `pages.json`.
    """
    counts = Metrics()
    writer = Writer(store, limit=settings.queue, metrics=counts)
    pages = PageList(settings.site / "pages.json")
    dashboard = Dashboard(settings, pages, store, writer, counts)
    upkeep = Upkeep(store, writer, pages, settings.keep)
    return Starlette(
        routes=[
            Route("/votes", VoteEndpoint(settings, pages, writer, counts)),
            Route("/votes/{rest:path}", operators.Nothing(counts)),
            Route("/health", operators.Status(lambda: writer.running), methods=["GET"]),
            Route("/ready", operators.Status(lambda: writer.ready), methods=["GET"]),
            Route("/metrics", operators.MetricsEndpoint(settings, writer, counts), methods=["GET"]),
            Route("/openapi.json", operators.document(), methods=["GET"]),
            *dashboard.routes,
            Mount("/", Site(settings.site, pages)),
        ],
        exception_handlers={Exception: _internal(counts)},
        lifespan=_lifespan(writer, store, counts, (upkeep.run, partial(dashboard.warm, upkeep.published))),
    )


def _internal(counts: Metrics) -> Callable[[Request, Exception], Response]:
    def answer(_request: Request, _error: Exception) -> Response:
        problem = problems.internal()
        counts.refused(problem)
        return Response(problem.json(), problem.status, media_type=problems.MEDIA_TYPE.decode())

    return answer


def _lifespan(
    writer: Writer, store: Store, counts: Metrics, beside: Sequence[Callable[[], Coroutine[Any, Any, None]]]
) -> Callable[[Starlette], AbstractAsyncContextManager[dict[str, Any]]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, Any]]:
        writer.start()
        tasks = [asyncio.create_task(work()) for work in beside]
        try:
            yield {"refused": counts.refused}  # for what is refused before it comes to a route: see transport
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await writer.close()
            store.close()

    return lifespan
