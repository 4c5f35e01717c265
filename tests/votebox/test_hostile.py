import csv
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from io import StringIO
from typing import Any
from urllib.parse import urlencode

import pytest
from click.testing import CliRunner
from starlette.testclient import TestClient

from tests.votebox.hostile import HOSTILE, LANGUAGES, PERSONAL, SURROGATES
from tests.votebox.sharing import Serving, make_vote, read_rows
from tests.votebox.test_digest import outside_code
from votebox.address import Address, Place
from votebox.cli import main
from votebox.problems import BODY_LIMIT
from votebox.redact import redact
from votebox.stores import store_at

FORM = {"content-type": "application/x-www-form-urlencoded"}
JSON = {"content-type": "application/json"}

TURNS_TEXT = {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))}
FORMULA = re.compile(r"[\s\"\u200b\ufeff]*[=+\-@＝＋－＠]")
"""OWASP, CSV injection: blanks and quotes before a sign help nobody."""

Run = Callable[..., str]


def votes() -> Iterator[dict[str, Any]]:
    """Yield a vote with each comment, on a revision of its own, which has a line of its own in reports."""
    for number, text in enumerate(HOSTILE):
        yield make_vote(helpful="no", reason="wrong", comment=text, revision=f"{number:08x}")


def send(client: TestClient, vote: dict[str, Any], number: int) -> int:
    body, headers = urlencode(vote), FORM
    if number % 2 or len(body) > BODY_LIMIT:  # a form has three bytes for each of UTF-8
        body, headers = json.dumps(vote, ensure_ascii=False), JSON
    return int(client.post("/votes", content=body, headers=headers).status_code)


@pytest.fixture
def sent(serving: Serving, place: Place) -> list[dict[str, Any]]:
    client = serving(store_at(place))
    found = list(votes())
    statuses = {send(client, vote, number) for number, vote in enumerate(found)}
    assert statuses == {201, 303}
    return found


@pytest.fixture
def said(place: Place, sent: list[dict[str, Any]]) -> Run:
    """What a command writes about them."""
    database = place.url if isinstance(place, Address) else str(place)

    def run(*arguments: str) -> str:
        result = CliRunner().invoke(main, [*arguments], env={"VOTEBOX_DATABASE": database})
        assert (result.exit_code, len(sent)) == (0, len(HOSTILE))
        return result.stdout

    return run


def test_hostile_comments_are_stored_redacted(place: Place, sent: list[dict[str, Any]]) -> None:
    rows = {row["id"]: row["comment"] for row in read_rows(place)}
    assert rows == {vote["id"]: redact(vote["comment"]) for vote in sent}
    for comment in rows.values():
        assert_harmless(comment)


def test_what_readers_write_in_their_languages_is_stored_as_it_is(
    place: Place, sent: list[dict[str, Any]]
) -> None:
    assert len(sent) > len(LANGUAGES) == 24
    assert {row["comment"] for row in read_rows(place)} >= set(LANGUAGES.values())


def test_what_identifies_people_is_not_stored(place: Place, sent: list[dict[str, Any]]) -> None:
    ids = {vote["id"] for vote in sent if vote["comment"] in PERSONAL}
    comments = [row["comment"] for row in read_rows(place) if row["id"] in ids]
    assert len(comments) == len(PERSONAL)
    for comment in comments:
        assert re.search(r"\[(email|card|phone)\]", comment)
        assert not re.search(r"anna|\d{4}", comment)


def assert_harmless(text: str) -> None:
    """Whether a terminal shows a text as it is: no control but line feeds and tabs, nothing turned around."""
    assert not [sign for sign in text if unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"]
    assert not TURNS_TEXT & set(text)


def test_in_a_terminal(said: Run) -> None:
    text = said("report")
    assert_harmless(text)
    comments = text[text.index("\nComments\n") + len("\nComments\n\n") :].splitlines()
    # Each line of a comment is indented, so that none can pass for a line of the report.
    outer = [line for line in comments if not line.startswith("    ")]
    assert all(
        re.fullmatch(r"en/order-status [0-9a-f]{8}|  \d{4}-\d\d-\d\d \d\d:\d\d UTC \(wrong\)", line)
        for line in outer
    )
    assert len(outer) == 2 * len(HOSTILE)


def test_as_json(said: Run) -> None:
    pages = json.loads(said("report", "--format", "json"))["pages"]
    found = {page["revision"]: [comment["text"] for comment in page["comments"]] for page in pages}
    assert found == {vote["revision"]: [redact(vote["comment"])] for vote in votes()}


def test_in_a_spreadsheet(said: Run) -> None:
    rows = list(csv.reader(StringIO(said("report", "--format", "csv"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == len(HOSTILE) + 1
    assert [cell for row in rows for cell in row if FORMULA.match(cell)] == []
    texts = {row[rows[0].index("revision")].removeprefix("'"): row[-1] for row in rows[1:]}
    for vote in votes():
        assert texts[vote["revision"]].lstrip("'") == redact(vote["comment"]).lstrip("'")


def test_in_the_digest(said: Run) -> None:
    text = said("digest")
    assert_harmless(text)
    left = outside_code(text)
    assert not re.search(r"script|alert|elsewhere|DROP|everyone|calc|=1\+1", left)
    assert left.count(" UTC\n") == 20  # so many comments are told, each with a line before it


def test_a_comment_of_a_megabyte_is_refused(serving: Serving, place: Place) -> None:
    client = serving(store_at(place))
    vote = make_vote(helpful="no", comment="x" * 1_048_576)
    sent = [(json.dumps(vote), JSON), (urlencode(vote), FORM)]
    assert [client.post("/votes", content=body, headers=kind).status_code for body, kind in sent] == [413] * 2
    assert read_rows(place) == []


@pytest.mark.parametrize("text", SURROGATES, ids=ascii)
def test_half_a_character_is_refused(serving: Serving, place: Place, text: str) -> None:
    client = serving(store_at(place))
    vote = make_vote(helpful="no", comment=text)
    escaped = client.post("/votes", content=json.dumps(vote), headers=JSON)
    form = client.post("/votes", content=urlencode(vote, errors="surrogatepass"), headers=FORM)
    assert (escaped.status_code, form.status_code) == (400, 400)
    assert read_rows(place) == []
