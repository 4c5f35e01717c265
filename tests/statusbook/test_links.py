"""Links and pictures in Markdown, wherever they stand; the places are those of the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statusbook.links import find_links, without_code


def found(text: str) -> list[tuple[str, str]]:
    """Each link as it is written, and its target."""
    return [(text[link.start : link.end], link.target) for link in find_links(without_code(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("See [a](b.md) now", [("[a](b.md)", "b.md")]),
        ("[a [b] c](<d>)", [("[a [b] c](<d>)", "d")]),
        ("[a](b 'Title') [c](d \"Title\")", [("[a](b 'Title')", "b"), ('[c](d "Title")', "d")]),
        ("[a](b_(c))", [("[a](b_(c))", "b_(c)")]),
        ("[![x](p.png)](q.md)", [("![x](p.png)", "p.png"), ("[![x](p.png)](q.md)", "q.md")]),
        ("[a]: b.md 'T'\n[c]:d", [("[a]: b.md", "b.md"), ("[c]:d", "d")]),
        ("<https://a.example/b>", [("<https://a.example/b>", "https://a.example/b")]),
        ("<a class='x' HREF=\"b\">c</a>", [("<a class='x' HREF=\"b\">", "b")]),
        ("<img alt=x src=y>", [("<img alt=x src=y>", "y")]),
        ("<a data-href='x'>no</a> <abbr>", []),
        ("[a] (b) [c]", []),
        ("\\[a](b)", []),
        ("`[a](b)` ``[c`](d)`` [e](f)", [("[e](f)", "f")]),
        ("```\n[a](b)\n```\n[c](d)", [("[c](d)", "d")]),
        ("<!-- [a](b) --> [c](d)", [("[c](d)", "d")]),
        ("`one\n\n[a](b)`", [("[a](b)", "b")]),  # code does not go beyond its paragraph
    ],
)
def test_links(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_a_link_knows_where_its_target_starts() -> None:
    text = "one\n[a](b.md) ![p](c.png) <a href='d'>"
    links = list(find_links(text))
    assert [text[link.at : link.at + len(link.target)] for link in links] == ["b.md", "c.png", "d"]
    assert [link.is_picture for link in links] == [False, True, False]
    assert [link.in_text for link in links] == [True, False, False]


@pytest.mark.parametrize(
    ("text", "alternative"),
    [
        ("![a b](c)", "a b"),
        ("![ ](c)", ""),
        ("<img src='c'>", None),
        ("<img src='c' alt=''>", ""),
        ("<img alt='a' src='c'>", "a"),
    ],
)
def test_what_a_picture_says(text: str, alternative: str | None) -> None:
    (link,) = find_links(text)
    assert link.alternative == alternative


@given(st.text(st.sampled_from("[]()<>!`~\\\n a\"'-=#")))
def test_no_place_moves_and_nothing_is_raised(text: str) -> None:
    bare = without_code(text)
    assert len(bare) == len(text)
    assert [i for i, c in enumerate(bare) if c == "\n"] == [i for i, c in enumerate(text) if c == "\n"]
    for link in find_links(bare):
        assert bare[link.at : link.at + len(link.target)] == link.target
        assert 0 <= link.start < link.end <= len(bare)
