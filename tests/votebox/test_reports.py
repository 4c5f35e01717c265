"""`votebox report` and `votebox digest`, as operators run them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.votebox.ledger import at, opened
from tests.votebox.sharing import make_submission
from tests.votebox.test_cli import Run, votebox
from votebox.address import Address, Place
from votebox.store import Store

__all__ = ["votebox"]


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


@pytest.fixture
def text(place: Place) -> str:
    return place.url if isinstance(place, Address) else str(place)


def told(out: str) -> list[str]:
    """Return the comments that a report in JSON tells."""
    return [comment["text"] for page in json.loads(out)["pages"] for comment in page["comments"]]


def test_as_many_comments_as_are_wanted_the_newest_first(store: Store, text: str, votebox: Run) -> None:
    texts = ["one", "two", "three"]
    store.save([make_submission(at=at(day), helpful="no", comment=word) for day, word in enumerate(texts)])
    report = ("report", "--format", "json", "--database", text)
    assert told(votebox(*report)[1]) == ["three", "two", "one"]
    assert told(votebox(*report, "--comments", "2")[1]) == ["three", "two"]
    code, out, errors = votebox(*report, "--comments", "0")
    assert (code, errors, told(out)) == (0, "", [])
    assert json.loads(out)["pages"][0]["no"] == 3
    for wrong in ("-1", "200001", "all"):
        assert votebox(*report, "--comments", wrong)[0] == 2


def test_the_digest_tells_comments_of_the_last_week(store: Store, text: str, votebox: Run) -> None:
    now = datetime.now(UTC)
    for days, word in ((6, "recent"), (8, "older")):
        moment = int((now - timedelta(days=days)).timestamp() * 1_000)
        store.save([make_submission(at=moment, helpful="no", comment=word)])
    code, out, errors = votebox("digest", "--database", text)
    assert (code, errors) == (0, "")
    assert out.startswith(f"# Was this page helpful? {now - timedelta(days=7):%Y-%m-%d} until now\n")
    assert "recent" in out
    assert "older" not in out


def test_the_digest_since_a_day(store: Store, text: str, votebox: Run) -> None:
    store.save(
        [
            make_submission(at=at(0, -1), helpful="no", comment="the day before"),
            make_submission(at=at(0), helpful="no", comment="the first moment"),
        ]
    )
    out = votebox("digest", "--database", text, "--since", "2024-10-04")[1]
    assert "the first moment" in out
    assert "the day before" not in out
    code, _, errors = votebox("digest", "--database", text, "--since", "4 October")
    assert code == 2
    assert "'4 October' does not match the format '%Y-%m-%d'" in errors


def test_a_database_that_is_not_there(votebox: Run) -> None:
    for command in ("report", "digest"):
        assert votebox(command, "--database", "none.db") == (
            2,
            "",
            "There is no database none.db. Collect votes first: make serve\n",
        )
