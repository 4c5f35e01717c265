"""Fixtures of the tests of the dashboard, which is open to whoever has the password."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest
from starlette.testclient import TestClient

from tests.votebox.dashboard.making import TOKEN
from tests.votebox.sharing import Serving
from votebox.address import Place
from votebox.revisions import Edition, publish
from votebox.settings import Settings
from votebox.store import Submission
from votebox.stores import store_at

Board = Callable[..., TestClient]
"""Starts an application on votes and on what was published, and returns a client with the password."""


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return replace(settings, dashboard_token=TOKEN)


@pytest.fixture
def board(place: Place, serving: Serving) -> Board:
    """What asks for it is tested on a store of each kind."""

    def opened(*votes: Submission, published: Edition | None = None) -> TestClient:
        store = store_at(place)
        store.open()
        if published:
            store.write(partial(publish, edition=published, now=1_700_000_000_000))
        if votes:
            store.save(votes)
        store.close()
        return serving(store_at(place), headers={"authorization": f"Bearer {TOKEN}"})

    return opened
