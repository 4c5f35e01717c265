import asyncio
import logging
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from tests.votebox.dashboard.making import TOKEN
from tests.votebox.sharing import Serving, make_submission
from votebox.app import make_app
from votebox.dashboard.render import STYLE, STYLE_NAME
from votebox.errors import StoreError
from votebox.session import SqliteSession
from votebox.settings import Settings
from votebox.sqlite import SqliteStore
from votebox.upkeep import Upkeep

PASSWORD = {"authorization": "Basic " + b64encode(f"anna:{TOKEN}".encode()).decode()}
ADDRESSES = (
    *("/dashboard/", "/dashboard/page?page=en/order-status", "/dashboard/comments", "/dashboard/forget"),
    *("/dashboard/report.json", "/dashboard/report.csv"),
)


class Failing(SqliteStore):
    """A store that cannot be read while it is told so, and that tells how often it was."""

    fails = False
    reads = 0

    @contextmanager
    def read(self) -> Iterator[SqliteSession]:
        self.reads += 1
        if self.fails:
            raise StoreError("The disk is gone.")
        with super().read() as session:
            yield session


def check_private(response: httpx.Response) -> None:
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-robots-tag"] == "noindex, nofollow"


@pytest.mark.parametrize("address", ADDRESSES)
def test_only_with_the_password(client: TestClient, address: str) -> None:
    without = client.get(address)
    assert (without.status_code, without.headers["content-type"]) == (401, "application/problem+json")
    assert without.headers["www-authenticate"] == 'Basic realm="votebox", charset="UTF-8"'
    assert without.json()["title"] == "Unauthorized"
    check_private(without)
    found = client.get(address, headers=PASSWORD)
    assert found.status_code == 200
    check_private(found)


@pytest.mark.parametrize("address", [*ADDRESSES, "/dashboard/missing"])
def test_where_nothing_is_set_it_is_closed(settings: Settings, store: SqliteStore, address: str) -> None:
    with TestClient(make_app(replace(settings, dashboard_token=""), store)) as client:
        response = client.get(address, headers=PASSWORD)
    assert response.status_code == 403
    assert "VOTEBOX_DASHBOARD_TOKEN" in response.json()["detail"]
    assert TOKEN not in response.text
    check_private(response)


def test_people_are_told_in_a_page(client: TestClient) -> None:
    response = client.get("/dashboard/", headers={"accept": "text/html,*/*;q=0.8"})
    assert (response.status_code, response.headers["content-type"]) == (401, "text/html; charset=utf-8")
    assert response.headers["www-authenticate"].startswith("Basic ")
    assert "<h1>Unauthorized</h1>" in response.text
    assert response.headers["vary"] == "accept"
    check_private(response)


def test_guesses_come_to_an_end(client: TestClient) -> None:
    answers = [client.get("/dashboard/", headers={"authorization": f"Bearer {n}"}) for n in range(11)]
    assert [answer.status_code for answer in answers] == [401] * 10 + [429]
    assert answers[-1].headers["retry-after"] == "60"
    assert client.get("/dashboard/", headers=PASSWORD).status_code == 429


def test_whoever_has_logged_in_is_greeted(settings: Settings, store: SqliteStore) -> None:
    proxies = (ip_network("10.0.0.1"),)
    settings = replace(settings, dashboard_header="x-forwarded-user", proxies=proxies)
    user = {"x-forwarded-user": "anna<b>"}
    with TestClient(make_app(settings, store), client=("10.0.0.1", 5)) as client:
        assert "Logged in as <bdi>anna&lt;b&gt;</bdi>" in client.get("/dashboard/", headers=user).text
        assert client.get("/dashboard/", headers=PASSWORD).status_code == 200
    store.open()
    with TestClient(make_app(settings, store), client=("10.0.0.2", 5)) as client:
        assert client.get("/dashboard/", headers=user).status_code == 401


def test_addresses(client: TestClient) -> None:
    redirect = client.get("/dashboard")
    assert (redirect.status_code, redirect.headers["location"]) == (307, "/dashboard/")
    for path in ("/dashboard/missing", "/dashboard/page/", "/dashboard//", "/dashboard/comments/7"):
        response = client.get(path, headers=PASSWORD)
        assert (response.status_code, response.json()["title"]) == (404, "Not Found")
        assert response.json()["detail"] == f"There is nothing at {path}. The dashboard is at /dashboard/."
        check_private(response)


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("POST", "/dashboard/", {"GET", "HEAD"}),
        ("DELETE", "/dashboard/comments", {"GET", "HEAD"}),
        ("GET", "/dashboard/comments/decide", {"POST"}),
        ("PUT", "/dashboard/forget", {"GET", "HEAD", "POST"}),
    ],
)
def test_methods(client: TestClient, method: str, path: str, allowed: set[str]) -> None:
    response = client.request(method, path, headers=PASSWORD)
    assert (response.status_code, response.json()["detail"]) == (405, f"{path} does not take {method}.")
    assert set(response.headers["allow"].split(", ")) == allowed


@pytest.mark.parametrize("address", ADDRESSES)
def test_head(client: TestClient, address: str) -> None:
    assert client.head(address).status_code == 401
    assert client.head(address, headers=PASSWORD).status_code == 200


def test_the_stylesheet_is_for_everybody_and_kept(client: TestClient) -> None:
    response = client.get(f"/dashboard/{STYLE_NAME}")
    assert (response.status_code, response.content) == (200, STYLE)
    assert response.headers["content-type"] == "text/css; charset=utf-8"
    assert response.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert f'href="/dashboard/{STYLE_NAME}"' in client.get("/dashboard/", headers=PASSWORD).text


def test_a_store_that_cannot_be_read_is_503(serving: Serving, database: Path) -> None:
    store = Failing(database)
    client = serving(store)
    assert client.get("/dashboard/", headers=PASSWORD).status_code == 200
    store.fails = True
    for address in ("/dashboard/", "/dashboard/comments", "/dashboard/report.json"):
        response = client.get(address, headers=PASSWORD)
        assert (response.status_code, response.headers["retry-after"]) == (503, "2")
        assert "The votes cannot be read or changed now." in response.json()["detail"]
    store.fails = False
    assert client.get("/dashboard/", headers=PASSWORD).status_code == 200


def test_a_store_that_fails_from_the_start_keeps_no_vote_away(
    serving: Serving, database: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = Failing(database)
    store.fails = True
    client = serving(store)
    with caplog.at_level(logging.ERROR):
        assert client.get("/dashboard/", headers=PASSWORD).status_code == 503
    store.fails = False
    assert client.get("/health").status_code == 200


def started(settings: Settings, database: Path) -> int:
    """Start an application and end it; return how often its store was read."""
    store = Failing(database)

    async def run() -> None:
        store.open()
        store.save([make_submission()])
        app = make_app(settings, store)
        async with app.router.lifespan_context(app):
            for _ in range(100):
                await asyncio.sleep(0.01)
                if store.reads:
                    break

    asyncio.run(run())
    return store.reads


async def only_published(upkeep: Upkeep) -> None:
    """Do nothing of the upkeep but to say that it is noted what is published."""
    upkeep.published.set()


def test_votes_are_counted_before_the_first_who_looks(
    settings: Settings, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("votebox.app.Upkeep.run", only_published)
    assert started(settings, database) == 1


def test_where_it_is_closed_nothing_is_counted(
    settings: Settings, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("votebox.app.Upkeep.run", only_published)
    assert started(replace(settings, dashboard_token=""), database) == 0


def test_refusals_are_counted(serving: Serving) -> None:
    client = serving(client=("127.0.0.1", 5))
    client.get("/dashboard/")
    client.get("/dashboard/x", headers=PASSWORD)
    text = client.get("/metrics").text
    assert 'votebox_refused_total{status="401",reason="unauthorized"} 1' in text
    assert 'votebox_refused_total{status="404",reason="not-found"} 1' in text
