"""Written pages: blocks out, translations in, and everything else as Python-Markdown makes it."""

from __future__ import annotations

import pytest
from markdown import Markdown

from statusbook.messages import Words
from statusbook.pages import EXTENSIONS, PageExtension, blocks, split

PAGE = """\
# A title

A *first* paragraph
in two lines.

1. One

    {{ picture one }}

2. Two, with a [link](link:help)

## A heading { #place }

| Head | Other |
|------|-------|
| Cell | `x`   |

Term
:   Meaning

!!! note "Remember"
    Inside.

{{ table }}
"""


def convert(text: str, extension: PageExtension) -> str:
    return Markdown(extensions=[*EXTENSIONS, extension]).convert(text)


@pytest.fixture
def extension() -> PageExtension:
    page = PageExtension()
    page.translate = lambda _name, text: Words(f"«{text}»", "en")
    page.render = lambda name, argument: f"<div>{name}/{argument}</div>"
    page.resolve = lambda id_: f"https://example.com/{id_}"
    return page


def test_the_blocks_of_a_page_are_what_translators_see() -> None:
    assert blocks(PAGE) == [
        ("title", "A title"),
        ("title.1", "A *first* paragraph in two lines."),
        ("title.2", "One"),
        ("title.3", "Two, with a [link](link:help)"),
        ("place", "A heading"),
        ("place.1", "Head"),
        ("place.2", "Other"),
        ("place.3", "Cell"),
        ("place.4", "`x`"),
        ("place.5", "Term"),
        ("place.6", "Meaning"),
        ("place.7", "Remember"),
        ("place.8", "Inside."),
    ]


def test_blocks_are_translated_and_everything_else_stays(extension: PageExtension) -> None:
    html = convert(PAGE, extension)
    assert '<h1 id="a-title">«A title»</h1>' in html
    assert "<p>«A <em>first</em> paragraph in two lines.»</p>" in html
    assert '<h2 id="place">«A heading»</h2>' in html
    assert "<td>«<code>x</code>»</td>" in html
    assert '<p class="admonition-title">«Remember»</p>' in html
    assert html.count("<ol>") == 1


def test_the_shop_s_blocks_and_links_are_put_in_untranslated(extension: PageExtension) -> None:
    html = convert(PAGE, extension)
    assert "<div>table/</div>" in html
    assert "<p>«One»</p>\n<div>picture/one</div>" in html
    assert '<a href="https://example.com/help">link</a>' in html


def test_what_looks_like_a_block_inside_a_sentence_is_text(extension: PageExtension) -> None:
    assert "{{ table }} inside" in convert("See {{ table }} inside.", extension)


def test_repeated_headings_have_names_and_anchors_of_their_own() -> None:
    text = "# T\n\n## Note\n\nOne.\n\n## Note\n\nTwo.\n"
    assert [name for name, _ in blocks(text)] == ["title", "note", "note.1", "note_1", "note_1.1"]


def test_headings_in_any_script_have_anchors(extension: PageExtension) -> None:
    html = convert("# Как?\n\n## Раздел\n\n## ???\n", extension)
    assert 'id="как"' in html
    assert 'id="раздел"' in html
    assert 'id="section"' in html


@pytest.mark.parametrize(
    ("text", "fields"),
    [
        ("---\na: 1\n---\n# T", "a: 1\n"),
        ("---\na: 1\n...\n# T", "a: 1\n"),
        ("--- \na: 1\n--- \n# T", "a: 1\n"),
        ("# T", ""),
        ("", ""),
        ("---\nunclosed", ""),
    ],
)
def test_fields_are_split_off_as_mkdocs_does(text: str, fields: str) -> None:
    assert split(text)[0] == fields
