"""Hints are told and fail nothing."""

from __future__ import annotations

import datetime
from pathlib import Path

from click.testing import CliRunner

from statusbook.checks.hints import hints
from statusbook.cli import cli
from statusbook.load import loads

FACTS = """\
shop: {name: Shop, app: https://example.com/app, links: {}}
holidays:
  spring: {label: Spring Festival, begins: 2020-02-06, until: 2020-02-12}
  new-year: {label: New Year, begins: 2020-01-01}
notices:
  storm: {label: A storm., begins: 2020-02-10, until: 2020-02-11}
statuses:
  paid: {label: Paid, meaning: It is paid., terminal: true}
"""
SAID = [
    "statuses.yaml:3:19: The holiday “Spring Festival” was over on 2020-02-12; you can delete it.",
    "statuses.yaml:4:21: The holiday “New Year” was over on 2020-01-01; you can delete it.",
    "statuses.yaml:6:18: The notice “A storm.” was over on 2020-02-11; you can delete it.",
]


def test_what_is_over_is_told_from_the_day_after_its_last() -> None:
    catalog = loads(FACTS)
    assert list(hints(catalog, datetime.date(2020, 1, 1))) == []
    assert list(hints(catalog, datetime.date(2020, 2, 12))) == SAID[1:]
    assert list(hints(catalog, datetime.date(2020, 2, 13))) == SAID


def test_check_tells_them_and_finds_no_problem(tmp_path: Path) -> None:
    (tmp_path / "statuses.yaml").write_text(FACTS, encoding="utf-8")
    result = CliRunner().invoke(cli, ["check", "--root", str(tmp_path)])
    assert (result.exit_code, result.stdout) == (0, "No problems.\n")
    assert result.stderr.splitlines() == [f"Hint: {words}" for words in SAID]
