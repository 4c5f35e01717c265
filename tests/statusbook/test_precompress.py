"""Texts in fewer bytes beside themselves."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli
import zstandard

from statusbook.precompress import precompress, texts_below


def test_texts_that_are_worth_it(tmp_path: Path) -> None:
    text = b"<p>status</p>\n" * 100
    for name in ("a/index.html", "b.js", "c.png", "d.pf_meta"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(text)
    (tmp_path / "small.json").write_bytes(b"{}")
    precompress(texts_below(tmp_path))
    made = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    twins = {f"{name}{suffix}" for name in ("a/index.html", "b.js") for suffix in (".br", ".gz", ".zst")}
    assert made == {"a/index.html", "b.js", "c.png", "d.pf_meta", "small.json"} | twins
    for name in ("a/index.html", "b.js"):
        packed = {suffix: (tmp_path / f"{name}{suffix}").read_bytes() for suffix in (".br", ".gz", ".zst")}
        assert brotli.decompress(packed[".br"]) == text
        assert gzip.decompress(packed[".gz"]) == text
        assert zstandard.ZstdDecompressor().decompress(packed[".zst"]) == text


def test_the_same_text_is_the_same_bytes(tmp_path: Path) -> None:
    found = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.html").write_bytes(b"<p>status</p>\n" * 100)
        precompress(texts_below(tmp_path / name))
        found.append([path.read_bytes() for path in sorted((tmp_path / name).iterdir())])
    assert found[0] == found[1]
