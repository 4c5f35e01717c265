import itertools
import json
import re
from collections import Counter
from ipaddress import ip_address, ip_network

import pytest

from benchmarks.votes import traffic
from votebox.pages import Page
from votebox.vote import Helpful, Vote, from_json

PAGE = Page(thanks="/thanks/", failed="/failed/", statuses=frozenset(traffic.STATUSES))
SITE = dict.fromkeys(traffic.PAGES, PAGE)


def split(request: bytes) -> tuple[str, dict[str, str], bytes]:
    head, _, body = request.partition(b"\r\n\r\n")
    first, *lines = head.decode().split("\r\n")
    return first, dict(line.split(": ", 1) for line in lines), body


def votes(name: str, number: int) -> list[Vote]:
    found = traffic.TRAFFICS[name]().requests
    return [from_json(split(request)[2], SITE) for request in itertools.islice(found, number)]


@pytest.mark.parametrize("name", traffic.TRAFFICS)
def test_a_request_says_how_long_it_is(name: str) -> None:
    for request in itertools.islice(traffic.TRAFFICS[name]().requests, 100):
        first, headers, body = split(request)
        assert re.fullmatch(r"POST /[a-z0-9/]+ HTTP/1\.1", first)
        assert headers["content-length"] == str(len(body))


@pytest.mark.parametrize("name", ["votes", "noop", "readers"])
def test_votebox_takes_each_vote_and_each_has_an_id_of_its_own(name: str) -> None:
    assert len({vote.id for vote in votes(name, 500)}) == 500


def test_the_no_op_is_sent_what_votes_are() -> None:
    (first, _, body), (other_first, _, other_body) = (
        split(next(traffic.TRAFFICS[name]().requests)) for name in ("votes", "noop")
    )
    assert first.replace("/votes", "/noop") == other_first
    assert {**json.loads(body), "id": ""} == {**json.loads(other_body), "id": ""}


def test_readers_vote_on_every_page_as_readers_do() -> None:
    found = votes("readers", 10_000)
    yes = [vote for vote in found if vote.helpful is Helpful.YES]
    no = [vote for vote in found if vote.helpful is Helpful.NO]
    assert len(yes) / len(found) == pytest.approx(0.8, abs=0.02)
    assert sum(vote.reason is not None for vote in no) / len(no) == pytest.approx(0.7, abs=0.05)
    assert sum(vote.status is not None for vote in no) / len(no) == pytest.approx(0.6, abs=0.05)
    assert sum(vote.comment is not None for vote in found) / len(found) == pytest.approx(0.05, abs=0.01)
    assert {vote.page for vote in found} == set(traffic.PAGES)
    assert {vote.revision for vote in found} == set(traffic.REVISIONS)


def test_readers_choose_the_same_in_each_run_and_ids_are_new() -> None:
    first, second = votes("readers", 50), votes("readers", 50)
    assert [vote.page for vote in first] == [vote.page for vote in second]
    assert {vote.id for vote in first}.isdisjoint({vote.id for vote in second})


def test_each_number_has_a_network_of_its_own() -> None:
    numbers = [*range(1_000), *range(65_000, 66_000), 600_000, 11_999_999]
    networks = {ip_network(f"{traffic.network(number)}/24", strict=False) for number in numbers}
    assert len(networks) == len(numbers)
    assert ip_address(traffic.network(11_999_999))


def test_no_network_likes_a_comment_twice_and_no_comment_has_more_likes_than_it_may() -> None:
    requests = itertools.islice(traffic.likes().requests, 142 * traffic.COMMENTS)
    voters: Counter[tuple[str, str]] = Counter()
    for request in requests:
        first, headers, _ = split(request)
        voters[first, headers["x-forwarded-for"].rpartition(".")[0]] += 1
    comments = Counter(first for first, _ in voters)
    assert set(voters.values()) == {1}
    assert set(comments.values()) == {142}
    assert len(comments) == traffic.COMMENTS


def test_a_like_that_isso_does_not_store_is_none() -> None:
    outcome = traffic.likes().outcome
    assert outcome(200, b'{"likes": 5, "dislikes": 0}') == "200"
    assert outcome(200, b'{"likes": 5, "dislikes": 0, "message": "denied"}') == "not stored"
    assert outcome(500, b"") == "500"
