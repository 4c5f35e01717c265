"""JSON-LD of the built site: in schema.org's words, with what search engines ask for, true to the page."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from statusbook.catalogs import locales_of
from tests.project import ROOT, Project
from tests.tree import Element, parse

LOCALES = ["en", *locales_of(ROOT)]

URL, DATE, TEXT = r"https?://\S+", r"\d{4}-\d{2}-\d{2}", r"(?s).*\S.*"
VOCABULARY: dict[str, dict[str, Any]] = {
    "FAQPage": {
        "name": TEXT,
        "url": URL,
        "inLanguage": r"[a-z]{2}(-[A-Z]{2})?",
        "dateModified": DATE,
        "publisher": {"Organization"},
        "mainEntity": {"Question"},
    },
    "Question": {"@id": URL, "name": TEXT, "about": None, "acceptedAnswer": {"Answer"}},
    "Answer": {"text": TEXT},
    "BreadcrumbList": {"itemListElement": {"ListItem"}},
    "ListItem": {"position": r"[1-9]", "name": TEXT, "item": URL},
    "Organization": {"name": TEXT, "contactPoint": {"ContactPoint"}},
    "ContactPoint": {"contactType": TEXT, "name": TEXT, "url": URL},
}
"""The properties of each type that we use, by https://schema.org: the shape of a text, or what types."""

REQUIRED = {
    "FAQPage": {"mainEntity"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "BreadcrumbList": {"itemListElement"},
    "ListItem": {"position", "name", "item"},
    "Organization": {"name"},
    "ContactPoint": {"contactType"},
}
"""What Google's rich results ask for: https://developers.google.com/search/docs/appearance/structured-data"""


def page(built: Project, locale: str, name: str) -> Element:
    return parse(built.page(f"{'' if locale == 'en' else f'{locale}/'}{name}"))


def things(root: Element) -> list[Any]:
    scripts = [s for s in root.all("script") if s.attributes.get("type") == "application/ld+json"]
    if not scripts:
        return []
    data = json.loads("".join(map(str, scripts[0].inside)))
    assert len(scripts) == 1
    assert data.keys() == {"@context", "@graph"}
    assert data["@context"] == "https://schema.org"
    return list(data["@graph"])


def check(thing: Any, types: set[str]) -> None:
    """The thing is of one of the types, and says of itself what that type has."""
    type_ = thing["@type"]
    assert type_ in types
    assert REQUIRED[type_] <= thing.keys()
    for name, value in thing.items():
        if name == "@type":
            continue
        expected = VOCABULARY[type_][name]
        for item in value if isinstance(value, list) else [value]:
            if isinstance(expected, set):
                check(item, expected)
            elif expected is None:
                assert re.fullmatch("https://schema.org/Order[A-Z][A-Za-z]+", item["@id"])
            else:
                assert re.fullmatch(expected, str(item)), (type_, name, item)


@pytest.mark.parametrize("locale", LOCALES)
def test_it_is_in_the_words_of_schema_org(built: Project, locale: str) -> None:
    for name in ("", "order-status"):
        for thing in things(page(built, locale, name)):
            check(thing, {"BreadcrumbList", "FAQPage", "Organization"})


def test_what_is_on_which_page(built: Project) -> None:
    def types(name: str) -> list[str]:
        return [thing["@type"] for thing in things(page(built, "ru", name))]

    assert types("") == ["Organization"]
    assert types("order-status") == ["BreadcrumbList", "FAQPage"]
    assert types("thanks") == types("vote-not-sent") == []


@pytest.mark.parametrize("locale", LOCALES)
def test_it_says_what_the_page_says(built: Project, locale: str) -> None:
    root = page(built, locale, "order-status")
    (body,) = root.all("body")
    trail, faq = things(root)
    home, here = trail["itemListElement"]
    assert (home["position"], here["position"]) == (1, 2)
    assert (here["name"], here["item"]) == (faq["name"], faq["url"]) == (root.all("h1")[0].text, faq["url"])
    assert home["name"] == root.all("nav", "crumbs")[0].all("a")[0].text
    ids = {element.attributes["id"] for element in body.walk() if "id" in element.attributes}
    for question in faq["mainEntity"]:
        assert question["@id"].rpartition("#")[2] in ids
        for line in question["acceptedAnswer"]["text"].split("\n"):
            assert " ".join(line.split()) in body.text


@pytest.mark.parametrize("locale", LOCALES)
def test_the_shop_is_reached_where_the_home_page_says(built: Project, locale: str) -> None:
    root = page(built, locale, "")
    (shop,) = things(root)
    contact = shop["contactPoint"]
    links = {(link.text, link.attributes.get("href")) for link in root.all("a")}
    assert (contact["name"], contact["url"]) in links
