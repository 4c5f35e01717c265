"""What operators and their programs ask: is it alive, can it commit, what was counted, what does it speak."""

from collections.abc import Callable

import msgspec
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import Receive, Scope, Send

from votebox import answers, intake, metrics, openapi, problems
from votebox.metrics import Metrics
from votebox.settings import Settings
from votebox.writer import Writer


class Status:
    """Answers 200 while something holds, and 503 while it does not."""

    def __init__(self, holds: Callable[[], bool]) -> None:
        self._holds = holds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if self._holds():
            response = JSONResponse({"status": "ok"}, headers={"cache-control": "no-store"})
            await response(scope, receive, send)
        else:
            await answers.send_problem(send, problems.store_failed())


class MetricsEndpoint:
    """Gives the metrics to whom they are for, and 403 to anybody else."""

    def __init__(self, settings: Settings, writer: Writer, counts: Metrics) -> None:
        self._settings = settings
        self._writer = writer
        self._counts = counts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        envelope = intake.envelope(scope, self._settings.proxies)
        if not intake.may_read(envelope, self._settings.metrics_token):
            problem = problems.closed()
            self._counts.refused(problem)
            await answers.send_problem(send, problem)
            return
        text = self._counts.text(self._writer.waiting)
        response = PlainTextResponse(text, 200, {"cache-control": "no-store"}, metrics.MEDIA_TYPE)
        await response(scope, receive, send)


class Nothing:
    """There is nothing below /votes."""

    def __init__(self, counts: Metrics) -> None:
        self._counts = counts

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Answer 404."""
        problem = problems.not_found(scope["path"])
        self._counts.refused(problem)
        await answers.send_problem(send, problem)


def document() -> Response:
    """Return the OpenAPI document."""
    body = msgspec.json.encode(openapi.document())
    return Response(body, 200, {"cache-control": "public, max-age=3600"}, intake.JSON)
