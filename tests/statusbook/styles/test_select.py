"""Which rules stay: what is on a page, what a script puts there, and what states switch on."""

from __future__ import annotations

import pytest

from statusbook.problems import StatusbookError
from statusbook.styles.minify import minify
from statusbook.styles.parse import parse
from statusbook.styles.select import general, select, spoken
from statusbook.styles.usage import Vocabulary

PAGE = (
    '<html lang="ar"><body class="page"><p id="a" class="big red">x</p><help-menu></help-menu></body></html>'
)
MENU = 'customElements.define("help-menu", class { x() { y.className = "menu__item"; s(`tag`); } });'
SEARCH = 'customElements.define("help-search", class { x() { y.className = "search__item"; } });'


def kept(css: str, page: str = PAGE) -> str:
    vocabulary = Vocabulary(css, [MENU, SEARCH])
    return minify(select(parse(css), vocabulary.together([vocabulary.usage(page)])))


def test_lists_of_elements_lose_those_that_are_not_there() -> None:
    assert kept(".page :is(h5, p, h6) { order: 1 }") == ".page :is(p){order:1}"
    assert kept(":where(p, h6, body) b { order: 1 }") == ""
    assert kept("body :where(p, h6, help-menu) { order: 1 }") == "body :where(p,help-menu){order:1}"
    assert kept(":is(.big, .small) { order: 1 }") == ":is(.big,.small){order:1}"


@pytest.mark.parametrize(
    "selector",
    [
        *("p", "P", "*", "#a", ".big", "p.big.red#a", "body>.big", ".page .red", ":root", "p::before"),
        *(
            ".big:hover",
            ".big[data-state=open]",
            "[hidden]",
            "p:not(.gone)",
            ":is(.gone,.big)",
            "p:has(~.red)",
        ),
        *(
            ":lang(ar)",
            ".menu__item",
            "tag.big",
            "help-menu:not(:defined)",
            "::backdrop",
            "p:nth-child(2n + 1)",
        ),
    ],
)
def test_a_rule_that_can_match_stays(selector: str) -> None:
    assert kept(f"{selector} {{ color: red }}") == f"{selector}{{color:red}}"


@pytest.mark.parametrize(
    "selector",
    [
        *("h1", "#b", ".gone", "p.gone", ".big .gone", "body>h1", ":is(.gone,h1)", "p:has(h1)", "body#a"),
        *("body.big", ":lang(he)", ".search__item", "help-search", "p:not([class])", ".gone:hover"),
    ],
)
def test_a_rule_that_can_match_nothing_goes(selector: str) -> None:
    assert kept(f"{selector} {{ color: red }}") == ""


def test_of_several_selectors_those_stay_that_can_match() -> None:
    assert kept("h1, p, .gone { color: red }") == "p{color:red}"


def test_groups_stay_as_long_as_something_is_in_them() -> None:
    css = "@layer a { @media (min-width: 3rem) { p { color: red } } h1 { color: red } }"
    assert (
        kept(f"{css} @media print {{ h1 {{ top: 0 }} }}") == "@layer a{@media(min-width:3rem){p{color:red}}}"
    )


def test_other_rules_stay() -> None:
    css = "@page { margin: 14mm; } @keyframes x { from { top: 0 } }"
    assert kept(css) == "@page{margin:14mm;}@keyframes x{from {top:0}}"


def test_a_rule_with_rules_in_it_stays_as_it_is() -> None:
    css = "p { color: red; &:hover { color: blue } }"
    assert kept(css) == "p{color: red; &:hover {color: blue}}"


def test_custom_properties_stay_that_something_asks_for() -> None:
    css = (
        ":root { --a: 1px; --b: var(--a); --c: 2px; --d: var(--c) } p { top: var(--b) } h1 { top: var(--d) }"
    )
    assert kept(css) == ":root{--a:1px;--b:var(--a)}p{top:var(--b)}"
    assert kept(":root { --d: 1px }", '<p data-x="var(--d)">') == ":root{--d:1px}"


def test_what_languages_need_is_apart() -> None:
    css = parse("p { top: 0 } :lang(ar), :lang(he) { top: 1px } :is(:lang(zh-TW), :lang(ja)) p { top: 2px }")
    assert minify(general(css)) == "p{top:0}"
    assert minify(spoken(css, "he")) == ":lang(he){top:1px}"
    assert minify(spoken(css, "zh-TW")) == ":is(:lang(zh-TW),:lang(ja)) p{top:2px}"
    assert minify(spoken(css, "zh")) == minify(spoken(css, "en")) == ""


def test_css_that_cannot_be_read_is_a_problem_with_its_line() -> None:
    with pytest.raises(StatusbookError) as error:
        parse("p { top: 0 }\np { top }")
    assert str(error.value).startswith("The css cannot be read, in line 2: ")
