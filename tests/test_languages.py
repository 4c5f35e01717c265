"""Twenty-four languages: what holds in each of them, in real builds and a real browser."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import babel
import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, expect

from statusbook.catalogs import locales_of
from statusbook.cli import cli
from statusbook.load import load
from statusbook.messages import catalog_path, read_texts
from statusbook.model import Amount, Form, Unit
from statusbook.phrases import phrase
from statusbook.pseudo import PSEUDO_LOCALE
from statusbook.translate import make_edition
from tests.project import QUIET, ROOT, Project, copy_project
from tests.readers import Votebox, assert_accessible

LOCALES = ["en", *locales_of(ROOT)]
COUNTS = (1, 2, 3, 5, 11, 21, 24, 48, 100)


def prefix(locale: str) -> str:
    return "/" if locale == "en" else f"/{locale}/"


def test_the_site_has_every_language_that_has_a_catalog() -> None:
    config = (ROOT / "mkdocs.yml").read_text(encoding="utf-8")
    listed = re.findall(r"- \{locale: ([^,]+),", config)
    assert sorted(listed) == sorted([*LOCALES, PSEUDO_LOCALE])
    assert len(LOCALES) == 24


# Phrases of time


def test_phrases_agree_with_the_browser_s_plural_rules(chromium: Browser) -> None:
    """Against ICU's Intl.PluralRules: one category, one phrase but for the number."""
    page = chromium.new_page()
    for locale in LOCALES:
        categories = page.evaluate(
            "([locale, counts]) => counts.map(n => new Intl.PluralRules(locale).select(n))", [locale, COUNTS]
        )
        texts = read_texts(ROOT / "locales", locale)
        for unit in Unit:
            for form in Form:
                told: dict[str, set[str]] = {}
                for count, category in zip(COUNTS, categories, strict=True):
                    words = phrase(texts, form, Amount(count=count, unit=unit))
                    told.setdefault(category, set()).add(re.sub(rf"(?<!\d){count}(?!\d)", "#", words))
                # Numbers of one category share one phrase; one that names its number in words is alone.
                for category, phrases in told.items():
                    assert len(phrases) == 1, (locale, form, unit, category, phrases)
    page.close()


def test_arabic_has_six_forms() -> None:
    texts = read_texts(ROOT / "locales", "ar")
    told = {phrase(texts, Form.BARE, Amount(count=n, unit=Unit.HOUR)) for n in (1, 2, 3, 11, 100)}
    assert len(told) == 5
    assert "nplurals=6" in catalog_path(ROOT / "locales", "ar").read_text(encoding="utf-8")


# Stale and missing


@pytest.fixture
def trilingual(tmp_path: Path) -> Project:
    project = copy_project(tmp_path, {"en", "ru", "de"})
    shutil.copytree(ROOT / "src", tmp_path / "src")
    return project


def status(project: Project) -> dict[str, dict[str, Any]]:
    arguments = ["messages", "status", "--format", "json", "--root", str(project.folder)]
    rows = json.loads(CliRunner().invoke(cli, arguments).stdout)
    return {row["locale"]: row for row in rows if row["locale"] != "en"}


def update(project: Project, *command: str) -> None:
    result = CliRunner().invoke(cli, ["messages", *(command or ["update"]), "--root", str(project.folder)])
    assert result.exit_code == 0, result.output


def test_one_changed_sentence_is_stale_in_23_catalogs_and_nothing_else_is(trilingual: Project) -> None:
    trilingual.change(
        "statuses.yaml", "checking their quality and packing", "checking their quality, and packing"
    )
    update(trilingual)
    assert {tuple(row["stale"]) for row in status(trilingual).values()} == {("status.packaging.meaning",)}
    assert len(status(trilingual)) == 23
    assert not any(row["missing"] for row in status(trilingual).values())

    assert trilingual.build().returncode == 0
    html = trilingual.page("ru/order-status")
    assert "Мы собираем товары, проверяем их качество и упаковываем." in html
    assert html.count('class="stale"') == 2  # in the table and at the status
    notes = re.findall(r'<p class="stale".*?</p>', html, re.DOTALL)
    assert "изменился английский текст этой части" in notes[0]
    assert [re.search(r'href="([^"]*)"', note)[1] for note in notes] == [  # type: ignore[index]
        "../../order-status/#statuses",
        "../../order-status/#processing",
    ]
    assert 'class="stale"' not in trilingual.page("order-status")

    update(trilingual, "keep", "status.packaging.meaning")
    assert not any(row["stale"] for row in status(trilingual).values())
    assert trilingual.build().returncode == 0
    assert 'class="stale"' not in trilingual.page("ru/order-status")


def test_a_changed_paragraph_of_a_page_has_the_note_and_the_link(trilingual: Project) -> None:
    trilingual.change(
        "docs/order-status.md", "We are glad to look into it with you.", "We look into it with you."
    )
    assert trilingual.build().returncode == 0
    html = trilingual.page("de/order-status")
    (note,) = re.findall(r'<p class="stale".*?</p>', html, re.DOTALL)
    assert "../../order-status/#trouble" in note
    assert html.index('id="trouble"') < html.index(note) < html.index("</article>")


def test_a_changed_amount_makes_nothing_stale(trilingual: Project) -> None:
    trilingual.change(
        "statuses.yaml", "short: Confirmation\n    at_most: 24", "short: Confirmation\n    at_most: 48"
    )
    update(trilingual)
    assert not any(row["stale"] or row["missing"] for row in status(trilingual).values())


def test_a_deleted_translation_shows_english_and_says_so(trilingual: Project) -> None:
    path = catalog_path(trilingual.folder / "locales", "ru")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('msgstr "Упаковка"', 'msgstr ""'), encoding="utf-8")
    assert trilingual.build().returncode == 0
    html = trilingual.page("ru/order-status")
    assert '<span lang="en" dir="ltr">Packaging</span></h4>' in html
    assert "noindex" not in html


def test_a_page_that_is_mostly_english_says_so_and_is_not_indexed(trilingual: Project) -> None:
    path = catalog_path(trilingual.folder / "locales", "ru")
    text = path.read_text(encoding="utf-8")
    head, _, rest = text.partition("\n\n")
    kept = [part for part in rest.split("\n\n") if "fallback." in part or "frame." in part]
    path.write_text("\n\n".join([head, *kept]) + "\n", encoding="utf-8")
    done = trilingual.build()
    assert done.returncode == 0, done.stderr
    html = trilingual.page("ru/order-status")
    assert "Большая часть этой страницы ещё не переведена" in html
    assert '<meta name="robots" content="noindex">' in html
    assert "data-pagefind-body" not in html
    assert '<h1 dir="ltr" id="how-do-i-check-my-order-status" lang="en">' in html


def test_a_page_written_by_hand_wins_and_is_not_translated(trilingual: Project) -> None:
    page = trilingual.folder / "docs/order-status.de.md"
    page.write_text(
        "---\ndescription: Von Hand.\nsection: Bestellungen\n---\n\n# Von Hand geschrieben\n\n"
        "Bestätigung {confirmation:within}.\n\n{{ status-table }}\n\n{{ status-details }}\n",
        encoding="utf-8",
    )
    update(trilingual)
    assert not any(row["stale"] or row["missing"] for row in status(trilingual).values())
    done = trilingual.build()
    assert done.returncode == 0, done.stderr
    html = trilingual.page("de/order-status")
    assert '<h1 id="von-hand-geschrieben">Von Hand geschrieben</h1>' in html
    assert "<p>Bestätigung innerhalb von 24 Stunden.</p>" in html
    assert 'value="de/order-status"' in html
    assert '<span lang="en"' not in html
    assert "Как проверить статус заказа?" in trilingual.page("ru/order-status")


def test_a_25th_language_is_a_line_a_command_and_a_file(trilingual: Project) -> None:
    """As README says it; the file here is Russian with the header of another language."""
    trilingual.change(
        "mkdocs.yml",
        "      # Not a language",
        "      - {locale: uk, name: Українська}\n      # Not a language",
    )
    update(trilingual, "update", "uk")
    new, known = (catalog_path(trilingual.folder / "locales", tag) for tag in ("uk", "ru"))
    assert "Plural-Forms: nplurals=3;" in new.read_text(encoding="utf-8")
    new.write_text(
        known.read_text(encoding="utf-8").replace("Language: ru", "Language: uk"), encoding="utf-8"
    )
    assert trilingual.build().returncode == 0
    html = trilingual.page("uk/order-status")
    assert '<html lang="uk" dir="ltr">' in html
    assert 'hreflang="uk"' in trilingual.page("order-status")
    assert "Українська" in html


# The pseudo-locale


def test_no_text_on_any_page_is_beyond_translators(tmp_path: Path) -> None:
    """Home, page, 404, search, widget, errors and thanks: every text comes from a catalog."""
    project = copy_project(tmp_path, {"en", PSEUDO_LOCALE})
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", "site"]
    environment = os.environ | QUIET | {"PSEUDO": "true"}
    subprocess.run(command, cwd=project.folder, env=environment, check=True)
    for name in (
        "index",
        "order-status/index",
        "404",
        "thanks/index",
        "vote-not-sent/index",
        "what-changed/index",
    ):
        html = (project.site / PSEUDO_LOCALE / f"{name}.html").read_text(encoding="utf-8")
        body = re.sub(r"<(script|style)\b.*?</\1>", "", html, flags=re.DOTALL)
        body = re.sub(r'<(\w+)[^>]* lang="en"[^>]*>.*?</\1>', "", body, flags=re.DOTALL)
        body = re.sub(r"</?(?:b|strong|em)>", "", body)
        body = body.replace(">English<", "><")  # the pseudo-locale's own name in the menu
        shown = re.findall(
            r'\b(?:aria-label|placeholder|alt|title|data-(?:none|one|many|failed))="([^"]*)"', body
        )
        shown += re.findall(r">([^<]+)<", body)
        bare = [text.strip() for text in shown if re.search(r"[A-Za-z]", re.sub(r"⟦.*⟧|&\w+;", "", text))]
        inside = [text for text in bare if "⟦" not in body[max(0, body.index(text) - 400) : body.index(text)]]
        assert inside == [], name


# A real browser


@pytest.mark.parametrize("locale", LOCALES)
def test_the_page_in_a_browser(shared: Votebox, chromium: Browser, locale: str) -> None:
    failed: list[str] = []
    context = chromium.new_context(viewport={"width": 320, "height": 700}, locale=locale)
    page = context.new_page()
    page.on("response", lambda response: failed.append(response.url) if response.status >= 400 else None)
    page.goto(f"{shared.url}{prefix(locale)}order-status/")
    direction = babel.Locale.parse(locale, sep="-").text_direction
    expect(page.locator("html")).to_have_attribute("lang", locale)
    expect(page.locator("html")).to_have_attribute("dir", direction)
    expect(page.locator(".offer__line:visible")).to_have_count(0)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert_accessible(page)

    # 200 % zoom of a 1280 px window is 640 px of css: nothing is cut off, and no text lies on another.
    page.set_viewport_size({"width": 640, "height": 450})
    assert page.evaluate("document.documentElement.scrollWidth") <= 640
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAPPING) == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate(CUT_OFF) == []
    assert page.evaluate(OVERLAPPING) == []

    target = "ru" if locale != "ru" else "ja"
    page.goto(f"{shared.url}{prefix(locale)}order-status/#packaging")
    page.locator(".menu summary").click()
    page.locator(f".menu a[hreflang={target}]").click()
    page.wait_for_url(f"{shared.url}{prefix(target)}order-status/#packaging")
    expect(page.locator("#packaging")).to_be_in_viewport()
    assert failed == []
    context.close()


CUT_OFF = """() => [...document.querySelectorAll("main :is(h1,h2,h3,h4,p,li,td,th,button,label,.pill,.tag)")]
  .filter(element => element.checkVisibility() && !element.closest(".unseen, dialog, legend, thead"))
  .filter(element => getComputedStyle(element).display !== "inline")
  .filter(element => element.scrollWidth > element.clientWidth + 1)
  .map(element => element.outerHTML.slice(0, 90))"""
"""Text that is wider than the box it stands in."""

OVERLAPPING = """() => {
  const found = [];
  for (const label of document.querySelectorAll(".life__label")) {
    if (label.scrollHeight > label.clientHeight + 1) found.push(label.textContent);
    const [text] = label.querySelector("span").childNodes;
    for (const word of text.data.matchAll(/\\S+/g)) {
      const range = document.createRange();
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (range.getClientRects().length > 1) found.push(`${word[0]} is broken`);
    }
  }
  for (const picture of document.querySelectorAll(".picture svg")) {
    const frame = picture.getBoundingClientRect();
    const texts = [...picture.querySelectorAll("text")];
    for (const [i, text] of texts.entries()) {
      const box = text.getBoundingClientRect();
      const inside = box.left >= frame.left && box.right <= frame.right;
      if (!inside) found.push(`${text.textContent} leaves its picture`);
      for (const other of texts.slice(i + 1)) {
        const its = other.getBoundingClientRect();
        const beside = box.right < its.left || its.right < box.left;
        const below = box.bottom < its.top + 2 || its.bottom < box.top + 2;
        if (!beside && !below) found.push(`${text.textContent} lies on ${other.textContent}`);
      }
    }
  }
  return found;
}"""
"""Text in the pictures that lies on other text, leaves its place, or has a word broken."""


@pytest.mark.parametrize("locale", LOCALES)
def test_search_finds_each_status_by_its_name_and_by_another(
    shared: Votebox, chromium: Browser, locale: str
) -> None:
    edition = make_edition(load(ROOT / "statuses.yaml"), read_texts(ROOT / "locales", locale))
    page = chromium.new_page()
    page.goto(f"{shared.url}{prefix(locale)}")
    found = page.evaluate(
        """async ([address, queries]) => {
            const pagefind = await import(address);
            const answers = [];
            for (const words of queries) {
                const results = await Promise.all((await pagefind.search(words)).results.map(r => r.data()));
                answers.push(results.flatMap(r => [r.url, ...r.sub_results.map(s => s.url)]));
            }
            return answers;
        }""",
        [
            f"{shared.url}/pagefind/pagefind.js",
            [words for status in edition.walk() for words in (status.label, status.aliases[0])],
        ],
    )
    page.close()
    wanted = [status.id for status in edition.walk() for _ in range(2)]
    assert len(found) == 14
    for id_, urls in zip(wanted, found, strict=True):
        assert f"{prefix(locale)}order-status/#{id_}" in urls, (locale, id_, urls)
        assert all(url.startswith(prefix(locale)) for url in urls)
        assert locale != "en" or not any(re.match(r"/[a-z]{2}(-[A-Z]{2})?/", url) for url in urls)


def test_readers_of_another_language_are_offered_theirs_and_never_sent(
    shared: Votebox, chromium: Browser
) -> None:
    context = chromium.new_context(locale="ru-RU")
    page = context.new_page()
    page.goto(f"{shared.url}/order-status/#shipped")
    offer = page.locator(".offer__line:visible")
    expect(offer).to_have_count(1)
    expect(offer.get_by_role("link")).to_have_text("Эта страница есть на русском")
    assert page.url == f"{shared.url}/order-status/#shipped"
    offer.get_by_role("button").click()
    expect(page.locator("help-offer")).to_have_count(0)
    page.reload()
    page.locator(".offer__line:visible a").click()
    page.wait_for_url(f"{shared.url}/ru/order-status/#shipped")
    expect(page.locator(".offer__line:visible")).to_have_count(0)
    context.close()


def test_machines_are_told_of_every_language(built: Project) -> None:
    for locale in LOCALES:
        html = built.page(f"{prefix(locale)}order-status".lstrip("/"))
        links = dict(re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', html))
        assert list(links) == [*dict.fromkeys(["en", *LOCALES]), "x-default"] or set(links) == {
            *LOCALES,
            "x-default",
        }
        assert all(url.startswith("http://127.0.0.1:8000/") for url in links.values())
        assert links["x-default"] == links["en"] == "http://127.0.0.1:8000/order-status/"
        canonical = re.search(r'<link rel="canonical" href="([^"]+)">', html)
        assert canonical is not None
        assert canonical[1] == links[locale]
        assert re.search(r'<meta property="og:locale" content="[a-z]{2}_[A-Z]{2}">', html)
    sitemap = (built.site / "sitemap.xml").read_text(encoding="utf-8")
    assert 'hreflang="x-default"' in sitemap
    assert sitemap.count("<url>") == 3 * len(LOCALES)
