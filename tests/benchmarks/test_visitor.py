import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest

from benchmarks.votes.visitor import open_dashboard


@contextmanager
def serving(page: str) -> Iterator[int]:
    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            allowed = (self.path, self.headers["authorization"]) == ("/dashboard/", "Bearer secret")
            self.send_response(200 if allowed else 401)
            self.end_headers()
            self.wfile.write(page.encode())

        def log_message(self, *_: object) -> None: ...

    server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_visit_says_how_old_the_numbers_are() -> None:
    counted = (datetime.now(UTC) - timedelta(seconds=100)).isoformat()
    later = datetime.now(UTC).isoformat()
    page = f'<p>Counted <time datetime="{counted}">now</time><time datetime="{later}">later</time>'
    with serving(page) as port:
        visit = open_dashboard(port, "secret")
    assert visit.wait > 0
    assert 100 <= visit.age < 1_000


def test_a_page_that_does_not_say_it_is_no_dashboard() -> None:
    with (
        serving("<p>Hello") as port,
        pytest.raises(ValueError, match=r"^The dashboard does not say when its numbers were counted\.$"),
    ):
        open_dashboard(port, "secret")
