"""The JSON Schema is true to the model, and to what the loader takes and refuses."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from statusbook.schema import make_schema

ROOT = Path(__file__).parent.parent.parent
BROKEN = Path(__file__).parent / "broken"
VALIDATORS = (jsonschema.Draft202012Validator, jsonschema.Draft7Validator)
SEEN = (
    *("unknown-key", "unknown-key-top", "wrong-type-list", "wrong-type-mapping", "wrong-type-text"),
    *("missing-label", "missing-shop", "empty-text", "negative-amount", "amount-without-unit"),
    *(
        "amount-fraction",
        "amount-clock",
        "number-as-text",
        "yes-as-text",
        "address-http",
        "bad-id",
        "schema-org",
    ),
)
"""The broken files whose fault lies in their shape, which is what a schema sees."""


def test_the_file_is_what_the_model_makes() -> None:
    written = json.loads((ROOT / "statuses.schema.json").read_text(encoding="utf-8"))
    assert written == make_schema(), "run: .venv/bin/statusbook schema"


@pytest.mark.parametrize("validator", VALIDATORS)
def test_the_shop_s_file_is_valid(validator: type[jsonschema.Draft7Validator]) -> None:
    validator.check_schema(make_schema())
    text = (ROOT / "statuses.yaml").read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=statuses.schema.json\n")
    assert list(validator(make_schema()).iter_errors(yaml.safe_load(text))) == []


@pytest.mark.parametrize("validator", VALIDATORS)
@pytest.mark.parametrize("name", SEEN)
def test_a_file_of_the_wrong_shape_is_invalid(validator: type[jsonschema.Draft7Validator], name: str) -> None:
    data = yaml.safe_load((BROKEN / f"{name}.yaml").read_text(encoding="utf-8"))
    assert list(validator(make_schema()).iter_errors(data))


def test_every_key_that_needs_words_has_them() -> None:
    definitions = make_schema()["definitions"]
    status = definitions["Status"]["properties"]
    assert status["branch"]["description"] == "Stands beside the usual way of an order, not on it."
    assert status["times"] == {
        "type": "array",
        "items": {"type": "string", "pattern": "^[A-Za-z][A-Za-z0-9_-]*$"},
        "description": "The processing times that hold here.",
    }
