"""The routes: what is asked, in; a page, out."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from votebox import comments, intake, report, retention
from votebox.comments import Comment, Query
from votebox.dashboard import answers, filters, forgetting, problems
from votebox.dashboard.gate import check_own
from votebox.dashboard.inbox import SHOWN, inbox
from votebox.dashboard.overview import overview
from votebox.dashboard.page import NOTES, page_view
from votebox.dashboard.render import render
from votebox.dashboard.sources import Sources
from votebox.errors import Refused
from votebox.kept import kept
from votebox.settings import Settings
from votebox.totals import Totals
from votebox.vote import form_fields

_TOLD: Final = 1_000
"""The comments that a report tells; as many as `votebox report` does."""


class Routes:
    """What each address of the dashboard answers."""

    def __init__(self, settings: Settings, sources: Sources) -> None:
        self._settings = settings
        self._sources = sources
        self.routes = [
            Route("/", self._overview),
            Route("/page", self._page),
            Route("/comments", self._comments),
            Route("/comments/decide", self._decide, methods=["POST"]),
            Route("/forget", self._forget, methods=["GET", "POST"]),
            Route("/report.json", self._json),
            Route("/report.csv", self._csv),
        ]

    async def _overview(self, request: Request) -> Response:
        moment = await self._sources.moment()
        states = await self._sources.read(comments.counts)
        return await _shown("overview.html", request, partial(overview, moment, states, request.query_params))

    async def _page(self, request: Request) -> Response:
        moment, key = await self._sources.moment(), request.query_params.get("page", "")
        if key not in moment.known.pages:
            raise Refused(problems.no_page(key))
        found = await self._sources.read(partial(comments.find, query=Query(page=key), limit=NOTES))
        return await _shown("page.html", request, partial(page_view, moment, key, found))

    async def _comments(self, request: Request) -> Response:
        moment = await self._sources.moment()
        query = filters.query_in(request.query_params, moment.known)
        found = await self._sources.read(partial(comments.find, query=query, limit=SHOWN + 1))
        states = await self._sources.read(comments.counts)
        return await _shown("comments.html", request, partial(inbox, moment, query, found, states))

    async def _decide(self, request: Request) -> Response:
        form = await self._form(request)
        vote_id = filters.receipt_in(form, "id")
        state = filters.state_in(form)
        work = partial(comments.decide, vote_id=vote_id, state=state)
        if not await self._sources.change(work):
            raise Refused(problems.no_comment())
        return answers.see_other(filters.back_in(form))

    async def _forget(self, request: Request) -> Response:
        if request.method == "POST":
            return await self._forgotten(request)
        asked = request.query_params
        if not asked.get("id"):
            return await _shown("forget.html", request, partial(forgetting.told, asked))
        try:
            vote_id = filters.receipt_in(asked, "id")
        except Refused:
            return await _shown("forget.html", request, partial(forgetting.unreadable, asked["id"]), 422)
        moment = await self._sources.moment()
        vote = await self._sources.read(partial(kept, vote_id=vote_id))
        view = partial(forgetting.found, vote_id, vote, moment.pages)
        return await _shown("forget.html", request, view, 200 if vote else 404)

    async def _forgotten(self, request: Request) -> Response:
        vote_id = filters.receipt_in(await self._form(request), "id")
        gone = await self._sources.delete(partial(retention.forget, vote_id=vote_id))
        return answers.see_other(filters.address("/dashboard/forget", done="yes" if gone else "no"))

    async def _json(self, _request: Request) -> Response:
        return Response(await self._report(report.as_json), media_type="application/json")

    async def _csv(self, _request: Request) -> Response:
        headers = {"content-disposition": 'attachment; filename="votes.csv"'}
        return Response(
            await self._report(report.as_csv), headers=headers, media_type="text/csv; charset=utf-8"
        )

    async def _report(self, form: Callable[[Totals, Iterable[Comment]], str]) -> str:
        moment = await self._sources.moment()
        found = await self._sources.read(partial(comments.find, query=Query(), limit=_TOLD))
        return await asyncio.to_thread(form, moment.snapshot.totals, found)

    async def _form(self, request: Request) -> Mapping[str, str]:
        """Return the fields of a form that one of our own pages sent."""
        envelope = intake.envelope(request.scope, self._settings.proxies)
        check_own(envelope)
        if envelope.media_type != intake.FORM:
            raise Refused(problems.no_form(envelope.media_type))
        return form_fields(await intake.read_body(envelope, request.receive))


async def _shown(template: str, request: Request, view: Callable[[], Struct], status: int = 200) -> Response:
    """Answer with a page. It is made in a thread, so that no vote waits for it."""

    def made() -> str:
        return render(template, view=view(), path=request.url.path, visitor=request.state.visitor)

    return answers.html(await asyncio.to_thread(made), status)
