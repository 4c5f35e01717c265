"""The loader on files that editors can read: `broken/NAME.yaml` gives the problems in `broken/NAME.txt`."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from statusbook.cli import cli
from statusbook.load import load, loads
from statusbook.model import Amount, Range, Unit, Where
from statusbook.problems import InvalidInputError

BROKEN = Path(__file__).parent / "broken"
ROOT = Path(__file__).parent.parent.parent
GOOD = """\
shop:
  name: Shop
  app: https://example.com/app
  links:
    orders: {label: My orders, url: https://example.com/orders}
times:
  reply: {label: Reply, at_most: 24 hours}
actions:
  pay: {label: Pay now, link: orders}
statuses:
  pending:
    label: Pending
    meaning: We wait for your payment, {reply:within}.
    terminal: true
    actions:
      - pay: {needs_approval: true}
"""


@pytest.mark.parametrize("name", sorted(path.stem for path in BROKEN.glob("*.yaml")))
def test_a_broken_file_gives_all_its_problems(name: str, tmp_path: Path) -> None:
    (tmp_path / "statuses.yaml").write_bytes((BROKEN / f"{name}.yaml").read_bytes())
    expected = (BROKEN / f"{name}.txt").read_text(encoding="utf-8")

    result = CliRunner().invoke(cli, ["check", "--root", str(tmp_path)])

    told = [line for line in result.stdout.splitlines() if not line.startswith("  ")]  # less line and caret
    assert told == expected.splitlines()
    assert result.exit_code == 1
    assert isinstance(result.exception, SystemExit)


def test_there_are_at_least_25_kinds_of_broken_files() -> None:
    assert len(list(BROKEN.glob("*.yaml"))) >= 25


def test_ten_megabytes_are_refused_without_reading_them(tmp_path: Path) -> None:
    path = tmp_path / "statuses.yaml"
    path.write_bytes(b"# more\n" * 1_500_000)
    with pytest.raises(InvalidInputError) as error:
        load(path)
    expected = "statuses.yaml:1:1: The file has more than 1,000,000 bytes. Remove what does not belong here."
    assert str(error.value) == expected


def test_a_file_that_is_not_there_is_a_problem_with_a_place(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError) as error:
        load(tmp_path / "statuses.yaml")
    assert str(error.value) == (
        "statuses.yaml:1:1: The file cannot be read: No such file or directory. "
        "Check its name and its rights."
    )


def test_a_good_file_becomes_a_catalog() -> None:
    catalog = loads(GOOD)
    status = catalog.statuses[0]
    assert catalog.times[0].at_most == Amount(count=24, unit=Unit.HOUR)
    assert status.label.context == "status.pending.label"
    assert status.label.where == Where("statuses.yaml", 12, 12)
    assert status.actions[0].action == "pay"
    assert status.actions[0].needs_approval


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("at_most: 1 hour", Amount(count=1, unit=Unit.HOUR)),
        ("after: 30 days", Amount(count=30, unit=Unit.DAY)),
        ("between: 1 to 2 business days", Range(low=1, high=2, unit=Unit.BUSINESS_DAY)),
    ],
)
def test_amounts_are_data(written: str, read: Amount | Range) -> None:
    assert loads(GOOD.replace("at_most: 24 hours", written)).times[0].amount == read


def test_the_shop_s_file_loads_and_is_short_enough_to_follow() -> None:
    catalog = load(ROOT / "statuses.yaml")
    assert len({status.id for status in catalog.walk()}) >= 5
    assert len((ROOT / "statuses.yaml").read_text(encoding="utf-8").splitlines()) <= 260


_YAML_LIKE = st.lists(
    st.sampled_from([*"[]{}:,-#&*!|>'\"%@`?\n \t", "a", "no", "24:00", "shop", "é", "\x00"])
)


@given(st.one_of(st.binary(max_size=300), _YAML_LIKE.map(lambda parts: "".join(parts).encode())))
@settings(max_examples=400, deadline=None)
def test_nothing_but_problems_is_ever_raised(data: bytes) -> None:
    with pytest.raises(InvalidInputError) as error:
        loads(data)
    assert error.value.problems


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_no_change_to_a_good_file_raises_anything_else(data: st.DataObject) -> None:
    text = GOOD
    for _ in range(data.draw(st.integers(1, 3))):
        at = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(at, min(len(text), at + 12)))
        text = text[:at] + data.draw(st.text(max_size=6)) + text[end:]
    try:
        loads(text.encode("utf-8", "surrogatepass"))
    except InvalidInputError:
        return
