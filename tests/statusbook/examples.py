"""The examples in the rules' docstrings as files of a project, and what `check` says of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from statusbook.catalogs import plural_forms
from statusbook.checks.check import check
from statusbook.checks.rulebook import Entry, Subject, entries
from statusbook.problems import Problem

SHOP = """\
shop:
  name: Shop
  app: https://example.com/app
  links:
    my-orders: {label: My orders, url: https://example.com/orders}
"""
FACTS = f"""\
times:
  reply: {{label: Reply, at_most: 24 hours}}
statuses:
  paid: {{label: Paid, meaning: It is paid., times: [reply], next: [shipped]}}
  shipped: {{label: Shipped, meaning: It is on its way., terminal: true}}
{SHOP}"""
PAGE = "# Orders\n\n## What your status means {#statuses}\n\n{{ status-details }}\n"
GLOSSARY = "names: [LightInTheBox]\nterms:\n  Track: {de: Verfolgen, ru: [Отследить, отследите]}\n"
HEADER = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: {}\\n"

"""


def rules(subject: Subject) -> list[Entry]:
    return [entry for entry in entries() if entry.subject is subject]


def each(subject: Subject) -> pytest.MarkDecorator:
    """A test for each rule on the subject."""
    return pytest.mark.parametrize("entry", rules(subject), ids=lambda entry: entry.id)


def of(rule: Callable[..., object], subject: Subject) -> Entry:
    """The entry of one rule."""
    return next(e for e in rules(subject) if e.id == rule.__name__.replace("_", "-"))


def write(folder: Path, subject: Subject, example: str) -> tuple[str, int]:
    """Makes the project that has the example in it; gives the example's file, and the lines before it."""
    files = {"statuses.yaml": FACTS, "docs/order-status.md": PAGE, "docs/index.md": "# Help\n"}
    name, before = "", ""
    match subject:
        case Subject.FACTS:
            name = "statuses.yaml"
            example = f"{example}\n{SHOP}"
        case Subject.PAGES:
            language = re.match(r"<!-- (\S+) -->", example)
            name = f"docs/page.{language[1]}.md" if language else "docs/page.md"
        case Subject.TRANSLATIONS:
            language = re.match(r"# (\S+)$", example, re.MULTILINE)
            tag = language[1] if language else "de"
            name, before = f"locales/{tag}/statusbook.po", HEADER.format(plural_forms(tag))
            files["locales/glossary.yaml"] = GLOSSARY
        case Subject.RECORD:
            name = "anchors.txt"
    for file, text in (files | {name: f"{before}{example}\n"}).items():
        (folder / file).parent.mkdir(parents=True, exist_ok=True)
        (folder / file).write_text(text, encoding="utf-8")
    return name, before.count("\n")


def carets(example: str) -> tuple[str, list[tuple[int, int]]]:
    """The example without its caret lines, and the places they point at."""
    lines, places = list[str](), list[tuple[int, int]]()
    for line in example.splitlines():
        if re.fullmatch(r" *\^", line):
            places.append((len(lines), line.index("^") + 1))
        else:
            lines.append(line)
    return "\n".join(lines), places


def assert_fires(folder: Path, entry: Entry) -> None:
    """The rule fires on its bad example exactly where the carets are, and no other does."""
    example, places = carets(entry.bad)
    assert places, f"no caret in the example of {entry.id}"
    file, offset = write(folder, entry.subject, example)
    found = [(p.rule, p.where.file, p.where.line - offset, p.where.column) for p in check(folder)]
    assert found == [(entry.id, file, line, column) for line, column in places]


def assert_silent(folder: Path, entry: Entry) -> None:
    """No rule has anything to say of the good example."""
    assert entry.good
    write(folder, entry.subject, entry.good)
    assert check(folder) == []


def problems(folder: Path, subject: Subject, example: str) -> list[Problem]:
    """What is wrong with an example."""
    write(folder, subject, example)
    return check(folder)


def find(folder: Path, subject: Subject, example: str) -> list[str]:
    """What is said of an example: line, column, message and fix."""
    _, offset = write(folder, subject, example)
    return [f"{p.where.line - offset}:{p.where.column}: {p.message} {p.fix}" for p in check(folder)]
