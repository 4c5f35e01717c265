import json
from collections import defaultdict
from typing import Any

import pytest
from click.testing import CliRunner
from openapi_spec_validator import OpenAPIV31SpecValidator
from starlette.testclient import TestClient

from votebox import openapi
from votebox.cli import main
from votebox.problems import Kind

DOCUMENT = openapi.document()
OPERATIONS: dict[str, dict[str, Any]] = {
    f"{method.upper()} {path}": operation
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}


def test_it_is_an_openapi_document() -> None:
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_what_can_be_asked() -> None:
    assert list(OPERATIONS) == [
        *("POST /votes", "OPTIONS /votes", "GET /health", "GET /ready", "GET /metrics"),
    ]


def test_every_kind_of_problem_has_its_status_and_an_example() -> None:
    found: dict[int, set[str]] = defaultdict(set)
    for status, response in DOCUMENT["components"]["responses"].items():
        examples = response["content"]["application/problem+json"]["examples"]
        assert {example["value"]["status"] for example in examples.values()} == {int(status)}
        found[int(status)] |= set(examples)
    wanted: dict[int, set[str]] = defaultdict(set)
    for kind in set(Kind) - {Kind.UNAUTHORIZED}:  # of the dashboard alone, which is for people
        wanted[kind.status].add(kind)
    assert found == wanted


def test_every_status_is_answered_somewhere_but_those_of_what_is_not_named() -> None:
    named = {status for operation in OPERATIONS.values() for status in operation["responses"]}
    assert {str(kind.status) for kind in Kind} - named == {"401", "404", "405"}


def test_statuses_of_each_operation() -> None:
    anywhere = {"400", "408", "431", "500", "503"}
    assert {name: set(found["responses"]) - anywhere for name, found in OPERATIONS.items()} == {
        "POST /votes": {"200", "201", "303", "403", "409", "413", "415", "422", "429"},
        "OPTIONS /votes": {"204", "403"},
        "GET /health": {"200"},
        "GET /ready": {"200"},
        "GET /metrics": {"200", "403"},
    }
    assert all(anywhere <= set(found["responses"]) for found in OPERATIONS.values())


@pytest.mark.parametrize("path", ["/health", "/ready", "/metrics", "/openapi.json"])
def test_what_is_read_is_not_written(client: TestClient, path: str) -> None:
    assert [client.request(method, path).status_code for method in ("POST", "DELETE")] == [405, 405]


def test_headers_that_are_needed_to_go_on() -> None:
    responses = DOCUMENT["components"]["responses"]
    named = {
        status: set(response["headers"]) for status, response in responses.items() if response["headers"]
    }
    assert named == {"405": {"Allow"}, "429": {"Retry-After"}, "503": {"Retry-After"}}
    assert set(OPERATIONS["POST /votes"]["responses"]["303"]["headers"]) == {"Location"}


def test_it_is_given_out(client: TestClient) -> None:
    response = client.get("/openapi.json")
    assert response.json() == DOCUMENT
    assert response.headers["content-type"] == "application/json"
    assert response.headers["cache-control"] == "public, max-age=3600"
    assert len(response.content) < 16_384


def test_it_is_written_by_a_command() -> None:
    result = CliRunner().invoke(main, ["openapi"])
    assert (result.exit_code, json.loads(result.stdout)) == (0, DOCUMENT)
