"""Finished pages, made light and safe."""

from __future__ import annotations

import re

import pytest

from statusbook.dress import Wardrobe, dress, put_in, settled
from statusbook.policy import source
from statusbook.problems import StatusbookError

CSS = """
@layer base { p { color: red } .note { color: green } .gone { color: blue } }
@layer blocks { :lang(ar) p { font-size: 2rem } :is(:lang(ja), :lang(ko)) .note { font-weight: 700 } }
"""
PAGE = '<html lang="en"><head><style></style></head><p class="note" data-pagefind-weight="7">A</p></html>'


@pytest.fixture
def wardrobe() -> Wardrobe:
    return Wardrobe(CSS, [])


def test_a_page_has_its_style_and_a_policy_that_allows_it_and_no_other() -> None:
    style = "p{color:red}.note{color:green}"
    page = dress(PAGE, style, "/votes", offline=False)
    assert re.findall("<style>(.*?)</style>", page) == [style]
    policy = re.findall('<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert len(policy) == 1
    assert re.findall(r"'sha256-[^']*'", policy[0]) == [source(style)]
    assert page.index("Content-Security-Policy") < page.index("<style>"), "or it would not hold for it"


def test_what_tells_search_what_to_read_is_for_nobody_else() -> None:
    page = dress(PAGE, "p{}", "/votes", offline=False)
    assert '<p class="note">A</p>' in page


def test_a_page_without_a_place_for_css_is_refused() -> None:
    with pytest.raises(StatusbookError, match=r"overrides/main\.html has no “<style></style>” in its head"):
        put_in("<html><head></head></html>", "<style>p{}</style>")


def test_css_is_what_a_page_uses_in_any_language(wardrobe: Wardrobe) -> None:
    used = [wardrobe.usage(PAGE.replace('"en"', f'"{tag}"')) for tag in ("en", "ar", "ja")]
    styles = wardrobe.clothes(used).styles(["en", "ar", "ja"])
    assert styles.common == "@layer base{p{color:red}.note{color:green}}"
    assert styles.of("en") == styles.common
    assert styles.of("ar") == f"{styles.common}@layer blocks{{:lang(ar) p{{font-size:2rem}}}}"
    assert (
        styles.of("ja")
        == f"{styles.common}@layer blocks{{:is(:lang(ja),:lang(ko)) .note{{font-weight:700}}}}"
    )


def test_a_page_has_no_more_in_a_language_than_it_uses(wardrobe: Wardrobe) -> None:
    page = PAGE.replace('"en"', '"ja"')
    for used, speaks in ((page, True), (page.replace(' class="note"', ""), False)):
        assert (":lang" in wardrobe.clothes([wardrobe.usage(used)]).styles(["ja"]).of("ja")) == speaks


def test_pages_that_use_the_same_get_the_same(wardrobe: Wardrobe) -> None:
    other = PAGE.replace(">A<", ">B<")
    clothes = [wardrobe.clothes([wardrobe.usage(page)]) for page in (PAGE, other)]
    assert clothes[0] is clothes[1]


def test_what_script_shows_finds_the_properties_that_it_asks_for() -> None:
    """One that is the same everywhere is settled; one that is not stays with every page."""
    tokens = ":root { --edge: 1px; --ink: #000 } @media print { :root { --ink: #333 } }"
    css = f"@layer base {{ {tokens} p {{ margin: 0 }} }}"
    page = "<html lang='en'><p>A</p></html>"
    alone = Wardrobe(css, [])
    assert "--ink" not in alone.clothes([alone.usage(page)]).styles(["en"]).of("en")
    shown = settled("@layer blocks { .said { border: var(--edge) solid var(--ink) } }", css)
    assert shown == "@layer blocks{.said{border:1px solid var(--ink)}}"
    both = Wardrobe(css, [], shown)
    style = both.clothes([both.usage(page)]).styles(["en"]).of("en")
    assert style == "@layer base{:root{--ink:#000}@media print{:root{--ink:#333}}p{margin:0}}"


def test_css_that_cannot_be_read_is_told_before_a_page_asks_for_it() -> None:
    """The preview asks for none, and whoever writes css in it reads what is wrong all the same."""
    with pytest.raises(StatusbookError, match="cannot be read, in line 1: EOF reached"):
        settled("", "p { color: red } }")
    with pytest.raises(StatusbookError, match="cannot be read, in line 1: EOF reached"):
        settled("p { color: red } }", "")
