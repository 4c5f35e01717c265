import asyncio
import json
import sqlite3
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from starlette.testclient import TestClient
from starlette.types import Message

from tests.votebox.sharing import ReadRows, Serving, make_vote
from votebox.app import make_app
from votebox.errors import SettingsError, StoreError
from votebox.limits import Rate
from votebox.problems import BODY_LIMIT
from votebox.settings import Settings
from votebox.sqlite import SqliteStore
from votebox.store import Outcome, Store, Submission
from votebox.vote import Reason

FORM = "application/x-www-form-urlencoded"
JSON = "application/json"


def post(client: Any, members: Any, media_type: str = JSON, **headers: str) -> Any:
    body = json.dumps(members) if media_type == JSON else urlencode(members)
    return client.post("/votes", content=body, headers={"content-type": media_type, **headers})


def problem(response: httpx.Response) -> dict[str, Any]:
    assert response.headers["content-type"] == "application/problem+json"
    assert response.headers["cache-control"] == "no-store"
    found: dict[str, Any] = response.json()
    assert found["status"] == response.status_code
    return found


class Failing(SqliteStore):
    """A store that fails while it is told to."""

    error: Exception | None = None

    def save(self, batch: Sequence[Submission]) -> list[Outcome]:
        if self.error:
            raise self.error
        return super().save(batch)


class Gated(SqliteStore):
    """A store that counts its batches, and waits at each until it is let through."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.sizes: list[int] = []
        self.arrived = threading.Event()
        self.through = threading.Event()

    def save(self, batch: Sequence[Submission]) -> list[Outcome]:
        self.sizes.append(len(batch))
        self.arrived.set()
        assert self.through.wait(5)
        return super().save(batch)


def run(settings: Settings, store: Store, scenario: Callable[[httpx.AsyncClient], Awaitable[None]]) -> None:
    """Run a coroutine with a client that can have many requests under way."""

    async def running() -> None:
        store.open()
        app = make_app(settings, store)
        transport = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=transport, base_url="http://testserver") as client,
        ):
            await asyncio.wait_for(scenario(client), timeout=10)

    asyncio.run(running())


def test_201_then_200(client: TestClient, rows: ReadRows) -> None:
    members = make_vote()
    first = post(client, members)
    assert (first.status_code, first.json()) == (201, {"id": members["id"], "stored": True})
    assert first.headers["content-type"] == "application/json"
    assert first.headers["cache-control"] == "no-store"
    again = post(client, members)
    assert (again.status_code, again.json()) == (200, first.json())
    assert len(rows()) == 1


def test_the_id_is_answered_as_uuids_are_written(client: TestClient) -> None:
    members = make_vote()
    assert post(client, {**members, "id": members["id"].upper()}).json()["id"] == members["id"]


@pytest.mark.parametrize(
    "other",
    [{"page": "en"}, {"revision": "0123456789ab"}, {"helpful": "no"}],
    ids=lambda other: next(iter(other)),
)
def test_409(client: TestClient, rows: ReadRows, other: dict[str, str]) -> None:
    members = make_vote()
    post(client, members)
    response = post(client, {**members, **other})
    assert response.status_code == 409
    assert problem(response)["detail"] == (
        f"The id {members['id']} belongs to a vote on another page or revision, or with another answer. "
        "Send this vote with a new id."
    )
    assert len(rows()) == 1


def test_a_second_post_completes_the_vote(client: TestClient, rows: ReadRows) -> None:
    members = make_vote(helpful="no")
    assert post(client, members).status_code == 201
    details = {"reason": "not-found", "status": "pending", "comment": "Ask anna@example.com"}
    assert post(client, {**members, **details}).status_code == 200
    [row] = rows()
    assert (row["reason"], row["status"], row["comment"]) == ("not-found", "pending", "Ask [email]")


def test_400(client: TestClient, rows: ReadRows) -> None:
    response = client.post("/votes", content=b'{"id": ', headers={"content-type": JSON})
    assert problem(response) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "The body could not be read: Input data was truncated.",
    }
    assert rows() == []


def test_422_names_every_wrong_field(client: TestClient, rows: ReadRows) -> None:
    response = post(
        client, make_vote(id="1", page="de", revision="?", helpful="no", reason="spam", comment=2)
    )
    assert [error["field"] for error in problem(response)["errors"]] == [
        *("id", "page", "revision", "reason", "comment"),
    ]
    assert response.status_code == 422
    assert response.json()["errors"][1] == {
        "field": "page",
        "found": '"de"',
        "expected": "the key of a page of this site",
    }
    assert rows() == []


@pytest.mark.parametrize("media_type", ["text/plain", "multipart/form-data; boundary=x", "application/xml"])
def test_415(client: TestClient, rows: ReadRows, media_type: str) -> None:
    response = client.post("/votes", content=json.dumps(make_vote()), headers={"content-type": media_type})
    assert response.status_code == 415
    name = media_type.partition(";")[0]
    assert problem(response)["detail"].startswith(f'The content type "{name}" is not taken.')
    assert rows() == []


def test_415_without_a_content_type(client: TestClient) -> None:
    response = client.post("/votes", content=json.dumps(make_vote()))
    assert problem(response)["detail"].startswith("The content type is missing.")
    assert response.status_code == 415


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE", "PATCH"])
def test_405(client: TestClient, method: str) -> None:
    response = client.request(method, "/votes")
    assert (response.status_code, response.headers["allow"]) == (405, "POST, OPTIONS")
    if method != "HEAD":
        assert problem(response)["detail"] == f"/votes takes POST, not {method}."


@pytest.mark.parametrize("path", ["/votes/", "/votes/7"])
def test_404(client: TestClient, path: str) -> None:
    response = client.post(path)
    assert problem(response)["detail"] == f"There is nothing at {path}. Votes go to POST /votes."
    assert response.status_code == 404


def padded(members: Any, length: int) -> str:
    body = json.dumps(members)
    return body + " " * (length - len(body))


@pytest.mark.parametrize("chunked", [False, True])
def test_413(client: TestClient, rows: ReadRows, chunked: bool) -> None:
    def send(length: int) -> httpx.Response:
        body = padded(make_vote(), length).encode()
        content = iter([body[:5_000], body[5_000:]]) if chunked else body
        response: httpx.Response = client.post("/votes", content=content, headers={"content-type": JSON})
        assert ("content-length" in response.request.headers) is not chunked
        return response

    assert send(BODY_LIMIT).status_code == 201
    response = send(BODY_LIMIT + 1)
    assert response.status_code == 413
    assert problem(response)["detail"] == "The body is larger than 8,192 bytes. Shorten the comment."
    assert len(rows()) == 1


@pytest.mark.parametrize("media_type", [JSON, FORM])
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"origin": "http://testserver"}, 0),
        ({"origin": "https://help.example"}, 0),
        ({}, 0),
        ({"origin": "null"}, 403),
        ({"origin": "https://evil.example"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_403_and_who_may_send(
    client: TestClient, rows: ReadRows, media_type: str, headers: dict[str, str], status: int
) -> None:
    response = post(client, make_vote(), media_type, **headers)
    assert response.status_code == (status or {JSON: 201, FORM: 303}[media_type])
    assert len(rows()) == (0 if status else 1)


def test_the_words_of_403(client: TestClient) -> None:
    assert (
        problem(post(client, make_vote(), origin="null"))["detail"]
        == 'Votes are not taken from the origin "null".'
    )


CORS = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}


def test_a_listed_origin_may_send_json_and_read_the_answer(client: TestClient, rows: ReadRows) -> None:
    origin = "https://help.example"
    asked = client.options("/votes", headers={"origin": origin, **CORS})
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked.headers["access-control-allow-origin"] == origin
    assert asked.headers["access-control-allow-methods"] == "POST"
    assert asked.headers["access-control-allow-headers"] == "content-type"
    assert asked.headers["vary"] == "origin"
    for response in (post(client, make_vote(), origin=origin), post(client, {}, origin=origin)):
        assert response.headers["access-control-allow-origin"] == origin
        assert response.headers["vary"] == "origin"
    assert len(rows()) == 1


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "https://help.example.evil"])
def test_another_origin_may_not(client: TestClient, origin: str) -> None:
    asked = client.options("/votes", headers={"origin": origin, **CORS})
    assert (asked.status_code, problem(asked)["title"]) == (403, "Forbidden")
    for response in (asked, post(client, make_vote(), origin=origin)):
        assert not [name for name in response.headers if name.startswith("access-control")]


def test_our_own_pages_need_no_leave(client: TestClient) -> None:
    response = post(client, make_vote(), origin="http://testserver")
    assert "access-control-allow-origin" not in response.headers
    assert client.options("/votes").status_code == 204


@pytest.fixture
def limited(settings: Settings, store: Store) -> Iterator[TestClient]:
    """A client behind a named proxy of a server that lets two votes in at once."""
    behind = replace(settings, rate=(Rate(2, 60),), proxies=(ip_network("192.0.2.1"),))
    with TestClient(make_app(behind, store), client=("192.0.2.1", 5), follow_redirects=False) as opened:
        yield opened


@pytest.mark.parametrize("media_type", [JSON, FORM])
def test_429(limited: TestClient, rows: ReadRows, media_type: str) -> None:
    def send(address: str, **members: str) -> httpx.Response:
        page = make_vote(page="ru/order-status", **members)
        response: httpx.Response = post(limited, page, media_type, **{"x-forwarded-for": address})
        return response

    stored = {JSON: 201, FORM: 303}[media_type]
    assert [send(f"198.51.100.{number}").status_code for number in range(2)] == [stored] * 2
    refused = send("198.51.100.3")
    assert (refused.status_code, refused.headers["retry-after"]) == (429, "30")
    if media_type == JSON:
        assert problem(refused)["detail"] == (
            "Too many votes come from your network. Send this one again in 30 seconds."
        )
    else:
        assert "Голос не отправлен" in refused.text
    # Of another network, or with words of the client before those of the proxy.
    assert send("198.51.101.3").status_code == stored
    assert send("203.0.113.9, 198.51.100.4").status_code == 429
    assert len(rows()) == 3


def test_what_is_refused_for_its_origin_takes_no_token(limited: TestClient) -> None:
    headers = {"x-forwarded-for": "198.51.100.3"}
    for _ in range(5):
        assert post(limited, make_vote(), origin="null", **headers).status_code == 403
    assert post(limited, make_vote(), **headers).status_code == 201


def test_a_proxy_that_ends_tls_says_so(limited: TestClient) -> None:
    headers = {"x-forwarded-proto": "https", "x-forwarded-host": "help.shop.example"}
    assert post(limited, make_vote(), origin="https://help.shop.example", **headers).status_code == 201


def test_a_machine_that_fills_the_hidden_field_is_thanked(client: TestClient, rows: ReadRows) -> None:
    members = make_vote()
    trapped = post(client, {**members, "website": "https://spam.example"})
    stored = post(client, members)
    assert (trapped.status_code, trapped.content) == (stored.status_code, stored.content)
    assert trapped.headers == stored.headers
    form = {**make_vote(), "website": "https://spam.example"}
    trapped, stored = post(client, form, FORM), post(client, {**form, "website": ""}, FORM)
    assert (trapped.status_code, trapped.headers) == (303, stored.headers)
    assert len(rows()) == 2


def test_a_machine_is_told_what_is_wrong_as_anybody(client: TestClient) -> None:
    assert post(client, make_vote(website="x", helpful="maybe")).status_code == 422


@pytest.mark.parametrize("mark", ["[", '{"a":', '{"comment":['])
@pytest.mark.parametrize("levels", [1_000, 100_000])
def test_a_body_of_many_levels(client: TestClient, mark: str, levels: int) -> None:
    response = client.post("/votes", content=mark * levels, headers={"content-type": JSON})
    assert response.status_code == (400 if len(mark) * levels <= BODY_LIMIT else 413)


@pytest.mark.parametrize("page", ["en/order-status", "ru/order-status"])
def test_a_form_goes_on_to_the_thanks_page(client: TestClient, rows: ReadRows, page: str) -> None:
    response = post(client, make_vote(page=page, id=""), FORM)
    thanks = {"en/order-status": "/thanks/", "ru/order-status": "/ru/thanks/"}[page]
    assert response.status_code == 303
    [row] = rows()
    assert response.headers["location"] == f"{thanks}#{row['id']}"
    assert row["page"] == page


def test_a_form_with_everything(client: TestClient, rows: ReadRows) -> None:
    members = make_vote(helpful="no", reason="wrong", status="pending", comment="one\r\ntwo")
    assert post(client, members, FORM).status_code == 303
    assert post(client, members, FORM).status_code == 303
    [row] = rows()
    assert (row["reason"], row["status"], row["comment"]) == ("wrong", "pending", "one\ntwo")


def test_a_form_that_fails_shows_the_page_of_the_site(client: TestClient, rows: ReadRows) -> None:
    members = make_vote(page="ru/order-status", helpful="no", reason="spam")
    response = post(client, members, FORM)
    assert (response.status_code, response.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert '<base href="/ru/vote-not-sent/"><title>Голос не отправлен' in response.text
    assert rows() == []


def test_a_form_of_another_origin_sees_the_page_in_its_language(client: TestClient) -> None:
    response = post(client, make_vote(page="ru/order-status"), FORM, origin="null")
    assert (response.status_code, "Голос не отправлен" in response.text) == (403, True)


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        (
            {"helpful": "maybe"},
            422,
            "<li>helpful: found &quot;maybe&quot;, expected &quot;yes&quot; or &quot;no&quot;</li>",
        ),
        (
            {"page": "<b>"},
            422,
            "<li>page: found &quot;&lt;b&gt;&quot;, expected the key of a page of this site</li>",
        ),
        ({"comment": "x" * 9_000}, 413, "<p>The body is larger than 8,192 bytes. Shorten the comment.</p>"),
    ],
)
def test_a_form_that_fails_on_a_site_without_a_page_for_it(
    client: TestClient, change: dict[str, str], status: int, words: str
) -> None:
    response = post(client, make_vote(**change), FORM)
    assert (response.status_code, words in response.text) == (status, True)


def test_a_form_with_a_known_id(client: TestClient) -> None:
    members = make_vote()
    post(client, members, FORM)
    response = post(client, {**members, "helpful": "no"}, FORM)
    assert (response.status_code, "Send this vote with a new id." in response.text) == (409, True)


def test_the_same_id_at_once_is_stored_once(settings: Settings, database: Path, rows: ReadRows) -> None:
    members = make_vote()

    async def scenario(client: httpx.AsyncClient) -> None:
        sent = [client.post("/votes", json=members) for _ in range(20)]
        sent += [client.post("/votes", json={**members, "helpful": "no"}) for _ in range(5)]
        statuses = [response.status_code for response in await asyncio.gather(*sent)]
        assert sorted(statuses) == [200] * 19 + [201] + [409] * 5

    run(settings, SqliteStore(database), scenario)
    assert len(rows()) == 1


def test_concurrent_votes_share_a_commit_and_none_is_answered_before_it(
    settings: Settings, database: Path, rows: ReadRows
) -> None:
    store = Gated(database)

    async def scenario(client: httpx.AsyncClient) -> None:
        first = asyncio.create_task(client.post("/votes", json=make_vote()))
        await asyncio.to_thread(store.arrived.wait, 5)
        others = [asyncio.create_task(client.post("/votes", json=make_vote())) for _ in range(60)]
        await asyncio.sleep(0.2)
        assert not any(task.done() for task in [first, *others])
        assert rows() == []
        store.through.set()
        responses = await asyncio.gather(first, *others)
        assert {response.status_code for response in responses} == {201}

    run(settings, store, scenario)
    assert store.sizes == [1, 60]
    assert len(rows()) == 61


@pytest.mark.parametrize("media_type", [JSON, FORM])
def test_a_full_queue(settings: Settings, database: Path, rows: ReadRows, media_type: str) -> None:
    store = Gated(database)

    async def scenario(client: httpx.AsyncClient) -> None:
        waiting = [
            asyncio.create_task(client.post("/votes", json=make_vote())) for _ in range(settings.queue)
        ]
        await asyncio.to_thread(store.arrived.wait, 5)
        await asyncio.sleep(0.1)
        refused = await post(client, make_vote(), media_type)
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "2")
        assert "Too many votes are waiting." in refused.text
        store.through.set()
        assert {response.status_code for response in await asyncio.gather(*waiting)} == {201}
        assert (await client.post("/votes", json=make_vote())).status_code == 201

    run(settings, store, scenario)
    assert len(rows()) == settings.queue + 1


@pytest.mark.parametrize("error", [StoreError("the disk is full"), OSError("a mistake")])
def test_a_store_that_fails_and_recovers(
    serving: Serving,
    database: Path,
    rows: ReadRows,
    error: Exception,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = Failing(database)
    client = serving(store)
    store.error = error
    response = post(client, make_vote())
    assert (response.status_code, response.headers["retry-after"]) == (503, "2")
    assert problem(response)["detail"] == "The vote could not be stored. Send it again in 2 seconds."
    assert str(error) in caplog.text
    form = post(client, make_vote(page="ru/order-status"), FORM)
    assert (form.status_code, "Голос не отправлен" in form.text) == (503, True)
    store.error = None
    assert post(client, make_vote()).status_code == 201
    assert len(rows()) == 1


def test_a_table_that_is_gone_for_a_while(client: TestClient, database: Path, rows: ReadRows) -> None:
    members = make_vote()
    with closing(sqlite3.connect(database)) as other:
        other.execute("ALTER TABLE votes RENAME TO away")
        assert post(client, members).status_code == 503
        other.execute("ALTER TABLE away RENAME TO votes")
    assert post(client, members).status_code == 201
    assert len(rows()) == 1


def test_a_new_build_is_followed_while_serving(client: TestClient, site: Path) -> None:
    assert post(client, make_vote(page="de")).status_code == 422
    pages = json.loads((site / "pages.json").read_text("utf-8"))
    pages["pages"]["de"] = pages["pages"]["en"]
    (site / "pages.json").write_text(json.dumps(pages), "utf-8")
    end = time.monotonic() + 5
    while post(client, make_vote(page="de")).status_code != 201:
        assert time.monotonic() < end
        time.sleep(0.05)
    (site / "pages.json").unlink()
    time.sleep(1.1)
    assert post(client, make_vote(page="de")).status_code == 201


def test_no_pages_no_server(settings: Settings, store: SqliteStore, site: Path) -> None:
    (site / "pages.json").unlink()
    with pytest.raises(SettingsError, match="Build the site first: make build"):
        make_app(settings, store)


def test_health(serving: Serving) -> None:
    client = serving()
    response = client.get("/health")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response.headers["cache-control"] == "no-store"


def test_health_of_a_server_that_cannot_store(settings: Settings, store: Store) -> None:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(make_app(settings, store))  # its writer was not started
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.get("/health")

    assert problem(asyncio.run(ask()))["status"] == 503


def test_ready(serving: Serving, database: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("votebox.writer._DOUBT", 0.3)
    store = Failing(database)
    client = serving(store)
    assert client.get("/ready").json() == {"status": "ok"}
    store.error = StoreError("The disk is full.")
    post(client, make_vote())
    assert problem(client.get("/ready"))["status"] == 503
    assert client.get("/health").status_code == 200
    time.sleep(0.3)  # long enough ago to try again
    assert client.get("/ready").status_code == 200
    post(client, make_vote())
    assert client.get("/ready").status_code == 503
    store.error = None
    post(client, make_vote())
    assert client.get("/ready").status_code == 200


def samples(text: str) -> dict[str, float]:
    lines = [line.rpartition(" ") for line in text.splitlines() if not line.startswith("#")]
    return {name: float(value) for name, _, value in lines}


def test_metrics(serving: Serving, database: Path) -> None:
    store = Failing(database)
    client = serving(store, client=("127.0.0.1", 5))
    members = make_vote(helpful="no", comment="a secret comment")
    for _ in range(2):
        post(client, members)
    post(client, {**members, "helpful": "yes", "comment": None})
    post(client, make_vote(website="x"))
    post(client, make_vote(page="de"), FORM)
    post(client, make_vote(), origin="null")
    client.put("/votes")
    store.error = StoreError("The disk is full.")
    post(client, make_vote())
    response = client.get("/metrics")
    assert response.headers["content-type"] == "text/plain; version=0.0.4; charset=utf-8"
    assert response.headers["cache-control"] == "no-store"
    found = samples(response.text)
    assert {name: value for name, value in found.items() if value and "{" in name and "le=" not in name} == {
        'votebox_votes_total{outcome="stored"}': 1,
        'votebox_votes_total{outcome="stored_again"}': 1,
        'votebox_votes_total{outcome="trapped"}': 1,
        'votebox_refused_total{status="403",reason="foreign"}': 1,
        'votebox_refused_total{status="405",reason="method-not-allowed"}': 1,
        'votebox_refused_total{status="409",reason="conflict"}': 1,
        'votebox_refused_total{status="422",reason="wrong"}': 1,
        'votebox_refused_total{status="503",reason="store-failed"}': 1,
    }
    assert (found["votebox_batch_votes_count"], found["votebox_batch_votes_sum"]) == (4, 4)
    assert 0 < found["votebox_commit_seconds_sum"] < 5
    assert found["votebox_failed_commits_total"] == 1
    assert found["votebox_waiting_votes"] == 0
    for personal in ("127.0.0.1", "secret", members["id"]):
        assert personal not in response.text


def test_metrics_are_not_for_everybody(client: TestClient) -> None:
    assert problem(client.get("/metrics"))["detail"] == (
        "Metrics are given to the machine itself, or with the token of VOTEBOX_METRICS_TOKEN."
    )


def test_a_mistake_in_votebox_is_a_problem_without_its_words(
    serving: Serving, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = serving(raise_server_exceptions=False)
    monkeypatch.setattr("votebox.endpoint.from_json", lambda *_: 1 / 0)
    response = post(client, make_vote())
    assert response.status_code == 500
    assert response.json()["detail"] == "votebox made a mistake; its log says which."
    assert "division" not in response.text


def test_a_body_that_never_ends_stores_nothing(settings: Settings, store: Store, rows: ReadRows) -> None:
    app = make_app(settings, store)
    body = json.dumps(make_vote()).encode()
    messages: Iterator[Message] = iter(
        [{"type": "http.request", "body": body, "more_body": True}, {"type": "http.disconnect"}]
    )
    sent = []

    async def receive() -> Message:
        return next(messages)

    async def send(message: Message) -> None:
        sent.append(message)

    headers = [(b"content-type", b"application/json"), (b"host", b"testserver")]
    scope = {"type": "http", "method": "POST", "scheme": "http", "path": "/votes", "headers": headers}

    async def request() -> None:
        async with app.router.lifespan_context(app):
            await app(scope, receive, send)

    asyncio.run(request())
    assert sent == []
    assert rows() == []


JUNK = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text()),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(), inner, max_size=3)),
    max_leaves=5,
)
MEMBERS = st.fixed_dictionaries(
    {},
    optional={
        "id": st.one_of(st.uuids().map(str), JUNK),
        "page": st.one_of(st.just("en/order-status"), JUNK),
        "revision": st.one_of(st.just("5f2c9a1b03de"), JUNK),
        "helpful": st.one_of(st.sampled_from(["yes", "no"]), JUNK),
        "reason": st.one_of(st.sampled_from(list(Reason)), JUNK),
        "status": st.one_of(st.just("pending"), JUNK),
        "comment": st.one_of(st.text(), JUNK),
    },
)
BODIES = st.one_of(
    st.binary(max_size=9_000),
    JUNK.map(json.dumps).map(str.encode),
    MEMBERS.map(json.dumps).map(str.encode),
    MEMBERS.map(lambda members: urlencode(members, errors="replace").encode()),
)


def test_any_body_gets_an_answer_and_what_is_stored_is_valid(client: TestClient, rows: ReadRows) -> None:
    seen = set()

    @examples(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
    @given(BODIES, st.sampled_from([JSON, FORM]))
    def send(body: bytes, media_type: str) -> None:
        response = client.post("/votes", content=body, headers={"content-type": media_type})
        assert response.status_code in {200, 201, 303, 400, 409, 413, 422}
        seen.add(response.status_code)

    send()
    assert seen >= {400, 422}
    for row in rows():
        assert row["page"] in {"en/order-status", "en", "ru/order-status"}
        assert uuid.UUID(row["id"])
        assert row["reason"] in {None, *Reason}
        assert row["status"] in {None, "pending", "processing", "payment-received"}
        assert row["helpful"] == 0 or (row["reason"], row["status"], row["comment"]) == (None, None, None)
