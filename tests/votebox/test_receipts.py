"""The judge of the durability tests: it finds each kind of broken promise, and no other."""

from typing import Any

import pytest

from tests.votebox.receipts import Receipts
from tests.votebox.sharing import make_vote

VOTE = make_vote(helpful="no")
TOLD = {**VOTE, "reason": "wrong", "comment": "Why?"}
ID = VOTE["id"]


def row(**columns: Any) -> dict[str, Any]:
    """The row of VOTE."""
    return {**VOTE, "helpful": 0, "reason": None, "status": None, "comment": None, **columns}


@pytest.fixture
def receipts() -> Receipts:
    """VOTE was acknowledged."""
    made = Receipts()
    made.sending(VOTE)
    made.acknowledged(VOTE, 201)
    return made


def test_promises_that_were_kept(receipts: Receipts) -> None:
    assert receipts.faults([row()]) == []
    receipts.sending(VOTE)
    receipts.acknowledged(VOTE, 200)
    receipts.sending(TOLD)
    receipts.acknowledged(TOLD, 200)
    assert receipts.faults([row(reason="wrong", comment="Why?")]) == []
    assert len(receipts) == 1


def test_a_vote_that_is_missing_or_double(receipts: Receipts) -> None:
    assert receipts.faults([]) == [f"{ID}: acknowledged, and not stored"]
    assert receipts.faults([row(), row()]) == [f"{ID}: stored 2 times"]


def test_a_vote_that_was_never_sent(receipts: Receipts) -> None:
    assert receipts.faults([row(), row(id="stranger")]) == ["stranger: stored, and never sent"]


@pytest.mark.parametrize(
    ("column", "value", "sentence"),
    [
        ("helpful", 1, "helpful is 'yes', and 'no' was sent"),
        ("page", "en", "page is 'en', and 'en/order-status' was sent"),
        ("revision", "00000000", "revision is '00000000', and '5f2c9a1b03de' was sent"),
        ("comment", "What?", "comment is 'What?', and not one of {None}"),
    ],
)
def test_a_vote_that_is_another(receipts: Receipts, column: str, value: Any, sentence: str) -> None:
    assert receipts.faults([row(**{column: value})]) == [f"{ID}: {sentence}"]


def test_details_that_were_acknowledged_and_are_gone(receipts: Receipts) -> None:
    receipts.sending(TOLD)
    assert receipts.faults([row()]) == receipts.faults([row(reason="wrong", comment="Why?")]) == []
    receipts.acknowledged(TOLD, 200)
    assert receipts.faults([row(reason="wrong")]) == [f"{ID}: comment is None, and not one of {{'Why?'}}"]


def test_a_vote_whose_outcome_is_not_known_may_be_there_or_not() -> None:
    receipts = Receipts()
    receipts.sending(VOTE)
    assert receipts.faults([]) == receipts.faults([row()]) == []
    receipts.sending(VOTE)
    receipts.acknowledged(VOTE, 200)
    assert receipts.faults([row()]) == []
    assert receipts.faults([]) != []


def test_an_answer_that_gives_a_loss_away(receipts: Receipts) -> None:
    receipts.sending(VOTE)
    receipts.acknowledged(VOTE, 201)
    assert receipts.faults([row()]) == [f"{ID}: acknowledged as new once more, so it had been lost"]


def test_an_answer_that_gives_a_mix_up_away() -> None:
    receipts = Receipts()
    receipts.sending(VOTE)
    receipts.acknowledged(VOTE, 200)
    assert receipts.faults([row()]) == [f"{ID}: acknowledged as known, and it had never been sent"]
