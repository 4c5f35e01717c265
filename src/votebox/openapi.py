"""What programs can ask of votebox: an OpenAPI document (version 3.1), made from the code that it describes.

The site and the dashboard are for people, and not in it.
"""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from msgspec.json import decode, encode, format  # noqa: A004 - msgspec's name

from votebox import intake, metrics, problems
from votebox.problems import BODY_LIMIT, FieldError, Kind, Problem
from votebox.schemas import components, reference
from votebox.transport import HEAD_LIMIT, PATIENCE
from votebox.vote import EXPECTED

_Json = dict[str, Any]

_EXAMPLES: Final = (
    problems.malformed("Input data was truncated"),
    problems.foreign("https://elsewhere.example"),
    problems.closed(),
    problems.not_found("/votes/7"),
    problems.method_not_allowed("PUT"),
    problems.slow(PATIENCE),
    problems.conflict(UUID(int=7)),
    problems.too_large(),
    problems.unsupported("text/plain"),
    problems.wrong([FieldError(field="helpful", found='"maybe"', expected=EXPECTED["helpful"])]),
    problems.limited(6),
    problems.long_head(HEAD_LIMIT),
    problems.internal(),
    problems.crowded(),
    problems.busy(),
    problems.store_failed(),
)

_ANYWHERE = (Kind.MALFORMED, Kind.SLOW, Kind.LONG_HEAD, Kind.INTERNAL, Kind.CROWDED)
_OF_FORMS = (
    *(Kind.MALFORMED, Kind.FOREIGN, Kind.CONFLICT, Kind.TOO_LARGE, Kind.WRONG, Kind.LIMITED, Kind.BUSY),
    Kind.STORE_FAILED,
)
_OF_VOTES = (*_OF_FORMS, Kind.UNSUPPORTED)

_TEXT: Final = {"type": "string"}

_ABOUT: Final = """\
Takes readers' answers to *Was this page helpful?* A request that is refused is answered with problem details
(RFC 9457), or with a page where it came from an HTML form. What is not named here is answered 404 or 405."""

_ABOUT_VOTES: Final = f"""\
A vote is stored durably before it is answered. Its id makes it safe to send it again: it is stored once, and
`reason`, `status` and `comment` can be sent later with the same id. A body has at most {BODY_LIMIT:,} bytes.

Members that are not named are ignored, except `website`, which pages hide from people: a vote that fills it
is answered like any other, and not stored. Browsers may send votes from pages of this host and of listed
origins."""


def text() -> str:
    """Return the document as JSON for a person to read."""
    return format(encode(document()), indent=2).decode() + "\n"


def document() -> _Json:
    """Return the document. Its version rises when clients have to change."""
    return {
        "openapi": "3.1.1",
        "info": {"title": "votebox", "version": "1", "description": _ABOUT},
        "paths": {
            "/votes": {"post": _post(), "options": _options()},
            "/health": {"get": _status("health", "Ask whether votes are taken")},
            "/ready": {"get": _status("ready", "Ask whether the next vote can be expected to be stored")},
            "/metrics": {"get": _metrics()},
        },
        "components": {
            "schemas": components(),
            "responses": _refusals(),
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
        },
    }


def _post() -> _Json:
    thanks = "The page that thanks the reader, with the id of the vote as its fragment."
    location = _header(thanks, {"type": "string", "format": "uri-reference"})
    return {
        "operationId": "vote",
        "summary": "Send a vote, or details of one that was sent",
        "description": _ABOUT_VOTES,
        "requestBody": {
            "required": True,
            "content": {intake.JSON: _content("Vote"), intake.FORM: _content("Form")},
        },
        "responses": {
            "200": {"description": "Known already, and stored", "content": {intake.JSON: _content("Stored")}},
            "201": {"description": "Stored", "content": {intake.JSON: _content("Stored")}},
            "303": {"description": "Stored; answers a form", "headers": {"Location": location}},
            **_refused(_OF_VOTES),
        },
    }


def _options() -> _Json:
    headers = {
        "Allow": _header("The methods.", _TEXT),
        "Access-Control-Allow-Methods": _header("The methods for scripts of listed origins.", _TEXT),
        "Access-Control-Allow-Headers": _header("The headers that they may set.", _TEXT),
        "Access-Control-Max-Age": _header("Seconds for which this holds.", {"type": "integer", "minimum": 1}),
    }
    return {
        "operationId": "mayVote",
        "summary": "Ask whether a page may send votes (a CORS preflight)",
        "responses": {"204": {"description": "It may", "headers": headers}, **_refused([Kind.FOREIGN])},
    }


def _status(name: str, summary: str) -> _Json:
    ok = {"type": "object", "properties": {"status": {"const": "ok"}}, "required": ["status"]}
    return {
        "operationId": name,
        "summary": summary,
        "responses": {
            "200": {"description": "Yes", "content": {intake.JSON: {"schema": ok}}},
            **_refused([Kind.STORE_FAILED]),
        },
    }


def _metrics() -> _Json:
    return {
        "operationId": "metrics",
        "summary": "Read what is counted, in the text format of Prometheus",
        "security": [{"token": []}, {}],
        "responses": {
            "200": {
                "description": "The samples",
                "content": {metrics.MEDIA_TYPE: {"schema": _TEXT}},
            },
            **_refused([Kind.CLOSED]),
        },
    }


def _refused(kinds: Iterable[Kind]) -> _Json:
    """Refer to the responses of these kinds, and of those that any request can meet."""
    statuses = sorted({kind.status for kind in (*kinds, *_ANYWHERE)})
    return {str(status): {"$ref": f"#/components/responses/{status}"} for status in statuses}


def _refusals() -> _Json:
    found = defaultdict(list)
    for problem in _EXAMPLES:
        found[problem.status].append(problem)
    return {str(status): _refusal(alike) for status, alike in sorted(found.items())}


def _refusal(alike: list[Problem]) -> _Json:
    """Describe one status, with an example of each kind under the name that metrics count it by."""
    examples = {problem.kind: {"value": decode(problem.json())} for problem in alike}
    details = {"schema": reference("Details"), "examples": examples}
    content: _Json = {problems.MEDIA_TYPE.decode(): details}
    if not {problem.kind for problem in alike}.isdisjoint(_OF_FORMS):
        content["text/html"] = {"schema": {"type": "string", "description": "To a form."}}
    return {"description": alike[0].title, "headers": _headers(alike), "content": content}


def _headers(alike: list[Problem]) -> _Json:
    if all(problem.retry_after for problem in alike):
        seconds = {"type": "integer", "minimum": 1}
        return {"Retry-After": _header("Seconds after which to send it again.", seconds)}
    return {"Allow": _header("The methods.", _TEXT)} if alike[0].kind is Kind.METHOD_NOT_ALLOWED else {}


def _content(name: str) -> _Json:
    return {"schema": reference(name)}


def _header(description: str, schema: _Json) -> _Json:
    return {"description": description, "required": True, "schema": schema}
