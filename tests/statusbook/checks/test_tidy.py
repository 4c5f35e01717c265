"""Files in order say what they said before; what has a meaning stays where it is."""

from __future__ import annotations

import json
import re
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from statusbook.checks.tidy import Tidied, tidy, tidy_book, tidy_page
from statusbook.load import loads
from statusbook.source import dump
from tests.statusbook.books import Book, books

ROOT = Path(__file__).parent.parent.parent.parent
SHOP = (ROOT / "statuses.yaml").read_text(encoding="utf-8")
SHOP_SAYS, SHOP_IN_ORDER = loads(SHOP), tidy_book(SHOP).text

MIXED = """\
# The file's own comment
# stays at its top.
statuses:
  # About pending,
  # in two lines.
  pending: # here it starts
    terminal: true # the end

    # Why it is there.
    meaning: We wait
      for your payment.
    # A remark of its own.

    label: Pending
    steps:
      # The only step.
      - note: Soon.
        # What to do.
        text: >
          Pay.

          Then wait.
      - {note: Later., text: "Wait, or pay."} # in one line
    # The last before the first.
    stages: {next: {meaning: Last., label: Z}, label: {meaning: First., label: A}}
    actions:
      - pay: {not_with: [], needs_approval: true} # if we may
# About the shop.
shop: {links: {}, app: https://example.com/app, # for phones
  name: Shop}

actions: {pay: Pay now}
shipping: {}
"""
IN_ORDER = """\
# The file's own comment
# stays at its top.
# About the shop.
shop: {name: Shop, app: https://example.com/app, # for phones
  links: {}}
shipping: {}

actions: {pay: Pay now}
statuses:
  # About pending,
  # in two lines.
  pending: # here it starts
    label: Pending

    # Why it is there.
    meaning: We wait
      for your payment.
    # A remark of its own.

    terminal: true # the end
    actions:
      - pay: {needs_approval: true, not_with: []} # if we may
    steps:
      # The only step.
      - # What to do.
        text: >
          Pay.

          Then wait.
        note: Soon.
      - {text: "Wait, or pay.", note: Later.} # in one line
    # The last before the first.
    stages: {next: {label: Z, meaning: Last.}, label: {label: A, meaning: First.}}
"""


def test_keys_move_with_their_comments_and_ids_stay() -> None:
    tidied = tidy_book(MIXED)
    assert tidied.text == IN_ORDER
    assert tidied.done == ("keys put in order in 8 places",)
    assert tidy_book(IN_ORDER).done == ()


@given(st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_the_shop_s_file_says_the_same_after_any_shuffle_of_its_keys(random: Random) -> None:
    shuffled = re.sub(r"(?m)^  (?!links)\S+:\n((?: {4}.*\n)+)", lambda found: _shuffled(found, random), SHOP)

    tidied = tidy_book(shuffled).text

    assert loads(tidied) == SHOP_SAYS
    assert re.sub(r" *# Above .*\n", "", tidied) == SHOP_IN_ORDER
    above = re.findall(r"# Above (\w+)\.\n +(\w+):", tidied)
    assert len(above) == shuffled.count("# Above ")
    assert all(named == key for named, key in above)


def _shuffled(found: re.Match[str], random: Random) -> str:
    keys = re.findall(r" {4}(\w+)(:.*\n(?: {5,}.*\n)*)", found[1])
    random.shuffle(keys)
    comments = {key: f"    # Above {key}.\n" for key, _ in keys if random.random() < 0.2}
    body = "".join(f"{comments.get(key, '')}    {key}{rest}" for key, rest in keys)
    return found[0].replace(found[1], body)


@given(books(), st.randoms(use_true_random=False))
@settings(max_examples=30, deadline=None)
def test_any_file_gets_one_order(book: Book, random: Random) -> None:
    mixed = dump(_mixed(book, random))

    tidied = tidy_book(mixed).text

    assert loads(tidied) == loads(mixed)
    assert json.dumps(yaml.safe_load(tidied)) == json.dumps(yaml.safe_load(tidy_book(dump(book)).text))


def _mixed(data: Any, random: Random, *, ids: bool = False) -> Any:
    """The same with the keys in another order, but for ids."""
    if isinstance(data, list):
        return [_mixed(item, random) for item in data]
    if not isinstance(data, dict):
        return data
    named = {"links", "shipping", "times", "actions", "axes", "holidays", "notices", "statuses", "stages"}
    keys = list(data) if ids else random.sample(list(data), len(data))
    return {key: _mixed(data[key], random, ids=not ids and key in named) for key in keys}


@pytest.mark.parametrize(
    "text", ["shop: [  \n", MIXED.replace("label: Pending", "lable: Pending"), "\ufeff" + MIXED]
)
def test_a_file_that_cannot_be_read_stays_as_it_is(text: str) -> None:
    assert tidy_book(text) == Tidied(text=text)


def test_nothing_is_written_where_it_would_say_something_else() -> None:
    """A key that is written with “?” cannot change places with one that is not."""
    odd = MIXED.replace("    terminal: true # the end\n", "    ? meaning\n    : We wait.\n")
    odd = odd.replace("    meaning: We wait\n      for your payment.\n", "")
    assert loads(odd).statuses[0].meaning.english == "We wait."
    assert tidy_book(odd) == Tidied(text=odd)


@pytest.mark.parametrize(
    ("text", "done"),
    [
        (IN_ORDER.replace("\n", "\r\n"), "lines end in LF instead of CRLF"),
        (IN_ORDER.replace(" Pay.\n", " Pay. \t\n"), "white space taken from the end of 1 line"),
        (IN_ORDER.replace("\n", "  \n"), "white space taken from the end of 33 lines"),
        (IN_ORDER.rstrip(), "one line end put at the end"),
        (IN_ORDER + "\n\n", "one line end put at the end"),
    ],
)
def test_stray_white_space_goes(text: str, done: str) -> None:
    assert tidy_book(text) == Tidied(text=IN_ORDER, done=(done,))


def test_line_breaks_of_a_page_stay() -> None:
    text = "# Where \n\nOne line  \nand another\t\n and more. \n \n    \nThe end.   "
    expected = "# Where\n\nOne line  \nand another\t\n and more.\n\n\nThe end.   \n"
    assert tidy_page(text).text == expected
    assert tidy_page(text).done == (
        "white space taken from the end of 4 lines",
        "one line end put at the end",
    )


@pytest.mark.parametrize("text", ["The space makes an empty list:\n\n- \n", "- " * 2000 + "too deep \n"])
def test_a_page_that_would_say_something_else_or_nothing_stays_as_it_is(text: str) -> None:
    assert tidy_page(text) == Tidied(text=text)


def test_what_was_done_is_told_for_each_file(tmp_path: Path) -> None:
    (tmp_path / "docs" / "more").mkdir(parents=True)
    (tmp_path / "statuses.yaml").write_text(MIXED + "\n", encoding="utf-8")
    (tmp_path / "docs" / "index.md").write_text("# Fine\n", encoding="utf-8")
    (tmp_path / "docs" / "more" / "page.md").write_text("# Not so \n", encoding="utf-8")
    (tmp_path / "docs" / "binary.md").write_bytes(b"\xff \n")

    assert list(tidy(tmp_path)) == [
        "statuses.yaml: keys put in order in 8 places",
        "statuses.yaml: one line end put at the end",
        "docs/more/page.md: white space taken from the end of 1 line",
    ]
    assert list(tidy(tmp_path)) == []
    assert (tmp_path / "statuses.yaml").read_text(encoding="utf-8") == IN_ORDER
    assert (tmp_path / "docs" / "more" / "page.md").read_text(encoding="utf-8") == "# Not so\n"
    assert (tmp_path / "docs" / "binary.md").read_bytes() == b"\xff \n"
