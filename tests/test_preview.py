"""What an editor sees with `make preview`: a server that goes on, and pages that say what to mend."""

from __future__ import annotations

import html
import os
import re
import signal
import socket
import subprocess
import sysconfig
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.project import QUIET, Project, copy_project
from tests.readers import assert_accessible

PAGE = "/order-status/"
NEXT = "    next: [shipped, cancelled]"
CONFIRMATION = "    short: Confirmation\n    at_most: "
CANCEL = "    does: Stops the order.\n    link: my-orders\n    until: "
LINK = "Show “processing” on this page"
STOPPED = "Until this is mended, you see this page as it was before."
UNCLOSED = [
    "statuses.yaml:160:11",
    "The text cannot be read as YAML: this “[” is not closed. Add “]”.",
    "160 |     next: [shipped, cancelled\n    |           ^",
]


class Preview:
    """`statusbook preview` in a copy of the project, on a port of its own."""

    def __init__(self, project: Project, **environment: str) -> None:
        self.project = project
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        self._log = project.folder / "preview.log"
        with self._log.open("w") as log:
            self._process = subprocess.Popen(
                [f"{sysconfig.get_path('scripts')}/statusbook", "preview", "--port", str(port)],
                cwd=project.folder,
                env=os.environ | QUIET | environment,
                stdout=log,
                stderr=log,
            )

    def page(self, path: str = PAGE) -> str:
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return str(answer.read().decode())

    def wait(self, holds: Callable[[str], object], path: str = PAGE) -> str:
        """The page as soon as it is as it should be."""
        page, end = "", time.monotonic() + 40
        while time.monotonic() < end and self._process.poll() is None:
            try:
                if " data-checked>" in (page := self.page(path)) and holds(page):
                    return page
            except OSError:  # it has not started yet
                pass
            time.sleep(0.1)
        raise AssertionError(f"{told(page)}\n{self.said()}")

    def said(self) -> str:
        """What is in the terminal."""
        return self._log.read_text(encoding="utf-8")

    def __enter__(self) -> Preview:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.send_signal(signal.SIGINT)  # as an editor ends it; so it clears up after itself
        self._process.wait(timeout=20)


def told(page: str) -> list[str]:
    """What is drawn on the page: first how many problems there are, then paragraphs and frames."""
    drawn = page.partition('<aside class="preview"')[2]
    found = re.findall(r"<(summary|p|pre)\b[^>]*>(.*?)</\1>", drawn, re.DOTALL)
    texts = [html.unescape(re.sub(r"<[^>]*>", "", text)).strip() for _, text in found]
    return [text for text in texts if not text.startswith("Language: ")]


def is_good(page: str) -> bool:
    return told(page) == ["✓ No problems"]


def is_bad(page: str) -> bool:
    return bool(told(page)) and not is_good(page)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Preview]:
    with Preview(copy_project(tmp_path_factory.mktemp("preview"), {"en", "ar", "en-XA"})) as preview:
        preview.wait(is_good)
        yield preview


@pytest.fixture
def preview(server: Preview) -> Iterator[Preview]:
    """The one server, for a test that changes the project; it is mended afterwards."""
    files = [
        path for path in server.project.folder.glob("**/*") if path.suffix in {".md", ".po", ".yaml", ".yml"}
    ]
    before = {path: path.read_bytes() for path in files}
    yield server
    for path, data in before.items():
        if path.read_bytes() != data:
            path.write_bytes(data)
    server.wait(is_good)


def test_while_yaml_is_broken_the_last_good_page_stays(preview: Preview) -> None:
    preview.project.change("statuses.yaml", f"{CONFIRMATION}24 hours", f"{CONFIRMATION}48 hours")
    preview.wait(lambda page: "within 48 hours" in page)

    preview.project.change("statuses.yaml", NEXT, NEXT.removesuffix("]"))
    page = preview.wait(is_bad)
    before = "Until statuses.yaml is mended, you see it as it was before."
    place, message, frame = UNCLOSED
    assert told(page) == ["✕ 1 problem", before, f"{place} {LINK}", message, frame]
    assert "within 48 hours" in page
    assert "خلال 48 ساعة" in preview.page(f"/ar{PAGE}")
    assert told(preview.page("/ar/")) == ["✕ 1 problem", before, place, message, frame]

    preview.project.change("statuses.yaml", NEXT.removesuffix("]") + "\n", NEXT + "\n")
    assert "within 48 hours" in preview.wait(is_good)


def test_a_contradiction_is_shown_on_the_page_that_has_it(preview: Preview) -> None:
    """The file can be read: it is its new text that is shown."""
    preview.project.change("statuses.yaml", f"{CANCEL}shipped", f"{CANCEL}processing")
    page = preview.wait(is_bad)
    assert "until it is “Processing”" in page
    count, place, message, frame = told(page)
    assert count == "✕ 1 problem"
    assert re.fullmatch(rf"statuses\.yaml:\d+:\d+ {LINK}", place)
    assert message.startswith("“Cancel the order” ends at Processing, yet Processing offers it. ")
    assert re.fullmatch(r"(\d+) \| .*\n +\| +\^", frame)


def test_while_a_catalog_is_broken_its_last_good_texts_stay(preview: Preview) -> None:
    preview.project.change("locales/ar/statusbook.po", 'msgstr "تم الشحن"', 'msgstr "تم الشحن')
    page = preview.wait(is_bad, f"/ar{PAGE}")
    assert "تم الشحن" in page
    count, note, place, message, frame = told(page)
    assert count == "✕ 1 problem"
    assert note == "Until locales/ar/statusbook.po is mended, you see it as it was before."
    assert re.fullmatch(r"locales/ar/statusbook\.po:\d+:1", place)
    assert message == (
        'The catalog cannot be read: “msgstr "تم الشحن” is no line of a catalog. '
        "Open it in Poedit or run “msgfmt -c” on it."
    )
    assert frame.endswith(' | msgstr "تم الشحن\n    | ^')


def test_what_a_page_names_in_vain_is_shown_on_it(preview: Preview) -> None:
    page = preview.project.folder / "docs/order-status.md"
    sentence = "[1](link:nobody) {eternity:within}"
    with page.open("a", encoding="utf-8") as file:
        file.write(f"\n{{{{ status-tabel }}}}\n\n{sentence}\n")
    shown = preview.wait(is_bad, f"/ar{PAGE}")
    number, words = len(page.read_text("utf-8").splitlines()), "\n".join(told(shown))
    assert (
        f"""
docs/order-status.md:{number - 2}:1
“status-tabel” cannot be put in: there is no overrides/blocks/status-tabel.html. \
The blocks are the files in overrides/blocks/.
{number - 2} | {{{{ status-tabel }}}}
   | ^
docs/order-status.md:{number}:5
There is no link “nobody”. The links stand under “shop” in statuses.yaml.
{number} | {sentence}
   |     ^
docs/order-status.md:{number}:18
“{{eternity}}” names no amount of time, in “[1](link:nobody) {{eternity:within}}”. \
The ids stand under “times” in statuses.yaml.
{number} | {sentence}
   |                  ^
"""
        in f"{words}\n"
    )
    assert words.count("docs/order-status.md:") == 3
    assert "<mark>{{ status-tabel }}</mark>" in shown
    assert "تم الشحن" in shown


def test_what_the_builder_warns_of_is_shown(preview: Preview) -> None:
    preview.project.change("mkdocs.yml", "  - index.md\n", "  - index.md\n  - returns.md\n")
    message = (
        "A reference to 'returns.md' is included in the 'nav' configuration, "
        "which is not found in the documentation files. Mend it: “make build” refuses it."
    )
    assert told(preview.wait(is_bad)) == ["✕ 1 problem", message]


def test_what_stops_the_builder_is_shown_on_the_last_good_pages(preview: Preview) -> None:
    preview.project.change("docs/order-status.md", "section: Orders", "template: nowhere.html")
    # Not merely bad: the background may meet the change in another language before it is told of it.
    page = preview.wait(lambda page: STOPPED in told(page))
    count, note, place, message, frame = told(page)
    assert (count, note) == ("✕ 1 problem", STOPPED)
    assert place == "docs/order-status.md:2:11"
    assert message.startswith(
        "Error building page 'order-status.md': 'nowhere.html' not found in search paths: "
    )
    assert frame == "2 | template: nowhere.html\n  |           ^"
    assert "within 24 hours" in page


def test_while_mkdocs_cannot_be_set_up_every_page_stays(preview: Preview) -> None:
    preview.project.change("mkdocs.yml", "plugins:\n", "plugins: [\n")
    page = preview.wait(is_bad, "/ar/")
    count, note, message, *_ = told(page)
    assert (count, note) == ("✕ 1 problem", STOPPED)
    assert message.startswith("MkDocs encountered an error parsing the configuration file: ")
    assert "within 24 hours" in preview.page(PAGE)
    assert "MkDocs encountered an error parsing the configuration file: " in preview.said()


def test_the_switch_leads_to_the_same_page_in_every_language(server: Preview) -> None:
    """And to the pseudo-locale, which the page itself does not offer to readers."""
    for path in ("order-status/", "", "404.html"):
        page = server.page(f"/ar/{path}")
        body, _, drawn = page.partition('<aside class="preview"')
        found = re.findall(r'<a href="([^"]*)" hreflang="([^"]*)"(.*?)><bdi lang="\2">(.*?)</bdi>', drawn)
        assert found == [
            (f"/{path}", "en", "", "English"),
            (f"/ar/{path}", "ar", ' aria-current="page"', "العربية"),
            (f"/en-XA/{path}", "en-XA", "", "Pseudo"),
        ]
        assert "en-XA" not in body
        assert all(server.page(url) for url, *_ in found)
    assert "⟦" in server.page(f"/en-XA{PAGE}")


def test_broken_from_the_start(project: Project) -> None:
    """There is nothing good to show yet, and still the browser says what to mend, and recovers."""
    project.change("statuses.yaml", NEXT, NEXT.removesuffix("]"))
    with Preview(project) as preview:
        page = preview.wait(is_bad)
        note = "Until statuses.yaml is mended, you see the pages without it."
        assert told(page) == ["✕ 1 problem", note, *UNCLOSED]
        assert "How do I check my order status?" in page
        project.change("statuses.yaml", NEXT.removesuffix("]") + "\n", NEXT + "\n")
        assert "within 24 hours" in preview.wait(is_good)


def test_broken_from_the_start_in_a_checkout(tmp_path: Path) -> None:
    """The last commit is shown; of the languages, those asked for are built."""
    project = copy_project(tmp_path, {"en", "ru", "ar", "en-XA"})
    author = ["-c", "user.name=Editor", "-c", "user.email=editor@example.com"]
    for command in (
        ["init", "--quiet"],
        ["add", "."],
        [*author, "commit", "--quiet", "--message=All is well"],
    ):
        subprocess.run(["git", *command], cwd=project.folder, check=True)
    project.change("statuses.yaml", f"{CONFIRMATION}24 hours", f"{CONFIRMATION}48 hours")
    project.change("statuses.yaml", NEXT, NEXT.removesuffix("]"))
    with Preview(project, LOCALES="ru") as preview:
        page = preview.wait(is_bad)
        assert told(page)[1] == "Until statuses.yaml is mended, you see it as it was last committed."
        assert "within 24 hours" in page
        switch = page.partition('<aside class="preview"')[2]
        assert re.findall(r'hreflang="([^"]*)"', switch) == ["en", "ru", "en-XA"]
        place, message, _ = UNCLOSED
        assert f"{place}: {message}" in preview.said()


def test_a_language_that_is_not_there_is_no_preview(project: Project) -> None:
    with Preview(project, LOCALES="ru xx") as preview, pytest.raises(AssertionError):
        preview.wait(is_good)
    assert 'mkdocs.yml has no language “xx”. Name others: LOCALES="en ru"' in preview.said()


def test_the_browser_follows_by_itself(preview: Preview, chromium: Browser) -> None:
    page = chromium.new_context(viewport={"width": 1280, "height": 800}).new_page()
    page.goto(preview.url + PAGE)
    problems = page.get_by_text("1 problem", exact=False)
    change = preview.project.change
    change("statuses.yaml", NEXT, NEXT.removesuffix("]"))
    expect(problems).to_be_visible(timeout=20_000)
    expect(page.get_by_text("this “[” is not closed")).to_be_visible()
    page.get_by_text("Show “processing” on this page").click()
    expect(page.locator("section.status", has=page.locator("#processing"))).to_be_in_viewport()

    problems.click()  # closed, until there are others
    expect(page.get_by_text("this “[” is not closed")).to_be_hidden()
    page.reload()
    expect(problems).to_be_visible()
    expect(page.get_by_text("this “[” is not closed")).to_be_hidden()

    change("statuses.yaml", NEXT.removesuffix("]") + "\n", NEXT + "\n")
    expect(page.get_by_text("No problems")).to_be_visible(timeout=20_000)
    change("docs/order-status.md", "Three steps take you there", "Three small steps take you there")
    expect(page.get_by_text("Three small steps take you there")).to_be_visible(timeout=20_000)


def test_the_overlay_is_accessible(preview: Preview, chromium: Browser) -> None:
    """On a phone and on a page that is read from the right, in both schemes."""
    preview.project.change("statuses.yaml", f"{CANCEL}shipped", f"{CANCEL}processing")
    preview.wait(is_bad)
    problem, pseudo = "“Cancel the order” ends at Processing", "en-XA"
    for scheme, width, part, shown, hidden in (
        ("light", 360, None, problem, pseudo),
        ("dark", 1280, "Language: العربية", pseudo, problem),
    ):
        context = chromium.new_context(viewport={"width": width, "height": 700}, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(f"{preview.url}/ar{PAGE}")
        bar = page.get_by_role("complementary", name="Preview")
        if part:
            bar.get_by_text(part).click()
        expect(bar.get_by_text(shown)).to_be_in_viewport()
        expect(bar.get_by_text(hidden)).to_be_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") == width
        assert_accessible(page)
        context.close()


def test_a_build_has_nothing_of_the_preview(project: Project) -> None:
    done = project.build()
    assert done.returncode == 0, done.stderr
    files = [path for path in project.site.glob("**/*") if path.is_file()]
    assert len(files) > 30
    assert [path for path in files if b"preview__" in path.read_bytes()] == []
    assert [path for path in files if path.suffix == ".html" and b"preview" in path.read_bytes()] == []
