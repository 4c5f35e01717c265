"""What votebox says no with: one small family of exceptions, whose texts are for people."""

from votebox.problems import Problem


class VoteboxError(Exception):
    """Whatever votebox cannot do; its text is one or more sentences that a person can act on."""


class SettingsError(VoteboxError):
    """The server or a report cannot start as it was told to; the command ends with exit code 2."""


class StoreError(VoteboxError):
    """The store did not keep a batch, or could not be opened or read; nothing of it may be acknowledged."""


class QueueFull(VoteboxError):  # noqa: N818 - the name that asyncio and queue gave this condition
    """As many votes as the setting allows wait for their commit, or the writer is closing."""


class Disconnected(VoteboxError):  # noqa: N818 - a condition, and nobody is left to be told of it
    """The client went away before its request was complete."""


class Refused(VoteboxError):  # noqa: N818 - the vote is refused; nothing went wrong here
    """A request is answered with a problem, and its vote is not stored."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.detail)
        self.problem = problem
