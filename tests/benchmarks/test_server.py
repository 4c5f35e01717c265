import http.client
import json
import uuid

import pytest

from benchmarks.votes.cores import choose
from benchmarks.votes.server import UNLIMITED, votebox
from benchmarks.votes.traffic import PAGES, REVISIONS


def ask(port: int, method: str, path: str, vote: dict[str, str]) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, path, json.dumps(vote), {"content-type": "application/json"})
    return connection.getresponse().status


def test_votes_are_stored_and_the_no_op_stores_nothing() -> None:
    vote = {"page": PAGES[-1], "revision": REVISIONS[0], "helpful": "yes"}
    with votebox(choose().server, UNLIMITED) as server:
        ids = [str(uuid.uuid4()) for _ in range(3)]
        assert [ask(server.port, "POST", "/votes", {"id": one, **vote}) for one in ids] == [201] * 3
        assert ask(server.port, "POST", "/noop", {"id": ids[0], **vote}) == 204
        assert ask(server.port, "POST", "/votes", {"id": ids[0], **vote}) == 200
        assert server.votes() == 3
    with pytest.raises(ConnectionRefusedError):
        ask(server.port, "POST", "/noop", vote)
