"""Finished pages, made light and safe."""

from __future__ import annotations

import re

import pytest

from statusbook.dress import Wardrobe, dress, put_in
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


def test_a_page_has_its_styles_and_a_policy_that_allows_them_and_no_others() -> None:
    styles = ("p{color:red}", ".note{color:green}")
    page = dress(PAGE, styles, "/votes", offline=False)
    assert re.findall("<style>(.*?)</style>", page) == [*styles]
    policy = re.findall('<meta http-equiv="Content-Security-Policy" content="([^"]*)">', page)
    assert len(policy) == 1
    assert set(re.findall(r"'sha256-[^']*'", policy[0])) == set(map(source, styles))
    assert page.index("Content-Security-Policy") < page.index("<style>"), "or it would not hold for them"


def test_what_tells_search_what_to_read_is_for_nobody_else() -> None:
    page = dress(PAGE, ("p{}",), "/votes", offline=False)
    assert '<p class="note">A</p>' in page


def test_a_page_without_a_place_for_css_is_refused() -> None:
    with pytest.raises(StatusbookError, match=r"overrides/main\.html has no “<style></style>” in its head"):
        put_in("<html><head></head></html>", "<style>p{}</style>")


def test_css_is_what_a_page_uses_in_any_language(wardrobe: Wardrobe) -> None:
    used = [wardrobe.usage(PAGE.replace('"en"', f'"{tag}"')) for tag in ("en", "ar", "ja")]
    styles = wardrobe.clothes(used).styles(["en", "ar", "ja"])
    assert styles.common == "@layer base{p{color:red}.note{color:green}}"
    assert styles.of("en") == (styles.common,)
    assert "font-size:2rem" in styles.of("ar")[1]
    assert "font-weight:700" in styles.of("ja")[1]
    assert len(styles.of("ar")) == len(styles.of("ja")) == 2


def test_a_page_has_no_more_in_a_language_than_it_uses(wardrobe: Wardrobe) -> None:
    page = PAGE.replace('"en"', '"ja"')
    for used, expected in ((page, 2), (page.replace(' class="note"', ""), 1)):
        assert len(wardrobe.clothes([wardrobe.usage(used)]).styles(["ja"]).of("ja")) == expected


def test_pages_that_use_the_same_get_the_same(wardrobe: Wardrobe) -> None:
    other = PAGE.replace(">A<", ">B<")
    clothes = [wardrobe.clothes([wardrobe.usage(page)]) for page in (PAGE, other)]
    assert clothes[0] is clothes[1]
