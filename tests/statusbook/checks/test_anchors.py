"""What pages can be linked at: as they are built, and as they ever were."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from statusbook.checks.anchors import RULES, published, read_anchors
from statusbook.checks.check import check
from statusbook.checks.rulebook import Entry, Subject
from statusbook.cli.anchors import anchors
from statusbook.docs import read_pages
from statusbook.load import load
from statusbook.problems import InvalidInputError, Problems
from tests.project import ROOT, Project
from tests.statusbook import examples


@examples.each(Subject.RECORD)
def test_a_rule_fires_on_its_bad_example_alone(entry: Entry, tmp_path: Path) -> None:
    examples.assert_fires(tmp_path, entry)


@examples.each(Subject.RECORD)
def test_no_rule_fires_on_a_good_example(entry: Entry, tmp_path: Path) -> None:
    examples.assert_silent(tmp_path, entry)


def test_what_the_rule_says(tmp_path: Path) -> None:
    (rule,) = RULES
    bad, _ = examples.carets(examples.of(rule, Subject.RECORD).bad)
    (said,) = examples.find(tmp_path, Subject.RECORD, bad)
    assert said == (
        "1:1: “order-status#packing” was published, and is gone. "
        "Add “formerly: [packing]” to what took its place, or write {#packing} behind the heading. "
        "Delete this line only if nothing took its place."
    )


# The shop's own


def lines_of(root: Path) -> list[str]:
    problems = Problems()
    pages = list(read_pages(root, problems))
    found = sorted(published(pages, read_anchors(pages, load(root / "statuses.yaml"), problems)))
    assert problems == []
    return found


def test_the_record_is_in_order() -> None:
    text = (ROOT / "anchors.txt").read_text(encoding="utf-8")
    record = [line for line in text.splitlines() if not line.startswith("#")]
    assert record == sorted(set(record))
    assert {"order-status#packaging", "order-status#confirmation", "order-status#check"} <= set(record)


def test_the_built_page_has_every_anchor(built: Project) -> None:
    places = [line.partition("#") for line in lines_of(ROOT)]
    for name in {page for page, _, _ in places}:
        ids = set(re.findall(r' id="([^"]+)"', built.page(name)))
        assert {place for page, _, place in places if page == name} <= ids


# What has an anchor


PAGE = """\
# Orders

## What your status means {#statuses}

{{ status-details }}

## More

```
## No heading
```

<p id="one">x</p>
<div id='other'></div>
"""


def test_headings_and_what_the_block_brings(tmp_path: Path) -> None:
    examples.write(tmp_path, Subject.RECORD, "")
    (tmp_path / "docs/order-status.md").write_text(PAGE, encoding="utf-8")
    assert lines_of(tmp_path) == [
        f"order-status#{anchor}"
        for anchor in ("more", "one", "other", "paid", "reply", "shipped", "statuses")
    ]


def test_what_is_hidden_has_none(tmp_path: Path) -> None:
    examples.write(tmp_path, Subject.RECORD, "")
    change(tmp_path, "times: [reply]", "times: [reply], hidden: true")
    assert lines_of(tmp_path) == ["order-status#shipped", "order-status#statuses"]


def test_a_page_without_the_block_has_its_headings_alone(tmp_path: Path) -> None:
    examples.write(tmp_path, Subject.RECORD, "")
    change(tmp_path, "{{ status-details }}", "", "docs/order-status.md")
    assert lines_of(tmp_path) == ["order-status#statuses"]


def test_an_axis_has_one(tmp_path: Path) -> None:
    examples.write(tmp_path, Subject.RECORD, "")
    change(tmp_path, "statuses:\n", "axes: {payment: Payment}\nstatuses:\n")
    change(tmp_path, "{label: Paid,", "{label: Paid, axis: payment,")
    assert "order-status#axis-payment" in lines_of(tmp_path)


# What is gone, and what is new


def change(folder: Path, old: str, new: str, file: str = "statuses.yaml") -> None:
    text = (folder / file).read_text(encoding="utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    """A project whose places are all in the record."""
    examples.write(tmp_path, Subject.RECORD, "# Mine.\norder-status#before")
    assert run(tmp_path) == ["order-status#paid", "order-status#reply", "order-status#shipped",
                             "order-status#statuses"]  # fmt: skip
    change(tmp_path, "order-status#before\n", "", "anchors.txt")
    assert check(tmp_path) == []
    return tmp_path


def run(folder: Path) -> list[str]:
    result = CliRunner().invoke(anchors, ["--root", str(folder)])
    assert result.exit_code == 0, result.output
    return result.stdout.splitlines()


def test_a_new_status_is_no_problem(recorded: Path) -> None:
    change(
        recorded, "next: [shipped]}", "next: [packed]}\n  packed: {label: P, meaning: M., next: [shipped]}"
    )
    assert check(recorded) == []
    assert run(recorded) == ["order-status#packed"]
    assert run(recorded) == []


def test_a_renamed_status_is_gone_until_it_says_so(recorded: Path) -> None:
    change(recorded, "next: [shipped]", "next: [sent]")
    change(recorded, "  shipped: {", "  sent: {")
    (problem,) = check(recorded)
    assert (str(problem.where), problem.rule) == ("anchors.txt:5:1", "anchor-gone")
    change(recorded, "  sent: {", "  sent: {formerly: [shipped], ")
    assert check(recorded) == []
    assert run(recorded) == ["order-status#sent"]
    assert "order-status#shipped\n" in (recorded / "anchors.txt").read_text(encoding="utf-8")


def test_a_heading_that_is_worded_anew_keeps_its_anchor(recorded: Path) -> None:
    change(recorded, "## What your status means {#statuses}", "## What it means", "docs/order-status.md")
    (problem,) = check(recorded)
    assert problem.message == "“order-status#statuses” was published, and is gone."
    change(recorded, "## What it means", "## What it means {#statuses}", "docs/order-status.md")
    assert check(recorded) == []


def test_the_title_may_change(recorded: Path) -> None:
    change(recorded, "# Orders", "# Your orders", "docs/order-status.md")
    assert check(recorded) == []


def test_a_page_that_is_gone_takes_its_places_along(recorded: Path) -> None:
    (recorded / "docs/order-status.md").unlink()
    assert {problem.rule for problem in check(recorded)} == {"anchor-gone"}
    assert len(check(recorded)) == 4


def test_what_cannot_be_read_is_not_gone(recorded: Path) -> None:
    (recorded / "docs/order-status.md").write_bytes(b"# \xff")
    assert [problem.rule for problem in check(recorded)] == ["encoding"]
    deep = "\n".join(f"{'    ' * depth}- a" for depth in range(300))
    (recorded / "docs/order-status.md").write_text(deep, encoding="utf-8")
    (problem,) = check(recorded)
    assert str(problem) == (
        "docs/order-status.md:1:1: Lists and quotations are nested too deep. Flatten them."
    )


def test_a_record_that_cannot_be_read_is_a_problem(recorded: Path) -> None:
    (recorded / "anchors.txt").write_bytes(b"\xff")
    assert [(str(p.where), p.rule) for p in check(recorded)] == [("anchors.txt:1:1", "encoding")]


def test_without_a_record_nothing_is_missed(recorded: Path) -> None:
    (recorded / "anchors.txt").unlink()
    assert check(recorded) == []


def test_without_pages_there_is_nothing_to_record(recorded: Path) -> None:
    shutil.rmtree(recorded / "docs")
    (recorded / "anchors.txt").unlink()
    assert run(recorded) == []


def test_the_command_stops_at_a_page_that_cannot_be_read(recorded: Path) -> None:
    (recorded / "docs/order-status.md").write_bytes(b"# \xff")
    result = CliRunner().invoke(anchors, ["--root", str(recorded)])
    assert isinstance(result.exception, InvalidInputError)
