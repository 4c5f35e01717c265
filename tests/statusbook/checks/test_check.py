"""`check` as a whole: what it reads, what it says of all of it, and that it says so whatever it reads."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from statusbook.checks.check import check
from statusbook.checks.rulebook import Subject
from tests.project import ROOT, Project, copy_project
from tests.statusbook import examples

FACTS, PAGE, CATALOG = "statuses.yaml", "docs/order-status.md", "locales/ru/statusbook.po"


def said(folder: Path) -> list[str]:
    return [f"{problem.where}: {problem.rule}" for problem in check(folder)]


def test_the_shop_s_files_are_clean() -> None:
    assert check(ROOT) == []


def test_everything_is_said_at_once_and_in_order(project: Project) -> None:
    project.change(FACTS, "You can no longer cancel the order.", "Wait 30 days.")
    project.change(FACTS, "    branch: true\n    terminal: true\n", "    branch: true\n")
    project.change(PAGE, "link:customer-service", "link:customer-servic")
    project.change(CATALOG, 'msgstr "Обрабатывается"', 'msgstr "В работе"')
    (project.folder / "anchors.txt").write_text("order-status#packing\n", encoding="utf-8")
    facts = (project.folder / FACTS).read_text(encoding="utf-8").splitlines()
    number = next(n for n, line in enumerate(facts, 1) if "Wait 30 days." in line)
    end = next(n for n, line in enumerate(facts, 1) if "label: Cancelled" in line)
    assert said(project.folder) == [
        "anchors.txt:1:1: anchor-gone",
        "docs/order-status.md:42:87: unknown-link",
        "locales/ru/statusbook.po:299:9: terms",
        f"statuses.yaml:{number}:{facts[number - 1].index('30') + 1}: written-number",
        f"statuses.yaml:{end}:12: endless",
    ]


def test_a_file_that_cannot_be_read_hides_no_other_but_the_facts(project: Project) -> None:
    (project.folder / CATALOG).write_text("msgid", encoding="utf-8")
    (project.folder / "locales/de/statusbook.po").write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=1; plural=0;\\n"\n', encoding="utf-8"
    )
    (project.folder / PAGE).write_bytes(b"\xff")
    assert said(project.folder) == [
        "docs/order-status.md:1:1: encoding",
        "locales/de/statusbook.po:1:1: plural-forms",
        "locales/ru/statusbook.po:1:1: syntax",
    ]
    (project.folder / FACTS).write_text("statuses: [", encoding="utf-8")
    assert said(project.folder) == ["statuses.yaml:1:12: syntax"]


def test_facts_alone_are_enough(tmp_path: Path) -> None:
    shutil.copy(ROOT / FACTS, tmp_path)
    assert check(tmp_path) == []


def test_catalogs_need_a_glossary(tmp_path: Path) -> None:
    examples.write(tmp_path, Subject.TRANSLATIONS, "")
    (tmp_path / "locales/glossary.yaml").unlink()
    assert said(tmp_path) == ["locales/glossary.yaml:1:1: unreadable"]


def test_an_editor_s_new_text_touches_no_catalog(project: Project) -> None:
    """Catalogs are brought up to date after a change is accepted; until then they are not wrong."""
    project.change(
        FACTS,
        "        next: [payment-confirmed]\n",
        "        next: [second-look]\n"
        "      second-look:\n        label: Second look\n        meaning: We look at your items.\n"
        "        next: [payment-confirmed]\n",
    )
    project.change(FACTS, "Your order was cancelled.", "Your order is cancelled.")
    assert check(project.folder) == []


def test_the_place_of_a_text_is_that_of_the_word_if_it_is_in_the_first_line(tmp_path: Path) -> None:
    facts = examples.FACTS.replace("meaning: It is paid.,", 'meaning: "We write,\n    in 24 hours.",')
    examples.write(tmp_path, Subject.RECORD, "")
    (tmp_path / FACTS).write_text(facts, encoding="utf-8")
    assert said(tmp_path) == ["statuses.yaml:4:32: written-number"]
    (tmp_path / FACTS).write_text(facts.replace("write,\n   ", "write"), encoding="utf-8")
    assert said(tmp_path) == ["statuses.yaml:4:42: written-number"]


# Whatever it reads


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's facts and page, in English and Russian."""
    project = copy_project(tmp_path_factory.mktemp("small"), {"en", "ru"})
    for folder in (project.folder / "locales").iterdir():
        if folder.is_dir() and folder.name != "ru":
            shutil.rmtree(folder)
    shutil.copy(ROOT / "anchors.txt", project.folder)
    shutil.rmtree(project.folder / "overrides")
    return project.folder


_PIECES = st.one_of(
    st.binary(max_size=8),
    st.text(max_size=8).map(str.encode),
    st.sampled_from(
        [
            *(
                "{",
                "}",
                "[",
                "](",
                "](#",
                "<",
                "<img ",
                "<a href=",
                "`",
                "```\n",
                "> " * 40,
                "{#x}",
                "24 hours",
            ),
            *(
                "{reply:within}",
                "<!--",
                "<div markdown='1'>",
                "</div>",
                "&#0;",
                "\\",
                "**",
                "- " * 20,
                '"',
                "\x00",
            ),
            *(
                "\u2028",
                "9" * 5000,
                '\nmsgctxt "x"\n',
                "msgstr ",
                "|",
                "!!! note",
                "    ",
                "\t",
                "---\n",
                "\x02",
            ),
        ]
    ).map(str.encode),
)


@pytest.mark.parametrize("file", [FACTS, PAGE, CATALOG, "locales/glossary.yaml", "anchors.txt"])
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data())
def test_it_never_raises(small: Path, file: str, data: st.DataObject) -> None:
    good = (small / file).read_bytes()
    text = good if data.draw(st.booleans()) else b""
    for _ in range(data.draw(st.integers(1, 3))):
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + data.draw(_PIECES) + text[end:]
    try:
        (small / file).write_bytes(text)
        for problem in check(small):
            assert (small / problem.where.file).exists()
            assert problem.where.line >= 1
            assert problem.where.column >= 1
    finally:
        (small / file).write_bytes(good)
