"""Each answer has one policy: that of the site where it brings one, else the strict one."""

import json
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from tests.votebox.sharing import PAGES, make_vote
from votebox.policy import HEADER, STRICT, guarded

NAME = HEADER.decode()
OWN = "default-src 'none'; style-src 'sha256-x'"


def guard(client: TestClient) -> None:
    """As the server does it."""
    transport: Any = client._transport
    transport.app = guarded(transport.app)


def policies(client: TestClient, path: str) -> list[str]:
    found: list[str] = client.get(path, follow_redirects=False).headers.get_list(NAME)
    return found


def test_a_site_without_a_policy_gets_the_strict_one(client: TestClient) -> None:
    guard(client)
    for path in ("/", "/missing", "/order-status", "/health", "/dashboard/", "/assets/plain.css"):
        assert policies(client, path) == [STRICT.decode()], path


def test_the_policy_of_the_site_is_for_its_files_alone(client: TestClient, site: Path) -> None:
    guard(client)
    document = {"version": 1, "policy": OWN, "pages": PAGES}
    (site / "pages.json").write_text(json.dumps(document), encoding="utf-8")
    for path in ("/", "/missing", "/order-status", "/assets/plain.css"):
        assert policies(client, path) == [OWN], path
    for path in ("/health", "/dashboard/", "/votes"):
        assert policies(client, path) == [STRICT.decode()], path


def test_the_page_that_says_that_a_vote_was_not_stored_is_the_site_s(client: TestClient, site: Path) -> None:
    guard(client)
    document = {"version": 1, "policy": OWN, "pages": PAGES}
    (site / "pages.json").write_text(json.dumps(document), encoding="utf-8")
    found = [
        client.post("/votes", data=make_vote(page=page, helpful="perhaps")).headers.get_list(NAME)
        for page in ("ru/order-status", "en/order-status", "nowhere")
    ]
    # There is a page in Russian alone; the others are answered in plain words, which need no style.
    assert found == [[OWN], [STRICT.decode()], [STRICT.decode()]]
