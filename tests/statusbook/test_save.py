"""A catalog as a file: read again it says the same, and an editor could have written it."""

from __future__ import annotations

import dataclasses
import inspect
import json
from pathlib import Path

from click.testing import CliRunner
from hypothesis import given, settings

from statusbook import model
from statusbook.cli.export import export
from statusbook.load import load, loads
from statusbook.model import Catalog
from statusbook.save import as_data, save
from tests.statusbook.books import Book, books, catalogs

ROOT = Path(__file__).parent.parent.parent
CANONICAL = """\
shop:
  name: Shop
  app: https://example.com/app
  links:
    orders:
      label: My orders
      url: https://example.com/orders?all=1#top

shipping:
  express: Express

times:
  reply:
    label: 'Reply: after your question'
    between: 1 to 2 business days
    since: paid
    shipping: [express]
    formerly: [answer]
  'no':
    mark: Ships {no:in}
    at_most: 1 hour
    guaranteed: true

actions:
  pay:
    label: Pay now
    link: orders
  ask: Ask
  action: Act

statuses:
  paid:
    label: Paid
    meaning: We have your payment, and you hear from us {reply:within} at the address that you gave us
      with the order.
    schema_org: OrderProcessing
    code: '24:00'
    aliases: [Yes it is, 'no', '#1']
    next: [shipped]
    times: [reply, 'no']
    actions:
      - pay: {only_if_paid: true, not_with: [express]}
      - ask
      - action: action
        only_if_late: true
    steps:
      - Open it.
      - text: Press *Track*.
        note: It is on the right.

  shipped:
    label: Shipped
    meaning: It is on its way.
    terminal: true
    actions: [ask, action]
"""


@given(catalogs())
@settings(max_examples=200, deadline=None)
def test_what_is_saved_is_loaded_as_the_same(catalog: Catalog) -> None:
    text = save(catalog)
    again = loads(text)
    assert again == catalog
    assert save(again) == text


def test_an_editor_could_have_written_it() -> None:
    assert save(loads(CANONICAL)) == CANONICAL


def test_the_shop_s_file_is_the_same_after_a_round() -> None:
    catalog = load(ROOT / "statuses.yaml")
    assert loads(save(catalog)) == catalog


def test_the_same_as_json_is_a_file_too() -> None:
    catalog = load(ROOT / "statuses.yaml")
    assert loads(json.dumps(as_data(catalog), ensure_ascii=False)) == catalog


def test_books_use_every_key() -> None:
    """Otherwise the round above says nothing of the keys that are left out."""
    seen = set[str]()

    @given(books())
    @settings(max_examples=100, deadline=None, derandomize=True, database=None)
    def look(book: Book) -> None:
        seen.update(_keys(book))

    look()
    records = [cls for _, cls in inspect.getmembers(model, dataclasses.is_dataclass)]
    data = {model.Amount, model.Range, model.Message, model.Where}  # words in a file
    keys = [f for cls in records if cls not in data for f in dataclasses.fields(cls) if f.compare]
    wanted = {field.name for field in keys}
    assert wanted - seen - {"id"} == set()


def _keys(data: object) -> set[str]:
    if isinstance(data, dict):
        return set(data).union(*map(_keys, data.values()))
    return set[str]().union(*map(_keys, data)) if isinstance(data, list) else set()


def test_export_prints_it(tmp_path: Path) -> None:
    (tmp_path / "statuses.yaml").write_text("# Why not.\n" + CANONICAL, encoding="utf-8")

    plain = CliRunner().invoke(export, ["--root", str(tmp_path)])
    as_json = CliRunner().invoke(export, ["--root", str(tmp_path), "--format", "json"])

    assert plain.stdout == CANONICAL
    assert json.loads(as_json.stdout)["statuses"]["paid"]["actions"] == [
        {"pay": {"only_if_paid": True, "not_with": ["express"]}},
        "ask",
        {"action": "action", "only_if_late": True},
    ]
    assert loads(as_json.stdout) == loads(CANONICAL)
