import asyncio

import pytest
from starlette.requests import Request
from starlette.types import Message

from votebox.dashboard import answers, problems
from votebox.dashboard.render import STYLE


def request(accept: str) -> Request:
    return Request({"type": "http", "headers": [(b"accept", accept.encode())]})


@pytest.mark.parametrize("accept", ["", "*/*", "application/json"])
def test_programs_are_refused_with_problem_details(accept: str) -> None:
    response = answers.refused(request(accept), problems.guessed(60))
    assert (response.status_code, response.media_type) == (429, "application/problem+json")
    assert response.body == problems.guessed(60).json()
    assert response.headers["retry-after"] == "60"
    assert response.headers["vary"] == "accept"


def test_people_are_refused_with_a_page() -> None:
    wrong = problems.no_such("state", "<old>", ["new", "done"])
    response = answers.refused(request("text/html,application/xhtml+xml,*/*;q=0.8"), wrong)
    assert (response.status_code, response.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert b"<li>state: found &#34;&lt;old&gt;&#34;, expected one of new, done</li>" in response.body


def test_whoever_needs_a_password_is_asked_for_it() -> None:
    challenge = 'Basic realm="votebox", charset="UTF-8"'
    for accept in ("text/html", "*/*"):
        response = answers.refused(request(accept), problems.without_password())
        assert response.headers["www-authenticate"] == challenge
    assert "www-authenticate" not in answers.refused(request("*/*"), problems.closed()).headers


def test_which_methods_there_are() -> None:
    response = answers.refused(request("*/*"), problems.not_allowed("PUT", "/x"), "GET, HEAD")
    assert response.headers["allow"] == "GET, HEAD"


def test_a_form_is_sent_on() -> None:
    response = answers.see_other("/dashboard/comments?words=%D0%B3%D0%B4%D0%B5#comment-7")
    assert response.status_code == 303
    assert response.headers["location"] == "/dashboard/comments?words=%D0%B3%D0%B4%D0%B5#comment-7"


def test_nothing_but_the_stylesheet_is_kept() -> None:
    def sent(*headers: tuple[bytes, bytes]) -> dict[bytes, bytes]:
        found: list[Message] = []

        async def send(message: Message) -> None:
            found.append(message)

        async def sending() -> None:
            guarded = answers.private(send)
            await guarded({"type": "http.response.start", "status": 200, "headers": list(headers)})
            await guarded({"type": "http.response.body", "body": b"x"})

        asyncio.run(sending())
        assert found[1] == {"type": "http.response.body", "body": b"x"}
        assert len(dict(found[0]["headers"])) == len(found[0]["headers"])
        return dict(found[0]["headers"])

    assert sent((b"content-type", b"text/html")) == {
        b"content-type": b"text/html",
        b"cache-control": b"no-store",
        b"x-robots-tag": b"noindex, nofollow",
    }
    assert sent((b"cache-control", b"no-cache"))[b"cache-control"] == b"no-cache"
    stylesheet = answers.stylesheet()
    assert stylesheet.body == STYLE
    assert stylesheet.headers["cache-control"] == "public, max-age=31536000, immutable"
