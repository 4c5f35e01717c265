"""The search index."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from statusbook.search import ENTRY, build_index, clear_index, entry_of, index_site, readable

PAGE = """<!doctype html><html lang="{lang}" dir="ltr"><head><title>{title} · Shop</title></head>
<body><header><p>Menu</p></header><article class="md-typeset"{mark}><p data-pagefind-ignore>Yesterday</p>
<h1>{title}</h1><h2 id="sent" data-pagefind-weight="8">Sent</h2><p>{text}</p></article>
<footer>Foot</footer></body></html>
"""
PAGES = {
    "one/index.html": PAGE.format(lang="en", mark=" data-pagefind-body", title="One", text="A parcel."),
    "de/one/index.html": PAGE.format(lang="de", mark=" data-pagefind-body", title="Eins", text="Ein Paket."),
    "two/index.html": PAGE.format(lang="en", mark="", title="Two", text="Nothing to find."),
}


def index_of(
    folder: Path, pages: dict[str, str], build: Callable[[Path], None] = build_index
) -> dict[str, bytes]:
    for path, page in pages.items():
        (folder / path).parent.mkdir(parents=True)
        (folder / path).write_text(page, encoding="utf-8")
    build(folder)
    files = [path for path in (folder / "pagefind").rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_what_is_read_of_pages_gives_the_index_that_whole_pages_give(tmp_path: Path) -> None:
    parts = {path: part for path, page in PAGES.items() if (part := readable(page))}
    assert parts.keys() == {"one/index.html", "de/one/index.html"}
    assert "Menu" not in parts["one/index.html"]
    whole, read = index_of(tmp_path / "whole", PAGES), index_of(tmp_path / "read", parts)
    assert whole == read == index_of(tmp_path / "site", PAGES, index_site)
    assert len([path for path in read if path.endswith(".pf_fragment")]) == 2


def test_parts_with_languages_of_their_own_are_together_the_index_of_all(tmp_path: Path) -> None:
    read = {path: part for path, page in PAGES.items() if (part := readable(page))}
    whole = index_of(tmp_path / "whole", read)
    parts = [index_of(tmp_path / path[:2], {path: page}) for path, page in read.items()]
    assert len(parts) == 2
    together = {name: data for part in parts for name, data in part.items()}
    assert together | {ENTRY: entry_of(part[ENTRY] for part in parts)} == whole


def test_nothing_of_an_earlier_index_is_left(tmp_path: Path) -> None:
    index_of(tmp_path / "again", PAGES)
    now = {"one/index.html": PAGES["one/index.html"].replace("A parcel", "Another parcel")}
    for path in PAGES:
        (tmp_path / "again" / path).unlink()
        (tmp_path / "again" / path).parent.rmdir()
    fresh, left = index_of(tmp_path / "fresh", now), index_of(tmp_path / "again", now)
    assert fresh.keys() < left.keys(), "Pagefind has begun to clear up itself"
    clear_index(tmp_path / "again")
    files = [path for path in (tmp_path / "again" / "pagefind").rglob("*") if path.is_file()]
    assert {path.relative_to(tmp_path / "again").as_posix(): path.read_bytes() for path in files} == fresh


def test_letters_that_are_written_without_blanks_are_words_of_their_own() -> None:
    page = PAGE.format(
        lang="ja", mark=' data-pagefind-body title="住所"', title="24時間", text="Ships, <b>注文</b>を。"
    )
    read = readable(page)
    assert "<h1>24 時  間 </h1>" in read
    assert "<p>Ships, <b> 注  文 </b> を 。</p>" in read
    assert 'title="住所"' in read
