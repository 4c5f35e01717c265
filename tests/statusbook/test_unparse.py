"""Parsed blocks back to Markdown: as they were written, with what was put in."""

from __future__ import annotations

import pytest
from markdown import Markdown

from statusbook.messages import Words
from statusbook.pages import EXTENSIONS, PageExtension
from statusbook.unparse import table

PAGE = """\
# A title

A *first* paragraph with `code`, a [link](link:help) and an ![image](a.png "T").

1. One

    {{ picture one }}

    - tight
    - [ref][there]

2. Two

Between.

- tight
    1. inner
    2. other
- list

> Said.
>
> Twice.

| Head | Other |
| --- | --: |
| Cell | `x` |

Term
:   Meaning

    More.

Other term
:   Third

---

```
code & <b>
```

{{ table }}

[there]: https://example.com/ "Title"
"""

WRITTEN = """\
# A title

A *first* paragraph with `code`, a [link](link:help) and an ![image](a.png "T").

1. One

   (picture one)

   - tight
   - [ref][there]

2. Two

Between.

- tight
  1. inner
  2. other
- list

> Said.
>
> Twice.

| Head | Other |
| --- | --: |
| Cell | `x` |

Term
:   Meaning

    More.

Other term
:   Third

---

```
code & <b>
```

(table )

[there]: <https://example.com/>"""


def written(text: str, translations: dict[str, str] | None = None) -> str:
    """The page as Markdown."""
    extension, found = PageExtension(), list[str]()
    extension.language = "ru"
    extension.translate = lambda _name, words: Words((translations or {}).get(words, words), "ru")
    extension.render = lambda _name, _argument: "<b>html</b>"
    extension.resolve = lambda _id: "#"
    extension.markdown = lambda name, argument: f"({name} {argument})"
    extension.write = found.append
    page = text.replace("```\ncode & <b>\n```", "    code & <b>")  # as our extensions know code
    html = Markdown(extensions=[*EXTENSIONS, extension]).convert(page)
    plain = PageExtension()
    plain.render, plain.resolve = extension.render, extension.resolve
    plain.translate, plain.language = extension.translate, "ru"
    assert Markdown(extensions=[*EXTENSIONS, plain]).convert(page) == html
    assert extension.stored == {}
    (markdown,) = found
    return markdown


def test_every_kind_of_block_comes_back_as_it_was_written() -> None:
    assert written(PAGE) == WRITTEN


@pytest.mark.parametrize(
    ("page", "markdown"),
    [
        ("## A heading {#place}", "## A heading"),
        ("A paragraph.\n{: .note }", "A paragraph."),
        ('!!! note "Remember"\n    Inside.\n\n    - One', "> **Remember**\n>\n> Inside.\n>\n> - One"),
        ("3. Three\n4. Four", "1. Three\n2. Four"),
        ("<details>Raw &amp; kept</details>", "<details>Raw &amp; kept</details>"),
        ("    ```\n    fenced", "````\n```\nfenced\n````"),
        ('<div markdown="1">\n\n# In it\n\nText.\n\n</div>', "# In it\n\nText."),
    ],
)
def test_some_come_back_in_other_words(page: str, markdown: str) -> None:
    assert written(page) == markdown


def test_it_is_in_the_language_of_the_page() -> None:
    page = "# Title\n\nOne **two**.\n\n- Item {#x}"
    words = {"Title": "Заголовок", "One **two**.": "Раз **два**.", "Item": "Пункт"}
    assert written(page, words) == "# Заголовок\n\nРаз **два**.\n\n- Пункт"


def test_a_table_of_cells() -> None:
    assert table(["A", "B"], [["1", "2"]]) == "| A | B |\n| --- | --- |\n| 1 | 2 |"
