"""Where translations stand in a catalog's file."""

from __future__ import annotations

import io

import pytest
from babel.messages.catalog import Catalog as Gettext
from babel.messages.pofile import write_po
from hypothesis import given
from hypothesis import strategies as st

from statusbook.places import Places

FILE = """\
msgid ""
msgstr ""
"Language: de\\n"

#: statuses.yaml:1
msgctxt "status.paid.label"
msgid "Paid"
msgstr "Bezahlt"
msgctxt "status.paid.meaning"
msgid "It is \\"paid\\"."
msgstr ""
"Sie ist "
"\\"bezahlt\\"."

msgctxt "amount.bare.hour"
msgid "{n} hour"
msgid_plural "{n} hours"
msgstr[0] "{n} Stunde"
msgstr[1] "{n} Stunden"

#~ msgctxt "old"
#~ msgid "Old"
#~ msgstr "Alt"
"""


@pytest.mark.parametrize(
    ("context", "offset", "place"),
    [
        ("status.paid.label", 0, "f.po:8:9"),
        ("status.paid.label", 3, "f.po:8:12"),
        ("status.paid.meaning", 0, "f.po:12:2"),
        ("status.paid.meaning", 8, "f.po:13:2"),
        ("status.paid.meaning", 9, "f.po:13:4"),  # an escape sequence is one character of the text
        ("amount.bare.hour", 0, "f.po:18:12"),
        ("status.paid.label", 99, "f.po:8:9"),
        ("old", 0, "f.po:1:1"),
        ("unknown", 0, "f.po:1:1"),
    ],
)
def test_a_character_has_its_place(context: str, offset: int, place: str) -> None:
    assert str(Places("f.po", FILE).find(context, offset)) == place


_TEXTS = st.lists(st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1), max_size=4)


@given(_TEXTS, st.data())
def test_every_character_of_a_catalog_is_where_it_is_said_to_be(
    texts: list[str], data: st.DataObject
) -> None:
    catalog, file = Gettext(locale="de", fuzzy=False), io.BytesIO()
    for number, text in enumerate(texts):
        catalog.add(f"English {number}", text, context=str(number))
    write_po(file, catalog, width=20)
    lines = file.getvalue().decode().splitlines()
    for number, text in enumerate(texts):
        offset = data.draw(st.integers(0, len(text) - 1))
        where = Places("f.po", "\n".join(lines)).find(str(number), offset)
        assert lines[where.line - 1][where.column - 1 :].removeprefix("\\").startswith(text[offset])
