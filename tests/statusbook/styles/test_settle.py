"""Custom properties that are the same everywhere give way to their values; others stay."""

from __future__ import annotations

import pytest

from statusbook.styles.minify import minify
from statusbook.styles.parse import parse
from statusbook.styles.settle import settle


@pytest.mark.parametrize(
    ("css", "settled"),
    [
        (":root{--a:1px}p{top:var(--a)}", "p{top:1px}"),
        (":root{--a:1px;--b:calc(var(--a) + 2px)}p{top:var(--b, 3px)}", "p{top:calc(1px + 2px)}"),
        ("@layer x{:root{--a:1px;color:red}}p{top:var(--a)}", "@layer x{:root{color:red}}p{top:1px}"),
        (":root{--a:1px}p{color:red;& b{top:var(--a)}}", "p{color:red;& b{top:1px}}"),
    ],
)
def test_a_constant_is_settled(css: str, settled: str) -> None:
    assert minify(settle(parse(css), ())) == settled


@pytest.mark.parametrize(
    "css",
    [
        ":root{--a:1px}p{--a:2px}b{top:var(--a)}",
        ":root{--a:1px}@media print{:root{--a:2px}}b{top:var(--a)}",
        "@media print{:root{--a:1px}}b{top:var(--a)}",
        "p{--a:1px}b{top:var(--a)}",
    ],
)
def test_what_changes_somewhere_stays(css: str) -> None:
    assert minify(settle(parse(css), ())) == css


def test_what_depends_on_something_that_changes_further_down_stays() -> None:
    css = ":root{--b:var(--a)}p{--a:2px}b{top:var(--b)}"
    assert minify(settle(parse(css), ())) == css


def test_what_others_name_stays_and_a_sheet_is_not_changed_by_being_settled() -> None:
    items = parse(":root{--a:1px}p{top:var(--a)}")
    assert minify(settle(items, {"--a"})) == ":root{--a:1px}p{top:var(--a)}"
    assert minify(settle(items, ())) == "p{top:1px}"
    assert minify(items) == ":root{--a:1px}p{top:var(--a)}"
