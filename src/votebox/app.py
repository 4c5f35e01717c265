"""The routes: votes, health, and the site."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from votebox import answers, intake, problems
from votebox.errors import Disconnected, QueueFull, Refused, VoteboxError
from votebox.intake import Envelope
from votebox.pages import Page, PageList
from votebox.problems import Problem
from votebox.settings import Settings
from votebox.site import Site
from votebox.store import Outcome, Store, Submission
from votebox.vote import Vote, form_fields, from_form, from_json
from votebox.writer import Writer

_HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    # Not stricter: a browser that sends no referrer at all sends a form of our own page with "Origin: null".
    (b"referrer-policy", b"strict-origin-when-cross-origin"),
]


def make_app(settings: Settings, store: Store) -> Starlette:
    """Return the server's application. When it starts the store must be open; at its end it closes the store.

    Raises:
        SettingsError: The site has no readable `pages.json`.
    """
    writer = Writer(store, limit=settings.queue)
    pages = PageList(settings.site / "pages.json")
    return Starlette(
        routes=[
            Route("/votes", VoteEndpoint(settings, pages, writer)),
            Route("/votes/{rest:path}", _Nothing()),
            Route("/health", _Health(writer)),
            Mount("/", Site(settings.site)),
        ],
        middleware=[Middleware(_Headers)],
        exception_handlers={Exception: _internal},
        lifespan=_lifespan(writer, store),
    )


class VoteEndpoint:
    """`/votes`: takes one vote, and answers when it is stored or refused."""

    def __init__(self, settings: Settings, pages: PageList, writer: Writer) -> None:
        self._settings = settings
        self._pages = pages
        self._writer = writer

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        """Answer by the form of the request: JSON, an HTML form, or neither."""
        envelope = intake.envelope(scope)
        media_type = envelope.media_type
        if envelope.method != "POST":
            return answers.send_problem(send, problems.method_not_allowed(envelope.method))
        if media_type == intake.JSON:
            return self._json(envelope, receive, send)
        if media_type == intake.FORM:
            return self._form(envelope, receive, send)
        return answers.send_problem(send, problems.unsupported(media_type))

    async def _json(self, envelope: Envelope, receive: Receive, send: Send) -> None:
        try:
            intake.check_origin(envelope, self._settings.origins)
            body = await intake.read_body(envelope, receive)
            vote = from_json(body, self._pages.current())
            outcome = await self._submit(vote, envelope)
            _refuse_conflict(vote, outcome)
        except Disconnected:
            return
        except VoteboxError as error:
            await answers.send_problem(send, _problem(error))
        else:
            await answers.send_stored(send, outcome, vote.id)

    async def _form(self, envelope: Envelope, receive: Receive, send: Send) -> None:
        pages = self._pages.current()
        page: Page | None = None
        try:
            form = form_fields(await intake.read_body(envelope, receive))
            # Before anything is refused: the page knows where the reader is told of it, in his language.
            page = pages.get(form.get("page", ""))
            intake.check_origin(envelope, self._settings.origins)
            vote = from_form(form, pages)
            _refuse_conflict(vote, await self._submit(vote, envelope))
        except Disconnected:
            return
        except VoteboxError as error:
            await answers.send_failed(send, _problem(error), self._settings.site, page)
        else:
            await answers.send_thanks(send, pages[vote.page])

    def _submit(self, vote: Vote, envelope: Envelope) -> Awaitable[Outcome]:
        return self._writer.submit(
            Submission(
                vote=vote,
                address=envelope.address,
                agent=envelope.headers.get(b"user-agent", b""),
                received_at=time.time_ns() // 1_000_000,
            )
        )


def _refuse_conflict(vote: Vote, outcome: Outcome) -> None:
    if outcome is Outcome.CONFLICT:
        raise Refused(problems.conflict(vote.id))


def _problem(error: VoteboxError) -> Problem:
    if isinstance(error, Refused):
        return error.problem
    return problems.busy() if isinstance(error, QueueFull) else problems.store_failed()


class _Headers:
    """Gives every answer the headers that all of them have."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message = {**message, "headers": [*message["headers"], *_HEADERS]}
            await send(message)

        await self._app(scope, receive, with_headers)


class _Health:
    """Says whether votes can be taken: 200, or 503 when the writer is not there to store them."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._writer.running:
            response = JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
            await response(scope, receive, send)
        else:
            await answers.send_problem(send, problems.store_failed())


class _Nothing:
    """There is nothing below /votes."""

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        await answers.send_problem(send, problems.not_found(scope["path"]))


def _internal(_request: Request, _error: Exception) -> Response:
    problem = problems.internal()
    headers = {name.decode(): value.decode() for name, value in _HEADERS}
    return Response(problem.json(), problem.status, headers, problems.MEDIA_TYPE.decode())


def _lifespan(writer: Writer, store: Store) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        writer.start()
        try:
            yield
        finally:
            await writer.close()
            store.close()

    return lifespan
