"""What the build has compressed goes to those who take it."""

import os
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from votebox.compressed import choose

ALL = ("br", "zstd", "gzip")


@pytest.mark.parametrize(
    ("accepted", "offered", "coding"),
    [
        ("gzip, deflate, br, zstd", ALL, "br"),
        ("gzip, deflate, br, zstd", ("zstd", "gzip"), "zstd"),
        ("gzip", ALL, "gzip"),
        ("GZIP;q=0.5 , BR ; q=0", ALL, "gzip"),
        ("br;q=0.000, *", ALL, "zstd"),
        ("*;q=0", ALL, ""),
        ("identity", ALL, ""),
        ("", ALL, ""),
        ("x-br, brotli", ALL, ""),
        ("br;q=0.001", ALL, "br"),
        (";;q=,,=", ALL, ""),
        ("gzip", ("br",), ""),
    ],
)
def test_which_coding_a_client_gets(accepted: str, offered: tuple[str, ...], coding: str) -> None:
    assert choose(accepted, offered) == coding


@pytest.fixture
def page(site: Path) -> Path:
    """A page with twins that can be told apart; they are nothing that a client could unpack."""
    file = site / "order-status" / "index.html"
    for suffix in (".br", ".zst", ".gz"):
        file.with_name(f"index.html{suffix}").write_bytes(suffix.encode())
    return file


def ask(client: TestClient, path: str, **headers: str) -> tuple[int, bytes, dict[str, str]]:
    names = {name.replace("_", "-"): value for name, value in headers.items()}
    # As it comes: the client would unpack it.
    with client.stream("GET", path, headers={"accept-encoding": "identity"} | names) as response:
        return response.status_code, b"".join(response.iter_raw()), dict(response.headers)


@pytest.mark.parametrize(("coding", "body"), [("br", b".br"), ("zstd", b".zst"), ("gzip", b".gz")])
def test_a_page_that_is_ready_in_fewer_bytes(
    client: TestClient, page: Path, coding: str, body: bytes
) -> None:
    status, found, headers = ask(client, "/order-status/", accept_encoding=coding)
    assert (status, found) == (200, body)
    assert headers["content-encoding"] == coding
    assert headers["content-type"] == "text/html; charset=utf-8"
    assert (headers["vary"], headers["cache-control"]) == ("accept-encoding", "no-cache")
    assert headers["content-length"] == str(len(body))
    again = ask(client, "/order-status/", accept_encoding=coding, if_none_match=headers["etag"])
    assert (again[0], again[1], again[2]["vary"]) == (304, b"", "accept-encoding")
    plain = ask(client, "/order-status/")
    assert (plain[1], plain[2]["vary"]) == (page.read_bytes(), "accept-encoding")
    assert "content-encoding" not in plain[2]
    assert plain[2]["etag"] != headers["etag"]


def test_head_says_what_get_would(client: TestClient, page: Path) -> None:
    assert page.is_file()
    response = client.head("/order-status/", headers={"accept-encoding": "br"})
    assert (response.headers["content-encoding"], response.headers["content-length"]) == ("br", "3")


def test_a_part_of_a_file_is_a_part_of_the_file_itself(client: TestClient, page: Path) -> None:
    status, body, headers = ask(client, "/order-status/", accept_encoding="br", range="bytes=0-3")
    assert (status, body) == (206, page.read_bytes()[:4])
    assert "content-encoding" not in headers


def test_the_missing_page_is_ready_too(client: TestClient, site: Path) -> None:
    (site / "404.html.br").write_bytes(b"missing")
    status, body, headers = ask(client, "/nowhere", accept_encoding="br")
    assert (status, body, headers["content-encoding"]) == (404, b"missing", "br")
    assert headers["content-type"] == "text/html; charset=utf-8"


def test_what_is_older_than_its_file_is_of_another(client: TestClient, page: Path) -> None:
    before = page.stat().st_mtime_ns - 1
    for suffix in (".br", ".zst"):
        os.utime(page.with_name(f"index.html{suffix}"), ns=(before, before))
    assert ask(client, "/order-status/", accept_encoding="br, zstd, gzip")[1] == b".gz"


@pytest.mark.parametrize(
    ("suffix", "kind"),
    [(".br", "application/octet-stream"), (".gz", "application/gzip"), (".zst", "application/zstd")],
)
def test_asked_for_by_its_own_name_it_is_no_page(
    client: TestClient, page: Path, suffix: str, kind: str
) -> None:
    assert page.is_file()
    _, body, headers = ask(client, f"/order-status/index.html{suffix}", accept_encoding="gzip")
    assert (body, headers["content-type"]) == (suffix.encode(), kind)
    assert "content-encoding" not in headers


def test_a_file_with_nothing_beside_it(client: TestClient) -> None:
    _, body, headers = ask(client, "/assets/plain.css", accept_encoding="br, gzip")
    assert body == b"body {}"
    assert "vary" not in headers
    assert headers["content-type"] == "text/css; charset=utf-8"
