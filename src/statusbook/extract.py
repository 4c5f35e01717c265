"""Every text that a reader can see, gathered from where it is written into one gettext template."""

from __future__ import annotations

import dataclasses
import functools
import re
import tokenize
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from babel.messages.catalog import Catalog as Gettext
from babel.messages.extract import extract_from_file

from statusbook import pages, phrases
from statusbook.messages import DOMAIN
from statusbook.model import Catalog, Form, Message, Unit, Where
from statusbook.problems import InvalidInputError, Problem
from statusbook.source import Scalar, parse, read_text

_KEYWORDS = dict.fromkeys(("t", "say", "text"), ((1, "c"), 2))
"""``t("context", "English")`` in templates; ``say`` and ``texts.text`` in Python."""

_CALL = re.compile(rf"\b(?:{'|'.join(_KEYWORDS)})\(\s*[\"']")

_HEADER = """\
# Words of the help centre. The English texts stand in statuses.yaml, docs/, overrides/ and src/statusbook/.
# An amount of time is written {its-id:form} and is filled in by the build; a form may be changed for
# another where the grammar wants it: {id}, {id:within}, {id:at-most}, {id:in}, {id:after}.
#"""


def extract(catalog: Catalog, root: Path) -> Gettext:
    """The template: every message with its context and the places where it stands.

    Args:
        catalog: what ``statuses.yaml`` says.
        root: the project's folder, with ``docs/``, ``overrides/`` and ``src/statusbook/`` in it.
    """
    found = _template()
    for message in messages_of(catalog):
        found.add(
            message.english, context=message.context, locations=[(message.where.file, message.where.line)]
        )
    _phrases(found)
    _pages(found, root)
    for path in templates(root):
        _calls(found, path, root)
    return found


def page_texts(path: Path, root: Path, text: str) -> dict[str, str]:
    """What a page says, by contexts.

    Args:
        path: its file.
        root: the project's folder.
        text: what stands in the file.

    Raises:
        InvalidInputError: where what stands at its top cannot be read.
    """
    place, page = str(path.relative_to(root)), path.relative_to(root / "docs").with_suffix("").as_posix()
    head, body = pages.split(text)
    fields = {key.value: node for key, node in parse(head.encode(), place).pairs} if head.strip() else {}
    shown = [(name, fields.get(name)) for name in pages.TRANSLATED_FIELDS]
    named = [(name, node.value) for name, node in shown if isinstance(node, Scalar) and node.value]
    return {f"page.{page}.{name}": words for name, words in named + _blocks(body)}


_blocks = functools.lru_cache(maxsize=256)(pages.blocks)
"""A preview reads the same pages again and again."""


def english_texts(
    catalog: Catalog, root: Path, read: Callable[[Path, Path, str], dict[str, str]] = page_texts
) -> dict[str, str]:
    """The texts that editors write, in ``statuses.yaml`` and on pages, by their contexts.

    `read` is `page_texts`, or remembers what that gives.

    Raises:
        InvalidInputError: where a page cannot be read.
    """
    told = {message.context: message.english for message in messages_of(catalog)}
    for path in _written(root):
        told |= read(path, root, read_text(path, str(path.relative_to(root))))
    return told


def extract_pages(root: Path) -> Gettext:
    """The messages of the written pages alone."""
    found = _template()
    _pages(found, root)
    return found


def extract_templates(root: Path, files: Iterable[str]) -> Gettext:
    """The messages of some of the `templates` alone; what does not lie in `root` is left out."""
    found = _template()
    for file in sorted(files):
        if (root / file).exists():
            _calls(found, root / file, root)
    return found


def templates(root: Path) -> list[Path]:
    """The files that hold words of the page's frame: templates, pictures and statusbook's own."""
    folders = {"overrides": ("html", "svg"), "src/statusbook": ("py",)}
    return [
        path
        for folder, kinds in folders.items()
        for kind in kinds
        for path in sorted((root / folder).glob(f"**/*.{kind}"))
    ]


def _template() -> Gettext:
    return Gettext(project=DOMAIN, version="1", header_comment=_HEADER, fuzzy=False)


def messages_of(part: object) -> Iterator[Message]:
    """The messages in a catalog or any part of it, in the order of the fields."""
    if isinstance(part, Message):
        yield part
    elif isinstance(part, tuple):
        for item in part:
            yield from messages_of(item)
    elif dataclasses.is_dataclass(part):
        for field in dataclasses.fields(part):
            yield from messages_of(getattr(part, field.name))


def _phrases(found: Gettext) -> None:
    for is_range in (False, True):
        for form in Form:
            for unit in Unit:
                context, one, other = phrases.message(form, unit, is_range=is_range)
                example = {Form.BARE: "{id}"}.get(form, f"{{id:{form.value}}}")
                note = f"An amount of time: what stands for {example} in a sentence; {{n}} is the number."
                found.add((one, other), context=context, auto_comments=[note])


def _pages(found: Gettext, root: Path) -> None:
    for path in _written(root):
        _page(found, path, root)


def _written(root: Path) -> list[Path]:
    """The pages that are translated; ``order-status.ru.md`` is written by hand, and for one language."""
    return [path for path in sorted((root / "docs").glob("**/*.md")) if not path.with_suffix("").suffix]


def _page(found: Gettext, path: Path, root: Path) -> None:
    place = str(path.relative_to(root))
    text = read_text(path, place)
    lines = [" ".join(line.split()) for line in text.splitlines()]
    for context, words in page_texts(path, root, text).items():
        line = next((n for n, line in enumerate(lines, 1) if words[:30] in line), 1)
        found.add(words, context=context, locations=[(place, line)])


def _calls(found: Gettext, path: Path, root: Path) -> None:
    place = str(path.relative_to(root))
    if not _CALL.search(read_text(path, place)):
        return  # Babel would look at every word of it
    method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
    try:
        calls = extract_from_file(method, path, keywords=_KEYWORDS, strip_comment_tags=True)
    except (SyntaxError, tokenize.TokenError) as error:
        why = f"The file cannot be read as Python: {error.args[0]}."
        problem = Problem(where=Where(place), rule="syntax", message=why, fix="Mend it.")
        raise InvalidInputError([problem]) from None
    for line, message, comments, context in calls:
        if context is not None:
            found.add(message, context=context, locations=[(place, line)], auto_comments=comments)
