"""What a page has, as far as a selector can ask."""

from __future__ import annotations

from statusbook.styles.usage import Element, Usage, Vocabulary


def usage(css: str, pages: list[str], scripts: list[str]) -> Usage:
    vocabulary = Vocabulary(css, scripts)
    return vocabulary.together(map(vocabulary.usage, pages))


def test_elements_with_their_classes_and_ids() -> None:
    page = '<P class="a  b" id="c" title="x > y">\n<svg\n class="d"/><b>'
    assert usage("p.a.b#c SVG.d b", [page], []).elements == {
        Element(tag="p", id="c", classes=frozenset({"a", "b"})),
        Element(tag="svg", classes=frozenset({"d"})),
        Element(tag="b"),
    }


def test_pages_that_differ_only_in_what_no_selector_names_are_used_alike() -> None:
    css = "p.a { color: var(--one) }"
    one, other = (f'<p class="a {x}" id="{x}" style="--{x}: 1"><{x}>' for x in ("b", "c"))
    assert usage(css, [one], []) == usage(css, [other], [])
    assert usage(css, ['<i class="b">'], []) != usage(css, ["<i>"], [])  # i:not([class])
    assert usage(css, ['<p style="--one: 1">'], []).properties == {"--one"}


def test_words_of_scripts_count_where_their_element_is() -> None:
    script = (
        """customElements.define("help-a", class { x() { f("one two", 'three', `four ${five}`); six; } });"""
    )
    words = usage("", ["<p>", "<help-a></help-a>"], [script]).words
    assert {"one", "two", "three", "four"} <= words
    assert "six" not in words
    assert usage("", ["<p>"], [script]).words == set()
    assert usage("", ["<p>"], ['f("always")']).words == {"always"}


def test_a_stray_quote_hides_no_word_in_others() -> None:
    assert "seen" in usage("", ["<p>"], ["f(); // it's\ng(\"seen\"); // the reader's"]).words


def test_the_languages_of_pages() -> None:
    page = '<!doctype html><html lang="zh-TW" dir="ltr"><p lang="en">'
    assert usage("", [page, "<p>"], []).languages == {"zh-TW"}
