from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.votebox.sharing import comments, make_submission, totals
from votebox.address import Place
from votebox.store import Store
from votebox.stores import store_at
from votebox.totals import Totals

DAY = 86_400_000
A, B, C = "192.0.2.1", "192.0.2.2", "192.0.2.3"


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with closing(store_at(place)) as opened:
        opened.open()
        yield opened


def test_no_votes(store: Store) -> None:
    assert totals(store) == Totals(pages=())


def test_by_page_and_revision_the_latest_first(store: Store) -> None:
    store.save(
        [
            make_submission(A, at=1, page="ru/order-status", revision="00000001"),
            make_submission(A, at=2, page="en/order-status", revision="00000001"),
            make_submission(A, at=4 * DAY, page="en/order-status", revision="00000002", helpful="no"),
            make_submission(B, at=3 * DAY, page="en/order-status", revision="00000002"),
            make_submission(A, at=9, page="en"),
        ]
    )
    found = [
        (
            page.language,
            page.page,
            page.revision,
            page.votes,
            page.yes,
            page.no,
            page.share_of_yes,
            page.received,
        )
        for page in totals(store).pages
    ]
    assert found == [
        ("en", "en", "5f2c9a1b03de", 1, 1, 0, 1.0, 1),
        ("en", "en/order-status", "00000002", 2, 1, 1, 0.5, 2),
        ("en", "en/order-status", "00000001", 1, 1, 0, 1.0, 1),
        ("ru", "ru/order-status", "00000001", 1, 1, 0, 1.0, 1),
    ]


def test_of_one_reader_on_one_day_the_latest_counts(store: Store) -> None:
    store.save(
        [
            make_submission(A, at=3, helpful="no", reason="wrong"),
            make_submission(A, at=1),
            make_submission(A, at=2, helpful="no", reason="not-found", status="pending"),
            make_submission(A, at=DAY),  # another day
            make_submission(A, b"other", at=3),  # another reader
            make_submission(A, at=9, page="en"),  # another page
            make_submission(A, at=9, revision="00000001"),  # another revision
        ]
    )
    pages = {(page.page, page.revision): page for page in totals(store).pages}
    page = pages["en/order-status", "5f2c9a1b03de"]
    assert (page.votes, page.yes, page.no, page.received) == (3, 2, 1, 5)
    assert (page.reasons, page.statuses) == ({"wrong": 1}, {})
    assert sorted(found.votes for found in pages.values()) == [1, 1, 3]


def test_the_order_of_arrival_does_not_matter_but_the_time(store: Store) -> None:
    store.save([make_submission(A, at=2, helpful="no")])
    store.save([make_submission(A, at=1)])
    assert (totals(store).pages[0].yes, totals(store).pages[0].no) == (0, 1)


def test_reasons_and_statuses_the_most_frequent_first(store: Store) -> None:
    no: dict[str, Any] = {"helpful": "no"}
    store.save(
        [
            make_submission(A, **no, reason="wrong", status="processing"),
            make_submission(B, **no, reason="not-found", status="pending"),
            make_submission(C, **no, reason="not-found", status="pending"),
            make_submission("192.0.2.4", **no, reason="translation"),
        ]
    )
    page = totals(store).pages[0]
    assert list(page.reasons.items()) == [("not-found", 2), ("translation", 1), ("wrong", 1)]
    assert list(page.statuses.items()) == [("pending", 2), ("processing", 1)]


def test_comments_of_double_votes_are_kept_the_newest_first(store: Store) -> None:
    no: dict[str, Any] = {"helpful": "no"}
    store.save(
        [
            make_submission(A, at=1_000, **no, comment="one", reason="wrong"),
            make_submission(A, at=1_700_000_000_000, **no, comment="two", status="pending"),
            make_submission(A, at=1_700_000_000_001, **no),
        ]
    )
    found = comments(store)
    assert [(c.text, c.reason, c.status) for c in found] == [
        ("two", None, "pending"),
        ("one", "wrong", None),
    ]
    assert found[0].at == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)
