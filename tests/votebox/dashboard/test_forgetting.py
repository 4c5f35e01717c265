from uuid import UUID

import pytest

from tests.votebox.dashboard.making import NOW, PAGES
from votebox.dashboard.forgetting import Forgetting, found, told, unreadable
from votebox.kept import Kept
from votebox.vote import Helpful

ID = UUID(int=7)
KEPT = Kept(
    at=NOW,
    page="ru/order-status",
    revision="0a1b2c3d",
    helpful=Helpful.NO,
    reason=None,
    status=None,
    comment="Где?",
    flagged=False,
)


def test_what_would_go() -> None:
    view = found(ID, KEPT, PAGES)
    assert (view.receipt, view.kept, view.wrong) == (str(ID), KEPT, "")
    assert view.name
    assert view.name.title == "Как проверить статус?"


def test_no_such_vote() -> None:
    assert found(ID, None, PAGES) == Forgetting(
        receipt=str(ID),
        wrong="There is no vote with this receipt. It was forgotten already, or its time was over.",
    )


def test_no_receipt() -> None:
    assert unreadable("<7>") == Forgetting(
        receipt="<7>", wrong="This is no receipt. One looks like 0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e."
    )


@pytest.mark.parametrize(
    ("asked", "done"),
    [
        ({}, ""),
        ({"done": "yes"}, "The vote is forgotten, with all that it held."),
        ({"done": "no"}, "There was no such vote any more."),
        ({"done": "<b>"}, ""),
    ],
)
def test_what_became_of_the_last_one(asked: dict[str, str], done: str) -> None:
    assert told(asked) == Forgetting(done=done)
