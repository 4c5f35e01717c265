"""What is kept of one vote, found by its id: the receipt that readers were shown."""

from datetime import UTC, datetime
from uuid import UUID

from msgspec import Struct

from votebox.session import Session
from votebox.vote import Helpful

_SELECT = """
    SELECT created_at, page, revision, helpful, reason, status, comment, flagged
    FROM votes JOIN texts ON texts.id = text WHERE votes.id = :id
"""


class Kept(Struct, frozen=True, kw_only=True):
    """A vote as it is kept, but for the keyed hash of its reader."""

    at: datetime
    page: str
    revision: str
    helpful: Helpful
    reason: str | None
    status: str | None
    comment: str | None
    flagged: bool
    """Whether it is part of a burst."""


def kept(session: Session, vote_id: UUID) -> Kept | None:
    """Return what is kept of a vote; None where there is no such vote."""
    for at, page, revision, helpful, reason, status, comment, flagged in session.execute(_SELECT, id=vote_id):
        return Kept(
            at=datetime.fromtimestamp(at / 1000, UTC),
            page=page,
            revision=revision,
            helpful=Helpful.YES if helpful else Helpful.NO,
            reason=reason,
            status=status,
            comment=comment,
            flagged=bool(flagged),
        )
    return None
