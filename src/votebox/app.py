"""The routes: votes, what operators ask, and the site."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.types import Receive, Scope, Send

from votebox import answers, intake, metrics, openapi, problems
from votebox.errors import Disconnected, QueueFull, Refused, VoteboxError
from votebox.intake import Envelope
from votebox.limits import Limits
from votebox.metrics import Metrics
from votebox.pages import Page, PageList
from votebox.problems import Problem
from votebox.settings import Settings
from votebox.site import Site
from votebox.store import Outcome, Store, Submission
from votebox.vote import Vote, form_fields, from_form, from_json
from votebox.writer import Writer


def make_app(settings: Settings, store: Store) -> Starlette:
    """Return the server's application. When it starts the store must be open; at its end it closes the store.

    Raises:
        SettingsError: The site has no readable `pages.json`.
    """
    counts = Metrics()
    writer = Writer(store, limit=settings.queue, metrics=counts)
    pages = PageList(settings.site / "pages.json")
    return Starlette(
        routes=[
            Route("/votes", VoteEndpoint(settings, pages, writer, counts)),
            Route("/votes/{rest:path}", _Nothing(counts)),
            Route("/health", _Status(lambda: writer.running)),
            Route("/ready", _Status(lambda: writer.ready)),
            Route("/metrics", _Metrics(settings, writer, counts)),
            Route("/openapi.json", _document(), methods=["GET"]),
            Mount("/", Site(settings.site)),
        ],
        exception_handlers={Exception: _internal(counts)},
        lifespan=_lifespan(writer, store, counts),
    )


class VoteEndpoint:
    """`/votes`: takes one vote, and answers when it is stored or refused."""

    def __init__(self, settings: Settings, pages: PageList, writer: Writer, counts: Metrics) -> None:
        self._settings = settings
        self._pages = pages
        self._writer = writer
        self._counts = counts
        self._limits = Limits(settings.rate)

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer by the form of the request: JSON, an HTML form, or neither."""
        envelope = intake.envelope(scope, self._settings.proxies)
        if envelope.text(b"origin").lower() in self._settings.origins:
            send = answers.readable(send, envelope.headers[b"origin"])
        media_type = envelope.media_type
        if envelope.method == "POST" and media_type == intake.JSON:
            return self._json(envelope, receive, send)
        if envelope.method == "POST" and media_type == intake.FORM:
            return self._form(envelope, receive, send)
        if envelope.method == "OPTIONS":
            return self._preflight(envelope, send)
        if envelope.method == "POST":
            return self._refuse(send, Refused(problems.unsupported(media_type)))
        return self._refuse(send, Refused(problems.method_not_allowed(envelope.method)))

    async def _preflight(self, envelope: Envelope, send: Send) -> None:
        try:
            intake.check_origin(envelope, self._settings.origins)
        except Refused as error:
            await self._refuse(send, error)
        else:
            await answers.send_allowed(send)

    async def _json(self, envelope: Envelope, receive: Receive, send: Send) -> None:
        try:
            self._admit(envelope)
            body = await intake.read_body(envelope, receive)
            vote = from_json(body, self._pages.current())
            outcome = await self._keep(vote, envelope, trapped=intake.trapped_json(body))
        except Disconnected:
            return
        except VoteboxError as error:
            await self._refuse(send, error)
        else:
            await answers.send_stored(send, outcome, vote.id)

    async def _form(self, envelope: Envelope, receive: Receive, send: Send) -> None:
        pages = self._pages.current()
        page: Page | None = None
        try:
            form = form_fields(await intake.read_body(envelope, receive))
            # Before anything is refused: the page knows where the reader is told of it, in his language.
            page = pages.get(form.get("page", ""))
            self._admit(envelope)
            vote = from_form(form, pages)
            await self._keep(vote, envelope, trapped=intake.trapped_form(form))
        except Disconnected:
            return
        except VoteboxError as error:
            problem = self._counted(error)
            await answers.send_failed(send, problem, self._settings.site, page)
        else:
            await answers.send_thanks(send, pages[vote.page])

    def _admit(self, envelope: Envelope) -> None:
        intake.check_origin(envelope, self._settings.origins)
        if seconds := self._limits.wait(envelope.client.address):
            raise Refused(problems.limited(seconds))

    async def _keep(self, vote: Vote, envelope: Envelope, *, trapped: bool) -> Outcome:
        if trapped:
            # A machine that is told so would try again without the field.
            self._counts.trapped()
            return Outcome.STORED
        outcome = await self._writer.submit(
            Submission(
                vote=vote,
                address=envelope.client.address,
                agent=envelope.headers.get(b"user-agent", b""),
                received_at=time.time_ns() // 1_000_000,
            )
        )
        if outcome is Outcome.CONFLICT:
            raise Refused(problems.conflict(vote.id))
        self._counts.answered(outcome)
        return outcome

    def _refuse(self, send: Send, error: VoteboxError) -> Awaitable[None]:
        return answers.send_problem(send, self._counted(error))

    def _counted(self, error: VoteboxError) -> Problem:
        problem = _problem(error)
        self._counts.refused(problem)
        return problem


def _problem(error: VoteboxError) -> Problem:
    if isinstance(error, Refused):
        return error.problem
    return problems.busy() if isinstance(error, QueueFull) else problems.store_failed()


class _Status:
    """Answers 200 while something holds, and 503 while it does not."""

    def __init__(self, holds: Callable[[], bool]) -> None:
        self._holds = holds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._holds():
            response = JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
            await response(scope, receive, send)
        else:
            await answers.send_problem(send, problems.store_failed())


class _Metrics:
    """Gives the metrics to whom they are for, and 403 to anybody else."""

    def __init__(self, settings: Settings, writer: Writer, counts: Metrics) -> None:
        self._settings = settings
        self._writer = writer
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        envelope = intake.envelope(scope, self._settings.proxies)
        if not intake.may_read(envelope, self._settings.metrics_token):
            problem = problems.closed()
            self._counts.refused(problem)
            await answers.send_problem(send, problem)
            return
        text = self._counts.text(self._writer.waiting)
        response = PlainTextResponse(text, 200, {"cache-control": "no-store"}, metrics.MEDIA_TYPE)
        await response(scope, receive, send)


class _Nothing:
    """There is nothing below /votes."""

    def __init__(self, counts: Metrics) -> None:
        self._counts = counts

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        problem = problems.not_found(scope["path"])
        self._counts.refused(problem)
        await answers.send_problem(send, problem)


def _document() -> Response:
    body = msgspec.json.encode(openapi.document())
    return Response(body, 200, {"cache-control": "public, max-age=3600"}, intake.JSON)


def _internal(counts: Metrics) -> Callable[[Request, Exception], Response]:
    def answer(_request: Request, _error: Exception) -> Response:
        problem = problems.internal()
        counts.refused(problem)
        return Response(problem.json(), problem.status, media_type=problems.MEDIA_TYPE.decode())

    return answer


def _lifespan(
    writer: Writer, store: Store, counts: Metrics
) -> Callable[[Starlette], AbstractAsyncContextManager[dict[str, Any]]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[dict[str, Any]]:
        writer.start()
        try:
            yield {"refused": counts.refused}  # for what is refused before it comes to a route: see transport
        finally:
            await writer.close()
            store.close()

    return lifespan
