"""The picture of each page's link on the built site: there, true to its title, and small."""

from __future__ import annotations

import json

import pytest
from PIL import Image

from statusbook.cards import KEYWORD, fingerprint
from statusbook.catalogs import locales_of
from tests.project import ROOT, Project
from tests.tree import parse

LOCALES = ["en", *locales_of(ROOT)]


def metas(html: str) -> dict[str, str]:
    tags = [meta.attributes for meta in parse(html).all("meta")]
    return {tag.get("property") or tag.get("name", ""): tag.get("content", "") for tag in tags}


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("name", ["", "order-status"])
def test_every_page_has_a_picture_of_its_title(built: Project, locale: str, name: str) -> None:
    said = metas(built.page(f"{'' if locale == 'en' else locale}/{name}".strip("/")))
    assert "og:image" in said, (
        f"“{said['og:title']}” is not what the picture of the page says. Run: make cards"
    )
    assert said["twitter:card"] == "summary_large_image"
    path = built.site / said["og:image"].removeprefix("http://127.0.0.1:8000/")
    assert path.stat().st_size <= 25_000
    with Image.open(path) as picture:
        assert (picture.size, picture.mode, picture.format) == ((1200, 630), "P", "PNG")
        assert picture.info[KEYWORD.decode()] == fingerprint(said["og:title"], said["og:site_name"])


def test_no_other_page_has_one(built: Project) -> None:
    assert "og:image" not in metas(built.page("thanks"))
    kept = {
        f"{key}/index" if "/" not in key else key
        for key in json.loads((built.site / "pages.json").read_text(encoding="utf-8"))["pages"]
    }
    drawn = {
        str(path.relative_to(ROOT / "overrides/cards").with_suffix(""))
        for path in (ROOT / "overrides/cards").glob("**/*.png")
    }
    assert drawn == kept
    assert len(list(built.site.glob("assets/*.png"))) == len(kept)


def test_a_page_with_another_title_has_no_picture_rather_than_a_wrong_one(project: Project) -> None:
    project.change("docs/order-status.md", "# How do I check my order status?", "# Where is my order?")
    done = project.build()
    assert done.returncode == 0, done.stderr
    assert "og:image" not in metas(project.page("order-status"))
    assert "og:image" in metas(project.page(""))
