"""`statusbook build`: the bytes of MkDocs, whatever is changed, whenever it is killed, whatever is wrong."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.project import Project, copy_project
from tests.site_builder import Hashes, build, command, difference, hashes, restore, run, sources
from tests.statusbook.repository import Repository

KILLS = int(os.environ.get("KILLS", "5"))

LOCALES = {"en", "ru", "ar"}


@pytest.fixture
def three(tmp_path: Path) -> Project:
    """A copy in English, Russian and Arabic, which is read from the right."""
    return copy_project(tmp_path, LOCALES)


def as_it_is(project: Project) -> None:
    """Nothing is changed."""


def write_by_hand(project: Project) -> None:
    """A Russian page of its own, and a picture that Russians see another of."""
    docs = project.folder / "docs"
    english = (docs / "order-status.md").read_text(encoding="utf-8")
    text = english.replace("How do I check my order status?", "Где мой заказ?")
    (docs / "order-status.ru.md").write_text(f"{text}\n![](assets/box.svg)\n", encoding="utf-8")
    (docs / "order-status.md").write_text(f"{english}\n![](assets/box.svg)\n", encoding="utf-8")
    for name, size in {"box.svg": 1, "box.ru.svg": 2}.items():
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="{size}"/>'
        (docs / "assets" / name).write_text(svg, encoding="utf-8")


PAGE = """\
---
section: Orders
description: What happens when you send something back, and how long it takes.
---

# How do I return an item?

We tell you {confirmation:within}. See [the order’s status](../order-status.md#check).

{{ status-table }}
"""


def add_sections(project: Project) -> None:
    """A page in a folder, in a section of the menu."""
    folder = project.folder / "docs" / "returns"
    folder.mkdir()
    (folder / "how.md").write_text(PAGE, encoding="utf-8")
    project.change(
        "mkdocs.yml",
        "  - order-status.md\n",
        "  - Orders:\n      - order-status.md\n      - returns/how.md\n",
    )


def work_offline(project: Project) -> None:
    project.change("mkdocs.yml", "offline: false", "offline: true")


def change_all(project: Project) -> None:
    for change in (write_by_hand, add_sections, work_offline):
        change(project)


@pytest.mark.parametrize("change", [as_it_is, change_all])
def test_every_way_to_build_makes_the_same_bytes(three: Project, change: Callable[[Project], None]) -> None:
    change(three)
    for builder in ("mkdocs", "properdocs"):
        done = three.build(builder=builder, site=builder)
        assert done.returncode == 0, done.stderr
    plain = hashes(three.folder / "mkdocs")
    assert len(plain) > 100
    made = {
        "properdocs": hashes(three.folder / "properdocs"),
        "alone": build(three, "alone", jobs=1, cache="off"),
        "cold": build(three, "two"),
        "warm": build(three, "two"),
        "alone, warm": build(three, "another", jobs=1),
    }
    assert {name: difference(site, plain) for name, site in made.items()} == dict.fromkeys(made, "")


def test_the_real_site_is_the_same_in_all_languages(tmp_path: Path) -> None:
    """With a history, so that pages say when they were changed; and again, after one amount has changed."""
    project = copy_project(tmp_path)
    repository = Repository(project.folder)
    repository.write(".gitignore", "/.cache/\n/mkdocs/\n/properdocs/\n/ours/\n")
    repository.commit("As it is")
    for hours in ("24 hours", "36 hours"):
        project.set_time("confirmation", hours)
        for builder in ("mkdocs", "properdocs"):
            done = project.build(builder=builder, site=builder)
            assert done.returncode == 0, done.stderr
        plain = hashes(project.folder / "mkdocs")
        assert "zh-TW/order-status/index.html" in plain
        assert not difference(hashes(project.folder / "properdocs"), plain), hours
        assert not difference(build(project, "ours"), plain), hours


def test_what_the_environment_says_counts(three: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """As addresses and settings may come from there."""
    three.change("mkdocs.yml", "votes: /votes", "votes: !ENV [VOTES, /votes]")
    build(three)
    for name, value in {"VOTES": "/answers", "SITE_URL": "https://example.com/"}.items():
        monkeypatch.setenv(name, value)
        warm = build(three)
        assert value in three.page("ru/order-status")
        assert not difference(warm, build(three, "cold", jobs=1, cache="off")), name


def rows(project: Project) -> set[tuple[int, bytes]]:
    """What the cache holds of what was made; a value that is made again has another number.

    What folders are like is not packed, and told anew by every build.
    """
    file = sqlite3.connect(project.folder / ".cache" / "build.db")
    try:
        return set(file.execute("SELECT rowid, key FROM memo WHERE substr(value, 17, 4) = x'28b52ffd'"))
    finally:
        file.close()


def test_nothing_is_made_twice(three: Project) -> None:
    build(three)
    first = rows(three)
    build(three)
    assert rows(three) == first
    three.change("docs/order-status.md", "Three steps take you there", "Three small steps take you there")
    build(three)
    then = rows(three)
    assert first < then
    for jobs in (1, 2):
        build(three, jobs=jobs)
        assert rows(three) == then


def test_what_somebody_has_spoilt_is_mended(three: Project) -> None:
    """In the site, in what was the site, and in what search has read and written."""
    for hours in (24, 36, 48):  # there are two folders, which change places
        three.set_time("confirmation", f"{hours} hours")
        build(three)
    cache = three.folder / ".cache"
    places = [three.site, cache / "new", *(cache / "raw").iterdir()]
    names = ("ru/order-status/index.html", "ru/order-status/index.html.br", "index.md", "robots.txt")
    spoilt = [place / name for place in places for name in names if (place / name).exists()]
    spoilt += [next(place.glob("pagefind/fragment/*")) for place in places]
    assert len(spoilt) > len(places) + len(names)
    for path in spoilt:
        with path.open("r+b") as file:
            file.truncate(path.stat().st_size // 2)
    (cache / "new" / "loose.txt").write_text("Whose is this?", encoding="utf-8")
    for hours in (36, 24):
        three.set_time("confirmation", f"{hours} hours")
        mended = build(three)
        assert not difference(mended, build(three, "cold", jobs=1, cache="off")), hours


def test_a_page_that_has_become_mostly_english_is_found_no_more(three: Project) -> None:
    """Nor is any of its language, of which there is no index then."""
    build(three)
    catalog = three.folder / "locales" / "ru" / "statusbook.po"
    head, *messages = catalog.read_text(encoding="utf-8").split("\n\n")
    for kept in (messages[:80], []):
        catalog.write_text("\n\n".join([head, *kept]) + "\n", encoding="utf-8")
        whole = build(three, "cold", jobs=1, cache="off")
        for jobs in (2, 3):
            assert not difference(build(three, jobs=jobs), whole), f"{len(kept)} messages, {jobs} processes"


def test_what_an_editor_locks_is_no_file(three: Project) -> None:
    """Emacs marks a file that is being edited by a link that leads nowhere."""
    good = build(three)
    for folder in ("docs", "hooks", "locales", "overrides/blocks"):
        (three.folder / folder / ".#locked").symlink_to("somebody@somewhere.1:2")
    assert not difference(build(three), good)


def killed(project: Project, delay: float) -> None:
    """A build that is killed with all its processes after `delay` seconds, if it takes as long."""
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(
        command(), cwd=project.folder, start_new_session=True, stdout=quiet, stderr=quiet
    )
    try:
        process.wait(timeout=delay)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_a_build_that_is_killed_leaves_one_whole_site(three: Project) -> None:
    """The last good one or the new one; and the next build is as good as any."""
    seed = int(os.environ.get("SEED", "1"))
    chance = random.Random(seed)
    states = list[Hashes]()
    for hours in (24, 48):
        three.set_time("confirmation", f"{hours} hours")
        states.append(build(three, "cold", jobs=1, cache="off"))
    assert difference(*states)
    three.set_time("confirmation", "24 hours")
    start = time.monotonic()
    build(three)
    usual = time.monotonic() - start
    now = 0
    for number in range(KILLS):
        now = 1 - now
        three.set_time("confirmation", f"{(24, 48)[now]} hours")
        delay = chance.uniform(0, 1.5 * usual)
        killed(three, delay)
        left = hashes(three.site)
        said = f"SEED={seed}, kill {number + 1} after {delay:.3f} s of {usual:.3f} s"
        assert left in states, f"{said}: {difference(left, min(states, key=lambda s: _far(s, left)))}"
        if chance.random() < 0.5:  # or the next one is killed as well
            assert not difference(build(three), states[now]), said


def _far(one: Hashes, other: Hashes) -> int:
    """How many files are not the same."""
    return len(one.items() ^ other.items())


def break_facts(project: Project) -> None:
    project.change(
        "statuses.yaml", "next: [processing, cancelled]", "next: [procesing, cancelled]\n    nxt: 1"
    )


def break_rule(project: Project) -> None:
    project.change("statuses.yaml", "next: [shipped, cancelled]", "next: [cancelled]")


def name_no_block(project: Project) -> None:
    project.change("docs/order-status.md", "{{ finder }}", "{{ findr }}")


def break_catalog(project: Project) -> None:
    project.change("locales/ar/statusbook.po", 'msgstr "تم الشحن"', 'msgstr "تم الشحن')


def add_markup(project: Project) -> None:
    """A translator may not."""
    project.change(
        "locales/ru/statusbook.po", 'msgstr "Как мы считаем"', 'msgstr "Как <b onclick=x> мы считаем"'
    )


def link_to_nothing(project: Project) -> None:
    project.change("docs/order-status.md", "(when-will-it-ship.md)", "(when-will-it-shp.md)")


def list_nothing(project: Project) -> None:
    project.change("mkdocs.yml", "  - index.md\n", "  - index.md\n  - returns.md\n")


def add_plugin(project: Project) -> None:
    project.change("mkdocs.yml", "plugins:\n", "plugins:\n  search: {}\n")


def have_a_path(project: Project) -> None:
    project.change("mkdocs.yml", "http://127.0.0.1:8000/", "https://example.com/help/")


def break_css(project: Project) -> None:
    project.change("overrides/blocks/finder.script.css", ".copied:empty { opacity: 0; }", ".copied { } }")


def lose_template(project: Project) -> None:
    project.change("docs/index.md", "template: home.html", "template: nowhere.html")


BROKEN = {
    break_facts: ["statuses.yaml:", "procesing", "nxt"],
    break_rule: ["statuses.yaml:", "Shipped"],
    name_no_block: ["docs/order-status.md:12:1: “findr” cannot be put in"],
    break_catalog: ["locales/ar/statusbook.po:", "The catalog cannot be read"],
    add_markup: ["locales/ru/statusbook.po", "has markup that the English has not"],
    link_to_nothing: ["'order-status.md' contains a link 'when-will-it-shp.md'", "there is no site"],
    list_nothing: ["'returns.md' is included in the 'nav' configuration", "there is no site"],
    add_plugin: ["mkdocs.yml has the plugin “material/search”, which we cannot run."],
    have_a_path: ["SITE_URL is “https://example.com/help/”. Give the address of a host"],
    lose_template: ["'index.md'", "nowhere.html"],
    break_css: ["overrides/blocks/finder.script.css: The css cannot be read, in line ", ". Mend it.\n"],
}
"""What is wrong, and what is said of it."""


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """A copy that was built; each test mends what it has broken."""
    project = copy_project(tmp_path_factory.mktemp("good"), LOCALES)
    build(project)
    return project


@pytest.mark.parametrize(("change", "words"), BROKEN.items(), ids=[change.__name__ for change in BROKEN])
def test_what_is_broken_is_told_with_its_place_and_the_last_good_site_stays(
    good: Project, change: Callable[[Project], None], words: list[str]
) -> None:
    """Whoever does the work, and as often as it is tried."""
    before, left = sources(good), hashes(good.site)
    change(good)
    try:
        for jobs, cache in ((1, "off"), (2, None), (2, None)):
            done = run(good, jobs=jobs, cache=cache)
            assert done.returncode == 2, f"jobs {jobs}, cache {cache}: {done.stderr}"
            assert [word for word in words if word not in done.stderr] == [], done.stderr
            assert "Traceback" not in done.stdout + done.stderr
            assert not difference(hashes(good.site), left)
    finally:
        restore(good, before)
