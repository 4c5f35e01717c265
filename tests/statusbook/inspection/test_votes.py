"""The votes as votebox hands them over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from statusbook.inspection.votes import read_votes
from statusbook.problems import InvalidInputError

GOLDEN = Path(__file__).parent.parent.parent / "votebox" / "golden" / "report.json"
FIX = "Make it with “votebox report --format json”."


def test_what_votebox_reports_is_read() -> None:
    """Its own golden file, so that a change of its shape fails here, too."""
    votes = read_votes(GOLDEN.read_bytes(), "votes.json")
    assert votes.looked_for("pending") == {"en": 2}
    assert votes.answers("en/order-status") == (1234, 3)
    assert votes.answers("ru/order-status") == (2, 1)


def test_revisions_are_added_up_and_most_come_first() -> None:
    def page(language: str, yes: int, no: int, **statuses: int) -> dict[str, object]:
        key = f"{language}/order-status"
        return {"page": key, "language": language, "yes": yes, "no": no, "statuses": statuses}

    pages = [
        page("de", 1, 2, paid=2),
        page("ru", 0, 9, paid=4, lost=1),
        page("ru", 3, 1, paid=1),
        page("ar", 0, 2, paid=2),
    ]
    votes = read_votes(json.dumps({"version": 1, "pages": pages}).encode(), "votes.json")

    assert list(votes.looked_for("paid").items()) == [("ru", 5), ("ar", 2), ("de", 2)]
    assert votes.looked_for("pending") == {}
    assert votes.answers("ru/order-status") == (3, 10)
    assert votes.answers("fr/order-status") == (0, 0)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "Input data was truncated"),
        (b"[]", "Expected “object”, got “array”"),
        (b'{"version": 2, "pages": []}', "Invalid enum value 2 - at “$.version”"),
        (b'{"version": 1}', "Object missing required field “pages”"),
        (b'{"version": 1, "pages": [{"page": "\xff"}]}', "it is not UTF-8"),
    ],
)
def test_another_file_is_refused_with_the_way_to_make_it(data: bytes, why: str) -> None:
    with pytest.raises(InvalidInputError) as error:
        read_votes(data, "votes.json")
    assert str(error.value) == f"votes.json:1:1: The file holds no votes: {why}. {FIX}"
