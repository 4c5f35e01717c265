import asyncio
import uuid
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message

from votebox import answers, problems
from votebox.pages import Page
from votebox.problems import FieldError
from votebox.store import Outcome

PAGE = Page(thanks="/ru/thanks/", failed="/ru/failed/")
ID = uuid.UUID("0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e")


def answered(
    answer: Callable[..., Coroutine[Any, Any, None]], *arguments: object
) -> tuple[int, dict[bytes, bytes], bytes]:
    sent = []

    async def send(message: Message) -> None:
        sent.append(message)

    asyncio.run(answer(send, *arguments))
    start, body = sent
    headers = dict(start["headers"])
    assert len(headers) == len(start["headers"])
    assert headers[b"content-length"] == str(len(body["body"])).encode()
    assert headers[b"cache-control"] == b"no-store"
    return start["status"], headers, body["body"]


@pytest.mark.parametrize(("outcome", "status"), [(Outcome.STORED, 201), (Outcome.STORED_AGAIN, 200)])
def test_stored(outcome: Outcome, status: int) -> None:
    found, headers, body = answered(answers.send_stored, outcome, ID)
    assert (found, headers[b"content-type"]) == (status, b"application/json")
    assert body == b'{"id":"0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e","stored":true}'


def test_a_problem() -> None:
    status, headers, body = answered(answers.send_problem, problems.too_large())
    assert (status, headers[b"content-type"]) == (413, b"application/problem+json")
    assert body == problems.too_large().json()
    assert b"retry-after" not in headers


def test_what_comes_with_503_and_405() -> None:
    assert answered(answers.send_problem, problems.busy())[1][b"retry-after"] == b"2"
    assert answered(answers.send_problem, problems.limited(77))[1][b"retry-after"] == b"77"
    headers = answered(answers.send_problem, problems.method_not_allowed("PUT"))[1]
    assert headers[b"allow"] == b"POST, OPTIONS"


def test_what_may_come_from_another_origin() -> None:
    sent = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def scenario() -> None:
        await answers.send_allowed(answers.readable(send, b"https://shop.example"))
        await answers.send_stored(answers.readable(send, b"https://shop.example"), Outcome.STORED, ID)
        await answers.send_stored(send, Outcome.STORED, ID)

    asyncio.run(scenario())
    allowed, _, stored, _, alone, _ = sent
    readable = [
        (b"access-control-allow-origin", b"https://shop.example"),
        (b"access-control-expose-headers", b"retry-after"),
        (b"vary", b"origin"),
    ]
    assert allowed["status"] == 204
    assert allowed["headers"] == [
        (b"allow", b"POST, OPTIONS"),
        (b"access-control-allow-methods", b"POST"),
        (b"access-control-allow-headers", b"content-type"),
        (b"access-control-max-age", b"7200"),
        *readable,
    ]
    assert stored["headers"] == [*alone["headers"], *readable]


def test_thanks() -> None:
    status, headers, body = answered(answers.send_thanks, PAGE, ID)
    assert (status, headers[b"location"], body) == (303, f"/ru/thanks/#{ID}".encode(), b"")


def test_an_address_with_letters_of_its_own() -> None:
    page = Page(thanks="/спасибо/\r\nx: y", failed="/")
    location = answered(answers.send_thanks, page, ID)[1][b"location"]
    assert location == f"/%D1%81%D0%BF%D0%B0%D1%81%D0%B8%D0%B1%D0%BE/%0D%0Ax:%20y#{ID}".encode()


def test_the_page_of_the_site_for_a_vote_that_was_not_stored(tmp_path: Path) -> None:
    (tmp_path / "ru/failed").mkdir(parents=True)
    (tmp_path / "ru/failed/index.html").write_text("<html><head><title>Нет</title></head></html>", "utf-8")
    status, headers, body = answered(answers.send_failed, problems.busy(), tmp_path, PAGE)
    assert (status, headers[b"content-type"]) == (503, b"text/html; charset=utf-8")
    assert headers[b"retry-after"] == b"2"
    assert body.decode() == '<html><head><base href="/ru/failed/"><title>Нет</title></head></html>'


@pytest.mark.parametrize("page", [None, PAGE])
def test_the_words_of_the_problem_where_the_site_has_no_page(tmp_path: Path, page: Page | None) -> None:
    wrong = problems.wrong([FieldError(field="page", found='"<script>"', expected="a page & more")])
    status, headers, body = answered(answers.send_failed, wrong, tmp_path, page)
    assert (status, headers[b"content-type"]) == (422, b"text/html; charset=utf-8")
    assert body.decode() == (
        '<!doctype html><html lang="en"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Unprocessable Content</title>'
        "<h1>Unprocessable Content</h1><p>Wrong: page.</p>"
        "<ul><li>page: found &quot;&lt;script&gt;&quot;, expected a page &amp; more</li></ul></html>"
    )
    assert b"<ul>" not in answered(answers.send_failed, problems.busy(), tmp_path, page)[2]
