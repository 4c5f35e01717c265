"""The files of `deploy/` for nginx and Caddy: real ones, in front of two real processes of votebox."""

import gzip
import json
import re
import signal
import socket
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import psycopg
import pytest

from statusbook.policy import HEADER
from tests.votebox.postgres_server import PostgresServer
from tests.votebox.proxies import MISSING, NAME, Answer, Caddy, Nginx, Proxy, find_nginx, read_answer
from tests.votebox.sharing import FILES, PAGES, Server, make_submission, make_vote, read_rows
from votebox.address import Address
from votebox.readers import hashed

AS_JSON, AGENT = "content-type: application/json", "user-agent: Netscape-9"
TOKEN = "0123456789abcdef"
SETTINGS = {
    "VOTEBOX_PROXIES": "127.0.0.1",
    "VOTEBOX_RATE": "1/3600",  # this machine is not limited
    "VOTEBOX_METRICS_TOKEN": TOKEN,
    "VOTEBOX_DASHBOARD_TOKEN": TOKEN,
    "VOTEBOX_DASHBOARD_HEADER": "remote-user",
}


class Running:
    """Two processes of votebox, and a proxy in front of them."""

    def __init__(self, kind: type[Proxy], place: Address, folder: Path, login: int | None = None) -> None:
        self.folder, self.place = folder, place
        self.servers: list[Server] = []
        for name, text in {**FILES, "pages.json": json.dumps({"version": 1, "pages": PAGES})}.items():
            (folder / "site" / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / "site" / name).write_text(text, encoding="utf-8")
        (folder / "site/.secret").write_text("secret")
        for _ in range(2):
            self.start_votebox()
        self.proxy = kind(folder / "site", [server.port for server in self.servers], login)
        self.proxy.start()

    def start_votebox(self, port: int = 0) -> None:
        environment = {**SETTINGS, "VOTEBOX_DATABASE": self.place.url}
        self.servers.append(Server(["--port", str(port)], self.folder, environment))

    def stop(self) -> None:
        self.proxy.stop()
        for server in self.servers:
            server.process.kill()
            server.process.communicate()


@contextmanager
def running(kind: type[Proxy], place: Address, folder: Path, login: int | None = None) -> Iterator[Running]:
    found = Running(kind, place, folder, login)
    try:
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="module", params=[Nginx, Caddy], ids=["nginx", "caddy"])
def kind(request: pytest.FixtureRequest) -> type[Proxy]:
    if request.param is Nginx and find_nginx() is None:
        pytest.skip(MISSING)
    found: type[Proxy] = request.param
    return found


@pytest.fixture(scope="module")
def shared(
    kind: type[Proxy], postgres_server: PostgresServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Running]:
    """What the tests share that leave it as it is."""
    with running(kind, postgres_server.new_place(), tmp_path_factory.mktemp("shared")) as found:
        yield found


@pytest.fixture
def proxy(shared: Running) -> Proxy:
    return shared.proxy


@pytest.fixture
def own(kind: type[Proxy], postgres: Address, tmp_path: Path) -> Iterator[Running]:
    """What one test may break."""
    with running(kind, postgres, tmp_path) as found:
        yield found


def rows(running: Running) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in read_rows(running.place)}


def vote(proxy: Proxy, *headers: str, source: str = "127.0.0.2", **members: Any) -> int:
    body = json.dumps(make_vote(**members)).encode()
    return proxy.ask("POST", "/votes", body, AS_JSON, AGENT, *headers, source=source).status


FORGED = ["x-forwarded-for: 203.0.113.9", "x-real-ip: 203.0.113.9", "forwarded: for=203.0.113.9"]


@pytest.mark.parametrize("headers", [[], FORGED], ids=["honest", "forged"])
def test_a_vote_is_stored_with_the_address_of_its_reader(shared: Running, headers: list[str]) -> None:
    members = make_vote()
    body = json.dumps(members).encode()
    assert (
        shared.proxy.ask("POST", "/votes", body, AS_JSON, AGENT, *headers, source="127.0.0.3").status == 201
    )
    with psycopg.connect(shared.place.url) as connection:
        salts = [salt for (salt,) in connection.execute("SELECT salt FROM salts")]
    reader = make_submission("127.0.0.3", b"Netscape-9")
    assert rows(shared)[members["id"]]["reader"] in {hashed(reader, salt) for salt in salts}


def test_the_limit_is_for_each_reader(proxy: Proxy) -> None:
    source = own_address()
    forged = [f"x-forwarded-for: 198.51.{number}.1" for number in range(20)]
    statuses = [vote(proxy, header, source=source) for header in forged]
    assert (statuses[0], statuses.count(201), statuses.count(429)) == (201, 2, 18)  # one by each process
    assert vote(proxy) == 201


def own_address() -> str:
    """An address of this machine that votebox takes for a reader's; 127.0.0.2 is not limited."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing
        except OSError:
            pytest.skip("This machine has no address but 127.0.0.1.")
        address: str = probe.getsockname()[0]
        return address


def test_the_origin_is_that_of_the_proxy(proxy: Proxy) -> None:
    origins = [f"https://{NAME}", f"http://{NAME}", "https://elsewhere.example"]
    assert [vote(proxy, f"origin: {origin}") for origin in origins] == [201, 403, 403]
    assert vote(proxy, "origin: https://elsewhere.example", "x-forwarded-host: elsewhere.example") == 403


def test_what_is_too_large_or_no_method_is_refused(shared: Running) -> None:
    proxy, known = shared.proxy, rows(shared)
    body = json.dumps(make_vote()).encode()
    refused = proxy.ask("POST", "/votes", body + b" " * 9_000, AS_JSON)
    # In nginx's words; Caddy begins to pass it on while it counts, and votebox may be the first to refuse it.
    assert refused.status == 413
    assert isinstance(proxy, Caddy) or b"larger than" not in refused.body
    chunk = b"1000\r\n" + b" " * 4_096 + b"\r\n"
    with proxy.connect() as connection:
        head = ["POST /votes HTTP/1.1", f"host: {NAME}", AS_JSON, "transfer-encoding: chunked", "", ""]
        connection.sendall("\r\n".join(head).encode() + chunk * 3 + b"0\r\n\r\n")
        assert read_answer(connection).status == 413
    for method in ("PUT", "DELETE", "PATCH", "TRACE"):
        assert {proxy.ask(method, path).status for path in ("/votes", "/", "/order-status/")} == {405}, method
    assert proxy.ask("GET", "/votes").status == 405
    assert proxy.ask("POST", "/order-status/", body, AS_JSON).status == 405
    assert proxy.ask("GET", "/", b"", f"x-long: {'x' * 33_000}").status in {400, 431, 494}
    assert rows(shared) == known


def test_who_is_slow_is_cut(shared: Running) -> None:
    proxy, known = shared.proxy, rows(shared)
    head = f"POST /votes HTTP/1.1\r\nhost: {NAME}\r\n{AS_JSON}\r\ncontent-length: 200\r\n"
    with proxy.connect() as in_head, proxy.connect() as in_body:
        in_head.sendall(head.encode())
        in_body.sendall(f"{head}\r\n{{".encode())
        for connection in (in_head, in_body):
            with pytest.raises((ConnectionError, ssl.SSLError, EndError)):
                read_to_the_end(connection)
    assert rows(shared) == known


class EndError(Exception):
    """The other side has ended the connection."""


def read_to_the_end(connection: ssl.SSLSocket) -> None:
    while connection.recv(4_096):
        pass
    raise EndError


def test_what_is_for_operators_is_hidden(proxy: Proxy) -> None:
    bearer = f"authorization: Bearer {TOKEN}"
    for path in ("/metrics", "/ready", "/.secret", "/assets/", "/dashboard", "/dashboard/", "/dashboard/x"):
        answer = proxy.ask("GET", path, b"", bearer)
        assert (answer.status, answer.body.decode()) == (404, FILES["404.html"]), path
    assert json.loads(proxy.ask("GET", "/health").body) == {"status": "ok"}


def test_the_dashboard_is_for_this_machine(proxy: Proxy) -> None:
    bearer = f"authorization: Bearer {TOKEN}"
    assert proxy.ask("GET", "/dashboard/", b"", bearer, source="127.0.0.1").status == 200
    assert proxy.ask("GET", "/dashboard/", b"", "remote-user: anna", source="127.0.0.1").status == 401


class Login(BaseHTTPRequestHandler):
    """Says who has logged in, as oauth2-proxy does: whoever has a cookie of theirs."""

    def do_GET(self) -> None:
        cookie = self.headers.get("cookie", "")
        self.send_response(202 if cookie and self.path == "/oauth2/auth" else 401)
        if cookie:
            self.send_header("X-Auth-Request-User", cookie.removeprefix("user="))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """The tests have their own."""


def test_the_dashboard_behind_a_login_proxy(kind: type[Proxy], postgres: Address, tmp_path: Path) -> None:
    """As the guide has it."""
    login = ThreadingHTTPServer(("127.0.0.1", 0), Login)
    threading.Thread(target=login.serve_forever, daemon=True).start()
    forged, own = "remote-user: olga", "cookie: user=anna"
    with running(kind, postgres, tmp_path, login.server_port) as found:
        ask = partial(found.proxy.ask, "GET", "/dashboard/", b"")
        statuses = [ask().status, ask(forged).status]
        page = ask(own, forged)
    login.shutdown()
    login.server_close()
    assert (statuses, page.status) == ([401, 401], 200)
    assert len(page.headers.get_all("content-security-policy", [])) == 1
    assert b"anna" in page.body
    assert b"olga" not in page.body


PATHS = [
    *("/", "/index.html", "/order-status/", "/order-status", "/ru/vote-not-sent/", "/statuses.json"),
    *("/assets/main.7e37652d.min.css", "/assets/plain.css", "/assets/none.7e37652d.css", "/pages.json"),
    *("/ru/statuses.json", "/zh-TW/statuses.json", "/schemas/statuses-1.json", "/order-status/index.md"),
    *("/missing", "/ru/missing", "/ru/missing/", "/ru/", "/missing/404.html", "/404.html"),
    *("/service-worker.js", "/ru/service-worker.js"),
]
HEADERS = [
    *("access-control-allow-origin", "cache-control", "cross-origin-opener-policy", "location"),
    *("permissions-policy", "referrer-policy", "x-content-type-options"),
]


def test_the_site_is_given_out_as_votebox_does(shared: Running) -> None:

    def seen(answer: Answer) -> tuple[int, bytes, dict[str, list[str] | None]]:
        # A page that stands elsewhere, by 301 or by 307.
        status = 300 if 300 <= answer.status < 400 else answer.status
        body = answer.body if status != 300 else b""
        return status, body, {name: answer.headers.get_all(name) for name in HEADERS}

    for path in PATHS:
        with shared.servers[0].connect() as connection:
            connection.sendall(f"GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n".encode())
            expected = seen(read_answer(connection))
        assert seen(shared.proxy.ask("GET", path)) == expected, path
    twin = shared.proxy.ask("GET", "/order-status/index.md")
    assert twin.headers["content-type"] == "text/markdown; charset=utf-8"


def test_the_policy_is_the_short_one_of_the_site(shared: Running) -> None:
    for path in ("/", "/missing", "/assets/plain.css"):
        (policy,) = shared.proxy.ask("GET", path).headers.get_all("content-security-policy", [])
        assert policy.replace("; ", ";") == HEADER, path


def test_what_lies_there_compressed_is_given_out(own: Running) -> None:
    page = own.proxy.folder / "site" / "order-status" / "index.html"
    packed = gzip.compress(page.read_bytes(), mtime=0)
    page.with_name("index.html.gz").write_bytes(packed)
    answer = own.proxy.ask("GET", "/order-status/", b"", "accept-encoding: gzip")
    assert (answer.headers["content-encoding"], answer.body) == ("gzip", packed)
    assert answer.headers["content-type"].lower().replace(" ", "") == "text/html;charset=utf-8"
    assert answer.headers["vary"].lower() == "accept-encoding"
    assert own.proxy.ask("GET", "/order-status/").body == page.read_bytes()


def test_https_alone(proxy: Proxy) -> None:
    with socket.create_connection(("127.0.0.1", proxy.plain_port), timeout=20) as connection:
        connection.sendall(f"GET /ru/?a=b HTTP/1.1\r\nhost: {NAME}\r\nconnection: close\r\n\r\n".encode())
        answer = read_answer(connection)
    assert answer.status in {301, 308}
    assert answer.headers["location"].replace(f":{proxy.port}", "") == f"https://{NAME}/ru/?a=b"
    for path in ("/", "/missing", "/votes", "/health"):
        assert proxy.ask("GET", path).headers.get_all("strict-transport-security") == ["max-age=63072000"]
    with proxy.connect(protocol="h2") as connection:
        assert connection.selected_alpn_protocol() == "h2"
        assert connection.version() == "TLSv1.3"
    with pytest.raises(ssl.SSLError):
        proxy.connect(name="elsewhere.example")


def test_no_log_names_a_reader(own: Running) -> None:
    proxy = own.proxy
    assert vote(proxy) == 201
    for server in own.servers:
        server.process.kill()
        server.process.wait()
    assert vote(proxy, "cookie: of-anna") in {502, 503}
    assert proxy.ask("GET", "/missing?anna", b"", AGENT).status == 404
    assert proxy.ask("PUT", "/votes", b"", AGENT).status == 405
    proxy.connect().close()
    proxy.process.send_signal(signal.SIGTERM)  # type: ignore[union-attr]
    assert proxy.process.wait(30) == 0  # type: ignore[union-attr]
    log = proxy.log()
    assert re.search(r"/votes.*50[23]", log)  # what went wrong is told
    assert [word for word in ("127.0.0.2", "Netscape", "anna") if word in log] == []


class Load:
    """Readers who vote through a proxy, each again and again, until the load is over."""

    def __init__(self, proxy: Proxy, readers: int = 4) -> None:
        self.proxy = proxy
        self.answers: list[tuple[str, int]] = []
        self.sources = (f"127.0.{one}.{two}" for one in range(1, 250) for two in range(1, 250))
        self.over, self.lock = threading.Event(), threading.Lock()
        self.threads = [threading.Thread(target=self._vote) for _ in range(readers)]

    def __enter__(self) -> "Load":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.over.set()
        for thread in self.threads:
            thread.join()

    def wait_for(self, votes: int) -> None:
        """Wait until so many more votes are answered."""
        wanted, end = len(self.answers) + votes, time.monotonic() + 60
        while len(self.answers) < wanted:
            assert time.monotonic() < end
            time.sleep(0.01)

    def _vote(self) -> None:
        while not self.over.is_set():
            members = make_vote()
            with self.lock:
                source = next(self.sources)  # nginx has a limit for each
            answer = self.proxy.ask("POST", "/votes", json.dumps(members).encode(), AS_JSON, source=source)
            self.answers.append((members["id"], answer.status))


def test_votes_go_on_while_a_process_is_killed_and_all_are_upgraded(own: Running) -> None:
    """No vote is lost or refused meanwhile, nor is one there twice."""
    first, second = own.servers
    with Load(own.proxy) as load:
        load.wait_for(40)
        first.process.kill()
        first.process.wait()
        load.wait_for(40)
        own.start_votebox(first.port)
        load.wait_for(40)
        assert second.stop(signal.SIGTERM)[0] == 0
        load.wait_for(40)
        own.start_votebox(second.port)
        load.wait_for(40)
    assert {status for _, status in load.answers} <= {200, 201}  # 200: stored, and killed before it said so
    assert set(rows(own)) == {key for key, _ in load.answers}
    assert len(read_rows(own.place)) == len(load.answers)
