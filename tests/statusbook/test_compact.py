"""White space that nobody sees goes, and no other."""

from __future__ import annotations

import pytest

from statusbook.compact import compact


@pytest.mark.parametrize(
    ("html", "small"),
    [
        ("<ul>\n  <li> a </li>\n  <li>b\n c</li>\n</ul>\n", "<ul><li>a</li><li>b c</li></ul>"),
        ("<p>a <b>b</b> <i>c</i>\n d</p>", "<p>a <b>b</b> <i>c</i> d</p>"),
        ("<p>a <b> b </b> c</p>", "<p>a <b> b </b> c</p>"),
        ("<p>a\u00a0\u00a0b\u3000c</p>", "<p>a\u00a0\u00a0b\u3000c</p>"),
        (
            "<span>a</span>\n<select>\n<option>b</option>\n</select>\n<span>",
            "<span>a</span> <select><option>b</option></select> <span>",
        ),
        ("<pre>\n  a\n <b>\n b</b></pre>  <p>", "<pre>\n  a\n <b>\n b</b></pre><p>"),
        ("<textarea>\n a  b </textarea>", "<textarea>\n a  b </textarea>"),
        ('<script>if (a < b  && c > "d")\n  e()</script>', '<script>if (a < b  && c > "d")\n  e()</script>'),
        ('<input\n  name="a"\n    title="b  c\n d">', '<input name="a" title="b  c\n d">'),
        ('<p title="a > b">\n c', '<p title="a > b">c'),
        ("<!doctype html>\n<html>\n<head>", "<!doctype html><html><head>"),
    ],
)
def test_white_space(html: str, small: str) -> None:
    assert compact(html) == f"{small}\n"
    assert compact(compact(html)) == compact(html)
