"""What a page has, as far as a selector can ask."""

from __future__ import annotations

from statusbook.styles.usage import Element, language, usage


def test_elements_with_their_classes_and_ids() -> None:
    page = '<P class="a  b" id="c" title="x > y">\n<svg\n class="d"/><b>'
    assert usage([page], []).elements == {
        Element(tag="p", id="c", classes=frozenset({"a", "b"})),
        Element(tag="svg", classes=frozenset({"d"})),
        Element(tag="b"),
    }


def test_words_of_scripts_count_where_their_element_is() -> None:
    script = (
        """customElements.define("help-a", class { x() { f("one two", 'three', `four ${five}`); six; } });"""
    )
    words = usage(["<help-a></help-a>"], [script]).words
    assert {"one", "two", "three", "four"} <= words
    assert "six" not in words
    assert usage(["<p>"], [script]).words == set()
    assert usage(["<p>"], ['f("always")']).words == {"always"}


def test_a_stray_quote_hides_no_word_in_others() -> None:
    assert "seen" in usage(["<p>"], ["f(); // it's\ng(\"seen\"); // the reader's"]).words


def test_the_language_of_a_page() -> None:
    assert language('<!doctype html><html lang="zh-TW" dir="ltr"><p lang="en">') == "zh-TW"
    assert language("<p>") == ""
