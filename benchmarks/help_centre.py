"""A help centre of any size, made of the words of ours, to see how a build grows.

    python benchmarks/help_centre.py DIR --pages 50 --locales 24 --statuses 7

Its pages are ours, and articles whose sentences are those of the fact book, which the catalogs have in
every language. Its statuses are ours, and copies of them. Nothing in it is chosen by chance, so the same
numbers make the same help centre.
"""

import argparse
import itertools
import json
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml
from babel.messages.pofile import normalize

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))  # a script sees only its own folder

from benchmarks import common
from statusbook.catalogs import read_catalog
from statusbook.extract import messages_of
from statusbook.load import load
from statusbook.pages import blocks, split

COPIED = ("mkdocs.yml", "statuses.yaml", "docs", "hooks", "locales", "overrides", "pyproject.toml")
_LEAST = 30
"""Letters; what is shorter is no sentence."""
_TITLE = "How do I check my order status?"
"""Of one of our pages."""


def make(project: Path, pages: int, locales: int, statuses: int) -> None:
    """Write a help centre that `mkdocs build` and `make build` can build.

    Args:
        project: the folder for it; it is made.
        pages: written pages, ours among them; at least as many as we have.
        locales: languages, English among them; at most as many as we have.
        statuses: statuses and stages, ours among them; at least as many as we have.

    Raises:
        ValueError: when a number is out of these bounds.
    """
    project.mkdir(parents=True)
    for name in COPIED:
        copy = shutil.copytree if (common.ROOT / name).is_dir() else shutil.copy
        copy(common.ROOT / name, project / name)
    tags = [language["locale"] for language in common.languages()[:locales]]
    if len(tags) < locales:
        raise ValueError(f"There are {len(tags)} languages, not {locales}.")
    names = _articles(project, pages)
    _configure(project, tags, names)
    _translate(project, tags[1:], names)
    _add_statuses(project / "statuses.yaml", statuses)


def _articles(project: Path, pages: int) -> list[str]:
    """Writes articles until there are as many pages as wanted; their names."""
    ours = len(list((project / "docs").glob("*.md")))
    if pages < ours:
        raise ValueError(f"There are {ours} pages already, more than {pages}.")
    sentences = _sentences()
    names = [f"article-{number:04}" for number in range(1, pages - ours + 1)]
    for number, name in enumerate(names):
        text = _article(itertools.islice(itertools.cycle(sentences), number * 7, number * 7 + 14))
        (project / "docs" / f"{name}.md").write_text(text, encoding="utf-8")
    return names


def _sentences() -> list[str]:
    """The English sentences of the fact book that name no amount and no button, each once."""
    told = (message.english for message in messages_of(load(common.ROOT / "statuses.yaml")))
    return [text for text in dict.fromkeys(told) if len(text) >= _LEAST and not re.search(r"[{*]", text)]


def _article(sentences: Iterator[str]) -> str:
    about, title, *rest = sentences
    parts = [
        f"---\ndescription: {yaml.safe_dump(about, width=10_000).splitlines()[0]}\n---",
        f"# {title.rstrip('.')}",
    ]
    for number in range(3):
        first, second, *items = rest[number * 4 : number * 4 + 4]
        parts += [f"## {first.rstrip('.')} {{#part-{number + 1}}}", second, *(f"- {item}" for item in items)]
    return "\n\n".join([*parts, _link(_TITLE)]) + "\n"


def _link(title: str) -> str:
    return f"[{title}](order-status.md)"


def _configure(project: Path, tags: Sequence[str], names: Sequence[str]) -> None:
    """The articles into the navigation, and the other languages out of the build."""
    file = project / "mkdocs.yml"
    text = file.read_text(encoding="utf-8")
    nav = "".join(f"    - {name}.md\n" for name in names)
    text = text.replace("not_in_nav:", f"{'  - More:' + chr(10) + nav if nav else ''}not_in_nav:", 1)
    rows = re.findall(r"(?m)^ +- \{locale: ([\w-]+), .*\n", text)
    for tag in set(rows) - set(tags) - {"en-XA"}:
        text = re.sub(rf"(?m)^ +- \{{locale: {tag}, .*\n", "", text)
    file.write_text(text, encoding="utf-8")


def _translate(project: Path, tags: Sequence[str], names: Sequence[str]) -> None:
    """The articles' sentences into the catalogs, under the articles' names."""
    texts = [(name, *block) for name in names for block in _blocks(project / "docs" / f"{name}.md")]
    for tag in tags:
        file = project / "locales" / tag / "statusbook.po"
        known = {str(entry.id): str(entry.string) for entry in read_catalog(file, tag) if entry.id}
        known[_link(_TITLE)] = _link(known[_TITLE])
        with file.open("a", encoding="utf-8") as catalog:
            for name, block, english in texts:
                words = known.get(english) or known.get(f"{english}.") or english
                fields = {"msgctxt": f"page.{name}.{block}", "msgid": english, "msgstr": words}
                lines = (f"{key} {normalize(value)}\n" for key, value in fields.items())
                catalog.write("".join([*lines, "\n"]))


def _blocks(page: Path) -> list[tuple[str, str]]:
    head, body = split(page.read_text(encoding="utf-8"))
    return [("description", yaml.safe_load(head)["description"]), *blocks(body)]


def _add_statuses(file: Path, wanted: int) -> None:
    """Copies of our statuses with their stages, until there are as many as wanted."""
    book = yaml.safe_load(file.read_text(encoding="utf-8"))
    count = sum(1 + len(status.get("stages", {})) for status in book["statuses"].values())
    if wanted < count:
        raise ValueError(f"There are {count} statuses already, more than {wanted}.")
    copies: dict[str, Any] = {}
    ours = [(round_, *one) for round_ in range(2, wanted + 2) for one in book["statuses"].items()]
    for round_, id_, status in ours:
        if count >= wanted:
            break
        copies[f"{id_}-{round_}"] = _copy(status, round_, wanted - count - 1)
        count += 1 + len(copies[f"{id_}-{round_}"].get("stages", {}))
    stages = [[*copy.get("stages", {})] for copy in copies.values()]
    for ids in (["pending", *copies], *stages):  # each leads to the next
        for id_, after in itertools.pairwise(ids):
            _find(book["statuses"] | copies, id_).setdefault("next", []).append(after)
    if copies:
        copies[[*copies][-1]]["terminal"] = True
        book["statuses"] |= copies
        # By way of JSON, so that nothing is written as an alias of something else.
        text = yaml.safe_dump(json.loads(json.dumps(book)), allow_unicode=True, sort_keys=False)
        file.write_text(text, encoding="utf-8")


def _find(statuses: dict[str, Any], id_: str) -> dict[str, Any]:
    """A status or a stage."""
    found = statuses | {
        stage: told for one in statuses.values() for stage, told in one.get("stages", {}).items()
    }
    status: dict[str, Any] = found[id_]
    return status


def _copy(status: dict[str, Any], round_: int, room: int) -> dict[str, Any]:
    """A status without what others refer to, and at most so many of its stages."""
    kept = ("label", "meaning", "details", "schema_org", "axis", "times", "how_to", "steps")
    copy = {key: status[key] for key in kept if key in status}
    stages = itertools.islice(status.get("stages", {}).items(), max(room, 0))
    copied = {f"{id_}-{round_}": _copy(stage, round_, 0) for id_, stage in stages}
    return copy | ({"stages": copied} if copied else {})


def main() -> None:
    """Make what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("project", type=Path)
    for name, default in (("pages", 50), ("locales", 24), ("statuses", 7)):
        parser.add_argument(f"--{name}", type=int, default=default)
    wanted = parser.parse_args()
    make(wanted.project, wanted.pages, wanted.locales, wanted.statuses)


if __name__ == "__main__":
    main()
