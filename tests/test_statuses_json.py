"""`statuses.json` of the built site: true to its schema, and word for word what the page says."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from statusbook.catalogs import locales_of
from statusbook.exports.statuses_shape import SCHEMA, make_schema
from tests.project import ROOT, Project
from tests.tree import Element, parse

LOCALES = ["en", *locales_of(ROOT)]


def folder(locale: str) -> str:
    return "" if locale == "en" else f"{locale}/"


def read(built: Project, path: str) -> Any:
    return json.loads((built.site / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize("locale", LOCALES)
def test_it_keeps_to_the_schema_that_it_names(built: Project, locale: str) -> None:
    data, schema = read(built, f"{folder(locale)}statuses.json"), read(built, SCHEMA)
    assert data["$schema"] == schema["$id"] == f"http://127.0.0.1:8000/{SCHEMA}"
    validator = jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())
    assert list(validator.iter_errors(data)) == []
    assert data["locale"] == locale
    assert data["direction"] == ("rtl" if locale in {"ar", "he"} else "ltr")
    assert data["untranslated"] == []


def test_the_published_schema_is_one(built: Project) -> None:
    schema = read(built, SCHEMA)
    jsonschema.Draft202012Validator.check_schema(schema)
    del schema["$id"]
    assert schema == make_schema()


@pytest.mark.parametrize("locale", LOCALES)
def test_it_names_the_page_and_its_revision(built: Project, locale: str) -> None:
    page = read(built, f"{folder(locale)}statuses.json")["page"]
    entry = read(built, "pages.json")["pages"][f"{locale}/order-status"]
    assert page == {
        "title": entry["title"],
        "url": f"http://127.0.0.1:8000{entry['url']}",
        "revision": entry["revision"],
    }
    (link,) = [
        link.attributes["href"]
        for link in parse(built.page(f"{folder(locale)}order-status")).all("link")
        if link.attributes.get("type") == "application/json"
    ]
    assert link == "../statuses.json"


@pytest.mark.parametrize("locale", LOCALES)
def test_details_on_the_page_say_it_word_for_word(built: Project, locale: str) -> None:
    root = parse(built.page(f"{folder(locale)}order-status"))
    data = read(built, f"{folder(locale)}statuses.json")
    sections = root.all("section", "status")
    assert len(sections) == len(data["statuses"])
    for section, status in zip(sections, data["statuses"], strict=True):
        assert told(section, data["page"]["url"]) == expected(status)
        stages = section.all("li", "stages__stage")
        assert [told(stage, data["page"]["url"]) for stage in stages] == list(map(expected, status["stages"]))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_table_on_the_page_says_it_word_for_word(built: Project, locale: str) -> None:
    root = parse(built.page(f"{folder(locale)}order-status"))
    bodies = root.all("table", "statuses")[0].all("tbody")
    for body, status in zip(bodies, read(built, f"{folder(locale)}statuses.json")["statuses"], strict=True):
        for row, said in zip(body.all("tr"), [status, *status["stages"]], strict=True):
            assert row.all("th")[0].text == one_line(said["label"])
            assert row.all("td")[0].text == one_line(said["meaning"])
            assert texts(row.all("ul", "takes"), "li") == lines(said["times"] + said["late"])
        (offers,) = body.all("ul", "offers") or [Element("ul", {})]
        assert [item.text for item in offers.children] == [
            one_line(f"{action['label']} {' · '.join(action['conditions'])}") for action in status["actions"]
        ]


def told(part: Element, page: str) -> dict[str, Any]:
    """What the section of a status or stage says."""
    own = part.children
    heading = next(element for element in own if element.tag in {"h3", "h4"})
    paragraphs = [element for element in own if element.fits("p")]
    takes = [element for element in own if element.fits("ul", "takes")]
    steps = [element for element in own if element.fits("ol", "steps")]
    does = [item for element in own if element.fits("ul", "does") for item in element.children]
    return {
        "label": heading.text,
        "url": f"{page}#{heading.attributes['id']}",
        "says": paragraphs[0].text,
        "times": texts(takes, "li"),
        "steps": texts(steps, "li"),
        "actions": [action(item) for item in does],
    }


def action(item: Element) -> tuple[str, str, str]:
    (name,) = item.all("a") or item.all("b")
    return name.text, name.attributes.get("href", ""), item.text.removeprefix(name.text).strip()


def expected(status: Any) -> dict[str, Any]:
    """The same by the file."""
    return {
        "label": one_line(status["label"]),
        "url": status["url"],
        "says": one_line(f"{status['meaning']} {status['details']}"),
        "times": lines(status["times"] + status["late"]),
        "steps": [one_line(f"{step['text']} {step['note']}") for step in status["steps"]],
        "actions": [
            (
                one_line(action["label"]),
                action["url"],
                one_line(f"{' · '.join(action['conditions'])} {action['does']}"),
            )
            for action in status["actions"]
        ],
    }


def texts(parts: list[Element], tag: str) -> list[str]:
    return [item.text for part in parts for item in part.all(tag)]


def lines(times: Any) -> list[str]:
    return [one_line(time["line"]) for time in times]


def one_line(text: str) -> str:
    return " ".join(text.split())
