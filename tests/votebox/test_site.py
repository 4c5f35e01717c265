from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.votebox.sharing import Serving


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/", 200, "Help"),
        ("/order-status/", 200, "Order status"),
        ("/missing", 404, "Not found"),
        ("/missing/deep/", 404, "Not found"),
        ("/ru/missing", 404, "Не найдено"),
        ("/ru/missing/deep/", 404, "Не найдено"),
        ("/ru/", 404, "Не найдено"),
        ("/order-status/missing", 404, "Not found"),
        ("/" + "x" * 3_000, 404, "Not found"),
        ("/%00", 404, "Not found"),
        ("/..%2f..%2fetc/passwd", 404, "Not found"),
        ("/%2e%2e/votes.db", 404, "Not found"),
    ],
)
def test_pages_and_the_nearest_404(client: TestClient, path: str, status: int, text: str) -> None:
    response = client.get(path)
    assert (response.status_code, text in response.text) == (status, True)
    assert response.headers["cache-control"] == "no-cache"


def test_no_404_page_at_all(client: TestClient, site: Path) -> None:
    (site / "404.html").unlink()
    response = client.get("/missing")
    assert (response.status_code, response.text) == (404, "Not Found")


@pytest.mark.parametrize(
    ("path", "cache"),
    [
        ("/assets/main.7e37652d.min.css", "public, max-age=31536000, immutable"),
        ("/assets/plain.css", None),
        ("/statuses.json", None),
    ],
)
def test_how_long_files_are_kept(client: TestClient, path: str, cache: str | None) -> None:
    response = client.get(path)
    assert (response.status_code, response.headers.get("cache-control")) == (200, cache)


def test_markdown_is_given_out_as_such(client: TestClient) -> None:
    assert client.get("/order-status/index.md").headers["content-type"] == "text/markdown; charset=utf-8"


@pytest.mark.parametrize(
    ("path", "shared"),
    [
        ("/statuses.json", True),
        ("/ru/statuses.json", True),
        ("/zh-TW/statuses.json", True),
        ("/schemas/statuses-1.json", True),
        ("/pages.json", False),
        ("/", False),
        ("/ru/order-status/statuses.json", False),
        ("/assets/statuses.json", False),
        ("/schemas/deep/statuses-1.json", False),
        ("/missing/statuses.json", False),
    ],
)
def test_other_sites_may_read_the_facts_and_nothing_else(
    client: TestClient, site: Path, path: str, shared: bool
) -> None:
    if path.endswith(".json") and "missing" not in path:
        (site / path[1:]).parent.mkdir(parents=True, exist_ok=True)
        (site / path[1:]).write_text("{}", encoding="utf-8")
    origin = {"origin": "https://shop.example"}
    response = client.get(path, headers=origin)
    assert response.headers.get("access-control-allow-origin") == ("*" if shared else None)
    if shared:
        again = client.get(path, headers=origin | {"if-none-match": response.headers["etag"]})
        assert (again.status_code, again.headers["access-control-allow-origin"]) == (304, "*")


@pytest.mark.parametrize(
    ("name", "hashed"),
    [
        ("bundle.79ae519e.min.js", True),
        ("79ae519e79ae519e.js", True),
        ("main-79ae519e.css", True),
        ("bundle.79ae519.js", False),
        ("coffeebeans.css", False),
        ("xdeadbeefx.css", False),
    ],
)
def test_what_a_hash_is(client: TestClient, site: Path, name: str, hashed: bool) -> None:
    (site / "assets" / name).write_text("x")
    assert ("immutable" in client.get(f"/assets/{name}").headers.get("cache-control", "")) is hashed
    (site / name).write_text("x")
    assert "cache-control" not in client.get(f"/{name}").headers


def test_what_keeps_pages_is_asked_for_again_each_time(client: TestClient, site: Path) -> None:
    (site / "service-worker.js").write_text("//")
    assert client.get("/service-worker.js").headers["cache-control"] == "no-cache"
    (site / "assets" / "service-worker.js").write_text("//")
    assert "cache-control" not in client.get("/assets/service-worker.js").headers


def test_a_page_that_has_not_changed_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/order-status/")
    again = client.get("/order-status/", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.text, again.headers["cache-control"]) == (304, "", "no-cache")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/order-status", "/order-status/"),
        ("/order-status?q=a%20b", "/order-status/?q=a%20b"),
        ("//order-status", "/order-status/"),
        ("/ru/../order-status", "/order-status/"),
    ],
)
def test_a_folder_without_its_slash_keeps_to_the_host_and_scheme(
    serving: Serving, path: str, location: str
) -> None:
    response = serving(base_url="http://help.example").request("GET", f"http://help.example{path}")
    assert (response.status_code, response.headers["location"]) == (307, location)


def test_a_site_is_read_and_not_written(client: TestClient) -> None:
    assert client.post("/order-status/").status_code == 405
    assert client.delete("/index.html").status_code == 405
