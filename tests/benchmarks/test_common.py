import re
import subprocess
from pathlib import Path

import pytest

from benchmarks import common
from tests.project import Project
from tests.tree import parse


def write(site: Path, path: str, text: str) -> None:
    page = site / path
    page.parent.mkdir(parents=True, exist_ok=True)
    page.write_text(text, encoding="utf-8")


def test_the_languages_are_those_that_a_site_has(tmp_path: Path) -> None:
    for path in ("index.html", "ru/index.html", "zh-TW/index.html", "assets/site.js"):
        write(tmp_path, path, "")
    assert common.locales(tmp_path) == ["en", "ru", "zh-TW"]


def test_the_words_are_the_twins(tmp_path: Path) -> None:
    twin = (
        "# Hilfe\n\n[Status](http://127.0.0.1:8000/de/order-status/#pending), [Shop](https://shop.example/)\n"
    )
    write(tmp_path, "site/de/index.html", "<main><h1>Hilfe</h1></main>")
    write(tmp_path, "site/de/index.md", twin)
    common.write_plain(tmp_path / "site", tmp_path / "plain")
    written = (tmp_path / "plain/docs/index.de.md").read_text(encoding="utf-8")
    assert written == "# Hilfe\n\n[Status](/de/order-status/#pending), [Shop](https://shop.example/)\n"


def test_a_page_without_a_twin_keeps_its_words_as_html(tmp_path: Path) -> None:
    page = '<meta name="description" content="A &amp; B"><article><h1>Thank <b>you</b></h1></article>'
    write(tmp_path, "site/thanks/index.html", page)
    common.write_plain(tmp_path / "site", tmp_path / "plain")
    written = (tmp_path / "plain/docs/thanks.md").read_text(encoding="utf-8")
    assert written == (
        '---\ntitle: "Thank you"\ndescription: "A & B"\n---\n<div>\n<h1>Thank <b>you</b></h1>\n</div>\n'
    )


def test_a_page_without_words_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "site/thanks/index.html", "<p>Thank you</p>")
    with pytest.raises(ValueError, match=r"thanks/index\.html has neither an article nor a main part\."):
        common.write_plain(tmp_path / "site", tmp_path / "plain")


def test_our_words_make_a_site_of_stock_material(built: Project, tmp_path: Path) -> None:
    """In one language, which is built fast, from the pages that it has in all of them."""
    for page in ("", "order-status/", "when-will-it-ship/"):
        for name in ("index.html", "index.md"):
            write(tmp_path, f"site/{page}{name}", (built.site / page / name).read_text(encoding="utf-8"))
    common.write_plain(tmp_path / "site", tmp_path / "plain")
    command = common.build_command(tmp_path / "plain", tmp_path / "built")
    done = subprocess.run(command, env=common.ENVIRONMENT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "built/order-status/index.html").read_text(encoding="utf-8")
    assert "mkdocs-material" in text
    assert re.search(r'<link rel="stylesheet" href="../assets/stylesheets/main\.\w+\.min\.css">', text)
    assert "https://fonts." not in text
    (article,) = parse(text).all("article")
    ours = parse(built.page("order-status")).all("article")[0]
    said = [heading.text for tag in ("h1", "h2", "h3", "h4") for heading in article.all(tag)]
    missing = [heading.text for heading in ours.all("h3") if heading.text not in said]
    assert (missing, len(article.all("tr"))) == ([], 8)
