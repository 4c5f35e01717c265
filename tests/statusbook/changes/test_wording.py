"""Every field of the model has words for its change, and every sentence has its gaps filled."""

from __future__ import annotations

import dataclasses
import inspect
import re
from typing import Any

from statusbook import model
from statusbook.changes.wording import AMOUNTS, CHOICES, LABELS, SEVERAL, SWITCHES, TEXTS

TOLD_ELSEWHERE = {
    *((model.Catalog, name) for name in ("shop", "shipping", "times", "actions", "axes", "statuses")),
    *((model.Catalog, name) for name in ("holidays", "notices")),
    (model.Shop, "links"),
    (model.Status, "stages"),
    (model.Status, "actions"),
    (model.Status, "steps"),
    (model.Offer, "action"),
}
"""What holds records; `things`, `statuses` and `fields` compare these one by one."""
VALUES = (model.Amount, model.Range, model.Message, model.Where)


def records() -> list[Any]:
    return [cls for _, cls in inspect.getmembers(model, dataclasses.is_dataclass) if cls not in VALUES]


def test_every_field_has_words() -> None:
    keys = [(cls, f) for cls in records() for f in dataclasses.fields(cls) if f.compare]
    fields = {(cls, f.name) for cls, f in keys if f.name != "id"}
    tables: list[Any] = [AMOUNTS, CHOICES, LABELS, SEVERAL, SWITCHES, TEXTS, TOLD_ELSEWHERE]
    assert set().union(*tables) == fields


def test_sentences_name_what_they_are_about() -> None:
    for switch in SWITCHES.values():
        assert "{it}" in switch.on
        assert "{it}" in switch.off
    for field, choice in CHOICES.items():
        gaps = {"value", "old"} | ({"it"} if field[0] is not model.Shop else set())
        assert set(re.findall(r"\{(\w+)\}", choice.other)) == gaps
        assert "{value}" in choice.given
        assert "{old}" in choice.taken
    for several in SEVERAL.values():
        assert {"{it}", "{value}"} <= set(re.findall(r"\{\w+\}", several.more))
        assert {"{it}", "{value}"} <= set(re.findall(r"\{\w+\}", several.fewer))
