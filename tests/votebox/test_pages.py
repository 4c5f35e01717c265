import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from votebox.errors import SettingsError
from votebox.pages import Page, PageList
from votebox.revisions import Edition


def write(path: Path, pages: object, version: int = 1) -> None:
    path.write_text(json.dumps({"version": version, "pages": pages}), encoding="utf-8")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "pages.json"
    write(path, {"en": {"title": "Help", "url": "/", "thanks": "/thanks/", "failed": "/failed/", "new": [1]}})
    return path


def test_what_votebox_knows_of_a_page_and_unknown_members_are_ignored(path: Path) -> None:
    assert PageList(path).current() == {
        "en": Page(thanks="/thanks/", failed="/failed/", title="Help", url="/")
    }


def test_the_edition_of_a_site(path: Path) -> None:
    assert PageList(path).edition() == Edition(revisions={}, commit=None)
    page = {"thanks": "/", "failed": "/", "revision": "5f2c9a1b03de"}
    document = {"version": 1, "commit": "c0ffee", "pages": {"en": page, "ru": {**page, "revision": ""}}}
    path.write_text(json.dumps(document), encoding="utf-8")
    assert PageList(path).edition() == Edition(revisions={"en": "5f2c9a1b03de"}, commit="c0ffee")


@pytest.mark.parametrize(("policy", "sent"), [("default-src 'none'", b"default-src 'none'"), ("a\nb", None)])
def test_the_policy_of_a_site(path: Path, policy: str, sent: bytes | None) -> None:
    pages = PageList(path, interval=60)
    assert pages.policy() is None
    path.write_text(json.dumps({"version": 1, "policy": policy, "pages": {}}), encoding="utf-8")
    assert pages.policy() == sent, "known at once: a page of another build is under it already"


def test_a_new_build_is_followed(path: Path) -> None:
    pages = PageList(path, interval=0)
    write(path, {"ru": {"thanks": "/ru/thanks/", "failed": "/ru/failed/", "statuses": ["pending"]}})
    assert pages.current() == {
        "ru": Page(thanks="/ru/thanks/", failed="/ru/failed/", statuses=frozenset({"pending"}))
    }


def test_a_change_that_keeps_the_size_is_followed_by_its_time(path: Path) -> None:
    pages = PageList(path, interval=0)
    before = path.stat()
    path.write_text(path.read_text("utf-8").replace("/thanks/", "/merci//"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns + 1))
    assert path.stat().st_size == before.st_size
    assert pages.current()["en"].thanks == "/merci//"


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_text('{"version": 1, "pages": {'),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_text('{"version": 2, "pages": {}}'),
        lambda path: path.write_text('{"version": 1, "pages": {"en": {"thanks": 7, "failed": "/"}}}'),
    ],
    ids=["vanished", "half written", "no text", "another version", "another shape"],
)
def test_a_file_that_went_bad_keeps_the_last_good_one(
    path: Path, spoil: Callable[[Path], object], caplog: pytest.LogCaptureFixture
) -> None:
    pages = PageList(path, interval=0)
    spoil(path)
    assert "en" in pages.current()
    assert "en" in pages.current()
    assert "the pages known before stay" in caplog.text
    write(path, {"ru": {"thanks": "/", "failed": "/"}})
    assert set(pages.current()) == {"ru"}


def test_the_file_is_looked_at_only_now_and_then(path: Path) -> None:
    pages = PageList(path, interval=60)
    path.unlink()
    path.mkdir()  # would be told of if it were looked at
    assert "en" in pages.current()


def test_a_missing_file_at_the_start(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        PageList(tmp_path / "pages.json")
    assert str(error.value) == f"{tmp_path}/pages.json does not exist. Build the site first: make build"


def test_a_bad_file_at_the_start(path: Path) -> None:
    path.write_text('{"version": 2, "pages": {}}')
    with pytest.raises(SettingsError) as error:
        PageList(path)
    assert str(error.value) == (
        f"{path} cannot be read: Invalid enum value 2 - at `$.version`. Build the site again: make build"
    )
