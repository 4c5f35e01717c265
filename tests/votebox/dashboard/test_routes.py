import csv
import json
import re
import time
from collections.abc import Mapping
from functools import partial
from html import unescape
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from tests.votebox.dashboard.conftest import Board
from tests.votebox.hostile import HOSTILE
from tests.votebox.sharing import PAGES, make_submission, read_rows
from votebox.address import Address, Place
from votebox.cli import main
from votebox.revisions import Edition, publish
from votebox.session import Session
from votebox.store import Submission
from votebox.stores import store_at

ID = "0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e"
PUBLISHED = Edition(revisions={key: str(page["revision"]) for key, page in PAGES.items()}, commit="c" * 40)
Headers = Mapping[str, str]
OWN: Headers = {"origin": "http://testserver"}


def no(comment: str, number: int = 0, **more: Any) -> Submission:
    known: dict[str, Any] = {
        "id": str(UUID(int=number)),
        "helpful": "no",
        "comment": comment,
        "at": 1_800_000_000_000 + number,
    }
    return make_submission(f"192.0.2.{number % 256}", f"{number}".encode(), **{**known, **more})


def votes(yes: int, no_: int, **more: Any) -> list[Submission]:
    answers = ["yes"] * yes + ["no"] * no_
    return [
        make_submission("192.0.2.9", f"{more}{number}".encode(), helpful=answer, **more)
        for number, answer in enumerate(answers)
    ]


def shown(client: TestClient, address: str, status: int = 200) -> str:
    response: Any = client.get(address, headers={"accept": "text/html"})
    assert (response.status_code, response.headers["content-type"]) == (status, "text/html; charset=utf-8")
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-robots-tag"] == "noindex, nofollow"
    return str(response.text)


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def comments(client: TestClient, **asked: str) -> list[str]:
    response = client.get("/dashboard/comments", params=asked)
    assert response.status_code == 200
    return re.findall(r'<article class="note" id="comment-([^"]*)"', response.text)


def send(client: TestClient, path: str, headers: Headers = OWN, **form: str) -> Any:
    return client.post(path, data=form, headers=headers)


def test_nothing_yet(board: Board) -> None:
    client = board()
    assert "There are no votes yet" in shown(client, "/dashboard/")
    assert "There are no comments yet" in shown(client, "/dashboard/comments")
    assert "No comment is like that" in shown(client, "/dashboard/comments?words=x")
    assert "Nobody has voted on this page yet" in shown(client, "/dashboard/page?page=en/order-status")
    assert "Its receipt was shown with the thanks" in shown(client, "/dashboard/forget")


def test_all_pages(board: Board) -> None:
    client = board(
        *votes(12, 8),
        *votes(2, 3, page="ru/order-status", revision="77aa88bb99cc"),
        no("Where is it?", 1, reason="not-found", status="pending"),
    )
    html = shown(client, "/dashboard/")
    assert "57.1% (36.5–75.5%)" in html
    assert '<bdi lang="ru">How do I check my order status?</bdi>' in html
    text = words(html)
    assert "14 Yes" not in text
    assert "Yes 14 No 12 Left out 0 0 double, 0 in bursts New comments 1" in text
    assert "too few votes for a share" in text
    assert "pending 1" in text
    assert "could not find it 1" in text
    assert "Before and after is an observation, not an experiment" in text
    assert "57.1%" not in shown(client, "/dashboard/?language=ru")


def test_one_page(board: Board, site: Path) -> None:
    commit = PUBLISHED.commit
    changes = [{"area": "promises", "locale": None, "sentence": "The promise “24 hours” <b>becomes</b> 48."}]
    entry = {"commit": commit, "date": "2026-11-20T10:00:00Z", "subject": "Wait longer", "changes": changes}
    (site / "changes.json").write_text(json.dumps({"version": 1, "commits": [entry]}), encoding="utf-8")
    cast = (*votes(12, 8), *votes(1, 1, revision="deadbeef"), no("Where is it?", 1))
    client = board(*cast, published=PUBLISHED)
    text = words(shown(client, "/dashboard/page?page=en/order-status"))
    assert "Wait longer ccccccc · 20 Nov 2026 The promise “24 hours” &lt;b&gt;becomes&lt;/b&gt; 48." in text
    assert "Revision 5f2c9a1b03de · commit ccccccc" in text
    assert "57.1% (36.5–75.5%)" in text
    assert "Never seen published" in text
    assert "Revision deadbeef too few votes for a share 1 Yes 1 No" in text
    assert "Where is it?" in text


def test_without_changes_json_the_commit_alone(board: Board) -> None:
    client = board(*votes(12, 8), published=PUBLISHED)
    text = words(shown(client, "/dashboard/page?page=en/order-status"))
    assert "Revision 5f2c9a1b03de · commit ccccccc" in text


def test_a_page_that_there_is_not(board: Board) -> None:
    client = board()
    for key in ("en/missing", "", "en%00"):
        assert "There is no page" in shown(client, f"/dashboard/page?page={key}", 404)


def test_comments_are_found_by_words_and_filters(board: Board) -> None:
    client = board(
        no("Where is my parcel?", 1, reason="not-found", status="pending"),
        no("Where is the BUTTON", 2, reason="wrong"),
        no("Где посылка?", 3, page="ru/order-status"),
    )
    one, two, three = (str(UUID(int=number)) for number in (1, 2, 3))
    assert comments(client) == [three, two, one]
    assert comments(client, words="where button") == [two]
    assert comments(client, words="ПОСЫЛКА") == [three]
    assert comments(client, language="en") == [two, one]
    assert comments(client, page="ru/order-status") == [three]
    assert comments(client, reason="wrong") == [two]
    assert comments(client, status="pending") == [one]
    assert comments(client, after=two) == [one]
    assert comments(client, state="done") == []


def test_fifty_comments_and_a_way_to_the_older_ones(board: Board) -> None:
    client = board(*(no("Where?", number) for number in range(1, 56)))
    html = shown(client, "/dashboard/comments?words=where")
    [older] = re.findall(r'<a rel="next" href="([^"]*)">', html)
    first = comments(client, words="where")
    rest = shown(client, older.replace("&amp;", "&"))
    last = re.findall(r'<article class="note" id="comment-([^"]*)"', rest)
    assert (len(first), len(last)) == (50, 5)
    assert [*first, *last] == [str(UUID(int=number)) for number in range(55, 0, -1)]
    assert "Older comments" not in rest
    assert '<a rel="first" href="/dashboard/comments?words=where">Newest comments</a>' in rest


@pytest.mark.parametrize("asked", ["state=old", "language=%25", "after=7", "status=%00", "page='"])
def test_what_there_is_not_to_be_asked_for(board: Board, asked: str) -> None:
    client = board(no("Where?", 1))
    assert "expected one of" in shown(client, f"/dashboard/comments?{asked}", 422) or "after" in asked


def test_a_comment_is_decided(board: Board) -> None:
    client = board(no("Where?", 1))
    back = "/dashboard/comments?state=new"
    for state in ("planned", "done", "dismissed", "new"):
        response = send(client, "/dashboard/comments/decide", id=str(UUID(int=1)), state=state, back=back)
        assert (response.status_code, response.headers["location"]) == (303, f"{back}#")
        assert response.headers["cache-control"] == "no-store"
        assert comments(client, state=state) == [str(UUID(int=1))]
        html = shown(client, "/dashboard/comments")
        assert re.findall(r'value="(\w+)" aria-pressed="true"', html) == [state]
        assert f"{state.capitalize()} 1" in words(html)


def test_what_cannot_be_decided(board: Board) -> None:
    client = board(no("Where?", 1), make_submission(id=ID))
    decide = partial(send, client, "/dashboard/comments/decide", state="done")
    assert decide(id=str(UUID(int=7))).status_code == 404
    assert decide(id=ID).status_code == 404  # a vote without a comment
    assert decide(id="7").status_code == 422
    assert decide().status_code == 422
    assert send(client, "/dashboard/comments/decide", id=str(UUID(int=1)), state="x").status_code == 422
    assert comments(client, state="done") == []


def test_a_vote_is_forgotten_after_a_look_at_it(board: Board, place: Place) -> None:
    client = board(*votes(12, 8), no("My <name> is Anna", 1, reason="wrong", status="pending"))
    receipt = str(UUID(int=1))
    looked = shown(client, f"/dashboard/forget?id={receipt}")
    assert "My &lt;name&gt; is Anna" in looked
    assert f"Receipt {receipt} Given 15 Jan 2027, 08:00 UTC Page How do I check" in words(looked)
    assert "Helpful No Reason wrong Looked for pending Comment" in words(looked)
    assert len(read_rows(place)) == 21
    response = send(client, "/dashboard/forget", id=receipt)
    assert (response.status_code, response.headers["location"]) == (303, "/dashboard/forget?done=yes")
    assert "The vote is forgotten" in shown(client, "/dashboard/forget?done=yes")
    assert len(read_rows(place)) == 20
    assert "There is no vote with this receipt" in shown(client, f"/dashboard/forget?id={receipt}", 404)
    again = send(client, "/dashboard/forget", id=receipt)
    assert again.headers["location"] == "/dashboard/forget?done=no"


def test_what_is_no_receipt(board: Board) -> None:
    client = board()
    html = shown(client, "/dashboard/forget?id=%3Cb%3E", 422)
    assert "This is no receipt." in html
    assert 'value="&lt;b&gt;"' in html
    assert send(client, "/dashboard/forget", id="7").status_code == 422


@pytest.mark.parametrize("path", ["/dashboard/comments/decide", "/dashboard/forget"])
def test_only_our_own_pages_change_things(board: Board, place: Place, path: str) -> None:
    client = board(no("Where?", 1))
    form = {"id": str(UUID(int=1)), "state": "done"}
    foreign: list[Headers] = [{}, {"origin": "https://evil.example"}, {**OWN, "sec-fetch-site": "cross-site"}]
    for headers in foreign:
        assert send(client, path, headers, **form).status_code == 403
    plain = client.post(path, content=b"id=1", headers={**OWN, "content-type": "text/plain"})
    large = send(client, path, OWN, **form, more="x" * 9_000)
    assert (plain.status_code, large.status_code) == (415, 413)
    [row] = read_rows(place)
    assert row["triage"] is None


def test_reports_are_those_of_the_command(board: Board, place: Place) -> None:
    hostile = [no(text, number) for number, text in enumerate(HOSTILE, start=1)]
    # Published before: what the server notes at its start would come between the two reports.
    client = board(*votes(12, 8), *hostile[:40], published=PUBLISHED)
    database = place.url if isinstance(place, Address) else str(place)
    for form, media_type in (("json", "application/json"), ("csv", "text/csv; charset=utf-8")):
        command = ["report", "--database", database, "--format", form]
        done = CliRunner().invoke(main, command, catch_exceptions=False)
        response = client.get(f"/dashboard/report.{form}")
        assert response.headers["content-type"] == media_type
        assert response.content == done.stdout_bytes
    assert client.get("/dashboard/report.csv").headers["content-disposition"] == (
        'attachment; filename="votes.csv"'
    )
    assert len(list(csv.reader(StringIO(client.get("/dashboard/report.csv").text)))) == 2


def test_what_readers_wrote_is_text_wherever_it_is_shown(board: Board, place: Place) -> None:
    client = board(*(no(text, number) for number, text in enumerate(HOSTILE, start=1)))
    stored = {row["id"]: row["comment"] for row in read_rows(place) if row["comment"]}
    pages = ["/dashboard/comments", "/dashboard/page?page=en/order-status"]
    pages += [f"/dashboard/forget?id={receipt}" for receipt in list(stored)[:30]]
    html = "".join(shown(client, page) for page in pages)
    texts = re.findall(r'<div class="note__text"[^>]*>(.*?)</div>', html, re.DOTALL)
    assert len(texts) == 50 + 5 + 30
    for text in texts:
        assert not set(text) & set("<>\"'")
        assert unescape(text) in stored.values()
    frame = re.sub(r'<div class="note__text"[^>]*>(.*?)</div>', "", html, flags=re.DOTALL)
    for markup in ("<script", "onerror", "alert(1)", "srcdoc", "DROP TABLE"):
        assert markup not in frame


def test_what_is_published_is_noted_before_the_first_count(
    board: Board, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late(session: Session, edition: Edition, now: int) -> int:
        time.sleep(0.3)  # in which a server that counts at its start would have counted
        return publish(session, edition, now)

    monkeypatch.setattr("votebox.upkeep.publish", late)
    client = board(*votes(12, 8))
    for _ in range(50):
        with store_at(place).read() as session:
            if [*session.execute("SELECT page FROM revisions")]:
                break
        time.sleep(0.1)
    [page] = client.get("/dashboard/report.json").json()["pages"]
    assert page["published_at"]
