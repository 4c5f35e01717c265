import json
from uuid import UUID

import pytest

from votebox import problems
from votebox.problems import FieldError, Kind, Problem

ID = UUID("0b6f7c1e-6a3f-4d6e-9a47-6f6a1c1b2d3e")
SEND = "Send application/json or application/x-www-form-urlencoded."
BELONGS = f"The id {ID} belongs to a vote on another page or revision, or with another answer."

ALL = [
    (problems.slow(10), 408, "Request Timeout", "The request did not arrive within 10 seconds."),
    (
        problems.long_head(16_384),
        *(431, "Request Header Fields Too Large"),
        "The address and the headers are larger than 16,384 bytes.",
    ),
    (
        problems.limited(6),
        *(429, "Too Many Requests"),
        "Too many votes come from your network. Send this one again in 6 seconds.",
    ),
    (
        problems.limited(1),
        *(429, "Too Many Requests"),
        "Too many votes come from your network. Send this one again in 1 second.",
    ),
    (
        problems.closed(),
        *(403, "Forbidden"),
        "Metrics are given to the machine itself, or with the token of VOTEBOX_METRICS_TOKEN.",
    ),
    (
        problems.crowded(),
        *(503, "Service Unavailable", "Too many connections are open. Connect again in 2 seconds."),
    ),
    (problems.malformed("It is torn."), 400, "Bad Request", "The body could not be read: It is torn."),
    (problems.unreadable(), 400, "Bad Request", "The request could not be read: it is no HTTP/1.1."),
    (
        problems.foreign("https://evil.example"),
        *(403, "Forbidden", 'Votes are not taken from the origin "https://evil.example".'),
    ),
    (problems.foreign(""), 403, "Forbidden", "Votes are not taken from another site."),
    (
        problems.not_found("/votes/7"),
        404,
        "Not Found",
        "There is nothing at /votes/7. Votes go to POST /votes.",
    ),
    (problems.method_not_allowed("GET"), 405, "Method Not Allowed", "/votes takes POST, not GET."),
    (
        problems.conflict(ID),
        *(409, "Conflict"),
        f"{BELONGS} Send this vote with a new id.",
    ),
    (
        problems.too_large(),
        *(413, "Content Too Large", "The body is larger than 8,192 bytes. Shorten the comment."),
    ),
    (
        problems.unsupported("text/plain"),
        *(415, "Unsupported Media Type"),
        f'The content type "text/plain" is not taken. {SEND}',
    ),
    (
        problems.unsupported(""),
        *(415, "Unsupported Media Type"),
        f"The content type is missing. {SEND}",
    ),
    (problems.internal(), 500, "Internal Server Error", "votebox made a mistake; its log says which."),
    (
        problems.busy(),
        *(503, "Service Unavailable"),
        "Too many votes are waiting. This one is not stored; send it again in 2 seconds.",
    ),
    (
        problems.store_failed(),
        *(503, "Service Unavailable", "The vote could not be stored. Send it again in 2 seconds."),
    ),
]


@pytest.mark.parametrize(("problem", "status", "title", "detail"), ALL)
def test_problems(problem: Problem, status: int, title: str, detail: str) -> None:
    assert json.loads(problem.json()) == {
        "type": "about:blank",
        "title": title,
        "status": status,
        "detail": detail,
    }


def test_every_kind_has_a_status_with_a_title() -> None:
    for kind in Kind:
        assert Problem(kind=kind, detail="").status == kind.status
        assert Problem(kind=kind, detail="").title


def test_what_is_worth_sending_again_and_when() -> None:
    assert {problem.kind: problem.retry_after for problem, *_ in ALL if problem.retry_after} == {
        Kind.LIMITED: 1,
        Kind.CROWDED: 2,
        Kind.BUSY: 2,
        Kind.STORE_FAILED: 2,
    }


def test_wrong_fields() -> None:
    errors = [
        FieldError(field="id", found="7", expected="a UUID"),
        FieldError(field="page", found="1", expected="x"),
    ]
    assert json.loads(problems.wrong(errors).json()) == {
        "type": "about:blank",
        "title": "Unprocessable Content",
        "status": 422,
        "detail": "Wrong: id, page.",
        "errors": [
            {"field": "id", "found": "7", "expected": "a UUID"},
            {"field": "page", "found": "1", "expected": "x"},
        ],
    }
