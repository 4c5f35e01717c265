"""How a vote is forgotten: by its receipt, and after a look at what goes."""

from collections.abc import Mapping
from uuid import UUID

from msgspec import Struct

from votebox.dashboard.names import PageName, name_of
from votebox.kept import Kept
from votebox.pages import Page


class Forgetting(Struct, frozen=True, kw_only=True):
    """What is shown to whoever wants a vote forgotten."""

    receipt: str = ""
    """What was asked for."""
    wrong: str = ""
    """Why nothing can be shown for it."""
    kept: Kept | None = None
    name: PageName | None = None
    """Of the page of the vote."""
    done: str = ""
    """What became of the last one."""


def found(vote_id: UUID, kept: Kept | None, pages: Mapping[str, Page]) -> Forgetting:
    """Return what is shown for a receipt."""
    if kept is None:
        return Forgetting(
            receipt=str(vote_id),
            wrong="There is no vote with this receipt. It was forgotten already, or its time was over.",
        )
    return Forgetting(receipt=str(vote_id), kept=kept, name=name_of(kept.page, pages))


def unreadable(receipt: str) -> Forgetting:
    """Return what is shown for what is no receipt."""
    return Forgetting(
        receipt=receipt,
        wrong="This is no receipt. One looks like 0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e.",
    )


def told(asked: Mapping[str, str]) -> Forgetting:
    """Return what is shown where no receipt was given; `done` tells of the one before."""
    done = {
        "yes": "The vote is forgotten, with all that it held.",
        "no": "There was no such vote any more.",
    }
    return Forgetting(done=done.get(asked.get("done", ""), ""))
