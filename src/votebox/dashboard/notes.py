"""Comments as they are shown: with their page, and the way back to where they were."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from votebox.comments import Comment
from votebox.dashboard.names import PageName, name_of
from votebox.pages import Page

_LINES: Final = 12
_CHARACTERS: Final = 900


class Note(Struct, frozen=True, kw_only=True):
    """A comment, as it is shown."""

    comment: Comment
    name: PageName
    """Of its page."""
    anchor: str
    """Where it stands in what is shown."""
    back: str
    """The address to go to when something was decided of it."""
    long: bool
    """Whether it is shown in a frame of limited height."""


def notes(
    comments: Iterable[Comment], pages: Mapping[str, Page], here: str, *, leave: bool = False
) -> tuple[Note, ...]:
    """Return comments as they are shown at an address.

    With `leave` a comment leaves the list when something is decided of it: back leads to the next one.
    """
    comments = list(comments)
    anchors = [f"comment-{comment.id}" for comment in comments]
    following = [*anchors, "comments"][1:]
    return tuple(
        Note(
            comment=comment,
            name=name_of(comment.page, pages),
            anchor=anchor,
            back=f"{here}#{target}",
            long=comment.text.count("\n") >= _LINES or len(comment.text) > _CHARACTERS,
        )
        for comment, anchor, target in zip(comments, anchors, following if leave else anchors, strict=True)
    )
