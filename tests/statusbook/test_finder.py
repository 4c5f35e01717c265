"""The file of names that readers' words are compared with."""

from __future__ import annotations

import json

from statusbook.exports.finder import finder_json
from statusbook.load import load, loads
from statusbook.messages import Texts, read_texts
from statusbook.translate import make_edition
from tests.project import ROOT


def test_it_has_every_name_in_every_language() -> None:
    catalog = load(ROOT / "statuses.yaml")
    texts = [Texts("en"), read_texts(ROOT / "locales", "ru")]
    data = json.loads(finder_json(make_edition(catalog, one) for one in texts))
    assert data["names"]["packaging"] == {"en": ["Packaging", "Packing"], "ru": ["Упаковка", "Упаковывается"]}
    assert list(data["names"]) == [status.id for status in catalog.walk()]
    assert data["words"]["en"]["only"] == "Only “{status}” is shown."
    assert data["words"]["ru"]["help"] == "Служба поддержки"
    assert data["help"] == "https://www.lightinthebox.com/r/contact-us.html"


def test_a_shop_without_customer_service_sends_nobody_there() -> None:
    shop = "shop: {name: S, app: https://example.com/a, links: {}}"
    text = f"{shop}\nstatuses:\n  paid: {{label: Paid, meaning: It is.}}"
    texts = Texts("en")
    data = json.loads(finder_json([make_edition(loads(text), texts)]))
    assert (data["help"], data["words"]["en"]["help"]) == ("", "")
