import json
import os
import signal
import time
from dataclasses import replace
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest

from tests.votebox import postgres_server
from tests.votebox.fuzzing import ledger, rules
from tests.votebox.fuzzing.dashboard import TOKEN
from tests.votebox.fuzzing.exchange import Answer, Client, Facts, Request, compose
from tests.votebox.fuzzing.ledger import Ledger
from tests.votebox.fuzzing.run import Fuzz, Target
from tests.votebox.sharing import Server, Start, read_rows
from votebox import policy, problems, server
from votebox.address import Address, Place

REQUESTS = int(os.environ.get("REQUESTS", "1000"))
SEED = int(os.environ.get("SEED", "0"))

# The rate is so slow that both servers refuse the same votes, however long each of them takes.
SETTINGS = ("--proxy", "127.0.0.1", "--origin", "https://help.example", "--rate", "3/999999")


@pytest.fixture
def places(request: pytest.FixtureRequest, database: Path) -> dict[str, Place]:
    found: dict[str, Place] = {"SQLite": database}
    if postgres_server.find():
        found["PostgreSQL"] = request.getfixturevalue("postgres")
    return found


class Log:
    """What a server writes, read at once: it would wait for whoever reads it."""

    def __init__(self, running: Server) -> None:
        self.lines: list[str] = []
        self._thread = Thread(target=self._read, args=(running,), daemon=True)
        self._thread.start()

    def text(self) -> str:
        """Wait for the end of the server, and return all of it."""
        self._thread.join(20)
        return "".join(self.lines)

    def _read(self, running: Server) -> None:
        assert running.process.stderr
        self.lines.extend(running.process.stderr)


def test_no_request_breaks_votebox(start: Start, places: dict[str, Place]) -> None:
    """With REQUESTS=100000 it is `make fuzz`."""
    began = time.time_ns() // 1_000_000
    servers = {
        name: start(*SETTINGS, VOTEBOX_DATABASE=_setting(place), VOTEBOX_DASHBOARD_TOKEN=TOKEN)
        for name, place in places.items()
    }
    logs = [Log(running) for running in servers.values()]
    fuzz = Fuzz({name: Target(running.host, running.port) for name, running in servers.items()})
    fuzz.run(REQUESTS, SEED)
    print(f"\n{fuzz.table()}")
    for running in servers.values():
        [alive] = Client(running.host, running.port).exchange(GET_READY)
        assert alive.status == 200
        running.process.send_signal(signal.SIGTERM)
        assert running.process.wait(20) == 0
    assert not [text for text in (log.text() for log in logs) if "Traceback" in text or "mistake" in text]
    for name, place in places.items():
        rows = read_rows(place)
        print(f"{len(rows):,} votes are stored in {name}")
        assert list(fuzz.targets[name].ledger.faults(rows, began, time.time_ns() // 1_000_000)) == []
        assert len(rows) > REQUESTS / 10
        seen = {status for _, status in fuzz.targets[name].answers}
        assert seen >= {200, 201, 303, 400, 403, 404, 405, 409, 413, 415, 422, 431}


def _setting(place: Place) -> str:
    return place.url if isinstance(place, Address) else str(place)


GET_READY = Request(data=compose(method=b"GET", target=b"/ready"), method="GET", path="/ready")
ID = UUID("0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e")
VOTE = Request(data=b"", votes=(Facts(ID, "en", "5f2c9a1b03de", "yes"),))
FORM = replace(VOTE, form=True)


def answer(status: int, media_type: str, body: bytes, **headers: str) -> Answer:
    common = (
        {policy.HEADER.decode(): policy.STRICT.decode()} | dict(server.HEADERS) | {"content-type": media_type}
    )
    added = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=tuple((common | added).items()), body=body)


STORED = answer(
    201, "application/json", json.dumps({"id": str(ID), "stored": True}, separators=(",", ":")).encode()
)
REFUSED = answer(409, "application/problem+json", problems.conflict(ID).json())
FAILED = answer(422, "text/html; charset=utf-8", b"<!doctype html><title>No</title><h1>No</h1>")
THANKS = answer(303, "text/plain; charset=utf-8", b"", location=f"/thanks/#{ID}")


@pytest.mark.parametrize(
    ("request_", "found"),
    [(VOTE, STORED), (VOTE, REFUSED), (FORM, THANKS), (FORM, FAILED)],
    ids=["stored", "refused", "thanks", "failed"],
)
def test_answers_that_are_right(request_: Request, found: Answer) -> None:
    assert list(rules.faults(request_, [found])) == []


WRONG: list[tuple[Request, list[Answer], str]] = [
    (VOTE, [], "0 answers came to 1 requests."),
    (VOTE, [replace(STORED, status=500)], "The status is 500."),
    (VOTE, [replace(STORED, headers=STORED.headers[1:])], "The header content-security-policy is []."),
    (VOTE, [replace(STORED, headers=(*STORED.headers, ("x", "a\x00")))], "The header x is 'a\\x00'."),
    (VOTE, [replace(STORED, body=b'{"id":"7","stored":false}')], "True was expected"),
    (VOTE, [replace(REFUSED, body=b'{"status":409}')], "'title' is a required property"),
    (VOTE, [replace(REFUSED, status=422)], "The problem has the status 409."),
    (VOTE, [FAILED], "The content type of a refusal is text/html; charset=utf-8."),
    (VOTE, [THANKS], "JSON is answered 303."),
    (VOTE, [replace(STORED, status=202)], "The status 202 is not in the document."),
    (FORM, [replace(FAILED, body=b"<script>alert(1)</script>")], "The page has the tags ['script']."),
    (FORM, [replace(THANKS, headers=THANKS.headers[:-1])], "The header Location comes 0 times with 303."),
    (
        VOTE,
        [answer(429, "application/problem+json", problems.limited(3).json())],
        "The header Retry-After comes 0 times with 429.",
    ),
    (
        VOTE,
        [answer(400, "text/plain", b"Invalid HTTP request received.")],
        "The content type text/plain is not in the document for 400.",
    ),
    (replace(VOTE, method="HEAD"), [STORED], "HEAD is answered with a body."),
    (replace(VOTE, method="PUT"), [STORED], "PUT /votes is answered 201."),
    (replace(VOTE, path="/votes/7"), [STORED], "/votes/7 is answered 201."),
    (replace(VOTE, path=""), [replace(STORED, body=b"SQLite format 3")], "The database is given out."),
]


@pytest.mark.parametrize(("request_", "answers", "fault"), WRONG, ids=[fault for *_, fault in WRONG])
def test_answers_that_are_wrong(request_: Request, answers: list[Answer], fault: str) -> None:
    assert fault in list(rules.faults(request_, answers))


ROW = {
    "id": str(ID),
    "page": "en/order-status",
    "revision": "5f2c9a1b03de",
    "helpful": 0,
    "reason": "wrong",
    "status": "pending",
    "comment": "Why?",
    "reader": b"r" * 16,
    "created_at": 5,
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"page": "de"}, "The page is 'de'."),
        ({"status": "shipped"}, "The status is 'shipped'."),
        ({"revision": "5f2c9a1b03de\n"}, "The revision is '5f2c9a1b03de\\n'."),
        ({"helpful": 2, "reason": None, "status": None, "comment": None}, "helpful is 2."),
        ({"helpful": 1}, "A Yes has details."),
        ({"reason": "spam"}, "The reason is 'spam'."),
        ({"comment": ""}, "The comment has 0 characters, with blanks at its ends or without."),
        ({"comment": " a"}, "The comment has 2 characters, with blanks at its ends or without."),
        ({"comment": "a" * 2_001}, "The comment has 2001 characters, with blanks at its ends or without."),
        (
            {"comment": "[email] " * 400 + "x"},
            "The comment has 3201 characters, with blanks at its ends or without.",
        ),
        ({"comment": "a\x00b"}, "The comment has the character '\\x00'."),
        ({"comment": "a\u202eb"}, "The comment has the character '\\u202e'."),
        ({"comment": "anna@example.com"}, "The comment has 'a@example.co'."),
        ({"reader": b""}, "The reader has 0 bytes."),
        ({"created_at": 11}, "The time is 11."),
    ],
)
def test_rows_that_break_a_limit(change: dict[str, Any], fault: str) -> None:
    assert list(ledger.broken(ROW, 0, 10)) == []
    assert list(ledger.broken({**ROW, **change}, 0, 10)) == [fault]


def noted(request: Request, *answers: Answer) -> Ledger:
    found = Ledger()
    assert list(found.note(request, answers)) == []
    return found


def test_a_vote_that_was_acknowledged_is_stored() -> None:
    row = {**ROW, "page": "en", "helpful": 1, "reason": None, "status": None, "comment": None}
    for found in (noted(VOTE, STORED), noted(FORM, THANKS)):
        assert list(found.faults([row], 0, 10)) == []
        assert list(found.faults([], 0, 10)) == [
            f"1 votes were acknowledged and are not stored, such as {ID}."
        ]
        [fault] = found.faults([ROW], 0, 10)
        assert fault.startswith("1 votes are stored as nobody sent them")


def test_a_vote_that_was_not_acknowledged_is_not_stored() -> None:
    told = "1 votes are stored and were not acknowledged, {} of them of machines."
    assert list(noted(VOTE, REFUSED).faults([ROW], 0, 10)) == [told.format(0)]
    assert list(noted(replace(VOTE, trapped=True), STORED).faults([ROW], 0, 10)) == [told.format(1)]
    assert list(noted(replace(VOTE, answers=None)).faults([ROW], 0, 10)) == []


def test_a_vote_that_is_acknowledged_by_the_id_of_another() -> None:
    other = replace(VOTE, votes=(Facts(UUID(int=7), "en", "5f2c9a1b03de", "yes"),))
    assert list(Ledger().note(other, [STORED])) == [f"A vote was acknowledged by the id {ID}."]
