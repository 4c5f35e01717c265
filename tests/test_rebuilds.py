"""Edits one after the other, and a build after each: what the cache knows is never out of date.

``BUILDS=200 SEED=7 pytest tests/test_rebuilds.py`` makes more edits, and others.
"""

from __future__ import annotations

import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path

from tests.project import Project, copy_project
from tests.site_builder import Hashes, State, build, difference, hashes, restore, run, sources
from tests.statusbook.repository import Repository

BUILDS = int(os.environ.get("BUILDS", "10"))
SEED = int(os.environ.get("SEED", "1"))
LOCALES = ("en", "ru", "ar")
FACTS = "statuses.yaml"


class Editor:
    """Changes a project at random; each edit says what it did, or nothing where it cannot be made."""

    def __init__(self, project: Project, chance: random.Random) -> None:
        self.project, self.chance = project, chance
        self.repository = Repository(project.folder)
        self.repository.write(".gitignore", "/.cache/\n/site/\n/cold/\n")
        self.repository.commit("As it is")
        self._past: list[State] = [sources(project)]
        self._count = 0

    def edit(self) -> str:
        """Makes one edit, or two at once."""
        told = [self._edit() for _ in range(self.chance.choice((1, 1, 2)))]
        self._past.append(sources(self.project))
        return " and ".join(told)

    def undo(self) -> None:
        """Goes back to the state before."""
        self._past.pop()
        restore(self.project, self._past[-1])

    def _edit(self) -> str:
        while not (told := self.chance.choice(EDITS)(self)):
            pass
        return told

    def _read(self, name: str) -> str:
        return (self.project.folder / name).read_text(encoding="utf-8")

    def _write(self, name: str, text: str) -> None:
        path = self.project.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def _new(self, words: str) -> str:
        """Words that stand nowhere yet."""
        self._count += 1
        return f"{words} {self._count}"

    def _replace_one(self, name: str, pattern: str, make: Callable[[re.Match[str]], str]) -> str:
        """Replaces one of the places where `pattern` matches; says which, or nothing."""
        text = self._read(name)
        found = list(re.finditer(pattern, text, re.MULTILINE))
        if not found:
            return ""
        match = self.chance.choice(found)
        new = make(match)
        self._write(name, text[: match.start()] + new + text[match.end() :])
        return f"{name}: {match[0].strip()!r} is now {new.strip()!r}"

    def set_amount(self) -> str:
        hours = self.chance.randint(1, 96)
        return self._replace_one(
            FACTS, r"^    (at_most|after): \d+ \w+$", lambda m: f"    {m[1]}: {hours} hours"
        )

    def rename(self) -> str:
        return self._replace_one(FACTS, r"^ +label: .*$", lambda m: self._new(m[0]))

    def say_otherwise(self) -> str:
        return self._replace_one(
            FACTS, r"^ +(meaning|details|does|about): .*$", lambda m: self._new(m[0] + " Really")
        )

    def set_address(self) -> str:
        return self._replace_one(
            FACTS, r"^      url: \S*$", lambda m: f"{m[0]}?{self.chance.randint(0, 999)}"
        )

    def add_days(self) -> str:
        """A holiday or a notice; again, and they are gone."""
        text = self._read(FACTS)
        key = self.chance.choice(("holidays", "notices"))
        entry = f"{key}:\n  days: {{label: {self._new('Away')}, begins: 2026-01-11, until: 2036-01-17}}\n"
        if f"{key}:\n" in text:
            self._write(FACTS, re.sub(rf"^{key}:\n  .*\n", "", text, flags=re.MULTILINE))
            return f"no {key}"
        self._write(FACTS, text.replace("statuses:\n", f"{entry}\nstatuses:\n", 1))
        return f"{key}"

    def _catalog(self) -> str:
        return f"locales/{self.chance.choice(LOCALES[1:])}/statusbook.po"

    def translate(self) -> str:
        return self._replace_one(
            self._catalog(), r'^msgstr "(?![^"]*[{\\<])[^"]+"$', lambda m: self._new(m[0][:-1]) + '"'
        )

    def lose_translation(self) -> str:
        return self._replace_one(self._catalog(), r'^msgstr "(?=[^"])[^"]+"\n\n', lambda _: 'msgstr ""\n\n')

    def doubt_translation(self) -> str:
        return self._replace_one(
            self._catalog(), r"(?<=\n\n)#: [^\n]*\n(?=msgctxt)", lambda m: f"{m[0]}#, fuzzy\n"
        )

    def _page(self) -> str:
        pages = sorted(self.project.folder.glob("docs/**/*.md"))
        return self.chance.choice(pages).relative_to(self.project.folder).as_posix()

    def describe(self) -> str:
        return self._replace_one(self._page(), r"^description: .*$", lambda m: self._new(m[0]))

    def write_sentence(self) -> str:
        return self._replace_one(self._page(), r"^[A-Z][^{}\n]*\.$", lambda m: self._new(m[0]) + ".")

    def set_title(self) -> str:
        return self._replace_one(self._page(), r"^#{1,2} [^{\n]*", lambda m: self._new(m[0].strip()) + " ")

    def add_page(self) -> str:
        """To the menu, or beside it; it names a block and an amount of time."""
        name = self.chance.choice(("returns", "more/gifts", "more/sizes"))
        if (self.project.folder / f"docs/{name}.md").exists():
            return ""
        up = "../" * name.count("/")
        block = self.chance.choice(("status-table", "life", "estimate", "finder", "app-invitation"))
        self._write(
            f"docs/{name}.md",
            f"---\nsection: Orders\ndescription: {self._new('All of it')}\n---\n\n# {self._new('More')}\n\n"
            f"We answer {{confirmation:within}}. See [the status]({up}order-status.md) and "
            f"[us](link:customer-service).\n\n{{{{ {block} }}}}\n",
        )
        place = self.chance.choice(("  - index.md\n", "not_in_nav: |\n"))
        entry = f"  - {name}.md\n" if place.startswith("  -") else f"  /{name}.md\n"
        self.project.change("mkdocs.yml", place, place + entry)
        return f"{name}.md is new, after {place.strip()!r}"

    def remove_page(self) -> str:
        added = [
            n for n in ("returns", "more/gifts", "more/sizes") if f"{n}.md\n" in self._read("mkdocs.yml")
        ]
        if not added:
            return ""
        name = self.chance.choice(added)
        for path in self.project.folder.glob(f"docs/{name}*.md"):
            path.unlink()
        config = re.sub(rf"^  [-/ ]*{name}\.md\n", "", self._read("mkdocs.yml"), flags=re.MULTILINE)
        self._write("mkdocs.yml", config)
        return f"{name}.md is gone"

    def write_by_hand(self) -> str:
        """A page in another language; again, and it is gone."""
        english = f"docs/{self.chance.choice(('index', 'order-status', 'when-will-it-ship'))}.md"
        name = english.replace(".md", f".{self.chance.choice(LOCALES[1:])}.md")
        if (self.project.folder / name).exists():
            (self.project.folder / name).unlink()
            return f"{name} is gone"
        self._write(name, self._read(english).replace("\n# ", f"\n# {self._new('By hand')} ", 1))
        return f"{name} is new"

    def change_block(self) -> str:
        name = f"overrides/blocks/{self.chance.choice(('footer', 'life', 'status-table', 'header'))}.html"
        text = self._read(name)
        self._write(name, f"{text.rstrip()}\n<p>{self._new('A word')}</p>\n")
        return f"{name} has one more word"

    def change_css(self) -> str:
        name = self.chance.choice(
            ("css/text.css", "css/tokens.css", "blocks/footer.css", "blocks/finder.script.css")
        )
        text = self._read(f"overrides/{name}")
        size = self.chance.randint(1, 99)
        self._write(f"overrides/{name}", f"{text}\n.md-typeset p {{ margin-block-end: {size}px; }}\n")
        return f"{name} has one more rule"

    def change_script(self) -> str:
        name = self.chance.choice(("finder", "menu", "feedback"))
        path = f"overrides/blocks/{name}.js"
        self._write(path, self._read(path) + f'\ndocument.documentElement.title = "{self._new("js")}";\n')
        return f"{path} has one more line"

    def draw(self) -> str:
        """A picture that a language may have of its own; it may stand on a page."""
        name = self.chance.choice(("box.svg", "box.ru.svg"))
        size = self.chance.randint(1, 999)
        self._write(
            f"docs/assets/{name}", f'<svg xmlns="http://www.w3.org/2000/svg" width="{size}" height="1"/>\n'
        )
        if name == "box.svg" and "box.svg" not in (text := self._read("docs/order-status.md")):
            self._write("docs/order-status.md", f"{text}\n![A box](assets/box.svg)\n")
        return f"{name} is {size} wide"

    def configure(self) -> str:
        return self._replace_one(
            "mkdocs.yml",
            r"^  (offline: (true|false)|votes: \S+)",
            lambda m: (
                f"  offline: {'false' if m[2] == 'true' else 'true'}"
                if m[2]
                else f"  votes: /votes{self.chance.randint(0, 9)}"
            ),
        )

    def commit(self) -> str:
        if not self.repository.git("status", "--porcelain"):
            return ""
        self.repository.commit(self._new("Edit"))
        return "a commit"

    def touch(self) -> str:
        """Nothing is changed, though files are newer."""
        for name in self._past[-1]:
            (self.project.folder / name).touch()
        return "nothing"

    def spoil(self) -> str:
        """What builds have left for the next one: what was the site, and what search has read and written."""
        places = [self.project.folder / place for place in (".cache/new", ".cache/raw")]
        files = sorted(path for place in places for path in place.rglob("*") if path.is_file())
        if not files:  # nothing was built: it is a preview that looks on
            return ""
        path = self.chance.choice(files)
        data = path.read_bytes()
        if self.chance.random() < 0.3:
            path.unlink()
        else:
            path.write_bytes(data[::-1] if self.chance.random() < 0.5 else data[: len(data) // 2])
        return f"{path.relative_to(self.project.folder)} is spoilt"

    def go_back(self) -> str:
        number = self.chance.randrange(len(self._past))
        restore(self.project, self._past[number])
        return f"back to state {number}"


EDITS = (
    *(Editor.set_amount, Editor.rename, Editor.say_otherwise, Editor.set_address, Editor.add_days),
    *(Editor.translate, Editor.lose_translation, Editor.doubt_translation),
    *(Editor.describe, Editor.write_sentence, Editor.set_title),
    *(Editor.add_page, Editor.remove_page, Editor.write_by_hand),
    *(Editor.change_block, Editor.change_css, Editor.change_script, Editor.draw, Editor.configure),
    *(Editor.commit, Editor.touch, Editor.spoil, Editor.spoil, Editor.go_back, Editor.go_back),
)


def outcome(project: Project, site: str, *, jobs: int, cache: str | None = None) -> tuple[str, Hashes]:
    """What is said of what is wrong, line by line, and the site."""
    done = run(project, site, jobs=jobs, cache=cache)
    assert done.returncode == (2 if done.stderr else 0), done.stderr
    return "\n".join(sorted(done.stderr.splitlines())), hashes(project.folder / site)


def test_a_build_that_remembers_makes_what_a_new_one_makes(tmp_path: Path) -> None:
    """Or says what is wrong, as a new one does, and leaves the last site."""
    project = copy_project(tmp_path, LOCALES)
    chance = random.Random(SEED)
    editor = Editor(project, chance)
    good = build(project)
    told = list[str]()
    for number in range(BUILDS):
        told.append(editor.edit())
        problems, warm = outcome(project, "site", jobs=chance.choice((1, 2, 2)))
        shutil.rmtree(project.folder / "cold", ignore_errors=True)
        new_problems, cold = outcome(project, "cold", jobs=1, cache="off")
        said = f"SEED={SEED}, edit {number + 1}: {told[-1]}\nBefore: {told[:-1]}"
        assert problems == new_problems, said
        if problems:
            editor.undo()
        good = good if problems else cold
        assert not (found := difference(warm, good)), f"“Ours” is from the cache: {found}\n{said}"
