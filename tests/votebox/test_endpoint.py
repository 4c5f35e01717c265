"""What a vote is stored as: flagged or not, and as whose; how votes are answered is in test_app.py."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from hashlib import blake2b
from ipaddress import ip_network
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from starlette.testclient import TestClient

from tests.votebox.sharing import ReadRows, make_vote, totals
from votebox.app import make_app
from votebox.limits import Rate
from votebox.settings import Settings
from votebox.sqlite import SqliteStore

READER, NEIGHBOUR, STRANGER = "198.51.100.7", "198.51.100.8", "203.0.113.9"
AGENT = "Mozilla/5.0 (X11)"

Serve = Callable[..., TestClient]


@pytest.fixture
def behind_a_proxy(settings: Settings, database: Path) -> Iterator[Serve]:
    """Serve with these settings besides, to a proxy on this machine."""
    started: list[TestClient] = []

    def serve(**given: Any) -> TestClient:
        store = SqliteStore(database)
        store.open()
        app = make_app(replace(settings, proxies=(ip_network("127.0.0.1"),), **given), store)
        started.append(TestClient(app, follow_redirects=False, client=("127.0.0.1", 4_711)))
        started[-1].__enter__()
        return started[-1]

    yield serve
    for client in started:
        client.__exit__(None, None, None)


def send(client: TestClient, address: str = READER, signal: str = "", **members: Any) -> httpx.Response:
    """Send a vote as a proxy passes it on."""
    headers = {"x-forwarded-for": address, "user-agent": AGENT, **({signal: "1"} if signal else {})}
    answer: httpx.Response = client.post("/votes", json=make_vote(**members), headers=headers)
    return answer


def test_a_burst_is_kept_and_left_out_of_the_score(
    behind_a_proxy: Serve, rows: ReadRows, database: Path
) -> None:
    client = behind_a_proxy(burst=(Rate(2, 3_600),))
    for number in range(4):
        assert send(client, f"198.51.100.{number}", helpful="no", reason="wrong").status_code == 201
    assert send(client, STRANGER, helpful="no").status_code == 201
    assert send(client, READER).status_code == 201
    assert send(client, READER, page="ru/order-status", helpful="no").status_code == 201
    assert [bool(row["flagged"]) for row in rows()] == [False, False, True, True, False, False, False]
    [page, _] = totals(SqliteStore(database)).pages
    assert (page.yes, page.no, page.received, page.flagged, page.reasons) == (1, 3, 6, 2, {"wrong": 2})


def test_the_same_votes_in_a_form(behind_a_proxy: Serve, rows: ReadRows) -> None:
    client = behind_a_proxy(burst=(Rate(1, 3_600),))
    for _ in range(2):
        sent = client.post("/votes", data=make_vote(), headers={"x-forwarded-for": READER})
        assert sent.status_code == 303
    assert [bool(row["flagged"]) for row in rows()] == [False, True]


def test_details_are_part_of_no_burst(behind_a_proxy: Serve, rows: ReadRows) -> None:
    client = behind_a_proxy(burst=(Rate(2, 3_600),))
    vote = make_vote(helpful="no")
    for details in ({}, {"reason": "wrong"}, {"reason": "wrong", "comment": "Why?"}):
        assert send(client, **vote, **details).status_code in (200, 201)
    assert send(client, NEIGHBOUR, helpful="no").status_code == 201
    assert send(client, NEIGHBOUR, helpful="no").status_code == 201
    assert [bool(row["flagged"]) for row in rows()] == [False, False, True]


def test_a_vote_of_a_burst_stays_flagged_whatever_comes_to_it(behind_a_proxy: Serve, rows: ReadRows) -> None:
    client = behind_a_proxy(burst=(Rate(1, 3_600),))
    send(client, helpful="no")
    vote = make_vote(helpful="no")
    send(client, **vote)
    send(client, STRANGER, **vote, reason="wrong")
    assert [(bool(row["flagged"]), row["reason"]) for row in rows()] == [(False, None), (True, "wrong")]


def test_this_machine_is_not_watched(settings: Settings, database: Path, rows: ReadRows) -> None:
    store = SqliteStore(database)
    store.open()
    app = make_app(replace(settings, burst=(Rate(1, 3_600),)), store)
    with TestClient(app, client=("127.0.0.1", 4_711)) as client:
        for _ in range(5):
            assert client.post("/votes", json=make_vote()).status_code == 201
    assert not any(row["flagged"] for row in rows())


def salt(database: Path) -> bytes:
    with closing(sqlite3.connect(database)) as connection:
        [(found,)] = connection.execute("SELECT salt FROM salts")
        return bytes(found)


def hashed(who: bytes, database: Path) -> bytes:
    return blake2b(who, key=salt(database), digest_size=16).digest()


@pytest.mark.parametrize("signal", ["DNT", "Sec-GPC"])
def test_signals_are_honoured_where_that_is_set(
    behind_a_proxy: Serve, rows: ReadRows, database: Path, signal: str
) -> None:
    client = behind_a_proxy(signals=True)
    for _ in range(2):
        assert send(client, signal=signal).status_code == 201
    assert send(client).status_code == 201
    one, other, without = rows()
    # Nothing that two votes of one reader have in common, and nothing of the reader.
    for row in (one, other):
        assert row["reader"] == hashed(b"\n" + UUID(row["id"]).bytes, database)
    assert one["reader"] != other["reader"]
    assert without["reader"] == hashed(f"{READER}\n{AGENT}".encode(), database)
    assert totals(SqliteStore(database)).pages[0].votes == 3


@pytest.mark.parametrize("signal", ["DNT", "Sec-GPC"])
def test_signals_are_of_no_account_where_it_is_not(
    behind_a_proxy: Serve, rows: ReadRows, database: Path, signal: str
) -> None:
    client = behind_a_proxy()
    for said in (signal, signal, ""):
        assert send(client, signal=said).status_code == 201
    assert {row["reader"] for row in rows()} == {hashed(f"{READER}\n{AGENT}".encode(), database)}
    assert totals(SqliteStore(database)).pages[0].votes == 1


def test_only_a_one_is_a_signal(behind_a_proxy: Serve, rows: ReadRows) -> None:
    client = behind_a_proxy(signals=True)
    for value in ("0", "", "unspecified", "11"):
        headers = {"x-forwarded-for": READER, "dnt": value, "sec-gpc": value}
        assert client.post("/votes", json=make_vote(), headers=headers).status_code == 201
    assert len({row["reader"] for row in rows()}) == 1


def test_who_sends_a_signal_is_limited_and_watched_like_anybody(
    behind_a_proxy: Serve, rows: ReadRows
) -> None:
    client = behind_a_proxy(signals=True, burst=(Rate(1, 3_600),), rate=(Rate(2, 3_600),))
    assert [send(client, signal="DNT").status_code for _ in range(3)] == [201, 201, 429]
    assert [bool(row["flagged"]) for row in rows()] == [False, True]
