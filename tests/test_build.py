"""Real builds: one change in one place, and every place follows; nothing breaks the last good site."""

from __future__ import annotations

import filecmp
import json
import os
import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest

from statusbook.catalogs import locales_of
from statusbook.exports.pages import revision
from tests.project import QUIET, ROOT, Project
from tests.statusbook.repository import Repository

HOURS = {
    "en": {n: f"{n} hour" if n == 1 else f"{n} hours" for n in (1, 2, 5, 21, 24, 48)},
    "ru": {1: "1 часа", 2: "2 часов", 5: "5 часов", 21: "21 часа", 24: "24 часов", 48: "48 часов"},
}
SHIPS_IN_RU = {1: "1 час", 2: "2 часа", 5: "5 часов", 21: "21 час", 24: "24 часа", 48: "48 часов"}
NEWS = {
    "": "Confirmation after your payment has arrived: now within 48 hours; before, within 24 hours.",
    "ru/": "Подтверждение после поступления оплаты: теперь в течение 48 часов; раньше — в течение 24 часов.",
}
"""By the folder of a language."""
PATHS = {"en": "order-status", "ru": "ru/order-status"}


class Page(HTMLParser):
    """What the tests ask of a page: text by element, and structured data."""

    VOID = frozenset({"meta", "link", "input", "br", "hr", "img", "base", "path", "rect", "circle", "line"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.stack: list[str] = []
        self.texts: list[tuple[list[str], str]] = []
        self.links: list[str] = []
        self.ids: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in self.VOID:
            self.stack.append(
                f"{tag}#{values.get('id', '')}.{values.get('class', '')} @{values.get('lang', '')}"
            )
        if "id" in values:
            self.ids.append(values["id"])
        if "href" in values:
            self.links.append(values["href"])

    def handle_endtag(self, tag: str) -> None:
        while tag not in self.VOID and self.stack and not self.stack.pop().startswith(f"{tag}#"):
            pass

    def handle_data(self, data: str) -> None:
        self.texts.append((list(self.stack), data))

    def text(self, inside: str) -> str:
        """The words inside the elements whose tag, id or class is `inside`."""
        found = (data for stack, data in self.texts if any(inside in re.split("[#. ]", e) for e in stack))
        return " ".join(" ".join(found).split())

    def answer(self, status: str) -> str:
        """What the structured data say of a status."""
        (data,) = [
            json.loads(text) for stack, text in self.texts if stack and stack[-1].startswith("script#")
        ]
        (faq,) = (item for item in data["@graph"] if item["@type"] == "FAQPage")
        (question,) = (q for q in faq["mainEntity"] if q["@id"].endswith(f"#{status}"))
        return str(question["acceptedAnswer"]["text"])


@pytest.mark.parametrize("count", list(HOURS["en"]))
def test_one_number_changes_every_place_in_both_languages(project: Project, count: int) -> None:
    """The confirmation promise: table, sentence, rule, picture and structured data."""
    confirmation = "    short: Confirmation\n    at_most: "
    project.change("statuses.yaml", f"{confirmation}24 hours", f"{confirmation}{count} hours")
    done = project.build()
    assert done.returncode == 0, done.stderr
    for locale, path in PATHS.items():
        page, words = Page(project.page(path)), HOURS[locale][count]
        phrase = {"en": f"within {words}", "ru": f"в течение {words}"}[locale]
        row = page.text("tbody").partition(page.text("stages"))[0]
        assert phrase in row
        sentence = {"en": f"a confirmation {phrase} after", "ru": f"подтверждение {phrase} после"}[locale]
        assert sentence in page.text("status")
        assert phrase in page.text("confirmation")
        assert phrase in page.text("life")
        assert page.answer("pending").count(phrase) == 2  # the sentence and the rule
        if count != 24:
            assert "24" not in page.text("confirmation")


@pytest.mark.parametrize("count", list(HOURS["en"]))
def test_the_guaranteed_time_changes_its_mark_too(project: Project, count: int) -> None:
    """Items marked *Ships in 24 hours*: table, rule, picture and structured data."""
    mark = "    mark: Ships {ships-fast:in}\n    at_most: "
    project.change("statuses.yaml", f"{mark}24 hours", f"{mark}{count} hours")
    done = project.build()
    assert done.returncode == 0, done.stderr
    for locale, path in PATHS.items():
        page, words = Page(project.page(path)), HOURS[locale][count]
        ships = {"en": f"Ships in {words}", "ru": f"Отправка за {SHIPS_IN_RU[count]}"}[locale]
        limit = {"en": f"no more than {words}", "ru": f"не более {words}"}[locale]
        for inside in ("tbody", "ships-fast"):
            assert ships in page.text(inside)
            assert limit in page.text(inside)
        assert ships in page.text("picture")
        assert ships in page.answer("packaging")
        assert limit in page.answer("packaging")


def test_every_status_stage_and_rule_has_an_anchor_of_its_own(built: Project) -> None:
    expected = [
        *(
            "pending",
            "processing",
            "payment-received",
            "payment-confirmed",
            "packaging",
            "shipped",
            "cancelled",
        ),
        *("confirmation", "any-item", "made-to-order", "ships-fast", "full-refund"),
        *("search-express", "search-expedited", "search-tracked"),
        *("check", "statuses", "details", "trouble", "app", "feedback"),
    ]
    for path in PATHS.values():
        page = Page(built.page(path))
        assert len(page.ids) == len(set(page.ids))
        assert set(expected) <= set(page.ids)
        assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)


def test_russian_pages_hold_no_english_sentence(built: Project) -> None:
    """But for names, and for what says of itself that it is English."""
    for path in ("ru", "ru/order-status", "ru/thanks", "ru/vote-not-sent", "ru/what-changed"):
        page = Page(built.page(path))
        own = [
            text
            for stack, text in page.texts
            if not re.search(r"(script|style)#|@(?!ru|$)", "\n".join(stack), re.MULTILINE)
        ]
        words = " ".join(own)
        latin = set(re.findall(r"[A-Za-z]{2,}", words))
        assert latin <= {"LightInTheBox", "QR"}, path


def test_a_text_can_never_inject_markup(project: Project) -> None:
    """Neither an editor's text, which is checked, nor a translator's, which is not."""
    harmless = """5 < 6 & "x" onload='y' [a](javascript:alert(1)) `c` <- &lt;img src=x&gt; # $ %s"""
    project.change("statuses.yaml", "label: Shipped\n", f"label: {json.dumps(harmless)}\n")
    project.change("locales/ru/statusbook.po", 'msgid "Shipped"', f"msgid {json.dumps(harmless)}")
    project.change("locales/ru/statusbook.po", '"Отправлен"', json.dumps("<img src=x onerror=alert(1)>"))
    done = project.build()
    assert done.returncode == 0, done.stderr
    for path in ("", "ru", *PATHS.values()):
        html = project.page(path)
        assert "<img" not in html
        assert not [link for link in Page(html).links if link.startswith("javascript")]
        assert not re.search(r"<[^>]* onload=", html)
    assert harmless in Page(project.page("order-status")).text("tbody")
    assert "<img src=x onerror=alert(1)>" in Page(project.page("ru/order-status")).text("tbody")


def run(project: Project, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | QUIET | environment
    return subprocess.run(
        command, cwd=project.folder, env=environment, capture_output=True, text=True, check=False
    )


def add_makefile(project: Project) -> None:
    """With the environment that is installed already."""
    for name in ("Makefile", "requirements.lock", "requirements-dev.lock", "pyproject.toml", ".gitignore"):
        shutil.copy2(ROOT / name, project.folder / name)
    shutil.copytree(ROOT / "src", project.folder / "src", ignore=shutil.ignore_patterns("__pycache__"))
    (project.folder / ".venv").symlink_to(ROOT / ".venv")


def make_build(project: Project, **environment: str) -> subprocess.CompletedProcess[str]:
    """`make build` itself."""
    make = ["make", "--no-print-directory", "--old-file=.venv/site", "build"]
    return run(project, make, **environment)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at_most: 24 hours\n    since: payment-received", "at_most: 24:00\n    since: payment-recieved"),
        ("next: [shipped, cancelled]", "next: [cancelled]"),
    ],
    ids=["loader", "rules"],
)
def test_a_broken_file_fails_the_build_in_the_words_of_check_and_keeps_the_site(
    project: Project, old: str, new: str
) -> None:
    add_makefile(project)
    first = make_build(project)
    assert first.returncode == 0, first.stderr
    before = {path: path.read_bytes() for path in project.site.glob("**/*") if path.is_file()}
    project.change("statuses.yaml", old, new)

    check = run(project, [str(ROOT / ".venv/bin/statusbook"), "check"])
    broken = make_build(project)

    assert check.returncode == 1
    assert check.stdout.strip() in broken.stderr
    assert broken.returncode != 0
    assert "Traceback" not in broken.stdout + broken.stderr
    assert {path: path.read_bytes() for path in project.site.glob("**/*") if path.is_file()} == before


def test_an_unknown_block_or_link_on_a_page_is_a_problem(project: Project) -> None:
    page = project.folder / "docs/order-status.md"
    page.write_text(page.read_text("utf-8") + "\n{{ status-tabel }}\n", encoding="utf-8")
    done = project.build()
    assert done.returncode == 1
    assert "docs/order-status.md:44:1: “status-tabel” cannot be put in: there is no " in done.stderr
    assert "overrides/blocks/status-tabel.html." in done.stderr
    assert "Traceback" not in done.stderr


def test_properdocs_makes_the_same_site(built: Project) -> None:
    done = built.build(builder="properdocs", site="other")
    assert done.returncode == 0, done.stderr
    ours = sorted(p.relative_to(built.site) for p in built.site.glob("**/*.html"))
    theirs = sorted(p.relative_to(built.folder / "other") for p in (built.folder / "other").glob("**/*.html"))
    assert ours == theirs
    assert len(ours) == 7 * (1 + len(locales_of(ROOT)))
    names = [str(path) for path in [*ours, Path("pages.json")]]
    assert filecmp.cmpfiles(built.site, built.folder / "other", names, shallow=False)[0] == names


def test_pages_json_tells_votebox_of_every_page(built: Project) -> None:
    written = json.loads((built.site / "pages.json").read_text(encoding="utf-8"))
    assert written["version"] == 1
    locales = ["en", *locales_of(ROOT)]
    names = ("order-status", "when-will-it-ship")
    assert set(written["pages"]) == {*locales, *(f"{tag}/{name}" for tag in locales for name in names)}
    assert written["pages"]["en"]["statuses"] == []
    entry = written["pages"]["ru/order-status"]
    assert entry["title"] == "Как проверить статус заказа?"
    assert entry["url"] == "/ru/order-status/"
    assert entry["thanks"] == "/ru/thanks/"
    assert entry["failed"] == "/ru/vote-not-sent/"
    assert entry["statuses"][:3] == ["pending", "processing", "payment-received"]
    html = built.page("ru/order-status")
    assert f'name="revision" value="{entry["revision"]}"' in html
    assert 'name="page" value="ru/order-status"' in html


def test_a_build_tells_its_commit_and_what_the_last_ones_changed(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Git is asked twice, whether anything has changed and for pages.json, and not once a language."""
    add_makefile(project)
    repository = Repository(project.folder)
    first = repository.commit("One")
    project.set_time("confirmation", "48 hours")
    second = repository.commit("Two")
    folder = tmp_path_factory.mktemp("bin")
    git, asked = folder / "git", folder / "asked"
    git.write_text(f'#!/bin/sh\necho "$*" >> {asked}\nexec {shutil.which("git")} "$@"\n', encoding="utf-8")
    git.chmod(0o755)

    done = make_build(project, PATH=f"{folder}:{os.environ['PATH']}")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    pages = json.loads((project.site / "pages.json").read_text(encoding="utf-8"))
    assert pages["commit"] == second
    changes = json.loads((project.site / "changes.json").read_text(encoding="utf-8"))
    assert [commit["commit"] for commit in changes["commits"]] == [second, first]
    (sentence,) = (change["sentence"] for change in changes["commits"][0]["changes"])
    assert sentence.endswith("becomes longer: within 48 hours; it was within 24 hours.")
    for locale, told in NEWS.items():
        html = project.page(f"{locale}order-status")
        assert '<link rel="alternate" type="application/atom+xml" href="../feed.xml">' in html
        link = re.search(r'<p class="updated"><a href="([^"]*)">[^<]*<time datetime="([^"]*)"', html)
        assert link
        assert link.groups() == ("../what-changed/", "2026-11-02")
        assert f"<li>{told}</li>" in project.page(f"{locale}what-changed")
        feed = ElementTree.parse(project.site / locale / "feed.xml").getroot()
        assert [title.text for title in feed.findall("{*}entry/{*}title")] == [told]
        assert feed.find("{*}link[@rel='self']").get("href") == f"http://127.0.0.1:8000/{locale}feed.xml"  # type: ignore[union-attr]
    calls = asked.read_text(encoding="utf-8").splitlines()
    assert len([call for call in calls if "status --porcelain" in call]) == 2
    assert len([call for call in calls if "--first-parent" in call and "--max-count=1 " in call]) == 2


def test_a_build_of_what_is_not_committed_names_no_commit_and_one_without_git_succeeds(
    project: Project,
) -> None:
    add_makefile(project)
    Repository(project.folder).commit("One")
    project.set_time("confirmation", "48 hours")
    done = project.build()
    assert done.returncode == 0, done.stderr
    dirty = json.loads((project.site / "pages.json").read_text(encoding="utf-8"))
    assert dirty.keys() == {"version", "policy", "pages"}

    shutil.rmtree(project.folder / ".git")
    done = make_build(project)
    assert done.returncode == 0, done.stderr
    assert done.stderr.startswith("changes.json is not written: git knows no commit here.")
    bare = json.loads((project.site / "pages.json").read_text(encoding="utf-8"))
    assert (bare["version"], bare["pages"]) == (dirty["version"], dirty["pages"])
    assert not (project.site / "changes.json").exists()
    assert not list(project.site.glob("**/feed.xml"))
    assert "feed.xml" not in project.page("order-status")
    assert "Пока ничего нового нет." in project.page("ru/what-changed")


def test_a_page_of_a_shallow_clone_has_its_date_and_no_link_to_what_it_does_not_know(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> None:
    repository = Repository(project.folder)
    repository.commit("One")
    project.set_time("confirmation", "48 hours")
    repository.commit("Two")
    clone = Project(repository.clone(tmp_path_factory.mktemp("clone") / "project", 1))
    done = clone.build()
    assert done.returncode == 0, done.stderr
    page = clone.page("order-status")
    date = page.index('<p class="updated">Updated <time datetime="2026-11-02">')
    assert page.index("</h1>") < date < page.index("<h2"), "where it is seen: half a page would else move"
    assert "There is nothing new to tell at the moment." in clone.page("what-changed")
    assert not list(clone.site.glob("**/feed.xml"))


def test_a_revision_changes_with_the_words_alone() -> None:
    assert revision("<p>a  <b>b</b></p>") == revision("<div class='x'>a</div>\n<i>b</i>")
    assert revision("<p>a b</p>") != revision("<p>a c</p>")
    assert re.fullmatch("[0-9a-f]{12}", revision("x"))


def test_nothing_of_a_developer_s_manual_is_left(built: Project) -> None:
    for path in ("", *PATHS.values()):
        html = built.page(path).lower()
        for word in ("edit this page", "made with", "material for mkdocs", "github", "generator"):
            assert word not in html
    assert not list(built.site.glob("assets/javascripts/**/*"))
