from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from tests.votebox.sharing import make_submission
from votebox.address import Place
from votebox.kept import Kept, kept
from votebox.stores import store_at
from votebox.vote import Helpful

ID = UUID("0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e")
OTHER = UUID("1b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e")
MOMENT = datetime(2026, 5, 4, 9, 30, 0, 250_000, tzinfo=UTC)


def test_all_that_is_kept_of_a_vote(place: Place) -> None:
    store = store_at(place)
    store.open()
    at = int(MOMENT.timestamp() * 1000)
    details: dict[str, Any] = {"reason": "wrong", "status": "pending", "comment": "Where is it?"}
    store.save(
        [
            make_submission(at=at, id=str(ID), helpful="no", **details),
            make_submission(at=at, id=str(OTHER), page="en"),
        ]
    )
    with store.read() as session:
        assert kept(session, ID) == Kept(
            at=MOMENT,
            page="en/order-status",
            revision="5f2c9a1b03de",
            helpful=Helpful.NO,
            flagged=False,
            **details,
        )
        found = kept(session, OTHER)
        assert found
        assert (found.page, found.helpful, found.comment) == ("en", Helpful.YES, None)
        assert kept(session, UUID(int=7)) is None
    store.close()
