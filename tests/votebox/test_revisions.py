from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from typing import Any

import pytest

from tests.votebox.ledger import opened, rows
from tests.votebox.sharing import make_submission, totals
from votebox.address import Address, Place
from votebox.revisions import Edition, publish
from votebox.store import Store

A, B, C = "aaaaaaaa", "bbbbbbbb", "cccccccc"


@pytest.fixture
def store(place: Place) -> Iterator[Store]:
    with opened(place) as store:
        yield store


def published(store: Store, now: int, commit: str | None = None, **revisions: str) -> int:
    edition = Edition(revisions=revisions, commit=commit)
    return store.write(partial(publish, edition=edition, now=now))


def known(store: Store) -> list[tuple[Any, ...]]:
    """Return page, revision, commit and time of what was published, the last first."""
    return rows(
        store, "SELECT page, revision, made_by, published_at FROM revisions ORDER BY published_at DESC, page"
    )


def test_what_is_published_is_noted_once(store: Store) -> None:
    assert published(store, 5, "c0ffee", en=A, ru=B) == 2
    assert published(store, 6, "c0ffee", en=A, ru=B) == 0
    assert known(store) == [("en", A, "c0ffee", 5), ("ru", B, "c0ffee", 5)]
    assert published(store, 7, "decaf", en=A, ru=C) == 1
    assert known(store) == [("ru", C, "decaf", 7), ("en", A, "c0ffee", 5), ("ru", B, "c0ffee", 5)]


def test_a_page_that_returns_to_an_earlier_revision_has_it_as_its_newest(store: Store) -> None:
    for now, commit, revision in ((1, "one", A), (2, "two", B), (3, "three", A)):
        assert published(store, now, commit, en=revision) == 1
    assert known(store) == [("en", A, "three", 3), ("en", B, "two", 2)]


def test_a_build_that_knows_no_commit(store: Store) -> None:
    published(store, 1, None, en=A)
    assert known(store) == [("en", A, None, 1)]
    store.save([make_submission(page="en", revision=A)])
    [page] = totals(store).pages
    assert (page.commit, page.published_at) == (None, datetime(1970, 1, 1, 0, 0, 0, 1_000, UTC))


def test_a_page_that_the_site_lost_stays_known(store: Store) -> None:
    published(store, 1, en=A, ru=A)
    assert published(store, 2, en=A) == 0
    assert len(known(store)) == 2


def test_a_clock_that_was_set_back_makes_nothing_old_of_what_is_new(store: Store) -> None:
    published(store, 1_000, en=A)
    assert published(store, 10, en=B) == 1
    assert published(store, 10, en=B) == 0
    assert known(store) == [("en", B, None, 1_001), ("en", A, None, 1_000)]


def test_the_newest_revision_comes_first_in_the_totals_and_one_that_nobody_published_last(
    store: Store,
) -> None:
    published(store, 1, "one", en=A)
    published(store, 2, "two", en=B)
    store.save(
        [make_submission(page="en", revision=revision, at=at) for at, revision in enumerate((B, A, C), 10)]
    )
    assert [(page.revision, page.commit) for page in totals(store).pages] == [
        (B, "two"),
        (A, "one"),
        (C, None),
    ]
    published(store, 3, "three", en=A)
    assert [page.revision for page in totals(store).pages] == [A, B, C]


def test_replicas_that_see_a_new_site_at_once_note_it_once(postgres: Address) -> None:
    with opened(postgres) as one, opened(postgres) as other, ThreadPoolExecutor() as pool:
        for number in range(20):
            site = {f"page-{page}": f"{number:08x}" for page in range(30)}
            now = 1_000 + number * 10
            list(pool.map(lambda store, site=site, now=now: published(store, now, **site), (one, other)))
            newest = {page: revision for page, revision, *_ in reversed(known(one))}
            assert newest == site
            assert published(other, now + 5, **site) == 0
        assert len(known(one)) == 20 * 30
