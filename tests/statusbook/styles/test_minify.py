"""Fewer bytes, the same css."""

from __future__ import annotations

import pytest

from statusbook.styles.minify import minify
from statusbook.styles.parse import parse


@pytest.mark.parametrize(
    ("css", "small"),
    [
        ("a , b > c + d ~ e { top : 0 ; }", "a,b>c+d~e{top:0}"),
        ("a { margin: 0.5rem -0.25em 10.0em 0 }", "a{margin:.5rem -.25em 10.0em 0}"),
        ("a { color: #ffffff; fill: #aabbcd }", "a{color:#fff;fill:#aabbcd}"),
        ("a { width: calc(100% + 0.5 * 1px - 2px) }", "a{width:calc(100% + .5 * 1px - 2px)}"),
        ("a { width: min(1px , calc(1px + 2px)) }", "a{width:min(1px,calc(1px + 2px))}"),
        ('a { content: "0.5 , #ffffff  x" }', 'a{content:"0.5 , #ffffff  x"}'),
        ("a { content: '›' / '' }", 'a{content:"›" / ""}'),
        ("a { top: 0 !important }", "a{top:0!important}"),
        ("a { --x: 1px solid var( --y ) }", "a{--x:1px solid var(--y)}"),
        ("a { /* why */ top: 0; }", "a{top:0}"),
        (
            "@media screen and (max-width: 30rem) { a { top: 0 } }",
            "@media screen and (max-width:30rem){a{top:0}}",
        ),
        ("@supports not selector(:has(a)) { a { top: 0 } }", "@supports not selector(:has(a)){a{top:0}}"),
        ("@layer a, b;", "@layer a,b;"),
        ("a:not( .b , .c ) d { top: 0 }", "a:not(.b,.c) d{top:0}"),
        ('a { font: 1rem/1.5 "A B", serif }', 'a{font:1rem/1.5 "A B",serif}'),
        (
            "a { grid-template-columns: repeat(auto-fit, minmax(0, 1fr)) 14rem }",
            "a{grid-template-columns:repeat(auto-fit,minmax(0,1fr)) 14rem}",
        ),
    ],
)
def test_css_in_fewer_bytes(css: str, small: str) -> None:
    assert minify(parse(css)) == small


def test_what_is_small_stays_the_same() -> None:
    css = minify(parse("@layer a { p > b { margin: 0.5em calc(1px + 2px) } @media print { i { top: 0 } } }"))
    assert minify(parse(css)) == css
