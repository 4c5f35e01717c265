"""What has to hold of every answer, whatever was asked."""

import json
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from jsonschema import Draft202012Validator

from tests.votebox.fuzzing.exchange import Answer, Request
from votebox import openapi, policy, problems, server

_DOCUMENT = openapi.document()
_PROBLEM = problems.MEDIA_TYPE.decode()
_PAGE = "text/html; charset=utf-8"
_POST_VOTES = _DOCUMENT["paths"]["/votes"]["post"]["responses"]

_EARLY = {400, 408, 413, 431}
"""What can be answered before it is clear what a request is for."""

_NAMED = {*_DOCUMENT["paths"], "/openapi.json"}

_TAGS = {"html", "head", "meta", "base", "title", "body", "h1", "p", "ul", "li"}
"""What the pages for forms that failed are made of."""


def _validator(name: str) -> Draft202012Validator:
    schemas = {"components": _DOCUMENT["components"]}
    return Draft202012Validator({"$ref": f"#/components/schemas/{name}", **schemas})


_DETAILS, _STORED = _validator("Details"), _validator("Stored")


def faults(request: Request, answers: list[Answer]) -> Iterator[str]:
    """Yield what is wrong with the answers to a request, a sentence each."""
    if request.answers is not None and not _enough(request.answers, answers):
        yield f"{len(answers)} answers came to {request.answers} requests."
    for answer in answers:
        yield from _of_any(answer)
        yield from _of_the_body(answer, request)
        yield from _of_the_path(answer, request)


def _enough(requests: int, answers: list[Answer]) -> bool:
    ended = bool(answers) and "close" in answers[-1].values("connection")
    return len(answers) == requests or (ended and len(answers) < requests)


def _of_any(answer: Answer) -> Iterator[str]:
    if answer.status >= 500:
        yield f"The status is {answer.status}."
    if b"SQLite format 3" in answer.body:
        yield "The database is given out."
    for name, value in (*server.HEADERS, (policy.HEADER.decode(), policy.STRICT.decode())):
        if answer.values(name) != [value]:
            yield f"The header {name} is {answer.values(name)}."
    for name, value in answer.headers:
        if not value.isprintable():
            yield f"The header {name} is {value!r}."


def _of_the_body(answer: Answer, request: Request) -> Iterator[str]:
    if request.method == "HEAD":
        if answer.body:
            yield "HEAD is answered with a body."
    elif answer.media_type == _PROBLEM:
        found = json.loads(answer.body)
        yield from (error.message for error in _DETAILS.iter_errors(found))
        if found["status"] != answer.status:
            yield f"The problem has the status {found['status']}."
    elif answer.media_type == _PAGE and request.form:
        yield from _of_a_page(answer.body.decode())


def _of_a_page(html: str) -> Iterator[str]:
    tags = _Tags()
    tags.feed(html)
    tags.close()
    if tags.found - _TAGS:
        yield f"The page has the tags {sorted(tags.found - _TAGS)}."


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, _attributes: object) -> None:
        self.found.add(tag)


def _of_the_path(answer: Answer, request: Request) -> Iterator[str]:
    """Find what is not as the OpenAPI document has it, where it has the path."""
    method = "get" if request.method == "HEAD" else request.method.lower()
    described = _DOCUMENT["paths"].get(request.path, {}).get(method)
    if described:
        yield from _of_an_operation(answer, described["responses"])
        if request.path == "/votes" and method == "post":
            yield from _of_a_vote(answer, request)
    elif request.path in _NAMED and method != "get":
        if answer.status not in {405, *_EARLY}:
            yield f"{request.method} {request.path} is answered {answer.status}."
    elif request.path.startswith("/votes/") and answer.status not in {404, *_EARLY}:
        yield f"{request.path} is answered {answer.status}."


def _of_an_operation(answer: Answer, responses: dict[str, Any]) -> Iterator[str]:
    response = responses.get(str(answer.status))
    if response is None:
        yield f"The status {answer.status} is not in the document."
        return
    if "$ref" in response:
        response = _DOCUMENT["components"]["responses"][str(answer.status)]
    types = {media_type.partition(";")[0] for media_type in response.get("content", ())}
    if answer.body and answer.media_type.partition(";")[0] not in types:
        yield f"The content type {answer.media_type} is not in the document for {answer.status}."
    for name in response.get("headers", ()):
        if len(answer.values(name.lower())) != 1:
            yield f"The header {name} comes {len(answer.values(name.lower()))} times with {answer.status}."


def _of_a_vote(answer: Answer, request: Request) -> Iterator[str]:
    if answer.status in {200, 201}:
        yield from (error.message for error in _STORED.iter_errors(json.loads(answer.body)))
    elif answer.status == 303 and not request.form:
        yield "JSON is answered 303."
    elif answer.status >= 400 and answer.media_type != _PROBLEM and not request.form:
        yield f"The content type of a refusal is {answer.media_type}."
