"""What the log says, and above all what it never says."""

import ast
import json
import logging
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from _pytest.logging import LogCaptureHandler

from tests.project import ROOT
from tests.votebox.sharing import VOTEBOX, Server, make_vote
from votebox import logs
from votebox.address import Address
from votebox.logs import Form, event

LOG = logging.getLogger("votebox")


@pytest.fixture
def set_up() -> Iterator[Any]:
    """`logs.set_up`, whose work is undone when the test is over."""
    hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    level, handlers = LOG.level, logging.getLogger().handlers[:]
    yield logs.set_up
    sys.excepthook, threading.excepthook, sys.unraisablehook = hooks
    LOG.setLevel(level)
    logging.getLogger().handlers[:] = handlers
    logging.captureWarnings(False)


def fail() -> None:
    try:
        raise KeyError("Anna")
    except KeyError as error:
        raise ValueError("Anna’s comment") from error


def test_an_event_for_a_person(set_up: Any, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Form.TEXT)
    LOG.info("All is well.", extra=event("well"))
    LOG.error("%d votes were not stored.", 7, extra=event("lost", votes=7))
    assert capsys.readouterr() == ("", "7 votes were not stored.\n")


def test_an_event_for_programs(set_up: Any, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Form.TEXT)
    set_up(Form.JSON)
    LOG.info("%d votes\nwere stored.", 7, extra=event("stored", votes=7, seconds=0.25, store="votes.db"))
    out, line = capsys.readouterr()
    found = json.loads(line)
    time = datetime.fromisoformat(found.pop("time"))
    assert (out, time.utcoffset(), line.count("\n")) == ("", timedelta(0), 1)
    assert found == {
        "level": "info",
        "logger": "votebox",
        "event": "stored",
        "message": "7 votes\nwere stored.",
        "votes": 7,
        "seconds": 0.25,
        "store": "votes.db",
    }


def test_a_path_that_is_no_unicode(
    set_up: Any, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    set_up(Form.JSON)
    # pytest would keep what is logged, and xdist cannot send it on.
    own = [one for one in logging.root.handlers if not isinstance(one, LogCaptureHandler)]
    monkeypatch.setattr(logging.root, "handlers", own)
    LOG.warning("%s", "caf\udce9", extra=event("odd"))
    assert json.loads(capsys.readouterr().err)["message"] == "caf\udce9"


@pytest.mark.parametrize("form", Form)
def test_of_exceptions_type_and_place_are_told(
    set_up: Any, capsys: pytest.CaptureFixture[str], form: Form
) -> None:
    set_up(form)
    try:
        fail()
    except ValueError:
        LOG.exception("The store failed.", extra=event("failed"))
    text = capsys.readouterr().err
    assert "Anna’s" not in text.replace('raise ValueError("Anna’s comment")', "")
    if form is Form.JSON:
        exception = json.loads(text)["exception"]
        assert exception["type"] == "ValueError"
        text = exception["traceback"]
    assert re.search(r', in fail\n.*raise KeyError\("Anna"\)\nKeyError\n.*ValueError\n?$', text, re.DOTALL)


@pytest.mark.parametrize("form", Form)
def test_words_of_other_libraries_are_not_told(
    set_up: Any, capsys: pytest.CaptureFixture[str], form: Form
) -> None:
    set_up(form)
    logging.getLogger("asyncio").error("Exception in callback answer('Anna')")
    logging.getLogger("uvicorn.error").warning("Invalid HTTP request received.")
    logging.getLogger("uvicorn.error").info("Application startup complete.")
    first, second = capsys.readouterr().err.splitlines()
    words = "A library reported a problem. Its words may quote a request, so they are not written."
    if form is Form.TEXT:
        assert (first, second) == (words, "Invalid HTTP request received.")
        return
    found = [json.loads(line) for line in (first, second)]
    assert [(one["logger"], one["event"], one["message"]) for one in found] == [
        ("asyncio", "library", words),
        ("uvicorn.error", "library", "Invalid HTTP request received."),
    ]


def test_what_python_itself_would_write(set_up: Any, capsys: pytest.CaptureFixture[str]) -> None:
    set_up(Form.JSON)
    thread = threading.Thread(target=fail, name="votebox-writer")
    thread.start()
    thread.join()

    class Unclosed:
        def __del__(self) -> None:
            fail()

    Unclosed()
    try:
        fail()
    except ValueError as error:
        sys.excepthook(ValueError, error, error.__traceback__)
    found = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(one["level"], one["event"], one["exception"]["type"]) for one in found] == [
        ("critical", "thread-ended", "ValueError"),
        ("error", "not-raised", "ValueError"),
        ("critical", "process-ended", "ValueError"),
    ]
    assert found[0]["thread"] == "votebox-writer"


def test_whoever_logs_does_not_fail_for_it(set_up: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    set_up(Form.TEXT)

    class Broken:
        def write(self, _text: str) -> None:
            raise BrokenPipeError

    monkeypatch.setattr(sys, "stderr", Broken())
    LOG.error("Nobody reads this.", extra=event("unread"))


def test_a_start_that_fails_is_told_in_the_log(site: Path) -> None:
    (site / "pages.json").unlink()
    command = [sys.executable, "-c", VOTEBOX, "serve", "--port", "0", "--log", "json"]
    done = subprocess.run(command, cwd=site.parent, capture_output=True, text=True, check=False)
    found = json.loads(done.stderr)
    assert (done.returncode, done.stdout, found["level"], found["event"]) == (2, "", "critical", "failed")
    assert found["message"] == "site/pages.json does not exist. Build the site first: make build"


# The calls


def calls() -> dict[str, str]:
    """Every call that logs in votebox, by its place, with the source of its `extra`."""
    found = {}
    for path in sorted((ROOT / "src/votebox").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and re.fullmatch(
                r"_LOG\.(debug|info|warning|error|exception|critical|log)", ast.unparse(node.func)
            ):
                extra = [ast.unparse(one.value) for one in node.keywords if one.arg == "extra"]
                found[f"{path.name}:{node.lineno}"] = "".join(extra)
    return found


def names() -> set[str]:
    sources = (path.read_text(encoding="utf-8") for path in (ROOT / "src/votebox").rglob("*.py"))
    return {name for text in sources for name in re.findall(r'\bevent\(\s*"([^"]*)"', text)}


def test_every_call_has_an_event() -> None:
    found = calls()
    assert len(found) >= 8
    assert {place for place, extra in found.items() if not re.match(r"event\(|extra$", extra)} == set()
    assert {name for name in names() if not re.fullmatch(r"[a-z]+(-[a-z]+)*", name)} == set()


def test_every_event_is_in_the_guide() -> None:
    guide = (ROOT / "guides/cluster.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| `([a-z-]+)` \|", guide, re.MULTILINE)) == names() | {"library"}


# What is never in it

ADDRESS, AGENT, COMMENT = "203.0.113.77", "Netscape-9-of-Anna", "my-parcel-is-at-the-neighbour"
ORIGIN, QUERY, HEADER = "https://elsewhere.example", "looking-for-anna", "cookie-of-anna"
VOTE = make_vote(helpful="no", comment=COMMENT)
SECRETS = {ADDRESS, AGENT, COMMENT, ORIGIN, QUERY, HEADER, VOTE["id"], VOTE["id"].replace("-", "")}

# Whatever fails, fails with all that it knows in the words of its exception.
BREAKING = """
import threading
from votebox import site, sqlite, transport
from votebox.cli import main

def breaking(*known):
    raise ValueError(repr(known))

received = transport.VoteProtocol.data_received

def receive(self, data):
    self.loop.call_soon(breaking, data, self.client)
    threading.Thread(target=breaking, args=(data, self.client)).start()
    received(self, data)

transport.VoteProtocol.data_received = receive
sqlite.SqliteStore.save = breaking
site.Site.get_response = breaking
main()
"""


def send(server: Server, method: str, path: str, body: bytes = b"", *headers: str) -> int:
    """Send a request as a proxy does; return the status of its answer."""
    head = [f"{method} {path}?q={QUERY} HTTP/1.1", "host: x", f"x-forwarded-for: {ADDRESS}"]
    head += [f"user-agent: {AGENT}", f"cookie: {HEADER}", f"content-length: {len(body)}", *headers]
    with socket.create_connection((server.host, server.port), timeout=20) as connection:
        connection.sendall("\r\n".join([*head, "", ""]).encode() + body)
        return int(connection.recv(65_536)[9:12])


def send_all(server: Server) -> list[int]:
    """Send a vote, and all sorts of requests that are refused; return the statuses."""
    vote, as_json = json.dumps(VOTE).encode(), "content-type: application/json"
    wrong = json.dumps({**VOTE, "page": QUERY, "revision": COMMENT}).encode()
    return [
        send(server, "POST", "/votes", vote, as_json),
        send(server, "POST", "/votes", wrong, as_json),
        send(server, "POST", "/votes", vote[:-1], as_json),
        send(server, "POST", "/votes", vote, as_json, f"origin: {ORIGIN}"),
        send(server, "POST", "/votes", vote, f"content-type: {HEADER}"),
        send(server, "POST", "/votes", vote + b" " * 9_000, as_json),
        send(server, "PUT", "/votes", vote),
        send(server, "GET", "/order-status/"),
        send(server, "GET", f"/{QUERY}", b"", f"{HEADER}: {'x' * 40_000}"),
        send(server, f"{HEADER} NO", "HTTP"),
    ]


def told(text: str) -> set[str]:
    """Which secrets stand in a log, also where it has them as JSON."""
    return {secret for secret in SECRETS if secret in text or json.dumps(secret)[1:-1] in text}


def events(text: str) -> set[str]:
    return {json.loads(line)["event"] for line in text.splitlines()}


@pytest.mark.parametrize("form", Form)
def test_nothing_of_a_reader_is_told(site: Path, form: Form) -> None:
    environment = {"VOTEBOX_LOG": form, "VOTEBOX_PROXIES": "127.0.0.1"}
    running = Server(["--port", "0"], site.parent, environment)
    assert send_all(running) == [201, 422, 400, 403, 415, 413, 405, 200, 431, 400]
    code, text = running.stop(signal.SIGTERM)
    assert (code, told(text)) == (0, set())
    assert "Invalid HTTP request received." in text
    if form is Form.JSON:
        assert events(text) == {"library", "refused", "stopping", "stopped"}


@pytest.mark.parametrize("form", Form)
def test_nothing_of_a_reader_is_told_when_all_fails(site: Path, form: Form) -> None:
    environment = {"VOTEBOX_LOG": form, "VOTEBOX_PROXIES": "127.0.0.1"}
    running = Server(["--port", "0"], site.parent, environment, BREAKING)
    assert send_all(running) == [503, 422, 400, 403, 415, 413, 405, 500, 431, 400]
    code, text = running.stop(signal.SIGTERM)
    assert (code, told(text)) == (0, set())
    assert text.count("ValueError") >= 22  # two for each request, one of the store, one of the site
    if form is Form.JSON:
        assert events(text) == {"library", "commit-broken", "thread-ended", "refused", "stopping", "stopped"}


@pytest.mark.parametrize("form", Form)
def test_postgres_quotes_rows_and_the_log_does_not(site: Path, postgres: Address, form: Form) -> None:
    environment = {"VOTEBOX_LOG": form, "VOTEBOX_DATABASE": postgres.url, "VOTEBOX_PROXIES": "127.0.0.1"}
    running = Server(["--port", "0"], site.parent, environment)
    with psycopg.connect(postgres.url, autocommit=True) as server:
        server.execute("ALTER TABLE votes ADD CONSTRAINT silence CHECK (comment IS NULL)")
    assert send(running, "POST", "/votes", json.dumps(VOTE).encode(), "content-type: application/json") == 503
    code, text = running.stop(signal.SIGTERM)
    assert (code, told(text)) == (0, set())
    assert "silence" in text
    if form is Form.JSON:
        assert events(text) == {"commit-failed", "refused", "stopping", "stopped"}


def test_the_program_that_fails_is_the_program() -> None:
    assert BREAKING.rstrip().endswith("main()")
    assert "from votebox.cli import main" in VOTEBOX
