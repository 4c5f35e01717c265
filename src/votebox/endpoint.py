"""The route of votes: takes one, and answers when it is stored or refused."""

import time
from collections.abc import Awaitable

from starlette.types import Receive, Scope, Send

from votebox import answers, intake, problems
from votebox.bursts import Bursts
from votebox.errors import Disconnected, QueueFull, Refused, VoteboxError
from votebox.intake import Envelope
from votebox.limits import Limits
from votebox.metrics import Metrics
from votebox.pages import Page, PageList
from votebox.problems import Problem
from votebox.settings import Settings
from votebox.store import Outcome, Submission
from votebox.vote import Vote, form_fields, from_form, from_json
from votebox.writer import Writer


class VoteEndpoint:
    """`/votes`: takes one vote, and answers when it is stored or refused."""

    def __init__(self, settings: Settings, pages: PageList, writer: Writer, counts: Metrics) -> None:
        self._settings = settings
        self._pages = pages
        self._writer = writer
        self._counts = counts
        self._limits = Limits(settings.rate)
        self._bursts = Bursts(settings.burst)

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
            await answers.send_failed(send, problem, self._settings.site, page, self._pages.policy())
        else:
            await answers.send_thanks(send, pages[vote.page], vote.id)

    def _admit(self, envelope: Envelope) -> None:
        intake.check_origin(envelope, self._settings.origins)
        if seconds := self._limits.wait(envelope.client.address):
            raise Refused(problems.limited(seconds))

    async def _keep(self, vote: Vote, envelope: Envelope, *, trapped: bool) -> Outcome:
        if trapped:
            # A machine that is told so would try again without the field.
            self._counts.trapped()
            return Outcome.STORED
        outcome = await self._writer.submit(self._submission(vote, envelope))
        if outcome is Outcome.CONFLICT:
            raise Refused(problems.conflict(vote.id))
        self._counts.answered(outcome)
        return outcome

    def _submission(self, vote: Vote, envelope: Envelope) -> Submission:
        address = envelope.client.address
        agent = envelope.headers.get(b"user-agent", b"")
        flagged = self._bursts.flagged(vote, address)
        if self._settings.signals and intake.wants_privacy(envelope):
            address, agent = "", vote.id.bytes  # nobody's: a second vote of this reader is not recognised
        at = time.time_ns() // 1_000_000
        return Submission(vote=vote, address=address, agent=agent, received_at=at, flagged=flagged)

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
