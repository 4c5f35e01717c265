"""The Markdown twins and llms.txt of the built site: complete, in form, and no link leads astray."""

from __future__ import annotations

import json
import re
from urllib.parse import urldefrag

import pytest
import yaml
from markdown_it import MarkdownIt

from statusbook.catalogs import locales_of
from tests.project import ROOT, Project
from tests.tree import Element, parse

LOCALES = ["en", *locales_of(ROOT)]
BASE = "http://127.0.0.1:8000/"


def folder(locale: str) -> str:
    return "" if locale == "en" else f"{locale}/"


def read(built: Project, path: str) -> tuple[dict[str, str], Element]:
    """The fields at the top of a twin, and the rest as a page."""
    whole = (built.site / path).read_text(encoding="utf-8")
    _, head, body = re.split("^---$", whole, maxsplit=2, flags=re.MULTILINE)
    return yaml.safe_load(head), parse(MarkdownIt("commonmark").enable("table").render(body))


def leads_somewhere(built: Project, url: str) -> bool:
    """Whether an address of ours is a file of the site with that anchor."""
    address, anchor = urldefrag(url)
    if not address.startswith(BASE):
        return address.startswith("https://")
    path = built.site / address.removeprefix(BASE)
    path = path / "index.html" if path.is_dir() else path
    return path.is_file() and (not anchor or f'id="{anchor}"' in path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["", "order-status/"])
def test_a_twin_lies_beside_its_page_which_names_it(built: Project, locale: str, name: str) -> None:
    page = parse(built.page(folder(locale) + name))
    (link,) = [x for x in page.all("link") if x.attributes.get("type") == "text/markdown"]
    assert link.attributes["href"].removeprefix("./") == "index.md"
    fields, twin = read(built, f"{folder(locale)}{name}index.md")
    (description,) = [x for x in page.all("meta") if x.attributes.get("name") == "description"]
    (canonical,) = [x for x in page.all("link") if x.attributes.get("rel") == "canonical"]
    assert fields == {
        "title": page.all("h1")[0].text,
        "description": description.attributes["content"],
        "url": canonical.attributes["href"],
        "language": locale,
    }
    assert [heading.text for heading in twin.all("h1")] == [fields["title"]]
    links = [a.attributes["href"] for a in twin.all("a")]
    assert links
    assert [url for url in links if not leads_somewhere(built, url)] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_a_twin_says_all_that_its_page_says(built: Project, locale: str) -> None:
    """Every heading, paragraph, name, link and time of the text, but those of pictures."""
    (article,) = parse(built.page(f"{folder(locale)}order-status")).all("article")
    _, twin = read(built, f"{folder(locale)}order-status/index.md")
    said = twin.text.replace("( ", "(").replace(" )", ")")
    skipped = {part for tag in ("figure", "aside") for found in article.all(tag) for part in found.walk()}
    parts = [
        part
        for part in article.walk()
        if part not in skipped and part.tag in {"h1", "h2", "h3", "h4", "p", "a", "b"} and part.text
    ]
    parts += [item for times in article.all("ul", "takes") for item in times.children]
    assert len(parts) > 100
    missing = [part.text for part in parts if part.text not in said and not part.all("time")]
    assert missing == []


@pytest.mark.parametrize("locale", LOCALES)
def test_its_table_says_what_statuses_json_says(built: Project, locale: str) -> None:
    _, twin = read(built, f"{folder(locale)}order-status/index.md")
    data = json.loads((built.site / f"{folder(locale)}statuses.json").read_text(encoding="utf-8"))
    rows = [row for body in twin.all("tbody") for row in body.all("tr")]
    statuses = [status for top in data["statuses"] for status in (top, *top["stages"])]
    for row, status in zip(rows, statuses, strict=True):
        label, meaning, takes, can_do = row.children
        assert label.all("a")[0].attributes["href"] == status["url"]
        assert label.text == " ".join(status["label"].split())
        assert meaning.text == " ".join(status["meaning"].split())
        for time in status["times"] + status["late"]:
            assert " ".join(time["line"].split()) in takes.text
        assert [a.attributes["href"] for a in can_do.all("a")] == [a["url"] for a in status["actions"]]


NAMES = ("", "order-status/", "when-will-it-ship/")


def test_only_pages_of_the_menu_have_one(built: Project) -> None:
    twins = sorted(str(path.relative_to(built.site)) for path in built.site.glob("**/*.md"))
    assert twins == sorted(f"{folder(x)}{name}index.md" for x in LOCALES for name in NAMES)
    assert "text/markdown" not in built.page("thanks")


def test_llms_txt_is_in_its_format_and_names_everything(built: Project) -> None:
    """A title, a quotation, prose, then lists of links under headings: https://llmstxt.org"""
    text = (built.site / "llms.txt").read_text(encoding="utf-8")
    title, quotation, prose, *rest = text.strip().split("\n\n")
    assert title == "# LightInTheBox Help"
    assert quotation.startswith("> ")
    assert not prose.startswith(("#", "-", ">"))
    assert [part for part in rest if part.startswith("#")] == ["## Pages", "## Data", "## Other languages"]
    for line in "\n".join(part for part in rest if not part.startswith("#")).split("\n"):
        assert re.fullmatch(r"- \[(\\.|[^\]\\])+\]\(\S+\)(: .+)?", line), line
    urls = re.findall(r"\]\((\S+)\)", text)
    assert all(leads_somewhere(built, url) for url in urls)
    files = [
        *built.site.glob("**/*.md"),
        *built.site.glob("**/statuses.json"),
        *built.site.glob("schemas/*.json"),
    ]
    assert sorted(urls) == sorted(BASE + str(path.relative_to(built.site)) for path in files)
